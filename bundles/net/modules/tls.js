/**
 * TLS as Node has it. Certificates are checked against what the system trusts, or the `ca` that is given, unless that is switched off.
 *
 * ```js
 * import tls from 'socket:tls'
 * const socket = tls.connect(443, 'example.com', { servername: 'example.com' }, () => socket.end('...'))
 * ```
 * @module tls
 */
import { call } from './internal/net-lane.js'
import { Server as NetServer } from './internal/net-server.js'
import { connectArguments } from './internal/net-socket.js'
import { checkFunction, checkType, coded, invalidArgType } from './internal/node-errors.js'
import * as ipc from './ipc.js'
import { checkServerIdentity } from './internal/tls-identity.js'
import {
  DEFAULT_MAX_VERSION, DEFAULT_MIN_VERSION, encoded, knowCiphers, knownCiphers, protocolNames, SecureContext
} from './internal/tls-options.js'
import { TLSSocket } from './internal/tls-socket.js'

export { checkServerIdentity, DEFAULT_MAX_VERSION, DEFAULT_MIN_VERSION, SecureContext, TLSSocket }
export const DEFAULT_ECDH_CURVE = 'auto'
export const CLIENT_RENEG_LIMIT = 3
export const CLIENT_RENEG_WINDOW = 600
export const DEFAULT_CIPHERS = [
  'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256', 'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES256-GCM-SHA384'
].join(':')

/** How long a handshake may take, in milliseconds. */
const HANDSHAKE = 120_000

/**
 * @param {string[]} list is filled when it is first looked at
 * @returns {string[]}
 */
function loaded (list) {
  if (list.length === 0) {
    const { err, data } = ipc.sendSync('net.rootCertificates')
    if (err) {
      throw err
    }
    list.push(...data)
    Object.freeze(list)
  }
  return list
}

/** The certificates that the system trusts, as PEM. @type {readonly string[]} */
export const rootCertificates = new Proxy(/** @type {string[]} */ ([]), {
  get: (list, key) => Reflect.get(loaded(list), key),
  has: (list, key) => Reflect.has(loaded(list), key),
  ownKeys: (list) => Reflect.ownKeys(loaded(list)),
  getOwnPropertyDescriptor: (list, key) => Reflect.getOwnPropertyDescriptor(loaded(list), key),
  isExtensible: (list) => Reflect.isExtensible(loaded(list)),
  set: () => false
})

/** @returns {string[]} names of ciphers in lower case */
export function getCiphers () {
  if (knownCiphers().length === 0) {
    const { err, data } = ipc.sendSync('net.ciphers')
    if (err) {
      throw err
    }
    knowCiphers(data)
  }
  return knownCiphers().map((name) => name.toLowerCase()).sort()
}

/** @param {any} [options] `ca`, `cert`, `key`, `pfx` and the like */
export function createSecureContext (options = {}) {
  namedCiphers(options)
  return new SecureContext(options)
}

/**
 * Ciphers have other names on the platform's side.
 * @param {any} options
 */
function namedCiphers (options) {
  if (options?.ciphers !== undefined) {
    checkType('options.ciphers', options.ciphers, 'string')
    getCiphers()
  }
}

/**
 * @param {any} protocols
 * @param {{ ALPNProtocols?: any }} out is given them as bytes
 */
export function convertALPNProtocols (protocols, out) {
  const names = protocolNames(protocols).map((name) => new TextEncoder().encode(name))
  out.ALPNProtocols = new Uint8Array(names.flatMap((name) => [name.length, ...name]))
}

/**
 * Connects, and shakes hands.
 * @param {...any} args options, or port, host and options; then a listener of `secureConnect`
 * @returns {TLSSocket}
 */
export function connect (...args) {
  const { options: target, callback } = connectArguments(args)
  const more = args.slice(1).find((arg) => arg !== null && typeof arg === 'object')
  const options = { rejectUnauthorized: true, ...target, ...more }
  const { socket, host } = options
  const name = options.servername ?? host ?? socket?._host ?? 'localhost'
  namedCiphers(options)
  if (options.checkServerIdentity !== undefined) {
    checkFunction(options.checkServerIdentity, 'options.checkServerIdentity')
  }
  encoded(options) // throws what is wrong now
  const secure = new TLSSocket(socket, { ...options, host: host ?? 'localhost', servername: name })
  if (callback !== null) {
    secure.once('secureConnect', callback)
  }
  if (options.timeout) {
    secure.setTimeout(options.timeout)
  }
  if (socket === undefined || socket === null) {
    secure.connect(options)
  }
  return secure
}

