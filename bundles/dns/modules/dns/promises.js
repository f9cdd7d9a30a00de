/**
 * Names of hosts by promises: `socket:dns/promises`.
 * @module dns/promises
 */
import * as errors from './errors.js'
import { getDefaultResultOrder, prepare, prepareService, setDefaultResultOrder } from './lookup.js'
import { checkRecordType, common, Queries } from './resolver.js'

export { getDefaultResultOrder, setDefaultResultOrder }
export {
  NODATA, FORMERR, SERVFAIL, NOTFOUND, NOTIMP, REFUSED, BADQUERY, BADNAME,
  BADFAMILY, BADRESP, CONNREFUSED, TIMEOUT, EOF, FILE, NOMEM, DESTRUCTION,
  BADSTR, BADFLAGS, NONAME, BADHINTS, NOTINITIALIZED, LOADIPHLPAPI, ADDRGETNETWORKPARAMS, CANCELLED
} from './errors.js'

/**
 * The first address of a name, or with `all` all of them.
 * @param {string} hostname
 * @param {any} [opts] a family, or {@link import('./lookup.js').LookupOptions}
 * @returns {Promise<any>} `{ address, family }`, or a list of these
 */
export async function lookup (hostname, opts) {
  return await prepare(hostname, opts)()
}

/**
 * The name of an address, and of the service at a port.
 * @param {string} address
 * @param {number} port
 * @returns {Promise<{ hostname: string, service: string }>}
 */
