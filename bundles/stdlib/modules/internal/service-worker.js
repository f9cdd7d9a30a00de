/**
 * The container of service workers, as `navigator.serviceWorker` has it; one of its own where there is no navigator with one.
 * @module internal/service-worker
 */
import { ServiceWorkerContainer } from '../service-worker/container.js'

/** @type {any} */
export const serviceWorker = globalThis.navigator?.serviceWorker ?? new ServiceWorkerContainer()

export default serviceWorker
