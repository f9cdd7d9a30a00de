/** Options of TLS as Node has them, in the form in which the platform reads them: see `TlsOptions.java`. */
import { checkType, coded, invalidArgType, outOfRange } from './node-errors.js'

export const DEFAULT_MIN_VERSION = 'TLSv1.2'
export const DEFAULT_MAX_VERSION = 'TLSv1.3'
const VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']
const encoder = new TextEncoder()

/**
 * @param {string} name
 * @param {any} value text, bytes, an object with such a value, or a list of these
 * @returns {Array<{ bytes: Uint8Array, passphrase?: string }>}
 */
function values (name, value) {
  if (value === undefined || value === null || value === false) {
    return []
  }
  if (Array.isArray(value)) {
    return value.flatMap((item) => values(name, item))
  }
  if (typeof value === 'string') {
    return [{ bytes: encoder.encode(value) }]
  }
  if (value instanceof ArrayBuffer) {
    return [{ bytes: new Uint8Array(value) }]
  }
  if (ArrayBuffer.isView(value)) {
    return [{ bytes: new Uint8Array(value.buffer, value.byteOffset, value.byteLength) }]
  }
  const inner = value.pem ?? value.buf
  if (typeof value === 'object' && inner !== undefined) {
    return values(name, inner).map((item) => ({ ...item, passphrase: value.passphrase }))
  }
  throw invalidArgType(`options.${name}`, 'of type string or an instance of Buffer, TypedArray, or DataView', value)
}

/**
 * @param {any} protocols names, or the bytes of a list of them
 * @returns {string[]}
 */
export function protocolNames (protocols) {
  if (protocols === undefined || protocols === null) {
    return []
  }
  if (Array.isArray(protocols)) {
    for (const name of protocols) {
      const size = encoder.encode(name).length
      if (size === 0 || size > 255) {
        throw outOfRange('The byte length of the protocol', '<= 255', size)
      }
    }
    return protocols.map(String)
  }
  if (ArrayBuffer.isView(protocols)) {
    const bytes = new Uint8Array(protocols.buffer, protocols.byteOffset, protocols.byteLength)
    const names = []
    for (let at = 0; at < bytes.length; at += 1 + bytes[at]) {
      names.push(new TextDecoder().decode(bytes.subarray(at + 1, at + 1 + bytes[at])))
    }
    return names
  }
  throw invalidArgType('options.ALPNProtocols', 'an Array or an instance of Buffer', protocols)
}

/**
 * @param {string} name
 * @param {any} version
 * @returns {string | undefined}
 */
function checkedVersion (name, version) {
  if (version === undefined || version === null) {
    return undefined
  }
  if (!VERSIONS.includes(version)) {
    throw coded(TypeError, 'ERR_TLS_INVALID_PROTOCOL_VERSION', `${JSON.stringify(version)} is not a valid ${name} TLS protocol version`)
  }
  return version
}

/**
 * What OpenSSL calls a suite.
 * @param {string} standard such as `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`
 */
export function cipherName (standard) {
  const [, exchange, cipher] = /^TLS_(.+)_WITH_(.+)$/.exec(standard) ?? []
  if (cipher === undefined) {
    return standard
  }
  const short = cipher.replace(/AES_(\d+)_GCM/, 'AES$1-GCM').replace(/AES_(\d+)_CBC/, 'AES$1').replace(/CHACHA20_POLY1305_SHA256/, 'CHACHA20-POLY1305')
  const prefix = exchange === 'RSA' ? '' : `${exchange.replaceAll('_', '-')}-`
  return prefix + short.replaceAll('_', '-')
}

/** @type {Map<string, string>} what the platform calls a suite, by OpenSSL's name in capitals */
let standards = new Map()

/** @param {string[]} names of the standard */
export function knowCiphers (names) {
  standards = new Map(names.map((name) => [cipherName(name).toUpperCase(), name]))
}

export const knownCiphers = () => [...standards.keys()]

