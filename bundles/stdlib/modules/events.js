/**
 * Emitters of events, as Node has them.
 *
 * Where Node writes a warning through `process`, a line goes to the console. Domains do not exist.
 * @module events
 */
import { abortError, checkFunction, checkObject, checkSignal, invalidArgType, outOfRange } from './internal/node-errors.js'

/** @typedef {{ captureRejections?: boolean }} EmitterOptions */

/** Listens for an `error` event without counting as its handler. */
export const errorMonitor = Symbol.for('nodejs.errorMonitor')
/** The method of an emitter that is given the rejections of its listeners. */
export const captureRejectionSymbol = Symbol.for('nodejs.rejection')

const kCapture = Symbol('captureRejections')
const kWarned = Symbol('warned')
/** Limits of event targets. @type {WeakMap<EventTarget, number>} */
const targetLimits = new WeakMap()

let defaultLimit = 10
let captureByDefault = false

/** What emitters can do; their class is a function, which older classes may call. */
class Methods {
  /** @param {EmitterOptions} [options] */
  constructor (options) {
    void options
  }

  /**
   * @this {any}
   * @param {string | symbol} name
   * @param {(...args: any[]) => any} listener
   */
  on (name, listener) {
    return add(this, name, listener, false)
  }

  /**
   * @this {any}
   * @param {string | symbol} name
   * @param {(...args: any[]) => any} listener
   */
  addListener (name, listener) {
    return add(this, name, listener, false)
  }

  /**
   * @this {any}
   * @param {string | symbol} name
   * @param {(...args: any[]) => any} listener
   */
  prependListener (name, listener) {
    return add(this, name, listener, true)
  }

  /**
   * @this {any}
   * @param {string | symbol} name
   * @param {(...args: any[]) => any} listener
   */
  once (name, listener) {
    checkFunction(listener, 'listener')
    return this.on(name, single(this, name, listener))
  }

  /**
   * @this {any}
   * @param {string | symbol} name
   * @param {(...args: any[]) => any} listener
   */
  prependOnceListener (name, listener) {
    checkFunction(listener, 'listener')
    return this.prependListener(name, single(this, name, listener))
  }

  /**
   * @this {any}
   * @param {string | symbol} name
   * @param {(...args: any[]) => any} listener
   */
  off (name, listener) {
    return this.removeListener(name, listener)
  }

  /**
   * @this {any}
   * @param {string | symbol} name
   * @param {(...args: any[]) => any} listener
   */
  removeListener (name, listener) {
    checkFunction(listener, 'listener')
    const list = listOf(this, name)
    const index = list.findLastIndex((item) => item === listener || originalOf(item) === listener)
    if (index >= 0) {
      // a new list: one that is being called stays as it is
      setList(this, name, list.toSpliced(index, 1))
      if (this._events.removeListener !== undefined) {
        this.emit('removeListener', name, originalOf(list[index]))
      }
    }
    return this
  }

  /**
   * @this {any}
   * @param {string | symbol} [name]
   */
  removeAllListeners (name) {
    const names = arguments.length === 0 ? this.eventNames() : [name]
    // its own listeners are told of all others
    for (const event of names.toSorted((/** @type {any} */ a, /** @type {any} */ b) =>
      Number(a === 'removeListener') - Number(b === 'removeListener'))) {
      if (this._events?.removeListener !== undefined && event !== 'removeListener') {
        for (const listener of listOf(this, event).toReversed()) {
          this.removeListener(event, listener)
        }
      }
      setList(this, event, [])
    }
    return this
  }

  /**
   * @this {any}
   * @param {string | symbol} name
   * @param {...any} args
   * @returns {boolean} true if there was a listener
   */
  emit (name, ...args) {
    const list = this._events?.[name]
    if (name === 'error') {
      if (this._events?.[errorMonitor] !== undefined) {
        this.emit(errorMonitor, ...args)
      }
      if (list === undefined) {
        throw unhandled(args[0])
      }
    }
    if (list === undefined) {
      return false
    }
    for (const listener of list) {
      const result = Reflect.apply(listener, this, args)
      if (result != null && this[kCapture] && typeof result.then === 'function') {
        capture(this, result, name, args)
      }
    }
    return true
  }

  /**
   * @this {any}
   * @returns {Array<string | symbol>}
   */
  eventNames () {
    return this._events === undefined ? [] : Reflect.ownKeys(this._events)
  }

  /**
   * @this {any}
   * @param {string | symbol} name
   * @returns {Array<(...args: any[]) => any>}
   */
  listeners (name) {
    return listOf(this, name).map(originalOf)
  }

  /**
   * @this {any}
   * @param {string | symbol} name
   * @returns {Array<(...args: any[]) => any>}
   */
  rawListeners (name) {
    return [...listOf(this, name)]
  }

