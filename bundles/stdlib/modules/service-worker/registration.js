/**
 * @module service-worker/registration
 */
import { getHandler, setHandler } from '../internal/event-handlers.js'
import { checkObject } from '../internal/node-errors.js'
import { send } from '../ipc.js'
import { ServiceWorker, setState } from './instance.js'
import { getNotifications, showNotification } from './notification.js'
import { channel } from './state.js'

const info = Symbol.for('socket.runtime.ServiceWorkerRegistration.info')

/** Those that this document knows, by their id. @type {Map<string, ServiceWorkerRegistration>} */
const known = new Map()

/** A script that is registered for the requests of a scope. Its event is `updatefound`. */
export class ServiceWorkerRegistration extends EventTarget {
  /** Names the property with all that is known. */
  static info = info

  #info
  /** Versions by their number. @type {Map<number, ServiceWorker>} */
  #workers = new Map()

  /**
   * The one object for a registration.
   * @param {any} info
   * @param {ServiceWorker | null} [serviceWorker]
   * @returns {ServiceWorkerRegistration}
   */
  static from (info, serviceWorker = null) {
    const registration = known.get(info.id) ?? new ServiceWorkerRegistration(info, serviceWorker)
    known.set(info.id, registration)
    registration.#update(info)
    return registration
  }

  /**
   * Takes what was told on the channel.
   * @param {any} told
   */
  static take ({ registration, removed }) {
    if (registration !== undefined) {
      ServiceWorkerRegistration.#tell(registration.id, registration)
    } else if (removed !== undefined) {
      ServiceWorkerRegistration.#tell(removed, { workers: [] })
      known.delete(removed)
    }
  }

  /**
   * @param {string} id
   * @param {any} info
   */
  static #tell (id, info) {
    const registration = known.get(id)
    if (registration !== undefined) {
      registration.#update(info)
    }
  }

  /**
   * @param {any} info `id`, `scope`, `scriptURL` and `workers`
   * @param {ServiceWorker | null} [serviceWorker] the object of a version that is there already
   */
  constructor (info, serviceWorker = null) {
    checkObject('info', info)
    super()
    this.#info = info
    if (serviceWorker !== null) {
      this.#workers.set(serviceWorker.version, serviceWorker)
    }
    this.#update(info)
  }

  /** @param {any} info */
  #update (info) {
    this.#info = { ...this.#info, ...info }
    const versions = new Map((info.workers ?? []).map((/** @type {any} */ { version, state }) => [version, state]))
    for (const [version, worker] of this.#workers) {
      if (!versions.has(version)) {
        this.#workers.delete(version)
        setState(worker, 'redundant')
      }
    }
    for (const [version, state] of versions) {
      const worker = this.#workers.get(version)
      if (worker !== undefined) {
        setState(worker, state)
      } else {
        this.#workers.set(version, new ServiceWorker({ id: this.#info.id, version, scriptURL: this.#info.scriptURL, state }))
        if (state === 'installing') {
          this.dispatchEvent(new Event('updatefound'))
        }
      }
    }
  }

  /** @param {...string} states */
  #worker (...states) {
    return [...this.#workers.values()].findLast(({ state }) => states.includes(state)) ?? null
  }

  get [info] () { return this.#info }
  get id () { return this.#info.id }
  get scope () { return this.#info.scope }
  get updateViaCache () { return 'none' }
  get installing () { return this.#worker('installing') }
  get waiting () { return this.#worker('installed') }
  get active () { return this.#worker('activating', 'activated') }
  /** Navigations are not loaded ahead. */
  get navigationPreload () { return null }

  get onupdatefound () { return getHandler(this, 'updatefound') }
  set onupdatefound (handler) { setHandler(this, 'updatefound', handler) }

  /**
   * The notifications that this registration shows.
   * @param {{ tag?: string } | null} [options]
   */
  async getNotifications (options = null) {
    return await getNotifications(this, options)
  }

  /**
   * @param {string} title
   * @param {any} [options]
   */
  async showNotification (title, options) {
    await showNotification(this, title, options)
  }

  /** @returns {Promise<boolean>} whether it was registered */
  async unregister () {
    const { err, data } = await send('serviceWorker.unregister', { id: this.id })
    if (err) {
      throw err
    }
    return data
  }

  /**
   * Looks whether the script has changed; if so, it is installed as a new version.
   * @returns {Promise<this>}
   */
  async update () {
    const { err } = await send('serviceWorker.update', { id: this.id })
    if (err) {
      throw new TypeError(err.message)
    }
    return this
  }

  get [Symbol.toStringTag] () { return 'ServiceWorkerRegistration' }
}

channel.addEventListener('message', ({ data }) => ServiceWorkerRegistration.take(data))

export default ServiceWorkerRegistration
