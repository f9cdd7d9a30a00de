/**
 * What a service worker finds in its global scope.
 * @module service-worker/global
 */
import { AppCacheStorage } from '../internal/app-caches.js'
import { getHandler, setHandler } from '../internal/event-handlers.js'
import { send } from '../ipc.js'
import clients from './clients.js'
import { ExtendableEvent, FetchEvent } from './events.js'
import { createServiceWorker, ServiceWorker } from './instance.js'
import { state } from './state.js'

const scope = /** @type {any} */ (globalThis)

/** @type {any} */
let registration = null
/** @type {ServiceWorker | null} */
let own = null

/** Caches of the engine, which ours take the place of. */
const caches = new AppCacheStorage(scope.caches)

/**
 * The worker learns which one it is.
 * @param {any} value
 */
export function setRegistration (value) {
  registration = value
}

export class ServiceWorkerGlobalScope {
  get isServiceWorkerScope () { return true }
  get ExtendableEvent () { return ExtendableEvent }
  get FetchEvent () { return FetchEvent }
  get serviceWorker () { return (own ??= createServiceWorker()) }
  get registration () { return registration }
  get clients () { return clients }
  /** They keep requests of all schemes, as those of pages do. */
  get caches () { return caches }

  get onactivate () { return getHandler(scope, 'activate') }
  set onactivate (handler) { setHandler(scope, 'activate', handler) }
  get onmessage () { return getHandler(scope, 'message') }
  set onmessage (handler) { setHandler(scope, 'message', handler) }
  get oninstall () { return getHandler(scope, 'install') }
  set oninstall (handler) { setHandler(scope, 'install', handler) }
  get onfetch () { return getHandler(scope, 'fetch') }
  set onfetch (handler) { setHandler(scope, 'fetch', handler) }

  /** Takes over from the version before as soon as this one is installed. */
  async skipWaiting () {
    const { err } = await send('serviceWorker.skipWaiting', { id: state.serviceWorker.id })
    if (err) {
      throw err
    }
  }
}

export default ServiceWorkerGlobalScope.prototype