  /**
   * @this {any}
   * @param {string | symbol} name
   * @param {(...args: any[]) => any} [listener] counts how often it was added
   * @returns {number}
   */
  listenerCount (name, listener) {
    const list = listOf(this, name)
    return listener == null ? list.length : list.filter((item) => item === listener || originalOf(item) === listener).length
  }

  /**
   * @this {any}
   * @param {number} count 0 for any number
   */
  setMaxListeners (count) {
    checkLimit('setMaxListeners', count)
    this._maxListeners = count
    return this
  }

  /**
   * @this {any}
   * @returns {number}
   */
  getMaxListeners () {
    return this._maxListeners ?? defaultLimit
  }
}

/**
 * @this {any}
 * @param {EmitterOptions} [options]
 */
function init (options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null)
    this._eventsCount = 0
  }
  this._maxListeners ??= undefined
  if (options?.captureRejections !== undefined) {
    if (typeof options.captureRejections !== 'boolean') {
      throw invalidArgType('options.captureRejections', 'of type boolean', options.captureRejections)
    }
    this[kCapture] = options.captureRejections
  } else {
    this[kCapture] = captureByDefault
  }
}

/**
 * Calls listeners by the name of an event. A function, so that it can also be called by the
 * constructors of older classes.
 * @type {typeof Methods & Record<string | symbol, any>}
 */
export const EventEmitter = /** @type {any} */ (
  /**
   * @this {any}
   * @param {EmitterOptions} [options]
   */
  function EventEmitter (options) {
    init.call(this, options)
  })

for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(Methods.prototype))) {
  if (name !== 'constructor') {
    Object.defineProperty(EventEmitter.prototype, name, { value, writable: true, configurable: true, enumerable: true })
  }
}
Object.assign(EventEmitter.prototype, { _events: undefined, _eventsCount: 0, _maxListeners: undefined })

/**
 * @param {any} emitter
 * @param {string | symbol} name
 * @returns {Array<(...args: any[]) => any>}
 */
function listOf (emitter, name) {
  return emitter._events?.[name] ?? []
}

/**
 * @param {any} emitter
 * @param {string | symbol} name
 * @param {Array<(...args: any[]) => any>} list
 */
function setList (emitter, name, list) {
  if (emitter._events === undefined) {
    return
  }
  if (list.length > 0) {
    emitter._events[name] = list
  } else {
    delete emitter._events[name]
  }
  emitter._eventsCount = Reflect.ownKeys(emitter._events).length
}

/**
 * @param {any} emitter
 * @param {string | symbol} name
 * @param {(...args: any[]) => any} listener
 * @param {boolean} first
 */
function add (emitter, name, listener, first) {
  checkFunction(listener, 'listener')
  if (emitter._events === undefined) {
    // a class that never called our constructor
    emitter._events = Object.create(null)
    emitter._eventsCount = 0
  }
  if (emitter._events.newListener !== undefined) {
    emitter.emit('newListener', name, originalOf(listener))
  }
  const list = listOf(emitter, name)
  const longer = first ? [listener, ...list] : [...list, listener]
  if (list.length === 0) {
    emitter._eventsCount++
  }
  emitter._events[name] = longer
  const limit = typeof emitter.getMaxListeners === 'function' ? emitter.getMaxListeners() : defaultLimit
  if (limit > 0 && longer.length > limit && !emitter[kWarned]?.has(name)) {
    Object.defineProperty(emitter, kWarned, { value: new Set(emitter[kWarned]).add(name), configurable: true })
    warnOfLeak(longer.length, name)
  }
  return emitter
}

/**
 * @param {number} count
 * @param {string | symbol} name
 */
function warnOfLeak (count, name) {
  globalThis.console.warn(
    `Possible leak: ${count} ${String(name)} listeners were added; use setMaxListeners() if that is meant`)
}

/**
 * A listener that removes itself when it is called.
 * @param {any} emitter
 * @param {string | symbol} name
 * @param {(...args: any[]) => any} listener
 * @returns {(...args: any[]) => any}
 */
function single (emitter, name, listener) {
  let called = false
  /**
   * @this {any}
   * @param {...any} args
   */
  function once (...args) {
    if (!called) {
      called = true
      emitter.removeListener(name, once)
      return Reflect.apply(listener, emitter, args)
    }
  }
  once.listener = listener
  return once
}

/**
 * The listener that was given to `once`.
 * @param {((...args: any[]) => any) & { listener?: (...args: any[]) => any }} listener
 * @returns {(...args: any[]) => any}
 */
function originalOf (listener) {
  return listener.listener ?? listener
}

