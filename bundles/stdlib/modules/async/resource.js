/**
 * What callbacks belong to. Ids are given to resources that are made here, not to promises.
 * @module async/resource
 */
import { CoreAsyncResource, executionAsyncId, executionAsyncResource, triggerAsyncId } from '../internal/async/hooks.js'
import { checkFunction } from '../internal/node-errors.js'

export { executionAsyncId, executionAsyncResource, triggerAsyncId }

/** Something that calls back later. */
export class AsyncResource extends CoreAsyncResource {
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
}

export default AsyncResource
