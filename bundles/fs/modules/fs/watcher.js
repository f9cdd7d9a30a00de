/** Being told of changes in files and folders. */
import EventEmitter from '../events.js'
import { abortError, checkFunction, checkInteger } from '../internal/node-errors.js'
import * as ipc from '../ipc.js'
import { encoded, toOptions, toPath } from './arguments.js'
import { ask, outside, run, systemError } from './call.js'
import { pathOf, shown } from './raw-names.js'
import { Stats } from './stats.js'

/** How many changes wait for a reader; then the reader is told that it missed some. */
const QUEUE = 2048
const POLL_MILLIS = 5007

/**
 * @typedef {{ eventType: string, filename: any }} Change a `filename` of null: changes were missed, so look again
 */
/**
 * @typedef {object} WatchOptions
 * @property {boolean} [recursive] true for what is in folders below, too
 * @property {string | null} [encoding] of names
 * @property {AbortSignal} [signal]
 * @property {boolean} [persistent] has no effect: a page lives as long as its window
 * @property {boolean} [start] false to start later, with `start()`
 */

/**
 * Watches a file, or a folder and what is in it.
 *
 * Changes that follow fast are told once. When there were more than could be kept, or when the plugin behind was replaced
 * meanwhile, `change` comes with a filename of null, and `overflow` before it.
 */
export class Watcher extends EventEmitter {
  closed = false
  aborted = false
  /** @type {(() => void) | null} */
  stopListening = null
  /** @type {AbortController} */
  #stop = new AbortController()
  /** @type {Promise<void> | null} */
  #started = null
  /** @type {Set<Queue>} */
  #queues = new Set()
  #recursive
  #place

