/** The arguments of `socket:child_process`, as Node takes them. */
import { chosenCwd } from './host.js'
import { checkObject, checkSignal, checkType, coded, invalidArgType, invalidArgValue, outOfRange } from './node-errors.js'
import { getCode, getName } from '../process/signal.js'

/** What a function collects of each output unless told otherwise, in bytes. */
export const MAX_BUFFER = 1024 * 1024

const SHELL = '/bin/sh'

/**
 * @typedef {object} SpawnOptions
 * @property {string | URL} [cwd] where it starts; needs the permission `process:context`
 * @property {Record<string, any>} [env] all variables that it gets; needs the permission `process:context`
 * @property {string | Array<string | number | null | undefined | any>} [stdio]
 * @property {boolean} [stdin] false for none, as for the other two
 * @property {boolean} [stdout]
 * @property {boolean} [stderr]
 * @property {boolean | string} [shell]
 * @property {boolean} [detached]
 * @property {AbortSignal} [signal]
 * @property {string | number} [killSignal]
 * @property {number} [timeout] in milliseconds
 * @property {number} [maxBuffer] in bytes
 * @property {string | null} [encoding]
 * @property {any} [input]
 */

/**
 * @param {string} name
 * @param {any} text
 */
function checkText (name, text) {
  checkType(name, text, 'string')
  if (text.includes('\0')) {
    throw invalidArgValue(name, text, 'must be a string without null bytes')
  }
  return text
}

/**
 * `(file, args?, options?)`, where either may be left out.
 * @param {any} args
 * @param {any} options
 * @returns {{ args: string[], options: SpawnOptions }}
 */
export function argumentsOf (args, options) {
  const isList = Array.isArray(args) || typeof args === 'string'
  const list = typeof args === 'string' ? args.split(' ').filter(Boolean) : isList ? [...args] : []
  if (!isList && args !== null && args !== undefined) {
    if (typeof args !== 'object') {
      throw invalidArgType('args', 'of type object', args)
    }
    options = args
  }
  if (options !== null && options !== undefined) {
    checkObject('options', options)
  }
  list.forEach((arg, i) => {
    list[i] = checkText(`args[${i}]`, typeof arg === 'string' ? arg : String(arg))
  })
  return { args: list, options: options ?? {} }
}

/**
 * @param {any} cwd
 * @returns {string | null}
 */
function folderOf (cwd) {
  if (cwd === null || cwd === undefined) {
    return chosenCwd()
  }
  if (cwd instanceof URL) {
    if (cwd.protocol !== 'file:') {
      throw coded(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file')
    }
    return decodeURIComponent(cwd.pathname)
  }
  return checkText('options.cwd', cwd)
}

/**
 * @param {any} env
 * @returns {Record<string, string> | null}
 */
function environmentOf (env) {
  if (env === null || env === undefined) {
    return null
  }
  checkObject('options.env', env)
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined).map(([name, value]) =>
    [checkText('options.env', name), checkText(`options.env['${name}']`, String(value))]))
}

const WORDS = new Map([
  ['pipe', 'pipe'], ['overlapped', 'pipe'], ['ignore', 'ignore'], ['inherit', 'inherit'], ['ipc', 'ipc']
])

/**
 * What each descriptor is to be: `pipe`, `ignore`, `ipc`, or one of the app's by its number.
 * @param {SpawnOptions} options
 * @param {string} [usual]
 * @returns {string[]}
 */
export function stdioOf (options, usual = 'pipe') {
  const { stdio = null } = options
  if (stdio !== null && !Array.isArray(stdio) && !WORDS.has(stdio)) {
    throw invalidArgValue('stdio', stdio)
  }
  const given = Array.isArray(stdio) ? [...stdio] : [stdio, stdio, stdio]
  while (given.length < 3) {
    given.push(null)
  }
  const kinds = given.map((item, index) => {
    if (item === null || item === undefined) {
      return index < 3 ? usual : 'ignore'
    }
    const fd = typeof item === 'number' ? item : item?.fd
    if (typeof fd === 'number' && fd >= 0 && fd <= 2) {
      return String(fd)
    }
    const kind = WORDS.get(item)
    if (kind === undefined || (kind === 'inherit' && index > 2)) {
      throw invalidArgValue('stdio', item)
    }
    return kind === 'inherit' ? String(index) : kind
  })
  for (const [index, name] of ['stdin', 'stdout', 'stderr'].entries()) {
    if (/** @type {any} */ (options)[name] === false) {
      kinds[index] = 'ignore'
    }
  }
  if (kinds.filter((kind) => kind === 'ipc').length > 1) {
    throw coded(Error, 'ERR_IPC_ONE_PIPE', 'Child process can have only one IPC pipe')
  }
  return kinds
}

/**
 * @param {any} signal a name or a number
 * @param {string} [usual]
 * @returns {string}
 */
export function signalOf (signal, usual = 'SIGTERM') {
  if (signal === null || signal === undefined) {
    return usual
  }
  if (typeof signal === 'number') {
    if (signal === 0) {
      return '0'
    }
    const name = Number.isInteger(signal) ? getName(signal) : ''
    if (name !== '') {
      return name
    }
  } else if (typeof signal !== 'string') {
    throw invalidArgType('signal', 'one of type string or number', signal)
  } else if (getCode(signal.toUpperCase()) > 0) {
    return signal.toUpperCase()
  }
  throw coded(TypeError, 'ERR_UNKNOWN_SIGNAL', `Unknown signal: ${signal}`)
}

/**
 * @param {string} name
 * @param {any} value
 * @param {number} usual
 */
function amountOf (name, value, usual) {
  if (value === null || value === undefined) {
    return usual
  }
  if (typeof value !== 'number' || !(value >= 0)) {
    throw outOfRange(name, 'a number >= 0', value)
  }
  return value
}

/**
 * All that is known of a program before it starts.
 * @param {any} file
 * @param {any} list
 * @param {any} given
 * @param {string} [usual] what descriptors are that nothing is said about
 */
export function commandOf (file, list, given, usual) {
  if (checkText('file', file) === '') {
    throw invalidArgValue('file', file, 'cannot be empty')
  }
  const { args, options } = argumentsOf(list, given)
  for (const name of ['uid', 'gid', 'argv0']) {
    if (/** @type {any} */ (options)[name] !== undefined) {
      throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `The option ${name} is not supported: a program runs as the user of the app`)
    }
  }
  const { shell = false } = options
  if (typeof shell !== 'boolean' && typeof shell !== 'string') {
    throw invalidArgType('options.shell', 'one of type boolean or string', shell)
  }
  if (options.signal !== undefined) {
    checkSignal('options.signal', options.signal)
  }
  const timeout = amountOf('timeout', options.timeout, 0)
  if (!Number.isInteger(timeout)) {
    throw outOfRange('timeout', 'an integer', timeout)
  }
  return {
    spawnfile: shell === false ? file : typeof shell === 'string' ? shell : SHELL,
    spawnargs: shell === false ? [file, ...args] : [typeof shell === 'string' ? shell : SHELL, '-c', [file, ...args].join(' ')],
    cwd: folderOf(options.cwd),
    env: environmentOf(options.env),
    stdio: stdioOf(options, usual),
    detached: options.detached === true,
    signal: options.signal ?? null,
    killSignal: signalOf(options.killSignal),
    timeout,
    maxBuffer: amountOf('options.maxBuffer', options.maxBuffer, MAX_BUFFER),
    options
  }
}
