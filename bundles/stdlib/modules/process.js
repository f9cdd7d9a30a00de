/**
 * The running app, as Node's `process` shows it.
 *
 * `stdin` is there once `socket:tty` was imported, which makes its stream. `hrtime` and `uptime` count from the start of the document; how finely
 * is up to the engine (`os.hrtime()` is exact, and a call).
 * @module process
 */
import { EventEmitter } from './events.js'
import { cwd, setCwd, isWindows } from './internal/host.js'
import { flush, writeLine } from './internal/output.js'
import { nextTick } from './internal/next-tick.js'
import { checkInteger, checkObject, checkType, coded, invalidArgType } from './internal/node-errors.js'
import * as posix from './internal/path-posix.js'
import * as win32 from './internal/path-win32.js'
import { primordials, send, sendSync } from './ipc.js'

export { nextTick }

const scope = /** @type {any} */ (globalThis)
const args = scope.__args ?? {}

/** How long leaving waits for output that is on its way, in milliseconds. */
const PATIENCE = 1000

/** A variable of the environment was set or deleted. */
export class ProcessEnvironmentEvent extends Event {
  /**
   * @param {'set' | 'delete' | 'change'} type
   * @param {string} key
   * @param {string | undefined} value
   */
  constructor (type, key, value) {
    super(type)
    this.key = key
    this.value = value ?? undefined
  }
}

/** The environment variables that the app may see; changes stay within the page. */
export class ProcessEnvironment extends EventTarget {
  get [Symbol.toStringTag] () { return 'ProcessEnvironment' }
}

/** @type {Record<string, string>} */
const variables = { ...args.env }
const events = new ProcessEnvironment()

/**
 * @param {'set' | 'delete'} type
 * @param {string} key
 * @param {string} [value]
 */
function changed (type, key, value) {
  events.dispatchEvent(new ProcessEnvironmentEvent(type, key, value))
  events.dispatchEvent(new ProcessEnvironmentEvent('change', key, value))
}

/**
 * Environment variables; an `EventTarget` of `set`, `delete` and `change` too.
 * @type {Record<string, string | undefined> & ProcessEnvironment}
 */
export const env = /** @type {any} */ (new Proxy(variables, {
  get (target, key) {
    if (typeof key === 'string' && Object.hasOwn(target, key)) {
      return target[key]
    }
    const member = /** @type {any} */ (events)[key]
    return typeof member === 'function' && key !== 'constructor' ? member.bind(events) : undefined
  },
  set (target, key, value) {
    const text = `${value}` // throws for a symbol, as Node does
    target[String(key)] = text
    changed('set', String(key), text)
    return true
  },
  deleteProperty (target, key) {
    if (typeof key === 'string' && Object.hasOwn(target, key)) {
      delete target[key]
      changed('delete', key)
    }
    return true
  },
  has: (target, key) => Object.hasOwn(target, key),
  getPrototypeOf: () => ProcessEnvironment.prototype
}))


/**
 * A clock that never goes back: seconds and nanoseconds, since `time` if given.
 * @param {[number, number]} [time]
 * @returns {[number, number]}
 */
export function hrtime (time = [0, 0]) {
  if (!Array.isArray(time)) {
    throw invalidArgType('time', 'an instance of Array', time)
  }
  if (time.length !== 2) {
    throw coded(RangeError, 'ERR_OUT_OF_RANGE', `The value of "time" is out of range. It must be 2. Received ${time.length}`)
  }
  const elapsed = hrtime.bigint() - (BigInt(time[0]) * 1000000000n + BigInt(time[1]))
  let seconds = elapsed / 1000000000n
  let nanos = elapsed % 1000000000n
  if (nanos < 0n) {
    seconds -= 1n
    nanos += 1000000000n
  }
  return [Number(seconds), Number(nanos)]
}

/** @returns {bigint} nanoseconds */
hrtime.bigint = () => BigInt(Math.round(performance.now() * 1e6))

let leaving = false

/**
 * @param {number | string} code
 * @returns {number}
 */
function toStatus (code) {
  const status = typeof code === 'string' && /^-?\d+$/.test(code) ? Number(code) : code
  checkInteger('code', status, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
  return Number(status)
}

/**
 * Ends the app, or the thread of `socket:worker_threads` that this is: tells `exit` listeners, writes what the consoles have,
 * then closes.
 * @param {number | string} [code]
 * @returns {Promise<void>}
 */
export async function exit (code) {
  const status = toStatus(code ?? process.exitCode ?? 0)
  if (!leaving) {
    leaving = true
    process.exitCode = status
    process.emit('exit', status)
    process.stdout.end()
    process.stderr.end()
  }
  await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, PATIENCE))])
  const leave = scope[Symbol.for('socket.thread.exit')] // in a worker it is the worker that ends
  await (leave?.(process.exitCode ?? status) ?? send('application.exit', { value: process.exitCode ?? status }))
}

