/** How the modules of `socket:fs` call the platform, and how failures look. */
import { AbortError } from '../errors.js'
import { chosenCwd, isWindows } from '../internal/host.js'
import * as posix from '../internal/path-posix.js'
import * as win32 from '../internal/path-win32.js'
import * as ipc from '../ipc.js'
import { encode } from './encoding.js'

/** Functions for the paths of this host. */
export const flavour = isWindows ? win32 : posix

/**
 * @typedef {string | URL | Uint8Array} PathLike
 * @typedef {object} Failed what was tried, for the message of an error
 * @property {string} syscall
 * @property {string} [path]
 * @property {string} [dest]
 */

/**
 * The text of a path. URLs may be `file:` URLs, or those of the app's own files.
 * @param {PathLike} path
 * @param {string} [name] of the argument
 * @returns {string}
 */
export function toPath (path, name = 'path') {
  if (path instanceof URL || Object.prototype.toString.call(path) === '[object URL]') {
    return ofUrl(/** @type {URL} */ (path), name)
  }
  const text = path instanceof Uint8Array ? new TextDecoder().decode(path) : path
  if (typeof text !== 'string') {
    throw Object.assign(
      new TypeError(`The "${name}" argument must be a string, a URL or bytes, but it is ${
        text === null ? 'null' : `of type ${typeof text}`}`),
      { code: 'ERR_INVALID_ARG_TYPE' })
  }
  if (text.includes('\0')) {
    throw Object.assign(
      new TypeError(`The "${name}" argument must not contain null bytes`),
      { code: 'ERR_INVALID_ARG_VALUE' })
  }
  return text
}

/**
 * @param {URL} url
 * @param {string} name
 */
function ofUrl (url, name) {
  const pathname = decodeURIComponent(url.pathname)
  if (url.protocol === 'file:') {
    return isWindows ? pathname.replace(/^\/(?=[a-z]:)/i, '') : pathname
  }
  if (typeof location !== 'undefined' && url.origin === location.origin && url.host === location.host) {
    return `.${pathname}`
  }
  throw Object.assign(
    new TypeError(`The "${name}" argument must be a file: URL or a URL of this app, but it is ${url}`),
    { code: 'ERR_INVALID_URL_SCHEME' })
}

/**
 * A path as it is sent: relative to the folder that `process.chdir` chose, if it did.
 * @param {string} path
 */
function sent (path) {
  const folder = chosenCwd()
  return folder === null || flavour.isAbsolute(path) ? path : flavour.join(folder, path)
}

/**
 * Makes a call.
 * @param {string} command
 * @param {Record<string, any>} params `path`, `src` and `dest` are paths
 * @param {Failed} failed
 * @param {{ signal?: AbortSignal | null, responseType?: string, bytes?: any } | null} [options]
 * @returns {Promise<any>} the data of the reply
 */
export async function call (command, params, failed, options = null) {
  for (const name of ['path', 'src', 'dest']) {
    if (params[name] === '') {
      throw systemError({ code: 'ENOENT', errno: -2, message: 'ENOENT: no such file or directory' }, failed)
    }
    if (params[name] !== undefined) {
      params[name] = sent(params[name])
    }
  }
  const { err, data } = await ipc.send(command, params, options)
  if (err) {
    throw systemError(err, failed)
  }
  return data
}

/**
 * An error in Node's shape: `ENOENT: no such file or directory, open 'x'`.
 * @param {any} err of a reply
 * @param {Failed} failed
 * @returns {Error}
 */
export function systemError (err, { syscall, path, dest }) {
  if (err instanceof AbortError || !/^E[A-Z0-9]+$/.test(err.code ?? '')) {
    return err
  }
  let message = `${err.message}, ${syscall}`
  if (path !== undefined) {
    message += ` '${path}'`
  }
  if (dest !== undefined) {
    message += ` -> '${dest}'`
  }
  return Object.assign(
    new Error(message),
    { errno: err.errno, code: err.code, syscall },
    path === undefined ? null : { path },
    dest === undefined ? null : { dest })
}

/**
 * Options given as an object, or as the name of an encoding.
 * @template {{ encoding?: string | null }} T
 * @param {T | string | null | undefined} options
 * @returns {T}
 */
export function toOptions (options) {
  return /** @type {T} */ (typeof options === 'string' ? { encoding: options } : options ?? {})
}

/**
 * A mode of permissions, given as a number or in octal digits.
 * @param {string | number | null | undefined} mode
 * @param {number} otherwise
 * @returns {number}
 */
export function toMode (mode, otherwise) {
  const number = mode === undefined || mode === null
    ? otherwise
    : typeof mode === 'string' ? parseInt(mode, 8) : mode
  if (typeof number !== 'number') {
    throw Object.assign(
      new TypeError(`The mode must be a number, but it is of type ${typeof mode}`), { code: 'ERR_INVALID_ARG_TYPE' })
  }
  if (!Number.isInteger(number) || number < 0 || number > 0xffffffff) {
    throw Object.assign(
      new RangeError(`The mode must be a whole number that is not negative, but it is ${mode}`),
      { code: 'ERR_OUT_OF_RANGE' })
  }
  return number
}

/**
 * The bytes to write.
 * @param {any} data a string, an `ArrayBuffer` or a view of one
 * @param {string | null} [encoding]
 * @returns {Uint8Array}
 */
export function toBytes (data, encoding) {
  if (typeof data === 'string') {
    return encode(data, encoding ?? 'utf8')
  }
  if (ArrayBuffer.isView(data)) {
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  }
  if (data instanceof ArrayBuffer) {
    return new Uint8Array(data)
  }
  throw Object.assign(
    new TypeError(`The data must be a string, an ArrayBuffer, a view of one, a Blob or an iterable of these, but it is ${
      data === null ? 'null' : `of type ${typeof data}`}`),
    { code: 'ERR_INVALID_ARG_TYPE' })
}
