/**
 * What is running, and who is told of it: ids of resources, the stack of those whose callbacks run, and the hooks that are
 * enabled. Ids are given to resources that are made here, not to promises.
 * @module internal/async/hooks
 */
import { bound, runWith, values } from '../async-context.js'
import { checkFunction, checkType, coded, invalidArgType } from '../node-errors.js'

/** @typedef {import('../../async/hooks.js').AsyncHookCallbacks} AsyncHookCallbacks */
/** @typedef {'init' | 'before' | 'after' | 'destroy' | 'promiseResolve'} HookName */

/** Of the document or worker itself. */
export const TOP_LEVEL_ASYNC_RESOURCE_ID = 1

const HOOKS = ['init', 'before', 'after', 'destroy', 'promiseResolve']

/** Hooks that are enabled. @type {Set<AsyncHookCallbacks>} */
export const hooks = new Set()

/** `lastId`: of the last resource that was made. `defaultExecutionAsyncId`: what causes new ones; -1 for what is running. */
export const state = { lastId: TOP_LEVEL_ASYNC_RESOURCE_ID, defaultExecutionAsyncId: -1 }

/** @type {Array<{ id: number, trigger: number, resource: object }>} */
const running = []
const top = () => running[running.length - 1]

/** A new id. */
export function getNextAsyncResourceId () {
  return ++state.lastId
}

/** The id of what is running: {@link TOP_LEVEL_ASYNC_RESOURCE_ID} for the page itself. */
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

/** The id of what causes a resource that is made now. */
export function getDefaultExecutionAsyncId () {
  return state.defaultExecutionAsyncId < 0 ? executionAsyncId() : state.defaultExecutionAsyncId
}

/** What the document or worker is called as a resource: the name of its global scope, such as `Window`. */
export function getTopLevelAsyncResourceName () {
  return Object.prototype.toString.call(globalThis).slice('[object '.length, -1)
}

/**
 * Tells all hooks that are enabled.
 * @param {HookName} hook
 * @param {number} asyncId
 * @param {string} [type] with `init`, as what follows
 * @param {number} [triggerAsyncId]
 * @param {object} [resource]
 */
export function dispatch (hook, asyncId, type, triggerAsyncId, resource) {
  if (!HOOKS.includes(hook)) {
    throw invalidArgType('hook', `one of ${HOOKS.join(', ')}`, hook)
  }
  for (const callbacks of hooks) {
    callbacks[hook](asyncId, /** @type {string} */ (type), /** @type {number} */ (triggerAsyncId), /** @type {object} */ (resource))
  }
}

/**
 * Runs a function as that of a resource.
 * @param {{ id: number, trigger: number, resource: object }} what
 * @param {import('../async-context.js').Values} those
 * @param {Function} fn
 * @param {any} thisArg
 * @param {any[]} args
 */
function runAs (what, those, fn, thisArg, args) {
  running.push(what)
  dispatch('before', what.id)
  try {
    return runWith(those, fn, thisArg, args)
  } finally {
    dispatch('after', what.id)
    running.pop()
  }
}

/**
 * A function that runs with the values of now, as a resource of its own.
 * @template {Function} T
 * @param {T} callback
 * @param {string} type of the resource
 * @param {number} [asyncId]
 * @param {number} [triggerAsyncId]
 * @param {object} [resource]
 * @returns {T}
 */
export function wrap (callback, type, asyncId = getNextAsyncResourceId(), triggerAsyncId = getDefaultExecutionAsyncId(), resource = undefined) {
  checkFunction(callback)
  checkType('type', type, 'string')
  const what = { id: asyncId, trigger: triggerAsyncId, resource: resource ?? {} }
  dispatch('init', asyncId, type, triggerAsyncId, what.resource)
  const those = values()
  return /** @type {any} */ (bound(/** @this {any} */ function (/** @type {any[]} */ ...args) {
    return runAs(what, those, callback, this, args)
  }))
}

/** Something that calls back later. */
export class CoreAsyncResource {
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
    const trigger = typeof options === 'number' ? options : options?.triggerAsyncId ?? getDefaultExecutionAsyncId()
    if (!Number.isSafeInteger(trigger) || trigger < -1) {
      throw coded(RangeError, 'ERR_INVALID_ASYNC_ID', `Invalid triggerAsyncId value: ${String(trigger)}`)
    }
    this.#type = type
    this.#id = getNextAsyncResourceId()
    this.#trigger = trigger
    dispatch('init', this.#id, type, trigger, this)
  }

  get type () { return this.#type }
  get destroyed () { return this.#destroyed }
  asyncId () { return this.#id }
  triggerAsyncId () { return this.#trigger }

  /** Tells the hooks, once, that it will not call back again. */
  emitDestroy () {
    if (!this.#destroyed) {
      this.#destroyed = true
      dispatch('destroy', this.#id)
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
    return runAs({ id: this.#id, trigger: this.#trigger, resource: this }, this.#values, fn, thisArg, args)
  }
}

/** The document or worker itself: it caused all, and nothing caused it. */
export class TopLevelAsyncResource extends CoreAsyncResource {
  constructor () {
    super(getTopLevelAsyncResourceName(), 0)
  }

  asyncId () { return TOP_LEVEL_ASYNC_RESOURCE_ID }
}

/** What is running when nothing else is. */
export const topLevelAsyncResource = new TopLevelAsyncResource()
running.push({ id: TOP_LEVEL_ASYNC_RESOURCE_ID, trigger: 0, resource: topLevelAsyncResource })

export default hooks
