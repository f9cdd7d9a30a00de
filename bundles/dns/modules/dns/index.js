/**
 * Names of hosts by callbacks: `socket:dns`.
 * @module dns/index
 */
import { checkFunction } from '../internal/node-errors.js'
import * as errors from './errors.js'
import { calledBack, getDefaultResultOrder, prepare, prepareService, setDefaultResultOrder } from './lookup.js'
import * as promises from './promises.js'
import { checkRecordType, common, Queries } from './resolver.js'

export { getDefaultResultOrder, promises, setDefaultResultOrder }
export {
  ADDRCONFIG, ALL, V4MAPPED,
  NODATA, FORMERR, SERVFAIL, NOTFOUND, NOTIMP, REFUSED, BADQUERY, BADNAME,
  BADFAMILY, BADRESP, CONNREFUSED, TIMEOUT, EOF, FILE, NOMEM, DESTRUCTION,
  BADSTR, BADFLAGS, NONAME, BADHINTS, NOTINITIALIZED, LOADIPHLPAPI, ADDRGETNETWORKPARAMS, CANCELLED
} from './errors.js'

/** @param {any} result */
const one = (result) => [result]

/**
 * Finds the address of a name, as the system does.
 * @param {string} hostname
 * @param {any} [options] a family, or {@link import('./lookup.js').LookupOptions}
 * @param {(error: any, address?: any, family?: number) => void} [cb] with `all` it gets a list
 * @returns {void}
 */
export function lookup (hostname, options, cb) {
  const callback = typeof options === 'function' ? options : cb
  checkFunction(callback, 'callback')
  const run = prepare(hostname, typeof options === 'function' ? undefined : options)
  calledBack(run, callback, (found) => Array.isArray(found) ? [found] : [found.address, found.family])
}

/**
 * Finds the name of an address, and of the service at a port.
 * @param {string} address
 * @param {number} port
 * @param {(error: any, hostname?: string, service?: string) => void} callback
 */
export function lookupService (address, port, callback) {
  checkFunction(callback, 'callback')
  calledBack(prepareService(address, port), callback, ({ hostname, service }) => [hostname, service])
}

/** Asks name servers, by settings of its own. */
export class Resolver {
  #queries

  /** @param {import('./resolver.js').ResolverOptions} [options] */
  constructor (options) {
    this.#queries = new Queries(options)
  }

