/**
 * Threads as Node has them, each a worker of the engine. They end when they are told to, by `terminate()` or by `process.exit()`
 * within them, or when an error is not caught; not by themselves.
 * @module worker_threads
 */
import { AsyncResource } from './async/resource.js'
import { EventEmitter } from './events.js'
import { checkObject, checkType, invalidArgType } from './internal/node-errors.js'
import { writeLine } from './internal/output.js'
import { adopt, BroadcastChannel, MessageChannel, MessagePort } from './internal/thread-port.js'
import process from './process.js'
import { Readable, Writable } from './stream.js'
import init, { isMainThread, SHARE_ENV, state } from './worker_threads/init.js'

export { BroadcastChannel, init, isMainThread, MessageChannel, MessagePort, SHARE_ENV }

const scope = /** @type {any} */ (globalThis)

/** Threads that this one started, by their id. @type {Map<number, Worker>} */
export const workers = new Map()
/** 0 for a document. */
export const threadId = state.id
/** To the thread that started this one; null if none did. */
export const parentPort = state.parentPort
/** The same. */
export const mainPort = parentPort
/** What this thread was started with. */
export const workerData = state.workerData

let started = 0

/**
 * Sets what threads that are started from now on get, too.
 * @param {any} key
 * @param {any} [value] none takes the key away
 */
export function setEnvironmentData (key, value) {
  if (value === undefined) {
    state.environmentData.delete(key)
  } else {
    state.environmentData.set(key, value)
  }
}

/** @param {any} key */
export function getEnvironmentData (key) {
  return state.environmentData.get(key)
}

/**
 * @typedef {object} WorkerOptions
 * @property {Record<string, any> | typeof SHARE_ENV} [env] variables of the environment; a copy of this thread's otherwise
 * @property {boolean} [eval] the first argument is text of a CommonJS module, which the content security policy must allow
 * @property {boolean} [stdin] gives the worker a `process.stdin`, to be written to as `stdin`
 * @property {boolean} [stdout] what the worker writes is read from `stdout`, instead of going to the terminal
 * @property {boolean} [stderr]
 * @property {any} [workerData]
 * @property {Transferable[]} [transferList] what of `workerData` is handed over
 * @property {any[]} [argv] for `process.argv` of the worker
 * @property {string} [name]
 */

/** The standard streams of a thread, as one thing. */
export class Pipe extends AsyncResource {
  #worker

  /** @param {Worker} worker */
  constructor (worker) {
    super('Pipe')
    if (!(worker instanceof Worker)) {
      throw invalidArgType('worker', 'an instance of Worker', worker)
    }
    this.#worker = worker
  }