/**
 * What the platform's process has in memory, in bytes.
 * @returns {{ rss: number }}
 */
export function memoryUsage () {
  return { rss: memoryUsage.rss() }
}

/** @returns {number} */
memoryUsage.rss = () => {
  const { err, data } = sendSync('os.rusage')
  if (err) {
    throw err
  }
  return data.rss
}

/** Standard output or error; written line by line. */
class Output extends EventEmitter {
  #destination
  #rest = ''
  #decoder = new TextDecoder()
  isTTY = false
  writable = true

  /**
   * @param {number} fd
   * @param {'stdout' | 'stderr'} destination
   */
  constructor (fd, destination) {
    super()
    this.fd = fd
    this.#destination = destination
  }

  /**
   * @param {string | Uint8Array} chunk
   * @param {string | (() => void)} [encoding]
   * @param {() => void} [callback]
   * @returns {boolean}
   */
  write (chunk, encoding, callback = typeof encoding === 'function' ? encoding : undefined) {
    const text = this.#rest + (typeof chunk === 'string' ? chunk : this.#decoder.decode(chunk, { stream: true }))
    const end = text.lastIndexOf('\n')
    if (end >= 0) {
      writeLine(this.#destination, text.slice(0, end))
    }
    this.#rest = text.slice(end + 1)
    if (callback !== undefined) {
      flush().then(() => callback())
    }
    return true
  }

  /** Writes what has no line break behind it yet. */
  end () {
    if (this.#rest !== '') {
      writeLine(this.#destination, this.#rest)
      this.#rest = ''
    }
  }
}

class Process extends EventEmitter {
  /** @type {number | undefined} */
  exitCode
  stdout = new Output(1, 'stdout')
  stderr = new Output(2, 'stderr')
  /** What is written to the app; null until `socket:tty` was imported. @type {any} */
  stdin = null
  env = env
  /** @type {string[]} */
  argv = [...args.argv ?? []]
  /** @type {string[]} */
  execArgv = []
  nextTick = nextTick
  hrtime = hrtime
  exit = exit
  memoryUsage = memoryUsage
  cwd = cwd

  versions = Object.freeze({
    get socket () { return primordials.version?.short ?? '' },
    get uv () { return primordials.uv?.version ?? '' },
    get llama () { return primordials.llama?.version ?? '' }
  })

  get argv0 () { return this.argv[0] ?? '' }
  get version () { return primordials.version?.short ?? '' }
  get platform () { return primordials.platform }
  get arch () { return primordials.arch }
  get [Symbol.toStringTag] () { return 'process' }

  /**
   * Chooses the folder that relative paths are relative to, in this page.
   * @param {string} directory
   */
  chdir (directory) {
    setCwd((isWindows ? win32 : posix).resolve(directory))
  }

  /** What the window is called. */
  get title () { return scope.document?.title ?? '' }
  set title (text) {
    if (scope.document !== undefined) {
      scope.document.title = String(text)
    }
  }

  /**
   * Warns on the console, and tells listeners of `warning`.
   * @param {string | Error} warning
   * @param {string | { type?: string, code?: string, detail?: string }} [options] or the type
   * @param {string} [code]
   */
  emitWarning (warning, options = {}, code = undefined) {
    const given = typeof options === 'string' ? { type: options, code } : options
    checkObject('options', given)
    if (typeof warning !== 'string' && !(warning instanceof Error)) {
      throw invalidArgType('warning', 'of type string or an instance of Error', warning)
    }
    const { type = 'Warning', detail } = given
    checkType('type', type, 'string')
    const error = warning instanceof Error ? warning : Object.assign(new Error(warning), { name: type }, given.code && { code: given.code }, detail && { detail })
    nextTick(() => {
      const mark = /** @type {any} */ (error).code === undefined ? '' : `[${/** @type {any} */ (error).code}] `
      scope.console.warn(`${mark}${error.name}: ${error.message}${detail === undefined ? '' : `\n${detail}`}`)
      this.emit('warning', error)
    })
  }

  /** Seconds since the document started. */
  uptime () {
    return performance.now() / 1000
  }
}

const process = new Process()

if (typeof scope.addEventListener === 'function') {
  scope.addEventListener('signal', async (/** @type {CustomEvent} */ { detail }) => {
    const signal = await import('./process/signal.js')
    const code = Number(detail?.signal ?? detail)
    const name = signal.getName(code)
    if (name !== '') {
      process.emit(name, name, code, signal.getMessage(code))
    }
  })
}

export default process
