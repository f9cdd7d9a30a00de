/**
 * The host: its processors, memory, networks and names. Calls block, as in Node; they need
 * `os:info`, except those answered from `platform.primordials`.
 * @module os
 */
import { primordials, sendSync } from './ipc.js'
import { isWindows as windows } from './internal/host.js'
import constants from './os/constants.js'

export { constants }

/**
 * @typedef {object} Cpu
 * @property {string} model
 * @property {number} speed MHz
 * @property {{ user: number, nice: number, sys: number, idle: number, irq: number }} times milliseconds
 *
 * @typedef {object} NetworkAddress
 * @property {string} address
 * @property {string} netmask
 * @property {'IPv4' | 'IPv6'} family
 * @property {string} mac
 * @property {boolean} internal
 * @property {string} cidr
 * @property {number} [scopeid]
 */

/** How long {@link networkInterfaces} answers from memory, in milliseconds. */
const NETWORK_CACHE = 512

/** What ends a line on this host. */
export const EOL = windows ? '\r\n' : '\n'

/** @type {Cpu[] | null} */
let knownCpus = null
/** @type {{ at: number, interfaces: Record<string, NetworkAddress[]> } | null} */
let knownNetwork = null

/**
 * @param {string} command
 * @returns {any}
 */
function ask (command) {
  const { err, data } = sendSync(command)
  if (err) {
    throw err
  }
  return data
}

/**
 * @param {string} command answered by eight bytes, the first the most significant
 * @returns {bigint}
 */
function askNumber (command) {
  const { err, data } = sendSync(command, '', { responseType: 'arraybuffer' })
  if (err) {
    throw err
  }
  return new DataView(data).getBigUint64(0)
}

/**
 * `x64`, `ia32`, `arm64` or `arm`.
 * @returns {string}
 */
export function arch () {
  return primordials.arch
}

/**
 * `linux`, `darwin` or `win32`.
 * @returns {string}
 */
export function platform () {
  return primordials.platform
}

/**
 * Name of the operating system, such as `Linux`.
 * @returns {string}
 */
export function type () {
  switch (platform()) {
    case 'linux': return 'Linux'
    case 'darwin': return 'Darwin'
    case 'win32': return 'Windows_NT'
    default: return platform()
  }
}

/**
 * The host that the platform was made for: `linux`, `macosx`, `win32`, ... or `unknown`.
 * @returns {string}
 */
export function host () {
  return primordials['host-operating-system'] ?? 'unknown'
}

/** @returns {boolean} */
export function isWindows () {
  return windows
}

/**
 * The logical processors; asked for once.
 * @returns {Cpu[]}
 */
export function cpus () {
  return (knownCpus ??= /** @type {Cpu[]} */ (ask('os.cpus')))
}

/**
 * Addresses by the name of their interface.
 * @returns {Record<string, NetworkAddress[]>}
 */
export function networkInterfaces () {
  const now = Date.now()
  if (knownNetwork === null || now - knownNetwork.at > NETWORK_CACHE) {
    knownNetwork = { at: now, interfaces: nodeShape(ask('os.networkInterfaces')) }
  }
  return knownNetwork.interfaces
}

/**
 * @param {{ ipv4: Record<string, any>, ipv6: Record<string, any>, addresses?: any[] }} data
 */
function nodeShape ({ ipv4, ipv6, addresses }) {
  /** @type {Record<string, NetworkAddress[]>} */
  const interfaces = {}
  const all = addresses ?? [
    ...Object.entries(ipv4).map(([name, item]) => ({ name, family: 'IPv4', ...item })),
    ...Object.entries(ipv6).map(([name, item]) => ({ name, family: 'IPv6', ...item }))
  ]
  for (const { name, prefix, ...item } of all) {
    const list = (interfaces[name] ??= [])
    list.push({
      ...item,
      internal: String(item.internal) === 'true',
      ...(prefix === undefined
        ? null
        : { netmask: netmask(prefix, item.family), cidr: `${item.address}/${prefix}` })
    })
  }
  return interfaces
}

/**
 * @param {number} prefix
 * @param {string} family
 */
function netmask (prefix, family) {
  const [groups, bits, radix] = family === 'IPv4' ? [4, 8, 10] : [8, 16, 16]
  const parts = Array.from({ length: groups }, (_, i) => {
    const ones = Math.min(Math.max(prefix - i * bits, 0), bits)
    return (((1 << ones) - 1) << (bits - ones)).toString(radix)
  })
  return family === 'IPv4' ? parts.join('.') : parts.join(':').replace(/(^|:)0(:0)*$/, '::')
}

/**
 * What the platform's process has used.
 * @returns {{ ru_maxrss: number }} its largest resident set, in bytes
 */
export function rusage () {
  return ask('os.rusage')
}

/**
 * How long the host has been up, in seconds as in Node.
 * @returns {number}
 */
export function uptime () {
  return ask('os.uptime') / 1000
}

/**
 * @returns {{ sysname: string, release: string, version: string, machine: string }}
 */
export function uname () {
  return ask('os.uname')
}

/**
 * A clock that never goes back, in nanoseconds from an arbitrary start.
 * @returns {bigint}
 */
export function hrtime () {
  return askNumber('os.hrtime')
}

/**
 * Memory that new programs can get, in bytes.
 * @returns {bigint}
 */
export function availableMemory () {
  return askNumber('os.availableMemory')
}

/**
 * The folder for temporary files.
 * @returns {string}
 */
export function tmpdir () {
  const env = /** @type {any} */ (globalThis).__args?.env ?? {}
  const folder = env.TEMPDIR || env.TMPDIR || env.TEMP || env.TMP || paths().tmp || '/tmp'
  return folder.length > 1 && /[^:][\\/]$/.test(folder) ? folder.slice(0, -1) : folder
}

/**
 * The folder of the person who runs the app.
 * @returns {string}
 */
export function homedir () {
  return paths().home ?? ''
}

/** @type {Record<string, string> | null} */
let knownPaths = null

function paths () {
  return (knownPaths ??= /** @type {Record<string, string>} */ (ask('os.paths')))
}

export default {
  EOL,
  arch,
  availableMemory,
  constants,
  cpus,
  homedir,
  host,
  hrtime,
  isWindows,
  networkInterfaces,
  platform,
  rusage,
  tmpdir,
  type,
  uname,
  uptime
}
