/**
 * Timers that are objects, as Node's.
 * @module timers
 */
import { checkFunction } from '../internal/node-errors.js'
import { platform } from './platform.js'
import * as promises from './promises.js'
import scheduler from './scheduler.js'
import { Immediate, Interval, Timeout, clear } from './timer.js'

export { platform, promises }

const customPromisify = Symbol.for('nodejs.util.promisify.custom')

/**
 * @param {(...args: any[]) => void} callback
 * @param {number} [delay] in milliseconds
 * @param {...any} args of the callback
 * @returns {Timeout}
 */
export function setTimeout (callback, delay, ...args) {
  checkFunction(callback)
  return new Timeout().init(callback, delay, ...args)
}

/**
 * @param {Timeout | number | string | null} [timeout]
 */
export function clearTimeout (timeout) {
  clear(timeout)
}

/**
 * @param {(...args: any[]) => void} callback
 * @param {number} [delay] in milliseconds
 * @param {...any} args of the callback
 * @returns {Interval}
 */
export function setInterval (callback, delay, ...args) {
  checkFunction(callback)
  return new Interval().init(callback, delay, ...args)
}

/**
 * @param {Interval | number | string | null} [interval]
 */
export function clearInterval (interval) {
  clear(interval)
}

/**
 * @param {(...args: any[]) => void} callback
 * @param {...any} args of the callback
 * @returns {Immediate}
 */
export function setImmediate (callback, ...args) {
  checkFunction(callback)
  return new Immediate().init(callback, 0, ...args)
}

/**
 * @param {Immediate | null} [immediate]
 */
export function clearImmediate (immediate) {
  if (immediate instanceof Immediate) {
    clear(immediate)
  }
}

/**
 * @param {number} timeout in milliseconds
 * @returns {Promise<void>}
 */
export async function sleep (timeout) {
  await scheduler.wait(timeout)
}

Object.defineProperty(setTimeout, customPromisify, { enumerable: true, get: () => promises.setTimeout })
Object.defineProperty(setImmediate, customPromisify, { enumerable: true, get: () => promises.setImmediate })

export default {
  clearImmediate, clearInterval, clearTimeout, platform, promises, setImmediate, setInterval, setTimeout, sleep
}
