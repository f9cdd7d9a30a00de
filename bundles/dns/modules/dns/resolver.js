/** Asking name servers. */
import { checkInteger, checkType, coded, invalidArgType, invalidArgValue } from '../internal/node-errors.js'
import * as ipc from '../ipc.js'
import { queryError } from './errors.js'

/** What each kind of record becomes. @type {Record<string, (record: any) => any>} */
const SHAPES = {
  A: ({ address }) => address,
  AAAA: ({ address }) => address,
  CNAME: ({ value }) => value,
  NS: ({ value }) => value,
  PTR: ({ value }) => value,
  TXT: ({ entries }) => entries,
  MX: ({ exchange, priority }) => ({ exchange, priority }),
  SRV: ({ name, port, priority, weight }) => ({ name, port, priority, weight }),
  NAPTR: ({ flags, service, regexp, replacement, order, preference }) => ({ flags, service, regexp, replacement, order, preference }),
  SOA: ({ nsname, hostmaster, serial, refresh, retry, expire, minttl }) =>
    ({ nsname, hostmaster, serial, refresh, retry, expire, minttl }),
  CAA: ({ critical, tag, value }) => ({ critical, [tag]: value })
}

/** What a record of `ANY` has beside its type. */
const anyOf = (/** @type {any} */ { type, ...record }) => type === 'A' || type === 'AAAA'
  ? { type, address: record.address, ttl: record.ttl }
  : type === 'TXT' ? { type, entries: record.entries } : type === 'CAA'
    ? { type, ...SHAPES.CAA(record) }
    : { type, ...['CNAME', 'NS', 'PTR'].includes(type) ? { value: record.value } : SHAPES[type](record) }

export const TYPES = ['ANY', ...Object.keys(SHAPES)]

/**
 * @typedef {object} ResolverOptions
 * @property {number} [timeout] milliseconds for the first try, -1 for the usual ones
 * @property {number} [tries] how often each server is asked
 */

/** Asks the name servers of this host, or its own. */
export class Queries {
  /** @type {string[] | null} */
  #servers = null
  #timeout
  #tries
  #cancel = new AbortController()

  /** @param {ResolverOptions} [options] */
  constructor (options) {
    const { timeout = -1, tries = 4 } = options ?? {}
    checkInteger('options.timeout', timeout, -1, 2 ** 31 - 1)
    checkInteger('options.tries', tries, 1, 16)
    this.#timeout = timeout
    this.#tries = tries
  }

  /** Ends all questions that are not answered yet, with `ECANCELLED`. */
  cancel () {
    this.#cancel.abort()
    this.#cancel = new AbortController()
  }

  /** @returns {string[]} */
  getServers () {
    if (this.#servers !== null) {
      return [...this.#servers]
    }
    const { err, data } = ipc.sendSync('dns.servers')
    if (err) {
      throw err
    }
    return data.map((/** @type {any} */ { address, port }) => named(address, port))
  }

  /** @param {any} servers */
  setServers (servers) {
    if (!Array.isArray(servers)) {
      throw invalidArgType('servers', 'an instance of Array', servers)
    }
    this.#servers = servers.map((server, index) => {
      checkType(`servers[${index}]`, server, 'string')
      const [, bracketed, plain, port] = /^(?:\[([\da-f:.]+)\]|([\d.]+|[\da-f]*:[\da-f:.]*))(?::(\d{1,5}))?$/i.exec(server) ?? []
      const address = bracketed ?? plain
      if (address === undefined || Number(port ?? 53) > 65535 || (!address.includes(':') && address.split('.').length !== 4)) {
        throw coded(TypeError, 'ERR_INVALID_IP_ADDRESS', `Invalid IP address: ${server}`)
      }
      return named(address, Number(port ?? 53))
    })
  }

  /**
   * Prepares a question; checks the name before anything else.
   * @param {any} hostname
   * @param {string} type
   * @param {{ ttl?: boolean }} [options]
   * @returns {() => Promise<any>}
   */
  prepare (hostname, type, options) {
    checkType('name', hostname, 'string')
    return async () => {
      const records = await this.#ask(hostname, hostname.includes(':') ? `[${hostname}]` : hostname, type, `query${capital(type)}`)
      if (type === 'ANY') {
        return records.map(anyOf)
      }
      const shaped = options?.ttl && (type === 'A' || type === 'AAAA')
        ? records.map(({ address, ttl }) => ({ address, ttl }))
        : records.map(SHAPES[type])
      return type === 'SOA' ? shaped[0] : shaped
    }
  }

  /**
   * Prepares to ask for the names of an address.
   * @param {any} address
   * @returns {() => Promise<string[]>}
   */
  prepareReverse (address) {
    checkType('name', address, 'string')
    if (!/^\d{1,3}(\.\d{1,3}){3}$|^[\da-f]*:[\da-f:.]*$/i.test(address)) {
      throw Object.assign(new Error(`getHostByAddr EINVAL ${address}`), { code: 'EINVAL', errno: -22, syscall: 'getHostByAddr', hostname: address })
    }
    return async () => (await this.#ask(address, address.includes(':') ? `[${address}]` : address, 'PTR', 'getHostByAddr'))
      .map(SHAPES.PTR)
  }

  /**
   * @param {string} hostname for errors
   * @param {string} host
   * @param {string} type
   * @param {string} syscall
   * @returns {Promise<any[]>}
   */
  async #ask (hostname, host, type, syscall) {
    const { signal } = this.#cancel
    const params = { host: `${host}:53`, type, tries: this.#tries, ...this.#timeout > 0 ? { within: this.#timeout } : null }
    let error
    for (const server of this.#servers ?? [null]) {
      const { err, data } = await ipc.send(server === null ? 'dns.resolve' : 'dns.resolveAt',
        server === null ? params : { ...params, server: server.includes(']') || /^\d+\.\d+\.\d+\.\d+:/.test(server) ? server : named(server, 53, true) },
        { signal })
      if (!err) {
        return data
      }
      error = err.code === 'BAD_REQUEST' ? { code: 'EBADNAME' } : err
      if (['ENOTFOUND', 'ENODATA', 'NOT_ALLOWED', 'EFORMERR', 'EBADNAME'].includes(err.code) || signal.aborted) {
        break
      }
    }
    throw queryError(error ?? { code: 'ECONNREFUSED' }, syscall, hostname)
  }
}

/** @param {string} type */
const capital = (type) => type[0] + type.slice(1).toLowerCase()

/**
 * A server as Node names it: with its port if that is another than usual.
 * @param {string} address
 * @param {number} port
 * @param {boolean} [always]
 */
const named = (address, port, always = false) => port === 53 && !always
  ? address
  : address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

/** @param {any} type */
export function checkRecordType (type) {
  checkType('rrtype', type, 'string')
  if (!TYPES.includes(type)) {
    throw invalidArgValue('rrtype', type)
  }
}

/** The methods of a resolver for one type of record, by their name. */
export const METHODS = /** @type {const} */ ({
  resolve4: 'A',
  resolve6: 'AAAA',
  resolveAny: 'ANY',
  resolveCaa: 'CAA',
  resolveCname: 'CNAME',
  resolveMx: 'MX',
  resolveNaptr: 'NAPTR',
  resolveNs: 'NS',
  resolvePtr: 'PTR',
  resolveSoa: 'SOA',
  resolveSrv: 'SRV',
  resolveTxt: 'TXT'
})

/** Those of the functions of this module. */
export const common = new Queries()
