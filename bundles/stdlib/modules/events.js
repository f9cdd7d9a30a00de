/**
 * Emitters of events, as Node has them.
 * @module events
 */

/** @typedef {(...args: any[]) => any} Listener */

/** Calls listeners by the name of an event. */
export class EventEmitter {
  /** How many listeners of one event are taken for a leak; 0 for any number. */
  static defaultMaxListeners = 10

  /** Listens for an `error` event without counting as its handler. */
  static errorMonitor = Symbol.for('nodejs.errorMonitor')

  /** @type {Map<string | symbol, Listener[]> | undefined} */
  #listeners
  /** @type {number | undefined} */
  #limit
  /** @type {Set<string | symbol> | undefined} */
  #warned

  /**
   * Waits for an event.
   * @param {EventEmitter | EventTarget} emitter
   * @param {string | symbol} name
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<any[]>} the arguments of the event
   */
  static once (emitter, name, options) {
    return once(emitter, name, options)
  }

  /**
   * @param {EventEmitter} emitter
   * @param {string | symbol} name
   */
  static listenerCount (emitter, name) {
    return emitter.listenerCount(name)
  }

  /**
   * @param {string | symbol} name
   * @param {Listener} listener
   * @returns {this}
   */
  on (name, listener) {
    return this.#add(name, listener, false)
  }

  /**
   * @param {string | symbol} name
   * @param {Listener} listener
   * @returns {this}
   */
  addListener (name, listener) {
    return this.#add(name, listener, false)
  }

  /**
   * @param {string | symbol} name
   * @param {Listener} listener
   * @returns {this}
   */
  prependListener (name, listener) {
    return this.#add(name, listener, true)
  }

  /**
   * @param {string | symbol} name
   * @param {Listener} listener
   * @returns {this}
   */
  once (name, listener) {
    return this.#add(name, this.#single(name, listener), false)
  }

  /**
   * @param {string | symbol} name
   * @param {Listener} listener
   * @returns {this}
   */
  prependOnceListener (name, listener) {
    return this.#add(name, this.#single(name, listener), true)
  }

  /**
   * @param {string | symbol} name
   * @param {Listener} listener
   * @returns {this}
   */
  off (name, listener) {
    const list = this.#listeners?.get(name) ?? []
    const index = list.findLastIndex((item) => item === listener || originalOf(item) === listener)
    if (index >= 0) {
      // a new list: one that is being called stays as it is
      const rest = list.toSpliced(index, 1)
      if (rest.length === 0) {
        this.#listeners?.delete(name)
      } else {
        this.#listeners?.set(name, rest)
      }
      if (this.#listeners?.has('removeListener')) {
        this.emit('removeListener', name, originalOf(list[index]))
      }
    }
    return this
  }

  /**
   * @param {string | symbol} name
   * @param {Listener} listener
   * @returns {this}
   */
  removeListener (name, listener) {
    return this.off(name, listener)
  }

  /**
   * @param {string | symbol} [name]
   * @returns {this}
   */
  removeAllListeners (name) {
    for (const event of name === undefined ? this.eventNames() : [name]) {
      if (this.#listeners?.has('removeListener') && event !== 'removeListener') {
        for (const listener of this.listeners(event).reverse()) {
          this.off(event, listener)
        }
      }
      this.#listeners?.delete(event)
    }
    return this
  }

  /**
   * @param {string | symbol} name
   * @param {...any} args
   * @returns {boolean} true if there was a listener
   */
  emit (name, ...args) {
    if (name === 'error') {
      const monitors = this.#listeners?.get(EventEmitter.errorMonitor) ?? []
      monitors.forEach((listener) => Reflect.apply(listener, this, args))
    }
    const list = this.#listeners?.get(name)
    if (list === undefined) {
      if (name === 'error') {
        throw args[0] instanceof Error
          ? args[0]
          : Object.assign(new Error(`Unhandled error. (${String(args[0])})`), {
            code: 'ERR_UNHANDLED_ERROR', context: args[0]
          })
      }
      return false
    }
    for (const listener of list) {
      Reflect.apply(listener, this, args)
    }
    return true
  }

