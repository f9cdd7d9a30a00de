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

/** What swallows all that is written to it. */
export const devNull = windows ? '\\\\.\\nul' : '/dev/null'

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
 * All memory of the host, in bytes.
 * @returns {number}
 */
export function totalmem () {
  return Number(askNumber('os.totalMemory'))
}

/**
 * Memory that new programs can get, in bytes.
 * @returns {number}
 */
export function freemem () {
  return Number(availableMemory())
}

/**
 * The name of the host in its network.
 * @returns {string}
 */
export function hostname () {
  return ask('os.hostname')
}

/**
 * How many programs wanted to run, on average over 1, 5 and 15 minutes.
 * @returns {[number, number, number]}
 */
export function loadavg () {
  return ask('os.loadavg')
}

/**
 * The architecture as the system calls it, such as `x86_64`.
 * @returns {string}
 */
export function machine () {
  return uname().machine
}

/**
 * The release of the operating system.
 * @returns {string}
 */
export function release () {
  return uname().release
}

/**
 * The version of the operating system's kernel.
 * @returns {string}
 */
export function version () {
  return uname().version
}

/**
 * How many things this host can do at once.
 * @returns {number}
 */
export function availableParallelism () {
  return Math.max(1, cpus().length)
}

/**
 * `LE` if the first byte of a number is its least significant one, else `BE`.
 * @returns {'LE' | 'BE'}
 */
export function endianness () {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 'LE' : 'BE'
}

/**
 * The person who runs the app.
 * @param {{ encoding?: string } | null} [options] `encoding`: `buffer` for bytes instead of text
 * @returns {{ uid: number, gid: number, username: any, homedir: any, shell: any }} `shell` is null if it is not known
 */
export function userInfo (options = null) {
  const { uid, gid, username, shell = null } = ask('os.user')
  const texts = { username, homedir: homedir(), shell }
  if (options?.encoding === 'buffer') {
    const bytes = (/** @type {string | null} */ text) => text === null ? null : new TextEncoder().encode(text)
    return { uid, gid, username: bytes(username), homedir: bytes(texts.homedir), shell: bytes(shell) }
  }
  return { uid, gid, ...texts }
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
  availableParallelism,
  constants,
  cpus,
  devNull,
  endianness,
  freemem,
  homedir,
  host,
  hostname,
  hrtime,
  isWindows,
  loadavg,
  machine,
  networkInterfaces,
  platform,
  release,
  rusage,
  tmpdir,
  totalmem,
  type,
  uname,
  uptime,
  userInfo,
  version
}
