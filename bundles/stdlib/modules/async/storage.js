/**
 * A value that goes along with what is going on.
 *
 * It reaches the callbacks of promises, timers, `queueMicrotask` and `AsyncResource`. It does not reach what follows an
 * `await` in an async function: take the value before it, or wrap what follows with `AsyncLocalStorage.bind`.
 * @module async/storage
 */
import { enter, runWith, values, withValue } from '../internal/async-context.js'
import { checkFunction, invalidArgType } from '../internal/node-errors.js'

export class AsyncLocalStorage {
  #enabled = true
  #key = {}
  #default

  /** @param {{ defaultValue?: any, name?: string }} [options] */
  constructor (options = {}) {
    if (options === null || typeof options !== 'object') {
      throw invalidArgType('options', 'of type object', options)
    }
    this.#default = options.defaultValue
    this.name = options.name ?? ''
  }

  /**
   * @template {Function} T
   * @param {T} fn
   * @returns {T} it, with the values of now
   */
  static bind (fn) {
    checkFunction(fn, 'fn')
    const those = values()
    return /** @type {any} */ (/** @this {any} */ function (/** @type {any[]} */ ...args) {
      return runWith(those, fn, this, args)
    })
  }

  /**
   * @returns {(fn: Function, ...args: any[]) => any} runs a function with the values of now
   */
  static snapshot () {
    const those = values()
    return (fn, ...args) => runWith(those, fn, undefined, args)
  }

  get enabled () { return this.#enabled }

  disable () {
    this.#enabled = false
  }

  enable () {
    this.#enabled = true
  }

  /** @param {any} store for what is going on now, and what it begins */
  enterWith (store) {
    this.#enabled = true
    enter(withValue(this.#key, { store }))
  }

  /**
   * @param {any} store
   * @param {Function} fn
   * @param {...any} args
   */
  run (store, fn, ...args) {
    checkFunction(fn, 'callback')
    this.#enabled = true
    return runWith(withValue(this.#key, { store }), fn, undefined, args)
  }

  /**
   * @param {Function} fn is run without a value
   * @param {...any} args
   */
  exit (fn, ...args) {
    checkFunction(fn, 'callback')
    return runWith(withValue(this.#key, undefined), fn, undefined, args)
  }

  getStore () {
    const entry = this.#enabled ? values().get(this.#key) : undefined
    return entry === undefined ? this.#default : entry.store
  }
}

export default AsyncLocalStorage