  /** @returns {Array<string | symbol>} */
  eventNames () {
    return [...this.#listeners?.keys() ?? []]
  }

  /**
   * @param {string | symbol} name
   * @returns {Listener[]}
   */
  listeners (name) {
    return this.rawListeners(name).map(originalOf)
  }

  /**
   * @param {string | symbol} name
   * @returns {Listener[]}
   */
  rawListeners (name) {
    return [...this.#listeners?.get(name) ?? []]
  }

  /**
   * @param {string | symbol} name
   * @param {Listener} [listener]
   */
  listenerCount (name, listener) {
    const list = this.listeners(name)
    return listener === undefined ? list.length : list.filter((item) => item === listener).length
  }

  /**
   * @param {number} count 0 for any number
   * @returns {this}
   */
  setMaxListeners (count) {
    if (!(count >= 0)) {
      throw new RangeError(`The number of listeners must not be negative, but it is ${count}`)
    }
    this.#limit = count
    return this
  }

  getMaxListeners () {
    return this.#limit ?? EventEmitter.defaultMaxListeners
  }

  /**
   * @param {string | symbol} name
   * @param {Listener} listener
   * @param {boolean} first
   * @returns {this}
   */
  #add (name, listener, first) {
    if (typeof listener !== 'function') {
      throw Object.assign(
        new TypeError(`The "listener" argument must be a function, but it is of type ${typeof listener}`),
        { code: 'ERR_INVALID_ARG_TYPE' })
    }
    this.#listeners ??= new Map()
    if (this.#listeners.has('newListener')) {
      this.emit('newListener', name, originalOf(listener))
    }
    const list = this.#listeners.get(name) ?? []
    const longer = first ? [listener, ...list] : [...list, listener]
    this.#listeners.set(name, longer)
    const limit = this.getMaxListeners()
    if (limit > 0 && longer.length > limit && !this.#warned?.has(name)) {
      this.#warned = (this.#warned ?? new Set()).add(name)
      globalThis.console.warn(
        `Possible leak: ${longer.length} ${String(name)} listeners were added; use setMaxListeners() if that is meant`)
    }
    return this
  }

  /**
   * @param {string | symbol} name
   * @param {Listener} listener
   * @returns {Listener}
   */
  #single (name, listener) {
    if (typeof listener !== 'function') {
      return listener // refused when it is added
    }
    const emitter = this
    /**
     * @this {any}
     * @param {...any} args
     */
    function single (...args) {
      emitter.off(name, single)
      return Reflect.apply(listener, this, args)
    }
    single.listener = listener
    return single
  }
}

/**
 * The listener that was given to `once`.
 * @param {Listener & { listener?: Listener }} listener
 * @returns {Listener}
 */
function originalOf (listener) {
  return listener.listener ?? listener
}

/**
 * Waits for an event.
 * @param {EventEmitter | EventTarget} emitter
 * @param {string | symbol} name
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {Promise<any[]>} the arguments of the event; rejects with that of an `error` before it
 */
export function once (emitter, name, { signal } = {}) {
  return new Promise((resolve, reject) => {
    const done = new AbortController()
    const stop = () => {
      done.abort()
      if (emitter instanceof EventEmitter) {
        emitter.off(name, onEvent)
        emitter.off('error', onError)
      }
    }
    /** @param {...any} args */
    const onEvent = (...args) => {
      stop()
      resolve(args)
    }
    /** @param {any} error */
    const onError = (error) => {
      stop()
      reject(error)
    }
    const onAbort = () => onError(
      Object.assign(new Error('The operation was aborted', { cause: signal?.reason }), {
        name: 'AbortError', code: 'ABORT_ERR'
      }))
    if (signal?.aborted) {
      onAbort()
      return
    }
    signal?.addEventListener('abort', onAbort, { once: true, signal: done.signal })
    if (emitter instanceof EventEmitter) {
      emitter.once(name, onEvent)
      if (name !== 'error') {
        emitter.once('error', onError)
      }
    } else {
      emitter.addEventListener(String(name), onEvent, { once: true, signal: done.signal })
    }
  })
}

export const Event = globalThis.Event
export const EventTarget = globalThis.EventTarget
export const CustomEvent = globalThis.CustomEvent
export const MessageEvent = globalThis.MessageEvent
export const ErrorEvent = globalThis.ErrorEvent

/** Node's shape: the module itself is the class. */
Object.assign(EventEmitter, { EventEmitter })

export default EventEmitter
