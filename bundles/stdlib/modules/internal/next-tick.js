/** Calls a function before anything else happens, for what must not wait for `process` to load. */
import { invalidArgType } from './node-errors.js'

/**
 * @param {(...args: any[]) => void} callback
 * @param {...any} args
 */
export function nextTick (callback, ...args) {
  if (typeof callback !== 'function') {
    throw invalidArgType('callback', 'of type function', callback)
  }
  queueMicrotask(() => callback(...args))
}
