/**
 * URLs: the engine's own class, and Node's functions around it.
 *
 * `parse`, `resolve` and `format` of the old kind are those of the npm package `url`: what cannot be in a host name, such as
 * `*` or a comma, ends it.
 * @module url
 */
import { isWindows } from '../internal/host.js'
import * as posix from '../internal/path-posix.js'
import * as win32 from '../internal/path-win32.js'
import { checkType, coded, invalidArgType } from '../internal/node-errors.js'
import { toUnicode } from '../internal/vendor/punycode.js'
import { Url, format as formatLegacy, parse as parseLegacy, resolve as resolveLegacy } from '../internal/vendor/url.js'

export const URL = globalThis.URL
export const URLSearchParams = globalThis.URLSearchParams
/** Matches URLs; undefined where the engine does not have it. */
export const URLPattern = /** @type {any} */ (globalThis).URLPattern
export { Url }

/** Schemes, with their colons, that something here understands. */
export const protocols = new Set([
  'socket:', 'ipc:', 'node:', 'npm:', 'plugin:', 'file:', 'data:', 'blob:', 'http:', 'https:', 'ws:', 'wss:', 'ftp:',
  'about:', 'mailto:', 'tel:', 'javascript:'
])

/**
 * A URL in its parts, or null if it is none.
 * @param {string} input
 * @param {string | URL} [base]
 * @returns {URL | null}
 */
export function parseURL (input, base) {
  try {
    return new URL(input, base)
  } catch {
    return null
  }
}

/**
 * A URL in its parts, in the old way.
 * @param {string} input
 * @param {boolean | { parseQueryString?: boolean, slashesDenoteHost?: boolean } | null} [options] parses the query, too
 * @param {boolean} [slashesDenoteHost] takes what follows `//` for a host
 * @returns {any}
 */
export function parse (input, options = false, slashesDenoteHost = false) {
  checkType('url', input, 'string')
  const { parseQueryString, slashesDenoteHost: slashes } = typeof options === 'object' && options !== null
    ? { slashesDenoteHost, ...options }
    : { parseQueryString: Boolean(options), slashesDenoteHost }
  const url = parseLegacy(input, Boolean(parseQueryString), slashes)
  if (url.search === '') {
    url.search = null // Node's way to say that there is none
  }
  return url
}