/** @param {any} error */
function unhandled (error) {
  if (error instanceof Error) {
    return error
  }
  let text
  try {
    text = typeof error === 'string' ? `'${error}'` : String(error)
  } catch {
    text = typeof error
  }
  return Object.assign(new Error(`Unhandled error. (${text})`), { code: 'ERR_UNHANDLED_ERROR', context: error })
}

/**
 * Hands the rejection of a listener to the emitter.
 * @param {any} emitter
 * @param {PromiseLike<any>} promise
 * @param {string | symbol} name
 * @param {any[]} args
 */
function capture (emitter, promise, name, args) {
  promise.then(undefined, (error) => queueMicrotask(() => {
    if (typeof emitter[captureRejectionSymbol] === 'function') {
      emitter[captureRejectionSymbol](error, name, ...args)
      return
    }
    // a listener of this very error must not be asked for its rejections again
    const previous = emitter[kCapture]
    try {
      emitter[kCapture] = false
      emitter.emit('error', error)
    } finally {
      emitter[kCapture] = previous
    }
  }))
}

/**
 * @param {string} name
 * @param {unknown} count
 */
function checkLimit (name, count) {
  if (typeof count !== 'number') {
    throw invalidArgType(name, 'of type number', count)
  }
  if (!(count >= 0)) {
    throw outOfRange(name, '>= 0', count)
  }
}

/** @param {any} emitter */
function isTarget (emitter) {
  return typeof emitter?.addEventListener === 'function' && typeof emitter.on !== 'function'
}

/** @param {any} emitter */
function checkEmitter (emitter) {
  if (typeof emitter?.on !== 'function' && !isTarget(emitter)) {
    throw invalidArgType('emitter', 'an instance of EventEmitter', emitter)
  }
}

/**
 * Waits for an event.
 * @param {Methods | EventTarget} emitter
 * @param {string | symbol} name
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {Promise<any[]>} the arguments of the event; rejects with that of an `error` before it
 */
