/**
 * Node's module of this name; how far it goes is said in {@link module:async/storage} and {@link module:async/hooks}.
 * @module async_hooks
 */
import { createHook } from './async/hooks.js'
import { AsyncResource, executionAsyncId, executionAsyncResource, triggerAsyncId } from './async/resource.js'
import { AsyncLocalStorage } from './async/storage.js'

export { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId, executionAsyncResource, triggerAsyncId }

export default { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId, executionAsyncResource, triggerAsyncId }
