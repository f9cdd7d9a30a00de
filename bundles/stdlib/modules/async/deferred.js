/**
 * Promises that are settled from outside.
 * @module async/deferred
 */
const ErrorEvent = globalThis.ErrorEvent ?? class ErrorEvent extends Event {
  /**
   * @param {string} type
   * @param {{ error?: any, message?: string }} [options]
   */
  constructor (type, options) {
    super(type)
    this.error = options?.error
    this.message = options?.message ?? ''
  }
}

/** It was resolved. */
export class DeferredResolveEvent extends Event {
  /**
   * @param {string} [type]
   * @param {any} [result]
   */
  constructor (type = 'resolve', result = null) {
    super(type)
    this.result = result
  }
}

/** It was rejected. */
export class DeferredRejectEvent extends ErrorEvent {
  /**
   * @param {string} [type]
   * @param {any} [error]
   */
  constructor (type = 'reject', error = null) {
    super(type, { error, message: error?.message ?? '' })
  }
}

/** A promise, with what settles it; dispatches `resolve` or `reject` when that is called. */
export class Deferred extends EventTarget {
  #promise
  /** @type {(value?: any) => void} */
  resolve
  /** @type {(reason?: any) => void} */
  reject

  /** @param {PromiseLike<any> | Deferred | null} [promise] settles it, too */
  constructor (promise) {
    super()
    /** @type {(value?: any) => void} */
    let resolve = () => {}
    /** @type {(reason?: any) => void} */
    let reject = () => {}
    const own = new Promise((...settle) => { [resolve, reject] = settle })
    this.#promise = own
    this.resolve = (value) => {
      resolve(value)
      this.dispatchEvent(new DeferredResolveEvent('resolve', value))
    }
    this.reject = (reason) => {
      reject(reason)
      this.dispatchEvent(new DeferredRejectEvent('reject', reason))
    }
    if (promise != null) {
      if (typeof promise.then !== 'function') {
        throw new TypeError('A Deferred is made of a promise, or of nothing')
      }
      promise.then(this.resolve, this.reject)
    }
  }

  get promise () { return this.#promise }
  get [Symbol.toStringTag] () { return 'Deferred' }

  /**
   * @param {((value: any) => any) | null} [resolve]
   * @param {((reason: any) => any) | null} [reject]
   */
  then (resolve, reject) { return this.#promise.then(resolve, reject) }

  /** @param {((reason: any) => any) | null} [callback] */
  catch (callback) { return this.#promise.catch(callback) }

  /** @param {(() => void) | null} [callback] */
  finally (callback) { return this.#promise.finally(callback) }
}

export default Deferred