export async function lookupService (address, port) {
  return await prepareService(address, port)()
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
   * @param {string} [rrtype]
   * @returns {Promise<any>}
   */
  async resolve (hostname, rrtype = 'A') {
    checkRecordType(rrtype)
    return await this.#queries.prepare(hostname, rrtype)()
  }

  /**
   * @param {string} ip
   * @returns {Promise<string[]>}
   */
  async reverse (ip) { return await this.#queries.prepareReverse(ip)() }

  /**
   * Asks for addresses of IPv4.
   * @param {string} hostname
   * @param {{ ttl?: boolean }} [options]
   * @returns {Promise<any>}
   */
  async resolve4 (hostname, options) { return await this.#queries.prepare(hostname, 'A', options)() }

  /**
   * Asks for addresses of IPv6.
   * @param {string} hostname
   * @param {{ ttl?: boolean }} [options]
   * @returns {Promise<any>}
   */
  async resolve6 (hostname, options) { return await this.#queries.prepare(hostname, 'AAAA', options)() }

  /**
   * Asks for records of all types.
   * @param {string} hostname
   * @returns {Promise<any>}
   */
  async resolveAny (hostname) { return await this.#queries.prepare(hostname, 'ANY')() }

  /**
   * Asks for who may issue certificates.
   * @param {string} hostname
   * @returns {Promise<any>}
   */
  async resolveCaa (hostname) { return await this.#queries.prepare(hostname, 'CAA')() }

  /**
   * Asks for the name behind an alias.
   * @param {string} hostname
   * @returns {Promise<any>}
   */
  async resolveCname (hostname) { return await this.#queries.prepare(hostname, 'CNAME')() }

  /**
   * Asks for where mail goes.
   * @param {string} hostname
   * @returns {Promise<any>}
   */
  async resolveMx (hostname) { return await this.#queries.prepare(hostname, 'MX')() }

  /**
   * Asks for rules for other names.
   * @param {string} hostname
   * @returns {Promise<any>}
   */
  async resolveNaptr (hostname) { return await this.#queries.prepare(hostname, 'NAPTR')() }

  /**
   * Asks for name servers.
   * @param {string} hostname
   * @returns {Promise<any>}
   */
  async resolveNs (hostname) { return await this.#queries.prepare(hostname, 'NS')() }

  /**
   * Asks for names.
   * @param {string} hostname
   * @returns {Promise<any>}
   */
  async resolvePtr (hostname) { return await this.#queries.prepare(hostname, 'PTR')() }

  /**
   * Asks for how the zone is kept.
   * @param {string} hostname
   * @returns {Promise<any>}
   */
  async resolveSoa (hostname) { return await this.#queries.prepare(hostname, 'SOA')() }

  /**
   * Asks for where a service is.
   * @param {string} hostname
   * @returns {Promise<any>}
   */
  async resolveSrv (hostname) { return await this.#queries.prepare(hostname, 'SRV')() }

  /**
   * Asks for texts, each in pieces.
   * @param {string} hostname
   * @returns {Promise<any>}
   */
  async resolveTxt (hostname) { return await this.#queries.prepare(hostname, 'TXT')() }
}

/** @param {string[]} servers */
export function setServers (servers) { common.setServers(servers) }

/** @returns {string[]} */
export function getServers () { return common.getServers() }

/**
 * @param {string} hostname
 * @param {string} [rrtype]
 * @returns {Promise<any>}
 */
export async function resolve (hostname, rrtype = 'A') {
  checkRecordType(rrtype)
  return await common.prepare(hostname, rrtype)()
}

/**
 * @param {string} ip
 * @returns {Promise<string[]>}
 */
export async function reverse (ip) { return await common.prepareReverse(ip)() }

/**
 * Asks for addresses of IPv4.
 * @param {string} hostname
 * @param {{ ttl?: boolean }} [options]
 * @returns {Promise<any>}
 */
export async function resolve4 (hostname, options) { return await common.prepare(hostname, 'A', options)() }

/**
 * Asks for addresses of IPv6.
 * @param {string} hostname
 * @param {{ ttl?: boolean }} [options]
 * @returns {Promise<any>}
 */
export async function resolve6 (hostname, options) { return await common.prepare(hostname, 'AAAA', options)() }

/**
 * Asks for records of all types.
 * @param {string} hostname
 * @returns {Promise<any>}
 */
export async function resolveAny (hostname) { return await common.prepare(hostname, 'ANY')() }

/**
 * Asks for who may issue certificates.
 * @param {string} hostname
 * @returns {Promise<any>}
 */
export async function resolveCaa (hostname) { return await common.prepare(hostname, 'CAA')() }

/**
 * Asks for the name behind an alias.
 * @param {string} hostname
 * @returns {Promise<any>}
 */
export async function resolveCname (hostname) { return await common.prepare(hostname, 'CNAME')() }

/**
 * Asks for where mail goes.
 * @param {string} hostname
 * @returns {Promise<any>}
 */
export async function resolveMx (hostname) { return await common.prepare(hostname, 'MX')() }

/**
 * Asks for rules for other names.
 * @param {string} hostname
 * @returns {Promise<any>}
 */
export async function resolveNaptr (hostname) { return await common.prepare(hostname, 'NAPTR')() }

/**
 * Asks for name servers.
 * @param {string} hostname
 * @returns {Promise<any>}
 */
export async function resolveNs (hostname) { return await common.prepare(hostname, 'NS')() }

/**
 * Asks for names.
 * @param {string} hostname
 * @returns {Promise<any>}
 */
export async function resolvePtr (hostname) { return await common.prepare(hostname, 'PTR')() }

/**
 * Asks for how the zone is kept.
 * @param {string} hostname
 * @returns {Promise<any>}
 */
export async function resolveSoa (hostname) { return await common.prepare(hostname, 'SOA')() }

/**
 * Asks for where a service is.
 * @param {string} hostname
 * @returns {Promise<any>}
 */
export async function resolveSrv (hostname) { return await common.prepare(hostname, 'SRV')() }

/**
 * Asks for texts, each in pieces.
 * @param {string} hostname
 * @returns {Promise<any>}
 */
export async function resolveTxt (hostname) { return await common.prepare(hostname, 'TXT')() }

const { queryError, ADDRCONFIG, ALL, V4MAPPED, ...codes } = errors

export default {
  lookup, lookupService, Resolver, getServers, setServers, getDefaultResultOrder, setDefaultResultOrder,
  resolve, reverse, resolve4, resolve6, resolveAny, resolveCaa, resolveCname,
  resolveMx, resolveNaptr, resolveNs, resolvePtr, resolveSoa, resolveSrv, resolveTxt,
  ...codes
}
