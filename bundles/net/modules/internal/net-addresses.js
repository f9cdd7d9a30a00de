/** Addresses of the internet protocol as numbers, and lists of them. */
import { isIPv4 } from '../ip.js'
import { checkInteger, checkType, coded, invalidArgType, invalidArgValue } from './node-errors.js'

export { isIPv4 }

/** @param {unknown} input */
export function isIPv6 (input) {
  return typeof input === 'string' && groupsOf(input.replace(/%[\w.:-]+$/, '')) !== null
}

/**
 * @param {unknown} input
 * @returns {0 | 4 | 6} the version of the protocol; 0 if it is no address
 */
export function isIP (input) {
  const text = String(input)
  return isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0
}

/**
 * @param {string} text
 * @returns {number[] | null} eight groups of 16 bits
 */
function groupsOf (text) {
  const mapped = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  if (mapped !== null) {
    if (!isIPv4(mapped[2])) {
      return null
    }
    const [a, b, c, d] = mapped[2].split('.').map(Number)
    text = `${mapped[1]}${(a << 8 | b).toString(16)}:${(c << 8 | d).toString(16)}`
  }
  const halves = text.split('::')
  if (halves.length > 2) {
    return null
  }
  const [left, right = []] = halves.map((half) => half === '' ? [] : half.split(':'))
  const missing = 8 - left.length - right.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) {
    return null
  }
  const groups = [...left, ...Array(missing).fill('0'), ...right]
  return groups.every((group) => /^[\da-f]{1,4}$/i.test(group)) ? groups.map((group) => parseInt(group, 16)) : null
}

/**
 * @param {string} address
 * @returns {bigint} of 128 bits; version 4 as it is mapped into version 6
 */
function numberOf (address) {
  const groups = isIPv4(address)
    ? groupsOf(`::ffff:${address}`)
    : groupsOf(address.replace(/%.*$/, ''))
  return (groups ?? []).reduce((sum, group) => sum << 16n | BigInt(group), 0n)
}

/**
 * @param {unknown} family
 * @returns {'ipv4' | 'ipv6'}
 */
function familyOf (family, name = 'family') {
  checkType(name, family, 'string')
  const lower = String(family).toLowerCase()
  if (lower !== 'ipv4' && lower !== 'ipv6') {
    throw invalidArgValue(name, family)
  }
  return lower
}

/**
 * @param {unknown} address
 * @param {'ipv4' | 'ipv6'} family
 */
function checkAddress (address, family) {
  checkType('address', address, 'string')
  if (!(family === 'ipv4' ? isIPv4(address) : isIPv6(address))) {
    throw coded(Error, 'ERR_INVALID_ADDRESS', 'Invalid address')
  }
}

/** An address with a port. */
export class SocketAddress {
  #address
  #port
  #family
  #flowlabel

