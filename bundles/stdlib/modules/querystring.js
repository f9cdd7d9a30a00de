/**
 * Parameters of a URL's query, as Node's old module has them.
 * @module querystring
 */
import { Buffer } from './buffer.js'
import { checkType } from './internal/node-errors.js'

/**
 * @param {unknown} value
 * @returns {string} percent-encoded
 */
export function escape (value) {
  const text = typeof value === 'string' ? value : typeof value === 'object' ? String(value) : `${/** @type {any} */ (value)}`
  if (!text.isWellFormed()) {
    throw Object.assign(new URIError('URI malformed'), { code: 'ERR_INVALID_URI' })
  }
  return encodeURIComponent(text)
}

/**
 * @param {string} text
 * @param {boolean} [decodeSpaces] takes `+` for a space
 * @returns {import('./buffer.js').Bytes} bytes; what is not percent-encoded as it is
 */
export function unescapeBuffer (text, decodeSpaces = false) {
  checkType('s', text, 'string')
  const bytes = []
  for (let i = 0; i < text.length; i++) {
    const pair = text[i] === '%' ? text.slice(i + 1, i + 3) : ''
    if (/^[\da-f]{2}$/i.test(pair)) {
      bytes.push(parseInt(pair, 16))
      i += 2
    } else {
      bytes.push(text[i] === '+' && decodeSpaces ? 32 : text.charCodeAt(i))
    }
  }
  return Buffer.from(bytes)
}

/**
 * @param {string} text
 * @param {boolean} [decodeSpaces]
 * @returns {string}
 */
export function unescape (text, decodeSpaces = false) {
  const input = String(text)
  try {
    return decodeURIComponent(decodeSpaces ? input.replaceAll('+', ' ') : input)
  } catch {
    return unescapeBuffer(input, decodeSpaces).toString()
  }
}

/**
 * @param {any} value
 * @returns {string}
 */
function primitive (value) {
  switch (typeof value) {
    case 'string': return value
    case 'number': return Number.isFinite(value) ? `${value}` : ''
    case 'bigint': case 'boolean': return `${value}`
    default: return ''
  }
}

/**
 * @param {any} [obj] values, or lists of them, by name
 * @param {string | null} [sep] between parameters
 * @param {string | null} [eq] between name and value
 * @param {{ encodeURIComponent?: (text: string) => string } | null} [options]
 * @returns {string}
 */
export function stringify (obj, sep, eq, options) {
  const encode = typeof options?.encodeURIComponent === 'function' ? options.encodeURIComponent : querystring.escape
  if (obj === null || typeof obj !== 'object') {
    return ''
  }
  return Object.keys(obj).flatMap((name) => {
    const start = encode(primitive(name)) + (eq || '=')
    return [obj[name]].flat().map((value) => start + encode(primitive(value)))
  }).join(sep || '&')
}

/**
 * @param {string} [qs]
 * @param {string | null} [sep]
 * @param {string | null} [eq]
 * @param {{ maxKeys?: number, decodeURIComponent?: (text: string) => string } | null} [options]
 *   `maxKeys`: how many parameters are taken, 1000 if not given, 0 for all
 * @returns {Record<string, string | string[]>} an object without a prototype
 */
export function parse (qs, sep, eq, options) {
  /** @type {Record<string, string | string[]>} */
  const values = Object.create(null)
  if (typeof qs !== 'string' || qs === '') {
    return values
  }
  const decode = options?.decodeURIComponent ?? querystring.unescape
  const maxKeys = typeof options?.maxKeys === 'number' ? options.maxKeys : 1000
  const pairs = qs.split(sep || '&').filter((pair) => pair !== '')
  for (const pair of maxKeys > 0 ? pairs.slice(0, maxKeys) : pairs) {
    const at = pair.indexOf(eq || '=')
    const name = decoded(at < 0 ? pair : pair.slice(0, at), decode)
    const value = at < 0 ? '' : decoded(pair.slice(at + (eq || '=').length), decode)
    const before = values[name]
    values[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]
  }
  return values
}

/**
 * @param {string} text
 * @param {(text: string) => string} decode
 */
function decoded (text, decode) {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decode(spaced)
  } catch {
    return unescape(spaced)
  }
}

export { parse as decode, stringify as encode }

/** Its `escape` and `unescape` may be replaced. */
const querystring = { decode: parse, encode: stringify, escape, parse, stringify, unescape, unescapeBuffer }

export default querystring
