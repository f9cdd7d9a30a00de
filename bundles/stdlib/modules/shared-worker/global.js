/**
 * What a shared worker finds in its global scope.
 * @module shared-worker/global
 */
const scope = /** @type {any} */ (globalThis)

/** @type {((event: MessageEvent) => void) | null} */
let handler = null

export class SharedWorkerGlobalScope {
  get isSharedWorkerScope () { return true }

  get onconnect () { return handler }
  set onconnect (listener) {
    scope.removeEventListener('connect', handler)
    handler = typeof listener === 'function' ? listener : null
    scope.addEventListener('connect', handler)
  }
}

export default SharedWorkerGlobalScope.prototype
