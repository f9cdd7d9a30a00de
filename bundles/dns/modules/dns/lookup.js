/** Finding addresses as the system does, from its files as well as from name servers. */
import { checkFunction, checkInteger, coded, invalidArgType, invalidArgValue } from '../internal/node-errors.js'
import * as ipc from '../ipc.js'
import { ADDRCONFIG, ALL, queryError, V4MAPPED } from './errors.js'

/**
 * @typedef {object} LookupOptions
 * @property {0 | 4 | 6 | 'IPv4' | 'IPv6'} [family] addresses of this family; 0 for any
 * @property {number} [hints] any of `ADDRCONFIG`, `V4MAPPED` and `ALL`
 * @property {boolean} [all] all addresses rather than the first one
 * @property {'verbatim' | 'ipv4first' | 'ipv6first'} [order]
 * @property {boolean} [verbatim] false for `order: 'ipv4first'`
 * @property {AbortSignal} [signal] ends the search
 * @property {number} [timeout] in milliseconds
 */
/** @typedef {{ address: string, family: number }} LookupAddress */

const ORDERS = ['verbatim', 'ipv4first', 'ipv6first']
let defaultOrder = 'verbatim'

/** @param {any} order */
export function setDefaultResultOrder (order) {
  defaultOrder = checkOrder('dnsOrder', order)
}

/** @returns {string} */
export function getDefaultResultOrder () {
  return defaultOrder
}

/**
 * @param {string} name
 * @param {any} order
 */
function checkOrder (name, order) {
  if (!ORDERS.includes(order)) {
    throw invalidArgValue(name, order, `must be one of: ${ORDERS.map((item) => `'${item}'`).join(', ')}`)
  }
  return order
}

/**
 * @param {any} options
 * @returns {LookupOptions}
 */
function toOptions (options) {
  if (options === undefined || options === null) {
    return {}
  }
  if (typeof options === 'number') {
    return { family: /** @type {any} */ (options) }
  }
  if (typeof options !== 'object') {
    throw invalidArgType('options', 'one of type integer or object', options)
  }
  return options
}

/**
 * Finds the addresses of a name; checks its arguments before anything else.
 * @param {any} hostname
 * @param {any} given
 * @returns {() => Promise<LookupAddress | LookupAddress[]>}
 */
export function prepare (hostname, given) {
  if (hostname && typeof hostname !== 'string') {
    throw invalidArgType('hostname', 'of type string', hostname)
  }
  const { family: wanted = 0, hints = 0, all = false, verbatim, order, signal, timeout } = toOptions(given)
  const family = wanted === 'IPv4' ? 4 : wanted === 'IPv6' ? 6 : wanted
  if (family !== 0 && family !== 4 && family !== 6) {
    throw invalidArgValue(given !== null && typeof given === 'object' ? 'options.family' : 'family', wanted, 'must be one of: 0, 4, 6')
  }
  checkInteger('options.hints', hints)
  if ((hints & ~(ADDRCONFIG | ALL | V4MAPPED)) !== 0) {
    throw invalidArgValue('hints', hints)
  }
  if (typeof all !== 'boolean') {
    throw invalidArgType('options.all', 'of type boolean', all)
  }
  if (verbatim !== undefined && typeof verbatim !== 'boolean') {
    throw invalidArgType('options.verbatim', 'of type boolean', verbatim)
  }
  const sorted = order === undefined
    ? verbatim === undefined ? defaultOrder : verbatim ? 'verbatim' : 'ipv4first'
    : checkOrder('options.order', order)
  return async () => {
    if (!hostname) {
      return all ? [] : /** @type {any} */ ({ address: null, family: family === 6 ? 6 : 4 })
    }
    const found = inOrder(await search(hostname, family, hints, { signal, timeout }), sorted)
    return all ? found : found[0]
  }
}

/**
 * @param {string} hostname
 * @param {number} family
 * @param {number} hints
 * @param {{ signal?: AbortSignal, timeout?: number }} options
 * @returns {Promise<LookupAddress[]>}
 */
async function search (hostname, family, hints, options) {
  const host = hostname.includes(':') ? `[${hostname}]:53` : `${hostname}:53`
  const mapped = family === 6 && (hints & V4MAPPED) !== 0
  const { err, data } = await ipc.send('dns.lookup', { host, ...family === 0 || mapped ? null : { family } },
    options.signal || options.timeout ? options : null)
  if (err) {
    throw queryError(err.code === 'BAD_REQUEST' ? { code: 'ENOTFOUND' } : err, 'getaddrinfo', hostname)
  }
  if (!mapped) {
    return data
  }
  const own = data.filter((/** @type {LookupAddress} */ item) => item.family === 6)
  const others = data.filter((/** @type {LookupAddress} */ item) => item.family === 4)
    .map((/** @type {LookupAddress} */ item) => ({ address: `::ffff:${item.address}`, family: 6 }))
  return own.length > 0 && (hints & ALL) === 0 ? own : [...own, ...others]
}

/**
 * @param {LookupAddress[]} list
 * @param {string} order
 */
function inOrder (list, order) {
  if (order === 'verbatim') {
    return list
  }
  const first = order === 'ipv4first' ? 4 : 6
  return [...list.filter(({ family }) => family === first), ...list.filter(({ family }) => family !== first)]
}

/**
 * The name of an address and of a service.
 * @param {any} address
 * @param {any} port
 * @returns {() => Promise<{ hostname: string, service: string }>}
 */
export function prepareService (address, port) {
  if (typeof address !== 'string' || !/^(\d{1,3}(\.\d{1,3}){3}|[\da-f]*:[\da-f:.]*)$/i.test(address)) {
    throw invalidArgValue('address', address)
  }
  if (!Number.isInteger(Number(port)) || port === '' || port === null || Number(port) < 0 || Number(port) > 65535) {
    throw coded(RangeError, 'ERR_SOCKET_BAD_PORT', `Port should be >= 0 and < 65536. Received ${String(port)}.`)
  }
  return async () => {
    const { err, data } = await ipc.send('dns.lookupService', { host: address.includes(':') ? `[${address}]:53` : `${address}:53` })
    if (err) {
      throw queryError(err, 'getnameinfo', address)
    }
    return { hostname: data, service: SERVICES[Number(port)] ?? String(Number(port)) }
  }
}

/** Names of well-known ports. @type {Record<number, string>} */
const SERVICES = { 20: 'ftp-data', 21: 'ftp', 22: 'ssh', 23: 'telnet', 25: 'smtp', 53: 'domain', 80: 'http', 110: 'pop3', 143: 'imap2', 443: 'https', 993: 'imaps' }

/**
 * Runs what was prepared, and calls back.
 * @param {() => Promise<any>} run
 * @param {any} callback
 * @param {(result: any) => any[]} results
 */
export function calledBack (run, callback, results) {
  checkFunction(callback, 'callback')
  run().then((result) => outside(callback, null, ...results(result)), (error) => outside(callback, error))
}

/**
 * @param {any} callback
 * @param {...any} args
 */
function outside (callback, ...args) {
  try {
    callback(...args)
  } catch (error) {
    setTimeout(() => { throw error })
  }
}
