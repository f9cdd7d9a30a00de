/** Arguments of `socket:fs`, checked as Node checks them. */
import { Buffer } from '../buffer.js'
import { isWindows } from '../internal/host.js'
import {
  checkInteger, checkObject, checkSignal, checkType, coded, invalidArgType, invalidArgValue, outOfRange
} from '../internal/node-errors.js'
import { octetsOf, shown, textOf } from './raw-names.js'

/** The path behind an object of the File System Access API; see `socket:fs/web`. */
export const kFileSystemHandleFullName = Symbol.for('fs.FileSystemHandle.fullName')

/** @typedef {string | URL | Uint8Array | { [kFileSystemHandleFullName]: string }} PathLike */

/**
 * The text of a path, as `raw-names.js` tells. URLs may be `file:` URLs, or those of the app's own files.
 * @param {PathLike} path
 * @param {string} [name] of the argument
 * @returns {string}
 */
export function toPath (path, name = 'path') {
  const text = given(/** @type {any} */ (path), name)
  if (text.includes('\0')) {
    throw invalidArgValue(name, text, 'must be a string, Uint8Array, or URL without null bytes')
  }
  return text
}

/**
 * @param {any} path
 * @param {string} name
 * @returns {string}
 */
function given (path, name) {
  if (typeof path === 'string') {
    return path
  }
  if (path instanceof Uint8Array) {
    return textOf(path)
  }
  if (path instanceof URL || Object.prototype.toString.call(path) === '[object URL]') {
    return ofUrl(path, name)
  }
  const full = path?.[kFileSystemHandleFullName]
  if (typeof full !== 'string') {
    throw invalidArgType(name, 'of type string or an instance of Buffer or URL', path)
  }
  return full
}

/**
 * @param {URL} url
 * @param {string} name
 */
function ofUrl (url, name) {
  if (/%2f/i.test(url.pathname)) {
    throw coded(TypeError, 'ERR_INVALID_FILE_URL_PATH', 'File URL path must not include encoded / characters')
  }
  const pathname = decodeURIComponent(url.pathname)
  if (url.protocol === 'file:') {
    if (url.hostname !== '' && !isWindows) {
      throw coded(TypeError, 'ERR_INVALID_FILE_URL_HOST', 'File URL host must be "localhost" or empty')
    }
    return isWindows ? pathname.replace(/^\/(?=[a-z]:)/i, '') : pathname
  }
  if (typeof location !== 'undefined' && url.origin === location.origin && url.host === location.host) {
    return `.${pathname}`
  }
  throw coded(TypeError, 'ERR_INVALID_URL_SCHEME', `The "${name}" argument must be a file: URL or a URL of this app, but it is ${url}`)
}

/**
 * Options given as an object, or as the name of an encoding.
 * @param {any} options
 * @returns {Record<string, any>}
 */
export function toOptions (options) {
  if (options === null || options === undefined || typeof options === 'function') {
    return {}
  }
  const given = typeof options === 'string' ? { encoding: options } : options
  if (typeof given !== 'object') {
    throw invalidArgType('options', 'of type string or an instance of Object', options)
  }
  if (given.encoding && given.encoding !== 'buffer' && !Buffer.isEncoding(given.encoding)) {
    throw invalidArgValue('encoding', given.encoding, 'is invalid encoding')
  }
  checkSignal('options.signal', given.signal ?? undefined)
  return given
}

/**
 * What bytes of a file are given as.
 * @param {ArrayBuffer | Uint8Array} data
 * @param {string | null | undefined} encoding
 * @returns {any} a string if there is an encoding, else a `Buffer`
 */
export function decoded (data, encoding) {
  const bytes = data instanceof ArrayBuffer ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return encoding && encoding !== 'buffer' ? bytes.toString(encoding) : bytes
}

/**
 * A name or path as it was asked for.
 * @param {string} name
 * @param {string | null | undefined} encoding `buffer` for bytes
 * @returns {any}
 */
export function encoded (name, encoding) {
  return !encoding || encoding === 'utf8' || encoding === 'utf-8' ? shown(name) : decoded(octetsOf(name), encoding)
}

/**
 * A mode of permissions, given as a number or in octal digits.
 * @param {any} mode
 * @param {number} [otherwise]
 * @returns {number}
 */
export function toMode (mode, otherwise) {
  if ((mode === undefined || mode === null) && otherwise !== undefined) {
    return otherwise
  }
  if (typeof mode === 'string') {
    if (!/^[0-7]+$/.test(mode)) {
      throw invalidArgValue('mode', mode, 'must be a 32-bit unsigned integer or an octal string')
    }
    mode = parseInt(mode, 8)
  }
  checkInteger('mode', mode, 0, 2 ** 32 - 1)
  return mode
}

/**
 * @param {any} id of a user or group
 * @param {string} name
 */
export function checkOwner (id, name) {
  checkInteger(name, id, -1, 2 ** 32 - 1)
}

/**
 * A time, in microseconds since 1970.
 * @param {any} time a date, or seconds since 1970
 * @param {string} name
 */
export function toMicros (time, name) {
  const seconds = time instanceof Date ? time.getTime() / 1000 : typeof time === 'string' ? Number(time || NaN) : time
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) {
    throw invalidArgType(name, 'of type number or string or an instance of Date', time)
  }
  if (Math.abs(seconds) > 2 ** 43) {
    throw outOfRange(name, 'a time that files can have', time)
  }
  return Math.round(seconds * 1e6)
}

/**
 * @param {Record<string, any>} options
 * @param {...string} names of those that must be true or false if they are given
 */
export function checkBooleans (options, ...names) {
  for (const name of names) {
    if (options[name] !== undefined) {
      checkType(`options.${name}`, options[name], 'boolean')
    }
  }
}

/**
 * Options that are nothing but an object.
 * @param {any} options
 * @returns {Record<string, any>}
 */
export function plainOptions (options) {
  if (options !== null && options !== undefined) {
    checkObject('options', options)
  }
  return options ?? {}
}

/**
 * The bytes of a view or an `ArrayBuffer`.
 * @param {any} buffer
 * @param {string} [name]
 * @returns {Uint8Array<any>}
 */
export function bytesOf (buffer, name = 'buffer') {
  if (ArrayBuffer.isView(buffer)) {
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  }
  if (buffer instanceof ArrayBuffer) {
    return new Uint8Array(buffer)
  }
  throw invalidArgType(name, 'an instance of Buffer, TypedArray, or DataView', buffer)
}

/**
 * The bytes to write.
 * @param {any} data a string, an `ArrayBuffer` or a view of one
 * @param {string | null} [encoding]
 * @returns {Uint8Array<any>}
 */
export function toBytes (data, encoding) {
  if (typeof data === 'string') {
    const bytes = Buffer.from(data, encoding ?? 'utf8')
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  if (ArrayBuffer.isView(data) || data instanceof ArrayBuffer) {
    return bytesOf(data)
  }
  throw invalidArgType('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data)
}

/**
 * A position in a file; null for the place behind what was last read or written.
 * @param {any} position
 * @returns {number | null}
 */
export function toPosition (position) {
  if (position === null || position === undefined) {
    return null
  }
  if (typeof position === 'bigint') {
    if (position < -1n || position > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw outOfRange('position', `>= -1 && <= ${Number.MAX_SAFE_INTEGER}`, position)
    }
    position = Number(position)
  }
  checkInteger('position', position, -1)
  return position === -1 ? null : position
}
