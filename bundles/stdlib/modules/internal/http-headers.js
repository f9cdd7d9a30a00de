/** Headers of messages, with the checks that Node makes. */
import { checkInteger, checkType, coded } from './node-errors.js'

/** @param {unknown} text */
function isToken (text) {
  return typeof text === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(text)
}

/**
 * @param {unknown} name
 * @param {string} [label] what the message calls it
 */
export function validateHeaderName (name, label = 'Header name') {
  if (!isToken(name)) {
    throw coded(TypeError, 'ERR_INVALID_HTTP_TOKEN', `${label} must be a valid HTTP token ["${name}"]`)
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 */
export function validateHeaderValue (name, value) {
  if (value === undefined) {
    throw coded(TypeError, 'ERR_HTTP_INVALID_HEADER_VALUE', `Invalid value "${value}" for header "${name}"`)
  }
  // control characters could end the header and begin another
  if (/[^\t\x20-\x7e\x80-\xff]/.test(String(value))) {
    throw coded(TypeError, 'ERR_INVALID_CHAR', `Invalid character in header content ["${name}"]`)
  }
}

/** @param {unknown} method */
export function checkMethod (method) {
  checkType('options.method', method, 'string')
  if (!isToken(method)) {
    throw coded(TypeError, 'ERR_INVALID_HTTP_TOKEN', `Method must be a valid HTTP token ["${method}"]`)
  }
}

/**
 * @param {unknown} timeout in milliseconds
 * @returns {number}
 */
export function checkTimeout (timeout) {
  checkInteger('timeout', timeout, 0, 2 ** 32 - 1)
  return /** @type {number} */ (timeout)
}

/**
 * Headers by name, which is found in any case and written as it was given.
 * @typedef {Map<string, { name: string, value: any }>} HeaderTable
 */

/**
 * @param {HeaderTable} table
 * @returns {Array<[string, string]>} one pair for each value
 */
export function pairsOf (table) {
  return [...table.values()].flatMap(({ name, value }) =>
    (Array.isArray(value) ? value : [value]).map((item) => /** @type {[string, string]} */ ([name, String(item)])))
}

/** Headers that cannot be joined: the first counts. */
const SINGLE = new Set(['age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'from', 'host', 'if-modified-since',
  'if-unmodified-since', 'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'referer', 'retry-after', 'server', 'user-agent'])

/**
 * Headers as a message that was received shows them.
 * @param {Array<[string, string]>} pairs
 * @returns {{ headers: Record<string, any>, distinct: Record<string, string[]> }}
 */
export function received (pairs) {
  /** @type {Record<string, any>} */
  const headers = {}
  /** @type {Record<string, string[]>} */
  const distinct = Object.create(null)
  for (const [name, value] of pairs) {
    const key = name.toLowerCase()
    const all = distinct[key] = [...distinct[key] ?? [], value]
    if (key === 'set-cookie') {
      headers[key] = all
    } else if (all.length === 1 || !SINGLE.has(key)) {
      headers[key] = all.join(key === 'cookie' ? '; ' : ', ')
    }
  }
  return { headers, distinct }
}
