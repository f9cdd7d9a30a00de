/**
 * Functions that take the values of where they were made along.
 * @module async/wrap
 */
import { bound } from '../internal/async-context.js'
import { checkFunction } from '../internal/node-errors.js'

/** Functions that were wrapped have this. */
export const symbol = Symbol.for('socket.runtime.async')

/** @param {any} fn */
export function isTagged (fn) {
  return typeof fn === 'function' && fn[symbol] === true
}

/**
 * @template {Function} T
 * @param {T} fn
 * @returns {T}
 */
export function tag (fn) {
  checkFunction(fn, 'fn')
  return isTagged(fn) ? fn : Object.defineProperty(fn, symbol, { value: true })
}

/**
 * @template {Function} T
 * @param {T} fn
 * @returns {T} it, with the values of now
 */
export function wrap (fn) {
  checkFunction(fn, 'fn')
  return isTagged(fn)
    ? fn
    : tag(/** @type {any} */ (bound((/** @type {any[]} */ ...args) => fn(...args))))
}

export default wrap
