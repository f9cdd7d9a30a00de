/**
 * What a thread knows of itself. A worker that `Worker` of `socket:worker_threads` started is told before its own code runs.
 * @module worker_threads/init
 */
const scope = /** @type {any} */ (globalThis)

/** As the option `env` of a worker: both have the same variables of the environment. */
export const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV')

/** False in every worker. */
export const isMainThread = typeof document !== 'undefined' || typeof scope.WorkerGlobalScope === 'undefined'

/**
 * @typedef {object} State
 * @property {number} id
 * @property {import('../internal/thread-port.js').MessagePort | null} parentPort
 * @property {any} workerData
 * @property {Map<any, any>} environmentData
 */

/** @type {State} */
export const state = { id: 0, parentPort: null, workerData: null, environmentData: new Map() }

export default { SHARE_ENV, isMainThread, state }
