/**
 * What callbacks belong to. Ids are given to resources that are made here, not to promises.
 * @module async/resource
 */
import { runWith, values } from '../internal/async-context.js'
import { checkFunction, checkType, coded } from '../internal/node-errors.js'

/** @typedef {import('./hooks.js').AsyncHookCallbacks} AsyncHookCallbacks */

/** Hooks that are enabled. @type {Set<AsyncHookCallbacks>} */
export const hooks = new Set()

let lastId = 1
/** @type {Array<{ id: number, trigger: number, resource: object }>} */
const running = [{ id: 1, trigger: 0, resource: {} }]
const top = () => running[running.length - 1]

/** The id of what is running: 1 for the page itself. */
export function executionAsyncId () {
  return top().id
}

/** The id of what caused what is running. */
export function triggerAsyncId () {
  return top().trigger
}

/** The resource of what is running. */
export function executionAsyncResource () {
  return top().resource
}

/** Something that calls back later. */
export class AsyncResource {
  #id
  #trigger
  #type
  #values = values()
  #destroyed = false

  /**
   * @param {string} type
   * @param {{ triggerAsyncId?: number, requireManualDestroy?: boolean } | number | null} [options]
   */
  constructor (type, options = null) {
    checkType('type', type, 'string')
    if (type === '') {
      throw coded(TypeError, 'ERR_ASYNC_TYPE', 'Invalid name for async "type": ')
    }
    const trigger = typeof options === 'number' ? options : options?.triggerAsyncId ?? executionAsyncId()
    if (!Number.isSafeInteger(trigger) || trigger < -1) {
      throw coded(RangeError, 'ERR_INVALID_ASYNC_ID', `Invalid triggerAsyncId value: ${String(trigger)}`)
    }
    this.#type = type
    this.#id = ++lastId
    this.#trigger = trigger
    hooks.forEach((hook) => hook.init(this.#id, type, trigger, this))
  }

  /**
   * @param {Function} fn
   * @param {string} [type]
   * @param {any} [thisArg]
   * @returns {any} the function, run in a new resource
   */
  static bind (fn, type, thisArg) {
    checkFunction(fn, 'fn')
    return new AsyncResource(type || fn.name || 'bound-anonymous-fn').bind(fn, thisArg)
  }

  get type () { return this.#type }
  get destroyed () { return this.#destroyed }
  asyncId () { return this.#id }
  triggerAsyncId () { return this.#trigger }

  /** Tells the hooks, once, that it will not call back again. */
  emitDestroy () {
    if (!this.#destroyed) {
      this.#destroyed = true
      hooks.forEach((hook) => hook.destroy(this.#id))
    }
    return this
  }

  /**
   * @param {Function} fn
   * @param {any} [thisArg] that of the call if none
   * @returns {any} the function, run in this resource
   */
  bind (fn, thisArg) {
    checkFunction(fn, 'fn')
    const resource = this
    /**
     * @this {any}
     * @param {...any} args
     */
    function bound (...args) {
      return resource.runInAsyncScope(fn, thisArg ?? this, ...args)
    }
    return Object.defineProperties(bound, {
      length: { value: fn.length, configurable: true },
      asyncResource: { value: resource, configurable: true, enumerable: true, writable: true }
    })
  }

  /**
   * @param {Function} fn
   * @param {any} [thisArg]
   * @param {...any} args
   * @returns {any}
   */
  runInAsyncScope (fn, thisArg, ...args) {
    checkFunction(fn, 'fn')
    running.push({ id: this.#id, trigger: this.#trigger, resource: this })
    hooks.forEach((hook) => hook.before(this.#id))
    try {
      return runWith(this.#values, fn, thisArg, args)
    } finally {
      hooks.forEach((hook) => hook.after(this.#id))
      running.pop()
    }
  }
}

export default AsyncResource