  /** Ends all questions that are not answered yet, with `ECANCELLED`. */
  cancel () { this.#queries.cancel() }

  /** @returns {string[]} */
  getServers () { return this.#queries.getServers() }

  /** @param {string[]} servers addresses, with a port if it is not 53 */
  setServers (servers) { this.#queries.setServers(servers) }

  /**
   * @param {string} hostname
   * @param {any} rrtype
   * @param {any} [callback]
   */
  resolve (hostname, rrtype, callback) { resolveBy(this.#queries, hostname, rrtype, callback) }

  /**
   * @param {string} ip
   * @param {any} callback
   */
  reverse (ip, callback) {
    checkFunction(callback, 'callback')
    calledBack(this.#queries.prepareReverse(ip), callback, one)
  }

  /**
   * Asks for addresses of IPv4.
   * @param {string} hostname
   * @param {any} options
   * @param {any} [callback]
   */
  resolve4 (hostname, options, callback) { ask(this.#queries, hostname, 'A', options, callback) }

  /**
   * Asks for addresses of IPv6.
   * @param {string} hostname
   * @param {any} options
   * @param {any} [callback]
   */
  resolve6 (hostname, options, callback) { ask(this.#queries, hostname, 'AAAA', options, callback) }

  /**
   * Asks for records of all types.
   * @param {string} hostname
   * @param {any} callback
   */
  resolveAny (hostname, callback) { ask(this.#queries, hostname, 'ANY', callback) }

  /**
   * Asks for who may issue certificates.
   * @param {string} hostname
   * @param {any} callback
   */
  resolveCaa (hostname, callback) { ask(this.#queries, hostname, 'CAA', callback) }

  /**
   * Asks for the name behind an alias.
   * @param {string} hostname
   * @param {any} callback
   */
  resolveCname (hostname, callback) { ask(this.#queries, hostname, 'CNAME', callback) }

  /**
   * Asks for where mail goes.
   * @param {string} hostname
   * @param {any} callback
   */
  resolveMx (hostname, callback) { ask(this.#queries, hostname, 'MX', callback) }

  /**
   * Asks for rules for other names.
   * @param {string} hostname
   * @param {any} callback
   */
  resolveNaptr (hostname, callback) { ask(this.#queries, hostname, 'NAPTR', callback) }

  /**
   * Asks for name servers.
   * @param {string} hostname
   * @param {any} callback
   */
  resolveNs (hostname, callback) { ask(this.#queries, hostname, 'NS', callback) }

  /**
   * Asks for names.
   * @param {string} hostname
   * @param {any} callback
   */
  resolvePtr (hostname, callback) { ask(this.#queries, hostname, 'PTR', callback) }

  /**
   * Asks for how the zone is kept.
   * @param {string} hostname
   * @param {any} callback
   */
  resolveSoa (hostname, callback) { ask(this.#queries, hostname, 'SOA', callback) }

  /**
   * Asks for where a service is.
   * @param {string} hostname
   * @param {any} callback
   */
  resolveSrv (hostname, callback) { ask(this.#queries, hostname, 'SRV', callback) }

  /**
   * Asks for texts, each in pieces.
   * @param {string} hostname
   * @param {any} callback
   */
  resolveTxt (hostname, callback) { ask(this.#queries, hostname, 'TXT', callback) }
}

/**
 * @param {Queries} queries
 * @param {any} hostname
 * @param {string} type
 * @param {any} options
 * @param {any} [callback]
 */
function ask (queries, hostname, type, options, callback = options) {
  const run = queries.prepare(hostname, type, typeof options === 'object' && options !== null ? options : undefined)
  calledBack(run, callback, one)
}

/**
 * @param {Queries} queries
 * @param {any} hostname
 * @param {any} rrtype
 * @param {any} callback
 */
function resolveBy (queries, hostname, rrtype, callback) {
  const type = typeof rrtype === 'function' ? 'A' : rrtype
  checkRecordType(type)
  ask(queries, hostname, type, typeof rrtype === 'function' ? rrtype : callback)
}

/** @param {string[]} servers addresses, with a port if it is not 53 */
export function setServers (servers) { common.setServers(servers) }

/** @returns {string[]} */
export function getServers () { return common.getServers() }

/**
 * Asks for records of a type, `A` unless given.
 * @param {string} hostname
 * @param {any} rrtype
 * @param {any} [callback]
 */
export function resolve (hostname, rrtype, callback) { resolveBy(common, hostname, rrtype, callback) }

/**
 * Asks for the names of an address.
 * @param {string} ip
 * @param {any} callback
 */
export function reverse (ip, callback) {
  checkFunction(callback, 'callback')
  calledBack(common.prepareReverse(ip), callback, one)
}

/**
 * Asks for addresses of IPv4.
 * @param {string} hostname
 * @param {any} options `ttl` to be told for how long, too
 * @param {any} [callback]
 */
export function resolve4 (hostname, options, callback) { ask(common, hostname, 'A', options, callback) }

/**
 * Asks for addresses of IPv6.
 * @param {string} hostname
 * @param {any} options `ttl` to be told for how long, too
 * @param {any} [callback]
 */
export function resolve6 (hostname, options, callback) { ask(common, hostname, 'AAAA', options, callback) }

/**
 * Asks for records of all types.
 * @param {string} hostname
 * @param {any} callback
 */
export function resolveAny (hostname, callback) { ask(common, hostname, 'ANY', callback) }

/**
 * Asks for who may issue certificates.
 * @param {string} hostname
 * @param {any} callback
 */
export function resolveCaa (hostname, callback) { ask(common, hostname, 'CAA', callback) }

/**
 * Asks for the name behind an alias.
 * @param {string} hostname
 * @param {any} callback
 */
export function resolveCname (hostname, callback) { ask(common, hostname, 'CNAME', callback) }

/**
 * Asks for where mail goes.
 * @param {string} hostname
 * @param {any} callback
 */
export function resolveMx (hostname, callback) { ask(common, hostname, 'MX', callback) }

/**
 * Asks for rules for other names.
 * @param {string} hostname
 * @param {any} callback
 */
export function resolveNaptr (hostname, callback) { ask(common, hostname, 'NAPTR', callback) }

/**
 * Asks for name servers.
 * @param {string} hostname
 * @param {any} callback
 */
export function resolveNs (hostname, callback) { ask(common, hostname, 'NS', callback) }

/**
 * Asks for names.
 * @param {string} hostname
 * @param {any} callback
 */
export function resolvePtr (hostname, callback) { ask(common, hostname, 'PTR', callback) }

/**
 * Asks for how the zone is kept.
 * @param {string} hostname
 * @param {any} callback
 */
export function resolveSoa (hostname, callback) { ask(common, hostname, 'SOA', callback) }

/**
 * Asks for where a service is.
 * @param {string} hostname
 * @param {any} callback
 */
export function resolveSrv (hostname, callback) { ask(common, hostname, 'SRV', callback) }

/**
 * Asks for texts, each in pieces.
 * @param {string} hostname
 * @param {any} callback
 */
export function resolveTxt (hostname, callback) { ask(common, hostname, 'TXT', callback) }

const { queryError, ...codes } = errors

export default {
  lookup, lookupService, Resolver, getServers, setServers, getDefaultResultOrder, setDefaultResultOrder,
  resolve, reverse, resolve4, resolve6, resolveAny, resolveCaa, resolveCname,
  resolveMx, resolveNaptr, resolveNs, resolvePtr, resolveSoa, resolveSrv, resolveTxt,
  promises,
  ...codes
}
