/**
 * @module shared-worker/debug
 */
const scope = /** @type {any} */ (globalThis)

/**
 * Prints what it is given, if the environment variable `SOCKET_RUNTIME_SHARED_WORKER_DEBUG` is set.
 * @param {...any} args
 */
export function debug (...args) {
  if (scope.__args?.env?.SOCKET_RUNTIME_SHARED_WORKER_DEBUG) {
    globalThis.console.debug(...args)
  }
}

export default debug
