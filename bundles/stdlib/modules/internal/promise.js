/**
 * Promises: the engine's own, with `withResolvers` also where it has none.
 * @module internal/promise
 */
export const NativePromise = globalThis.Promise
export const NativePromisePrototype = NativePromise.prototype
export const NativePromiseAll = NativePromise.all
export const NativePromiseAny = NativePromise.any

/** A promise; all else is the engine's. */
export class Promise extends NativePromise {
  /**
   * A promise, and what settles it.
   * @template T
   * @returns {{ promise: globalThis.Promise<T>, resolve: (value: T | PromiseLike<T>) => void, reject: (reason?: any) => void }}
   */
  static withResolvers () {
    /** @type {any} */
    const made = {}
    made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }))
    return made
  }
}

export default Promise
