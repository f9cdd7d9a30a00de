/**
 * A service worker as documents see it.
 * @module service-worker/instance
 */
import { getHandler, setHandler } from '../internal/event-handlers.js'
import { checkObject } from '../internal/node-errors.js'
import { openChannel, post, workerChannel } from '../internal/service-worker-link.js'
import { channel, state } from './state.js'

export { channel }

const scope = /** @type {any} */ (globalThis)

/** @typedef {{ id: string, version: number, scriptURL: string, state: string, channel: BroadcastChannel | null }} Own */
/** @type {WeakMap<ServiceWorker, Own>} */
const own = new WeakMap()

/**
 * @param {any} worker
 * @returns {Own}
 */
function of (worker) {
  const known = own.get(worker)
  if (known === undefined) {
    throw new TypeError('Illegal invocation')
  }
  return known
}

/** One version of a service worker: its script as it was when it was registered or updated. Its events are `statechange` and `error`. */
export class ServiceWorker extends EventTarget {
  /**
   * Makes one of what stood for it before this module was loaded.
   * @param {any} target
   * @param {any} description
   * @returns {ServiceWorker}
   */
  static adopt (target, description) {
    const worker = Object.setPrototypeOf(target, this.prototype)
    own.set(worker, ownOf(description))
    return worker
  }

  /** @param {{ id: string, version?: number, scriptURL: string, state?: string }} description */
  constructor (description) {
    checkObject('description', description)
    super()
    own.set(this, ownOf(description))
  }

  /** Of its registration. */
  get id () { return of(this).id }
  get version () { return of(this).version }
  get scriptURL () { return of(this).scriptURL }
  get state () { return of(this).state }

  get onstatechange () { return getHandler(this, 'statechange') }
  set onstatechange (handler) { setHandler(this, 'statechange', handler) }
  get onerror () { return getHandler(this, 'error') }
  set onerror (handler) { setHandler(this, 'error', handler) }

  /**
   * @param {any} message
   * @param {any} [optionsOrTransfer]
   */
  postMessage (message, optionsOrTransfer) {
    const self = of(this)
    self.channel ??= openChannel(workerChannel(self))
    post(self.channel, message, optionsOrTransfer, { id: scope.__args?.client?.id ?? '', url: scope.location?.href ?? '' })
  }

  get [Symbol.toStringTag] () { return 'ServiceWorker' }
}

/**
 * @param {any} description
 * @returns {Own}
 */
function ownOf ({ id, version = 0, scriptURL, state = 'parsed' }) {
  return { id: String(id), version: Number(version), scriptURL: String(scriptURL), state, channel: null }
}

/**
 * The worker has come to another state.
 * @param {ServiceWorker} worker
 * @param {string} next
 */
export function setState (worker, next) {
  const self = of(worker)
  if (self.state !== next) {
    self.state = next
    worker.dispatchEvent(new Event('statechange'))
  }
}

/**
 * An object for a worker of which the state is known.
 * @param {string} [currentState]
 * @param {{ id?: string, version?: number, scriptURL?: string } | null} [options] which one; this one, or the one that answers for
 *   this document, without
 * @returns {ServiceWorker}
 */
export function createServiceWorker (currentState = state.serviceWorker.state, options = null) {
  const { id, version, scriptURL } = state.serviceWorker
  return new ServiceWorker({ id: id ?? '', version, scriptURL: scriptURL ?? '', ...options, state: currentState })
}

export default createServiceWorker
