/**
 * Values that go along with what is going on, and promises that are settled from outside.
 * @module async
 */
import { AsyncContext } from './async/context.js'
import { Deferred } from './async/deferred.js'
import { AsyncHook, createHook } from './async/hooks.js'
import { AsyncResource, executionAsyncId, executionAsyncResource, triggerAsyncId } from './async/resource.js'
import { AsyncLocalStorage } from './async/storage.js'

export {
  AsyncContext, AsyncHook, AsyncLocalStorage, AsyncResource, Deferred, createHook, executionAsyncId, executionAsyncResource,
  triggerAsyncId
}

export default {
  AsyncContext, AsyncHook, AsyncLocalStorage, AsyncResource, Deferred, createHook, executionAsyncId, executionAsyncResource,
  triggerAsyncId
}