  /**
   * @param {import('./arguments.js').PathLike} path
   * @param {WatchOptions | string | null} [options]
   */
  constructor (path, options = null) {
    super()
    const { encoding = null, signal = null, recursive = false, start = true } = toOptions(options)
    this.id = crypto.getRandomValues(new BigUint64Array(1))[0].toString()
    this.#place = toPath(path)
    this.path = shown(this.#place)
    this.encoding = encoding
    this.signal = signal
    this.#recursive = recursive === true
    const abort = () => {
      this.aborted = true
      this.close()
    }
    if (signal?.aborted) {
      abort()
    } else if (signal !== null) {
      signal.addEventListener('abort', abort, { once: true })
      this.stopListening = () => signal.removeEventListener('abort', abort)
    }
    if (start) {
      this.start().catch((error) => this.#fail(error))
    }
  }

  /**
   * Starts to watch; a second time has no effect.
   * @returns {Promise<void>} settled when every change from now on is told of
   */
  start () {
    this.#started ??= this.closed ? Promise.resolve() : new Promise((resolve, reject) => this.#follow(resolve, reject))
    return this.#started
  }

  /**
   * @param {(value?: any) => void} started
   * @param {(error: Error) => void} failed
   */
  async #follow (started, failed) {
    let missed = false
    let runs = false
    while (!this.closed) {
      try {
        for await (const { eventType, filename, raw } of this.#changes()) {
          if (eventType === 'ready') {
            runs = true
            started()
            if (missed) {
              this.#tell('rename', null)
            }
          } else {
            this.#tell(eventType === 'overflow' ? 'rename' : eventType, eventType === 'overflow' ? null : pathOf({ path: filename, raw }))
          }
        }
        this.close()
      } catch (/** @type {any} */ error) {
        missed = error.code === 'PLUGIN_RELOADED'
        if (!this.closed && !missed) {
          const failure = systemError(error, { syscall: 'watch', path: this.#place })
          runs ? this.#fail(failure) : failed(failure)
          return
        }
      }
    }
    started()
  }

  /** @returns {AsyncIterableIterator<any>} */
  #changes () {
    const { params } = ask('fs.watch', { path: this.#place, recursive: this.#recursive }, { syscall: 'watch', path: this.#place })
    return ipc.stream('fs.watch', params, { signal: this.#stop.signal })
  }

  /**
   * @param {string} eventType
   * @param {string | null} name
   */
  #tell (eventType, name) {
    const filename = name === null ? null : encoded(name, this.encoding)
    for (const queue of this.#queues) {
      queue.push({ eventType, filename })
    }
    outside(() => {
      if (name === null) {
        this.emit('overflow')
      }
      this.emit('change', eventType, filename)
    })
  }

  /** @param {Error} error */
  #fail (error) {
    const waited = this.#queues.size > 0
    for (const queue of this.#queues) {
      queue.end(error)
    }
    this.close()
    if (!waited || this.listenerCount('error') > 0) {
      outside(() => this.emit('error', error))
    }
  }

  /**
   * Ends it; a second time has no effect.
   * @returns {Promise<void>}
   */
  async close () {
    if (this.closed) {
      return
    }
    this.closed = true
    this.stopListening?.()
    this.#stop.abort()
    for (const queue of this.#queues) {
      queue.end(this.aborted ? abortError(this.signal ?? undefined) : null)
    }
    queueMicrotask(() => outside(() => this.emit('close')))
  }

  /** As Node has it; a page lives as long as its window. */
  ref () { return this }
  /** As Node has it. */
  unref () { return this }

  /** @returns {AsyncGenerator<Change, void, void>} */
  async * [Symbol.asyncIterator] () {
    if (this.aborted) {
      throw abortError(this.signal ?? undefined)
    }
    const queue = new Queue()
    this.#queues.add(queue)
    try {
      await this.start()
      for (let change = await queue.next(); change !== null; change = await queue.next()) {
        yield change
      }
    } finally {
      this.#queues.delete(queue)
      if (this.#queues.size === 0) {
        await this.close()
      }
    }
  }
}

/** What one reader has not read yet. */
class Queue {
  /** @type {Change[]} */
  #waiting = []
  /** @type {Error | null | undefined} why it ended */
  #ended
  #wake = () => {}

  /** @param {Change} change */
  push (change) {
    if (this.#waiting.length >= QUEUE) {
      this.#waiting = [{ eventType: 'rename', filename: null }]
    } else {
      this.#waiting.push(change)
    }
    this.#wake()
  }

  /** @param {Error | null} error */
  end (error) {
    if (this.#ended === undefined) {
      this.#ended = error
    }
    this.#wake()
  }

  /** @returns {Promise<Change | null>} null at the end */
  async next () {
    for (;;) {
      const change = this.#waiting.shift()
      if (change !== undefined) {
        return change
      }
      if (this.#ended) {
        throw this.#ended
      }
      if (this.#ended === null) {
        return null
      }
      await new Promise((resolve) => { this.#wake = () => resolve(undefined) })
    }
  }
}

/**
 * Looks at the attributes of a file again and again.
 */
class StatWatcher extends EventEmitter {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer

  /**
   * @param {string} path
   * @param {{ interval?: number, bigint?: boolean }} options
   */
  constructor (path, { interval = POLL_MILLIS, bigint = false }) {
    super()
    checkInteger('interval', interval, 0)
    let last = this.#look(path, bigint)
    this.#timer = setInterval(async () => {
      const previous = await last
      last = this.#look(path, bigint)
      const current = await last
      if (this.#timer !== undefined && (current.mtimeMs !== previous.mtimeMs || current.ctimeMs !== previous.ctimeMs ||
        current.ino !== previous.ino)) {
        outside(() => this.emit('change', current, previous))
      }
    }, interval)
  }

  /**
   * @param {string} path
   * @param {boolean} bigint
   * @returns {Promise<Stats>} all zero if there is nothing
   */
  async #look (path, bigint) {
    try {
      return await run(looking(path, bigint))
    } catch {
      const zero = { tv_sec: '0', tv_nsec: '0' }
      return new Stats(new Proxy({}, { get: (_, name) => /tim$/.test(String(name)) ? zero : '0' }), bigint)
    }
  }

  stop () {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  ref () { return this }
  unref () { return this }
}

/**
 * @param {string} path
 * @param {boolean} bigint
 * @returns {import('./call.js').Operation<Stats>}
 */
function * looking (path, bigint) {
  return Stats.from(yield ask('fs.stat', { path }, { syscall: 'stat', path }), bigint)
}

/** @type {Map<string, StatWatcher>} */
const polled = new Map()

/**
 * Calls back when the attributes of a file have changed, with those of now and those before.
 * @param {import('./arguments.js').PathLike} path
 * @param {any} options `{ interval, bigint }` with milliseconds, or the listener
 * @param {(current: Stats, previous: Stats) => void} [listener]
 * @returns {StatWatcher}
 */
export function watchFile (path, options, listener) {
  const name = toPath(path, 'filename')
  const called = typeof options === 'function' ? options : listener
  checkFunction(called, 'listener')
  const watcher = polled.get(name) ?? new StatWatcher(name, typeof options === 'function' ? {} : options ?? {})
  polled.set(name, watcher)
  watcher.on('change', called)
  return watcher
}

/**
 * Ends what {@link watchFile} began.
 * @param {import('./arguments.js').PathLike} path
 * @param {(current: Stats, previous: Stats) => void} [listener] all if none is given
 */
export function unwatchFile (path, listener) {
  const name = toPath(path, 'filename')
  const watcher = polled.get(name)
  if (listener === undefined) {
    watcher?.removeAllListeners('change')
  } else {
    watcher?.removeListener('change', listener)
  }
  if (watcher?.listenerCount('change') === 0) {
    watcher.stop()
    polled.delete(name)
  }
}

export default Watcher
