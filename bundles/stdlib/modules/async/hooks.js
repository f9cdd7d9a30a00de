/**
 * Being told of resources: of those that are made with `AsyncResource`, as timers are; not of promises.
 * @module async/hooks
 */
import { hooks } from '../internal/async/hooks.js'
import { checkObject, coded } from '../internal/node-errors.js'
import { executionAsyncId, executionAsyncResource, triggerAsyncId } from './resource.js'

export { executionAsyncId, executionAsyncResource, triggerAsyncId }

/** What is called, where something is given for it. */
export class AsyncHookCallbacks {
  #given

  /** @param {Partial<AsyncHookCallbacks> | null} [options] */
  constructor (options = null) {
    checkObject('callbacks', options ?? {})
    for (const name of /** @type {const} */ (['init', 'before', 'after', 'destroy', 'promiseResolve'])) {
      if (options?.[name] !== undefined && typeof options[name] !== 'function') {
        throw coded(TypeError, 'ERR_ASYNC_CALLBACK', `hook.${name} must be a function`)
      }
    }
    this.#given = options ?? {}
  }

  /**
   * @param {number} asyncId
   * @param {string} type
   * @param {number} triggerAsyncId
   * @param {object} resource
   */
  init (asyncId, type, triggerAsyncId, resource) { this.#given.init?.(asyncId, type, triggerAsyncId, resource) }

  /** @param {number} asyncId */
  before (asyncId) { this.#given.before?.(asyncId) }

  /** @param {number} asyncId */
  after (asyncId) { this.#given.after?.(asyncId) }

  /** @param {number} asyncId */
  destroy (asyncId) { this.#given.destroy?.(asyncId) }

  /** @param {number} asyncId */
  promiseResolve (asyncId) { this.#given.promiseResolve?.(asyncId) }
}

/** Callbacks that can be turned on and off. */
export class AsyncHook {
  #callbacks

  /** @param {Partial<AsyncHookCallbacks> | null} [callbacks] */
  constructor (callbacks = null) {
    this.#callbacks = new AsyncHookCallbacks(callbacks)
  }

  get enabled () { return hooks.has(this.#callbacks) }

  enable () {
    hooks.add(this.#callbacks)
    return this
  }

  disable () {
    hooks.delete(this.#callbacks)
    return this
  }
}

/**
 * @param {Partial<AsyncHookCallbacks>} callbacks
 * @returns {AsyncHook} not enabled yet
 */
export function createHook (callbacks) {
  checkObject('callbacks', callbacks)
  return new AsyncHook(callbacks)
}

export default createHook