  /** Whether something may still come. */
  get reading () {
    return [this.#worker.stdout, this.#worker.stderr].some((stream) => !stream.destroyed && !stream.readableEnded)
  }

  /** Closes all of them. */
  destroy () {
    for (const stream of [this.#worker.stdin, this.#worker.stdout, this.#worker.stderr]) {
      stream?.destroy()
    }
    this.emitDestroy()
  }
}

/** A thread. Emits `online`, `message`, `messageerror`, `error` and `exit`. */
export class Worker extends EventEmitter {
  #worker
  #port
  #isEnvShared
  #isOver = false
  /** @type {Array<(code: number) => void>} */
  #endings = []

  /**
   * @param {string | URL} filename address of a module, relative to the page; or text, with `eval`
   * @param {WorkerOptions | null} [options]
   */
  constructor (filename, options = null) {
    super()
    if (typeof filename !== 'string' && !(filename instanceof URL)) {
      throw invalidArgType('filename', 'of type string or an instance of URL', filename)
    }
    const settings = options ?? {}
    checkObject('options', settings)
    const { env = process.env, eval: isText = false, transferList = [] } = settings
    if (env !== SHARE_ENV && (env === null || typeof env !== 'object')) {
      throw invalidArgType('options.env', 'of type object or worker_threads.SHARE_ENV', env)
    }
    if (isText) {
      checkType('filename', filename, 'string')
    }
    if (typeof scope.Worker !== 'function') {
      throw new Error('This engine has no workers')
    }
    this.#isEnvShared = env === SHARE_ENV
    this.threadId = isMainThread ? ++started : Math.floor(Math.random() * 2 ** 31)
    this.id = this.threadId
    /** To write to the worker's standard input; with the option `stdin`. */
    this.stdin = settings.stdin ? this.#input() : null
    /** What the worker wrote. */
    this.stdout = new Readable({ read () {} })
    this.stderr = new Readable({ read () {} })
    const { port1, port2 } = new MessageChannel()
    this.#port = adopt(port1)
    this.#port.addEventListener('message', ({ data }) => this.emit('message', data))
    this.#port.addEventListener('messageerror', ({ data }) => this.emit('messageerror', data))
    this.#port.start()
    this.#worker = new scope.Worker(new URL('./internal/thread.js', import.meta.url), { type: 'module', name: settings.name ?? '' })
    this.#worker.onmessage = (/** @type {MessageEvent} */ event) => this.onWorkerMessage(event)
    this.#worker.onerror = (/** @type {ErrorEvent} */ event) => {
      event.preventDefault()
      this.#fail(new Error(event.message || `The worker cannot be started: ${filename}`))
    }
    try {
      this.#worker.postMessage({
        source: isText ? String(filename) : null,
        url: isText ? scope.location.href : new URL(filename, scope.location.href).href,
        port: port2,
        id: this.threadId,
        workerData: settings.workerData,
        environmentData: state.environmentData,
        env: env === SHARE_ENV ? { ...process.env } : Object.fromEntries(Object.entries(env).map(([key, value]) => [key, String(value)])),
        argv: [...process.argv.slice(0, 1), String(filename), ...(settings.argv ?? []).map(String)],
        isEnvShared: this.#isEnvShared,
        redirects: { stdin: Boolean(settings.stdin), stdout: Boolean(settings.stdout), stderr: Boolean(settings.stderr) }
      }, [port2, ...transferList])
    } catch (error) {
      this.#worker.terminate()
      throw error
    }
    if (this.#isEnvShared) {
      this.onProcessEnvironmentEvent = this.onProcessEnvironmentEvent.bind(this)
      process.env.addEventListener('change', this.onProcessEnvironmentEvent)
    }
    workers.set(this.threadId, this)
  }

  #input () {
    return new Writable({
      write: (/** @type {Uint8Array} */ chunk, /** @type {string} */ encoding, /** @type {() => void} */ callback) => {
        this.#worker.postMessage({ stdin: new Uint8Array(chunk) })
        callback()
      },
      final: (/** @type {() => void} */ callback) => {
        this.#worker.postMessage({ stdin: null })
        callback()
      }
    })
  }

  /**
   * What the thread tells of itself.
   * @param {MessageEvent} event
   */
  onWorkerMessage ({ data }) {
    if (data.online) {
      this.emit('online')
    } else if (data.output !== undefined) {
      this[/** @type {'stdout' | 'stderr'} */ (data.output)].push(`${data.text}\n`)
    } else if (data.error !== undefined) {
      this.#fail(data.error)
    } else if (data.exit !== undefined) {
      this.#end(data.exit)
    } else if (data.env !== undefined && this.#isEnvShared) {
      const { key, value } = data.env
      if (value === undefined) {
        delete process.env[key]
      } else if (process.env[key] !== value) {
        process.env[key] = value
      }
    }
  }

  /**
   * Tells the thread of a change of the environment that it shares.
   * @param {any} event
   */
  onProcessEnvironmentEvent ({ key, value }) {
    this.#worker.postMessage({ env: { key, value } })
  }

  /**
   * Sends a value, which the thread gets from its `parentPort`.
   * @param {any} message
   * @param {any} [transfer]
   */
  postMessage (message, transfer) {
    this.#port.postMessage(message, transfer)
  }

  /**
   * Ends the thread, whatever it does.
   * @returns {Promise<number>} its exit code
   */
  terminate () {
    return new Promise((resolve) => {
      if (this.#isOver) {
        resolve(0)
      } else {
        this.#endings.push(resolve)
        queueMicrotask(() => this.#end(1))
      }
    })
  }

  /** Has no effect: an app ends with its windows. */
  ref () {}
  /** Has no effect. */
  unref () {}

  /** @param {any} error */
  #fail (error) {
    if (!this.#isOver) {
      if (this.listenerCount('error') > 0) {
        this.emit('error', error)
      } else {
        writeLine('stderr', `Uncaught in a worker: ${error?.stack || error}`)
      }
      this.#end(1)
    }
  }

  /** @param {number} code */
  #end (code) {
    if (this.#isOver) {
      return
    }
    this.#isOver = true
    this.#worker.terminate()
    this.#port.close()
    process.env.removeEventListener('change', this.onProcessEnvironmentEvent)
    workers.delete(this.threadId)
    this.stdout.push(null)
    this.stderr.push(null)
    this.stdin?.destroy()
    this.emit('exit', code)
    this.#endings.forEach((resolve) => resolve(code))
  }
}

export default {
  BroadcastChannel, MessageChannel, MessagePort, Pipe, SHARE_ENV, Worker, getEnvironmentData, init, isMainThread, mainPort, parentPort,
  setEnvironmentData, threadId, workerData, workers
}