  /** @param {{ address?: string, port?: number, family?: string, flowlabel?: number }} [options] */
  constructor (options = {}) {
    if (options === null || typeof options !== 'object') {
      throw invalidArgType('options', 'of type object', options)
    }
    const { family = 'ipv4', port = 0, flowlabel = 0 } = options
    this.#family = familyOf(family, 'options.family')
    const { address = this.#family === 'ipv4' ? '127.0.0.1' : '::' } = options
    checkAddress(address, this.#family)
    if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65535) {
      throw coded(RangeError, 'ERR_SOCKET_BAD_PORT', `options.port should be >= 0 and < 65536. Received ${typeof port} (${port}).`)
    }
    checkInteger('options.flowlabel', flowlabel, 0, 2 ** 20)
    this.#address = address
    this.#port = port
    this.#flowlabel = flowlabel
  }

  get address () { return this.#address }
  get port () { return this.#port }
  get family () { return this.#family }
  get flowlabel () { return this.#flowlabel }

  /** @param {unknown} value */
  static isSocketAddress (value) {
    return value instanceof SocketAddress
  }

  /**
   * @param {string} input such as `[::1]:80`
   * @returns {SocketAddress | undefined}
   */
  static parse (input) {
    checkType('input', input, 'string')
    const [, six, four, port = '0'] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(input) ?? []
    const address = six ?? four
    const version = address === undefined ? 0 : isIP(address)
    if (version !== (six === undefined ? 4 : 6) || Number(port) > 65535) {
      return undefined
    }
    return new SocketAddress({ address, port: Number(port), family: version === 6 ? 'ipv6' : 'ipv4' })
  }

  toJSON () {
    return { address: this.address, port: this.port, family: this.family, flowlabel: this.flowlabel }
  }
}

/** Addresses, ranges and subnets, to look others up in. */
export class BlockList {
  /** @type {Array<{ family: string, from: bigint, to: bigint, text: string }>} */
  #ranges = []

  /** @param {unknown} value */
  static isBlockList (value) {
    return value instanceof BlockList
  }

  /** What it has, the newest first. */
  get rules () { return this.#ranges.map(({ text }) => text) }

  /**
   * @param {string | SocketAddress} address
   * @param {string} [family]
   */
  addAddress (address, family = 'ipv4') {
    const own = addressOf(address, family)
    const number = numberOf(own.address)
    this.#add(own.family, number, number, `Address: ${label(own.family)} ${own.address}`)
  }

  /**
   * @param {string | SocketAddress} start
   * @param {string | SocketAddress} end
   * @param {string} [family]
   */
  addRange (start, end, family = 'ipv4') {
    const first = addressOf(start, family, 'start')
    const last = addressOf(end, family, 'end')
    const from = numberOf(first.address)
    const to = numberOf(last.address)
    if (from > to) {
      throw invalidArgValue('start', start, 'must come before end')
    }
    this.#add(first.family, from, to, `Range: ${label(first.family)} ${first.address}-${last.address}`)
  }

  /**
   * @param {string | SocketAddress} network
   * @param {number} prefix how many bits count
   * @param {string} [family]
   */
  addSubnet (network, prefix, family = 'ipv4') {
    const own = addressOf(network, family, 'network')
    checkInteger('prefix', prefix, 0, own.family === 'ipv4' ? 32 : 128)
    const free = BigInt((own.family === 'ipv4' ? 32 : 128) - prefix)
    const from = numberOf(own.address) >> free << free
    this.#add(own.family, from, from + (1n << free) - 1n, `Subnet: ${label(own.family)} ${own.address}/${prefix}`)
  }

  /**
   * @param {string} family
   * @param {bigint} from
   * @param {bigint} to
   * @param {string} text
   */
  #add (family, from, to, text) {
    this.#ranges.unshift({ family, from, to, text })
  }

  /**
   * @param {string | SocketAddress} address
   * @param {string} [family]
   * @returns {boolean}
   */
  check (address, family = 'ipv4') {
    if (!(address instanceof SocketAddress)) {
      checkType('address', address, 'string')
      const kind = familyOf(family)
      if (!(kind === 'ipv4' ? isIPv4(address) : isIPv6(address))) {
        return false
      }
    }
    const own = addressOf(address, family)
    const number = numberOf(own.address)
    const isMapped = number >> 32n === 0xffffn
    return this.#ranges.some((range) => (range.family === own.family || isMapped) && range.from <= number && number <= range.to)
  }

  toJSON () { return this.rules }

  /** @param {string[] | string} data as {@link BlockList#toJSON} gives them */
  fromJSON (data) {
    const rules = typeof data === 'string' ? JSON.parse(data) : data
    if (!Array.isArray(rules) || rules.some((rule) => typeof rule !== 'string')) {
      throw invalidArgType('rules', 'an array of strings, or JSON of it', data)
    }
    for (const rule of [...rules].reverse()) {
      const [, kind, family, first, last] = /^(Address|Range|Subnet): (IPv[46]) ([^/-]+)(?:[/-](.+))?$/.exec(rule) ?? []
      if (kind === 'Address') {
        this.addAddress(first, family)
      } else if (kind === 'Range') {
        this.addRange(first, last, family)
      } else if (kind === 'Subnet') {
        this.addSubnet(first, Number(last), family)
      } else {
        throw invalidArgValue('rules', rule)
      }
    }
  }
}

/** @param {string} family */
function label (family) {
  return family === 'ipv4' ? 'IPv4' : 'IPv6'
}

/**
 * @param {unknown} address
 * @param {string} family
 * @param {string} [name]
 * @returns {{ address: string, family: 'ipv4' | 'ipv6' }}
 */
function addressOf (address, family, name = 'address') {
  if (address instanceof SocketAddress) {
    return { address: address.address, family: address.family }
  }
  checkType(name, address, 'string')
  const kind = familyOf(family)
  checkAddress(address, kind)
  return { address: /** @type {string} */ (address), family: kind }
}

/**
 * @param {unknown} port
 * @param {string} [name]
 * @param {boolean} [allowZero]
 * @returns {number}
 */
export function checkPort (port, name = 'options.port', allowZero = true) {
  const isNumber = typeof port === 'number' || (typeof port === 'string' && port.trim() !== '')
  const value = Number(port)
  if (!isNumber || !Number.isInteger(value) || value < 0 || value > 65535 || (value === 0 && !allowZero)) {
    const shown = typeof port === 'string' ? `type string ('${port}')` : port === null || port === undefined ? String(port) : `type ${typeof port} (${String(port)})`
    throw coded(RangeError, 'ERR_SOCKET_BAD_PORT', `${name} should be ${allowZero ? '>=' : '>'} 0 and < 65536. Received ${shown}.`)
  }
  return value
}