/** Takes connections by TLS. */
export class Server extends NetServer {
  #options
  /** @type {Array<[string, SecureContext]>} */
  #contexts = []

  /**
   * @param {any} [options] as Node has them, or the listener
   * @param {(socket: TLSSocket) => void} [listener] of the event `secureConnection`
   */
  constructor (options, listener) {
    if (typeof options === 'function') {
      [listener, options] = [options, {}]
    }
    if (options !== undefined && options !== null && typeof options !== 'object') {
      throw invalidArgType('options', 'of type object', options)
    }
    super(options ?? {})
    this.#options = { ...options }
    if (this.#options.SNICallback !== undefined) {
      checkFunction(this.#options.SNICallback, 'options.SNICallback')
      throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'The platform chooses certificates itself: name them by addContext')
    }
    namedCiphers(this.#options)
    encoded(this.#options)
    if (listener !== undefined && listener !== null) {
      checkFunction(listener, 'listener')
      this.on('secureConnection', listener)
    }
  }

  _listening () {
    return { params: { tls: true }, body: this.#encoded() }
  }

  #encoded () {
    const { rejectUnauthorized = true, ...options } = this.#options
    return encoded({ ...options, rejectUnauthorized, servername: undefined }, this.#contexts)
  }

  /** @param {any} options */
  _socket (options) {
    return TLSSocket.accepted({ ...options, server: this })
  }

  /** @param {TLSSocket} socket */
  _accepted (socket) {
    this.emit('connection', socket)
    let isSecure = false
    const { handshakeTimeout = HANDSHAKE } = this.#options
    const timer = globalThis.setTimeout(() => socket.destroy(coded(Error, 'ERR_TLS_HANDSHAKE_TIMEOUT', 'TLS handshake timeout')), handshakeTimeout)
    const failed = (/** @type {any} */ error) => {
      if (!isSecure) {
        this.emit('tlsClientError', error, socket)
      }
    }
    socket.on('error', failed)
    socket.once('close', () => {
      globalThis.clearTimeout(timer)
      if (!isSecure && !socket.errored) {
        this.emit('tlsClientError', coded(Error, 'ECONNRESET', 'socket hang up'), socket)
      }
    })
    socket.once('secure', () => {
      isSecure = true
      globalThis.clearTimeout(timer)
      socket.off('error', failed)
      this.emit('secureConnection', socket)
    })
  }

  /**
   * Shows other certificates to clients that ask for a host.
   * @param {string} hostname `*.` may stand for one label
   * @param {any} context a context, or options of one
   */
  addContext (hostname, context) {
    if (!hostname) {
      throw coded(Error, 'ERR_TLS_REQUIRED_SERVER_NAME', '"servername" is required parameter for Server.addContext')
    }
    this.#contexts.unshift([hostname, context instanceof SecureContext ? context : new SecureContext(context)])
    this.#present()
  }

  /** @param {any} options takes the place of those that the server was made with */
  setSecureContext (options) {
    if (options === null || typeof options !== 'object') {
      throw invalidArgType('options', 'of type object', options)
    }
    const next = { ...this.#options, ...options }
    encoded(next)
    this.#options = next
    this.#present()
  }

  #present () {
    if (this.listening) {
      call('net.context', { id: this._id }, this.#encoded()).catch((error) => this.emit('error', error))
    }
  }

  /** The platform keeps tickets to itself. */
  getTicketKeys () {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'The platform keeps the keys of tickets to itself')
  }

  /** The platform keeps tickets to itself. */
  setTicketKeys () {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'The platform keeps the keys of tickets to itself')
  }
}

/**
 * @param {any} [options] as Node has them, or the listener
 * @param {(socket: TLSSocket) => void} [listener] of the event `secureConnection`
 * @returns {Server}
 */
export function createServer (options, listener) {
  return new Server(options, listener)
}

export default {
  CLIENT_RENEG_LIMIT, CLIENT_RENEG_WINDOW, DEFAULT_CIPHERS, DEFAULT_ECDH_CURVE, DEFAULT_MAX_VERSION, DEFAULT_MIN_VERSION, SecureContext, Server,
  TLSSocket, checkServerIdentity, connect, convertALPNProtocols, createSecureContext, createServer, getCiphers, rootCertificates
}