/** A context that was made before: what is in it, checked. */
export class SecureContext {
  /** @param {any} options */
  constructor (options) {
    /** @type {Array<[string, Uint8Array]>} */
    this.identity = identityOf(options)
    /** @type {Array<[string, Uint8Array]>} */
    this.rest = restOf(options)
    this.context = this
  }
}

/**
 * @param {any} options
 * @returns {Array<[string, Uint8Array]>}
 */
function identityOf ({ cert, key, pfx, passphrase }) {
  if (passphrase !== undefined && passphrase !== null) {
    checkType('options.passphrase', passphrase, 'string')
  }
  const keys = values('key', key)
  const stores = values('pfx', pfx)
  const secret = [...keys, ...stores].find((item) => item.passphrase !== undefined)?.passphrase ?? passphrase
  /** @type {Array<[string, Uint8Array]>} */
  const fields = []
  values('cert', cert).forEach(({ bytes }) => fields.push(['cert', bytes]))
  keys.forEach(({ bytes }) => fields.push(['key', bytes]))
  stores.forEach(({ bytes }) => fields.push(['pfx', bytes]))
  if (secret !== undefined && secret !== null) {
    fields.push(['passphrase', encoder.encode(secret)])
  }
  return fields
}

/**
 * @param {any} options
 * @returns {Array<[string, Uint8Array]>}
 */
function restOf ({ ca, minVersion, maxVersion, secureProtocol, ciphers }) {
  /** @type {Array<[string, Uint8Array]>} */
  const fields = values('ca', ca).map(({ bytes }) => ['ca', bytes])
  if (secureProtocol !== undefined && secureProtocol !== null && (minVersion ?? maxVersion) !== undefined) {
    throw coded(TypeError, 'ERR_TLS_PROTOCOL_VERSION_CONFLICT', `TLS protocol version ${JSON.stringify(minVersion ?? maxVersion)} conflicts with secureProtocol ${JSON.stringify(secureProtocol)}`)
  }
  const min = checkedVersion('minimum', minVersion)
  const max = checkedVersion('maximum', maxVersion)
  if (min !== undefined && VERSIONS.indexOf(min) > 1) {
    fields.push(['min', encoder.encode(min)])
  }
  if (max !== undefined) {
    fields.push(['max', encoder.encode(max)])
  }
  if (ciphers !== undefined && ciphers !== null) {
    checkType('options.ciphers', ciphers, 'string')
    const names = ciphers.split(':').map((/** @type {string} */ name) => standards.get(name.toUpperCase()) ?? name)
    fields.push(['ciphers', encoder.encode(names.join(':'))])
  }
  return fields
}

/**
 * @param {any} options as Node has them
 * @param {Array<[string, SecureContext]>} [contexts] of a server, by host
 * @returns {Uint8Array}
 */
export function encoded (options, contexts = []) {
  const context = options.secureContext instanceof SecureContext ? options.secureContext : new SecureContext(options)
  /** @type {Array<[string, Uint8Array]>} */
  const fields = [...context.identity, ...context.rest]
  protocolNames(options.ALPNProtocols).forEach((name) => fields.push(['alpn', encoder.encode(name)]))
  if (options.servername) {
    fields.push(['servername', encoder.encode(options.servername)])
  }
  if (options.rejectUnauthorized === false) {
    fields.push(['lenient', new Uint8Array(0)])
  }
  if (options.requestCert) {
    fields.push(['request', new Uint8Array(0)])
  }
  for (const [host, { identity }] of contexts) {
    fields.push(['context', encoder.encode(host)], ...identity)
  }
  return packed(fields)
}

/** @param {Array<[string, Uint8Array]>} fields */
function packed (fields) {
  const parts = fields.map(([name, value]) => ({ name: encoder.encode(name), value }))
  const bytes = new Uint8Array(parts.reduce((sum, { name, value }) => sum + 5 + name.length + value.length, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const { name, value } of parts) {
    bytes[at] = name.length
    bytes.set(name, at + 1)
    view.setUint32(at + 1 + name.length, value.length)
    bytes.set(value, at + 5 + name.length)
    at += 5 + name.length + value.length
  }
  return bytes
}
