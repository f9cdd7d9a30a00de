/**
 * Letting go of what the platform holds for an object when the object is collected.
 * @module gc
 */
import { checkFunction, checkObject } from './internal/node-errors.js'

/** The method of an object that says how to let go: it returns `{ args, handle }`. */
export const finalizer = Symbol.for('socket.runtime.gc.finalizer')
export const kFinalizer = finalizer

/** How one object is let go of. It must not refer to the object. */
export class Finalizer {
  /**
   * @param {any[]} args of the handle
   * @param {(...args: any[]) => any} handle
   */
  constructor (args, handle) {
    checkFunction(handle, 'handle')
    this.args = [...args ?? []]
    this.handle = handle
  }

  /**
   * @param {Finalizer | { args?: any[], handle: (...args: any[]) => any } | ((...args: any[]) => any)} handler
   * @returns {Finalizer}
   */
  static from (handler) {
    return handler instanceof Finalizer
      ? handler
      : typeof handler === 'function' ? new Finalizer([], handler) : new Finalizer(handler?.args ?? [], handler?.handle)
  }
}

/** Of objects that are referred to. @type {WeakMap<object, Finalizer>} */
export const finalizers = new WeakMap()
/** What was not let go of yet. @type {Set<Finalizer>} */
export const pool = new Set()

/** Told by the engine of objects that are gone. @type {FinalizationRegistry<Finalizer>} */
export const registry = new FinalizationRegistry((item) => {
  run(item).catch((error) => globalThis.console.warn(`An object was collected but not let go of: ${error?.message ?? error}`))
})

/** @param {Finalizer} item */
async function run (item) {
  if (pool.delete(item)) {
    await item.handle(...item.args)
  }
}

/**
 * Lets go of what the object holds when it is collected.
 * @param {any} object has a method {@link finalizer}
 * @param {...any} args of that method
 */
export async function ref (object, ...args) {
  if (typeof object?.[finalizer] !== 'function') {
    checkObject('object', object)
    return
  }
  const item = Finalizer.from(await object[finalizer](...args))
  unref(object)
  finalizers.set(object, item)
  pool.add(item)
  registry.register(object, item, object)
}

/**
 * Does not let go of it after all.
 * @param {any} object
 * @returns {boolean} false if it was not referred to
 */
export function unref (object) {
  const item = object !== null && typeof object === 'object' ? finalizers.get(object) : undefined
  if (item === undefined) {
    return false
  }
  finalizers.delete(object)
  pool.delete(item)
  registry.unregister(object)
  return true
}

/**
 * Keeps it: the same as {@link unref}.
 * @param {any} object
 */
export function retain (object) {
  return unref(object)
}

/**
 * Lets go of it now.
 * @param {any} object
 * @param {...any} args of its method {@link finalizer}
 * @returns {Promise<boolean>} false if it has none
 */
export async function finalize (object, ...args) {
  const known = finalizers.get(object)
  const item = known ?? (typeof object?.[finalizer] === 'function' ? Finalizer.from(await object[finalizer](...args)) : null)
  if (item === null) {
    return false
  }
  unref(object)
  await item.handle(...item.args)
  return true
}

/** Lets go of all that is referred to. */
export async function release () {
  await Promise.all([...pool].map(run))
}

export const gc = Object.freeze({ Finalizer, finalize, finalizer: /** @type {symbol} */ (finalizer), finalizers, kFinalizer, pool, ref, registry, release, retain, unref })

export default gc
