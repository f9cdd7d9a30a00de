/**
 * Timers to wait for.
 * @module timers/promises
 */
import { abortError, checkObject, checkSignal, checkType } from '../internal/node-errors.js'
import { Immediate, Interval, Timeout } from './timer.js'

/** @typedef {{ signal?: AbortSignal, ref?: boolean }} TimerOptions */

/**
 * @param {any} options
 * @returns {AbortSignal | undefined}
 */
function signalOf (options) {
  checkObject('options', options ?? {})
  checkSignal('options.signal', options?.signal)
  if (options?.ref !== undefined) {
    checkType('options.ref', options.ref, 'boolean')
  }
  return options?.signal
}

/**
 * @template T
 * @param {typeof Timeout | typeof Immediate} Class
 * @param {number | undefined} delay
 * @param {T} value
 * @param {TimerOptions | null | undefined} options
 * @returns {Promise<T>}
 */
async function wait (Class, delay, value, options) {
  const signal = signalOf(options)
  if (signal?.aborted) {
    throw abortError(signal)
  }
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      timer.close()
      reject(abortError(signal))
    }
    const timer = new Class().init(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve(value)
    }, delay)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

/**
 * @template T
 * @param {number} [delay] in milliseconds
 * @param {T} [value] what the promise is of
 * @param {TimerOptions | null} [options]
 * @returns {Promise<T>}
 */
export async function setTimeout (delay = 1, value = undefined, options = null) {
  checkType('delay', delay, 'number')
  return wait(Timeout, delay, /** @type {T} */ (value), options)
}

/**
 * @template T
 * @param {T} [value]
 * @param {TimerOptions | null} [options]
 * @returns {Promise<T>}
 */
export async function setImmediate (value = undefined, options = null) {
  return wait(Immediate, 0, /** @type {T} */ (value), options)
}

/**
 * The value again and again, for `for await`.
 * @template T
 * @param {number} [delay] in milliseconds
 * @param {T} [value]
 * @param {TimerOptions | null} [options]
 * @returns {AsyncGenerator<T>}
 */
export async function * setInterval (delay = 1, value = undefined, options = null) {
  checkType('delay', delay, 'number')
  const signal = signalOf(options)
  if (signal?.aborted) {
    throw abortError(signal)
  }
  let due = 0
  let wake = () => {}
  const onAbort = () => wake()
  const timer = new Interval().init(() => {
    due++
    wake()
  }, delay)
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    while (true) {
      if (due === 0 && !signal?.aborted) {
        await new Promise((resolve) => { wake = () => resolve(undefined) })
      }
      if (signal?.aborted) {
        throw abortError(signal)
      }
      for (; due > 0; due--) {
        yield /** @type {T} */ (value)
      }
    }
  } finally {
    timer.close()
    signal?.removeEventListener('abort', onAbort)
  }
}

/** Waiting, by the names of the web. */
export const scheduler = {
  /**
   * @param {number} delay in milliseconds
   * @param {TimerOptions | null} [options]
   * @returns {Promise<void>}
   */
  wait (delay, options = null) {
    return setTimeout(delay, undefined, options)
  },

  /** Lets what else is due go first. */
  yield () {
    return setImmediate()
  },

  /**
   * Does something later.
   * @template T
   * @param {() => T | Promise<T>} callback
   * @param {{ delay?: number, signal?: AbortSignal, priority?: string } | null} [options]
   * @returns {Promise<T>}
   */
  async postTask (callback, options = null) {
    if (typeof callback !== 'function') {
      throw new TypeError('The callback of postTask must be a function')
    }
    await (options?.delay ? setTimeout(options.delay, undefined, { signal: options.signal }) : setImmediate(undefined, { signal: options?.signal }))
    return callback()
  }
}

export default { scheduler, setImmediate, setInterval, setTimeout }