export async function once (emitter, name, options = {}) {
  checkObject('options', options)
  const { signal } = options
  checkSignal('options.signal', signal)
  if (signal?.aborted) {
    throw abortError(signal)
  }
  checkEmitter(emitter)
  const source = /** @type {any} */ (emitter)
  return new Promise((resolve, reject) => {
    const stopped = new AbortController()
    const stop = () => {
      stopped.abort()
      if (!isTarget(emitter)) {
        source.removeListener(name, onEvent)
        source.removeListener('error', onError)
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
    signal?.addEventListener('abort', () => onError(abortError(signal)), { once: true, signal: stopped.signal })
    if (isTarget(emitter)) {
      source.addEventListener(String(name), onEvent, { once: true, signal: stopped.signal })
    } else {
      source.once(name, onEvent)
      if (name !== 'error') {
        source.once('error', onError)
      }
    }
  })
}

/**
 * Events as they come, for `for await`.
 * @param {Methods | EventTarget} emitter
 * @param {string | symbol} name
 * @param {{ signal?: AbortSignal, close?: string[], highWaterMark?: number, lowWaterMark?: number }} [options]
 *   `close`: events that end it; an emitter that can `pause` and `resume` is paused while more than
 *   `highWaterMark` events wait
 * @returns {AsyncIterableIterator<any[]>}
 */
export function on (emitter, name, options = {}) {
  checkObject('options', options)
  const { signal, close = [], highWaterMark = Number.MAX_SAFE_INTEGER, lowWaterMark = 1 } = options
  checkSignal('options.signal', signal)
  if (signal?.aborted) {
    throw abortError(signal)
  }
  checkEmitter(emitter)
  const source = /** @type {any} */ (emitter)
  /** @type {any[][]} */
  const events = []
  /** @type {Array<{ resolve: (result: any) => void, reject: (error: any) => void }>} */
  const waiting = []
  /** @type {{ error: any } | null} */
  let failure = null
  let ended = false
  let paused = false
  const stopped = new AbortController()

  /** @param {...any} args */
  const onEvent = (...args) => {
    const next = waiting.shift()
    if (next !== undefined) {
      next.resolve({ value: args, done: false })
      return
    }
    events.push(args)
    if (events.length > highWaterMark && !paused) {
      paused = true
      source.pause?.()
    }
  }
  /** @param {any} error */
  const fail = (error) => {
    const next = waiting.shift()
    if (next === undefined) {
      failure = { error }
    } else {
      next.reject(error)
    }
    end()
  }
  const end = () => {
    ended = true
    stopped.abort()
    if (!isTarget(emitter)) {
      source.removeListener(name, onEvent)
      source.removeListener('error', fail)
      close.forEach((event) => source.removeListener(event, end))
    }
    waiting.splice(0).forEach(({ resolve }) => resolve({ value: undefined, done: true }))
    return Promise.resolve({ value: undefined, done: true })
  }

  if (isTarget(emitter)) {
    source.addEventListener(String(name), onEvent, { signal: stopped.signal })
    close.forEach((event) => source.addEventListener(event, end, { signal: stopped.signal }))
  } else {
    source.on(name, onEvent)
    if (name !== 'error') {
      source.on('error', fail)
    }
    close.forEach((event) => source.on(event, end))
  }
  signal?.addEventListener('abort', () => fail(abortError(signal)), { once: true, signal: stopped.signal })

  return /** @type {any} */ ({
    next () {
      const value = events.shift()
      if (value !== undefined) {
        if (paused && events.length < lowWaterMark) {
          paused = false
          source.resume?.()
        }
        return Promise.resolve({ value, done: false })
      }
      if (failure !== null) {
        const { error } = failure
        failure = null
        return Promise.reject(error)
      }
      return ended
        ? Promise.resolve({ value: undefined, done: true })
        : new Promise((resolve, reject) => waiting.push({ resolve, reject }))
    },
    return: end,
    /** @param {any} error */
    throw (error) {
      if (!(error instanceof Error)) {
        throw invalidArgType('EventEmitter.AsyncIterator', 'an instance of Error', error)
      }
      fail(error)
    },
    [Symbol.asyncIterator] () { return this }
  })
}

/**
 * The listeners of an emitter. Those of an `EventTarget` are not known to scripts here.
 * @param {Methods | EventTarget} emitter
 * @param {string | symbol} name
 * @returns {Array<(...args: any[]) => any>}
 */
export function getEventListeners (emitter, name) {
  checkEmitter(emitter)
  return isTarget(emitter) ? [] : /** @type {any} */ (emitter).listeners(name)
}

/**
 * @param {Methods | EventTarget} emitter
 * @returns {number}
 */
export function getMaxListeners (emitter) {
  checkEmitter(emitter)
  return isTarget(emitter)
    ? targetLimits.get(/** @type {any} */ (emitter)) ?? defaultLimit
    : /** @type {any} */ (emitter).getMaxListeners()
}

/**
 * @param {number} [count] 0 for any number
 * @param {...(Methods | EventTarget)} emitters all, from now on, if none is given
 */
export function setMaxListeners (count = defaultLimit, ...emitters) {
  checkLimit('n', count)
  if (emitters.length === 0) {
    defaultLimit = count
  }
  for (const emitter of emitters) {
    checkEmitter(emitter)
    if (isTarget(emitter)) {
      targetLimits.set(/** @type {any} */ (emitter), count)
    } else {
      /** @type {any} */ (emitter).setMaxListeners(count)
    }
  }
}

/**
 * @param {Methods} emitter
 * @param {string | symbol} name
 * @returns {number}
 */
export function listenerCount (emitter, name) {
  checkEmitter(emitter)
  return typeof (/** @type {any} */ (emitter).listenerCount) === 'function'
    ? /** @type {any} */ (emitter).listenerCount(name)
    : 0
}

/**
 * Listens for an abort, and is not kept from it by listeners that stop the event.
 * @param {AbortSignal} signal
 * @param {(event: Event) => void} listener
 * @returns {{ [Symbol.dispose]: () => void }}
 */
export function addAbortListener (signal, listener) {
  if (signal === undefined) {
    throw invalidArgType('signal', 'an instance of AbortSignal', signal)
  }
  checkSignal('signal', signal)
  checkFunction(listener, 'listener')
  const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose')
  if (signal.aborted) {
    queueMicrotask(() => listener(new globalThis.Event('abort')))
    return /** @type {any} */ ({ [dispose] () {} })
  }
  signal.addEventListener('abort', listener, { once: true })
  return /** @type {any} */ ({ [dispose] () { signal.removeEventListener('abort', listener) } })
}

export const Event = globalThis.Event
export const EventTarget = globalThis.EventTarget
export const CustomEvent = globalThis.CustomEvent
export const MessageEvent = globalThis.MessageEvent
export const ErrorEvent = globalThis.ErrorEvent

// Node's shape: the module itself is the class
Object.assign(EventEmitter, {
  EventEmitter, addAbortListener, captureRejectionSymbol, errorMonitor, init, getEventListeners, getMaxListeners,
  listenerCount, on, once, setMaxListeners, usingDomains: false
})
Object.defineProperties(EventEmitter, {
  defaultMaxListeners: {
    enumerable: true,
    get: () => defaultLimit,
    set (count) {
      checkLimit('defaultMaxListeners', count)
      defaultLimit = count
    }
  },
  captureRejections: {
    enumerable: true,
    get: () => captureByDefault,
    set (value) {
      if (typeof value !== 'boolean') {
        throw invalidArgType('EventEmitter.captureRejections', 'of type boolean', value)
      }
      captureByDefault = value
    }
  }
})

export const defaultMaxListeners = 10
export const usingDomains = false

export default EventEmitter