/** @param {string} input */
function invalidUrl (input) {
  return Object.assign(coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL'), { input })
}

/**
 * Where a link of a page leads.
 * @param {string} from
 * @param {string} to
 * @returns {string}
 */
export function resolve (from, to) {
  checkType('from', from, 'string')
  checkType('to', to, 'string')
  return resolveLegacy(from, to)
}

/**
 * @param {any} input a URL, or the parts of one
 * @param {{ auth?: boolean, fragment?: boolean, search?: boolean, unicode?: boolean }} [options] what is kept of a `URL`
 * @returns {string}
 */
export function format (input, options) {
  if (!(input instanceof URL)) {
    if (typeof input !== 'string' && (input === null || typeof input !== 'object')) {
      throw invalidArgType('urlObject', 'one of type object or string', input)
    }
    return formatLegacy(input)
  }
  if (options !== undefined && (options === null || typeof options !== 'object')) {
    throw invalidArgType('options', 'of type object', options)
  }
  const { auth = true, fragment = true, search = true, unicode = false } = options ?? {}
  const url = new URL(input)
  if (!auth) {
    url.username = ''
    url.password = ''
  }
  if (!fragment) { url.hash = '' }
  if (!search) { url.search = '' }
  return unicode && url.hostname !== '' ? url.href.replace(url.hostname, domainToUnicode(url.hostname)) : url.href
}

/**
 * The path of a file.
 * @param {string | URL} url
 * @param {{ windows?: boolean }} [options] of the other kind of host
 * @returns {string}
 */
export function fileURLToPath (url, { windows = isWindows } = {}) {
  const file = typeof url === 'string' ? parseURL(url) : url
  if (typeof url === 'string' && file === null) {
    throw invalidUrl(url)
  }
  if (!(file instanceof URL)) {
    throw invalidArgType('path', 'of type string or an instance of URL', url)
  }
  if (file.protocol !== 'file:') {
    throw coded(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file')
  }
  if ((windows ? /%2f|%5c/i : /%2f/i).test(file.pathname)) {
    throw coded(TypeError, 'ERR_INVALID_FILE_URL_PATH',
      `File URL path must not include encoded ${windows ? '\\ or ' : ''}/ characters`)
  }
  const path = decodeURIComponent(file.pathname)
  if (!windows) {
    if (file.hostname !== '') {
      throw coded(TypeError, 'ERR_INVALID_FILE_URL_HOST', 'File URL host must be "localhost" or empty on linux')
    }
    return path
  }
  const folders = path.replaceAll('/', '\\')
  if (file.hostname !== '') {
    return `\\\\${domainToUnicode(file.hostname)}${folders}`
  }
  if (!/^\\[a-z]:/i.test(folders)) {
    throw coded(TypeError, 'ERR_INVALID_FILE_URL_PATH', 'File URL path must be absolute')
  }
  return folders.slice(1)
}

/**
 * The URL of a file.
 * @param {string} path
 * @param {{ windows?: boolean }} [options]
 * @returns {URL}
 */
export function pathToFileURL (path, { windows = isWindows } = {}) {
  checkType('path', path, 'string')
  const folder = windows ? win32 : posix
  const share = windows && /^\\\\([^\\]+)(\\.*)$/.exec(path)
  const absolute = share ? share[2] : folder.resolve(path)
  const kept = /[\\/]$/.test(path) && !/[\\/]$/.test(absolute) ? `${absolute}/` : absolute
  const encoded = (windows ? kept.replaceAll('\\', '/') : kept.replaceAll('\\', '%5C').replace(/%(?!5C)/g, '%25'))
    .replace(windows ? /%/g : /$^/g, '%25').replaceAll('?', '%3F').replaceAll('#', '%23')
    .replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('\t', '%09')
  const url = new URL('file:///')
  if (share) {
    url.hostname = share[1]
  }
  url.pathname = encoded
  return url
}

/**
 * The ASCII form of a host name; empty if it cannot be one.
 * @param {string} domain
 * @returns {string}
 */
export function domainToASCII (domain) {
  const text = String(domain)
  return /[/?#@\\:]/.test(text) && !/^\[.*\]$/.test(text) ? '' : parseURL(`ws://${text}`)?.hostname ?? ''
}

/**
 * The readable form of a host name; empty if it cannot be one.
 * @param {string} domain
 * @returns {string}
 */
export function domainToUnicode (domain) {
  return toUnicode(domainToASCII(domain))
}

/**
 * The options of a request for a URL.
 * @param {URL} url
 */
export function urlToHttpOptions (url) {
  if (!(url instanceof URL)) {
    throw invalidArgType('url', 'of type object', url)
  }
  /** @type {Record<string, any>} */
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname,
    hash: url.hash,
    search: url.search,
    pathname: url.pathname,
    path: url.pathname + url.search,
    href: url.href
  }
  if (url.port !== '') {
    options.port = Number(url.port)
  }
  if (url.username !== '' || url.password !== '') {
    options.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  }
  return options
}

const module = {
  URL, URLPattern, URLSearchParams, Url, domainToASCII, domainToUnicode, fileURLToPath, format, parse, parseURL, pathToFileURL,
  protocols, resolve, resolveObject, urlToHttpOptions
}

/**
 * Where a link leads, in its parts.
 * @param {any} from
 * @param {any} to
 */
export function resolveObject (from, to) {
  return from ? parse(typeof from === 'string' ? from : format(from), false, true).resolveObject(to) : to
}

// the class is what the module exports, and it has the functions, too
export default Object.assign(class extends URL {}, module)
