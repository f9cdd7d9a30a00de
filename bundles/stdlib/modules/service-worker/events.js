/**
 * What a service worker is asked and told.
 * @module service-worker/events
 */
import { Deferred } from '../async/deferred.js'
import { Context } from './context.js'

const scope = /** @type {any} */ (globalThis)

/** @param {any} value @param {number} otherwise */
const positive = (value, otherwise) => Number(value) > 0 ? Number(value) : otherwise
const config = scope.__args?.config ?? {}

export const textEncoder = new TextEncoder()
/** How long a request waits until it begins to be answered, in milliseconds. */
export const FETCH_EVENT_TIMEOUT = positive(config.webview_service_worker_fetch_event_timeout, 32_000)
/** How many redirections of an answer are followed. */
export const FETCH_EVENT_MAX_RESPONSE_REDIRECTS = positive(config.webview_service_worker_fetch_event_max_response_redirects, 16)

/** Stands for: the app's files are to answer. */
export const PASS = Symbol('pass')

/** An event of which the work may go on when its listeners have returned. */
export class ExtendableEvent extends Event {
  /** @type {Promise<any>[]} */
  #promises = []
  #open = 0
  /** @type {Context | null} */
  #context = null

  /** What goes with this event, and the environment of the worker. */
  get context () { return (this.#context ??= new Context(this)) }
  /** Resolves when all that is waited for has ended. */
  get awaiting () { return this.waitsFor() }
  /** How much is waited for. */
  get pendingPromises () { return this.#open }
  /** Whether more may be waited for. */
  get isActive () { return this.eventPhase !== Event.NONE || this.#open > 0 }

  /** @param {any} promise */
  waitUntil (promise) {
    if (!this.isActive) {
      throw new DOMException('The event has ended: waitUntil() must be called by its listener', 'InvalidStateError')
    }
    this.#open++
    const done = Promise.resolve(promise)
    this.#promises.push(done)
    const end = () => { queueMicrotask(() => { this.#open-- }) }
    done.then(end, end)
  }

  /**
   * Waits for all that is to be waited for, and for what was added meanwhile.
   * @returns {Promise<void>} rejects if any of it was rejected
   */
  async waitsFor () {
    for (let seen = 0; seen < this.#promises.length;) {
      const some = this.#promises.slice(seen)
      seen = this.#promises.length
      await Promise.allSettled(some)
    }
    await Promise.all(this.#promises)
  }
}

/** A request that a page makes. */
export class FetchEvent extends ExtendableEvent {
  /** Headers of each answer, unless it has them. */
  static defaultHeaders = new Headers()

  #options
  /** @type {Deferred} */
  #handled = new Deferred()
  /** @type {Promise<any> | null} */
  #response = null

  /**
   * The answer of an event; null if nobody has given one.
   * @param {FetchEvent} event
   * @returns {Promise<any> | null}
   */
  static responseOf (event) {
    return event.#response
  }

  /**
   * The request was answered, or not.
   * @param {FetchEvent} event
   * @param {any} [error]
   */
  static settle (event, error) {
    if (error === undefined) {
      event.#handled.resolve()
    } else {
      event.#handled.reject(error)
    }
  }

  /**
   * @param {string} [type]
   * @param {any} [options] `request`, and what else is known of it
   */
  constructor (type = 'fetch', options = null) {
    if (!(options?.request instanceof Request)) {
      throw new TypeError('A fetch event needs the option "request"')
    }
    super(type, { cancelable: true })
    this.#options = options
    this.#handled.promise.catch(() => {})
  }

  /** Resolves when the request was answered. */
  get handled () { return this.#handled.promise }
  get request () { return this.#options.request }
  get clientId () { return this.#options.clientId ?? '' }
  get resultingClientId () { return this.#options.resultingClientId ?? '' }
  get replacesClientId () { return this.#options.replacesClientId ?? '' }
  get isReload () { return this.#options.isReload ?? false }
  get preloadResponse () { return Promise.resolve(this.#options.preloadResponse) }

  /** @param {any} response a `Response`, or a promise of one */
  respondWith (response) {
    if (this.#response !== null || this.eventPhase === Event.NONE) {
      throw new DOMException('respondWith() must be called once, by a listener of the event', 'InvalidStateError')
    }
    this.#response = Promise.resolve(response)
    this.waitUntil(this.#response.catch(() => {}))
    this.stopImmediatePropagation()
  }
}

/** A message of a page. */
export class ExtendableMessageEvent extends ExtendableEvent {
  #options

  /**
   * @param {string} [type]
   * @param {any} [options]
   */
  constructor (type = 'message', options = null) {
    super(type, options ?? {})
    this.#options = { ...options }
  }

  get data () { return this.#options.data ?? null }
  get ports () { return this.#options.ports ?? [] }
  get source () { return this.#options.source ?? null }
  get origin () { return this.#options.origin ?? '' }
  get lastEventId () { return this.#options.lastEventId ?? '' }
}

/** Someone has answered a notification of the worker, or closed it. */
export class NotificationEvent extends ExtendableEvent {
  #options

  /**
   * @param {string} type
   * @param {any} options
   */
  constructor (type, options) {
    if (options?.notification === undefined) {
      throw new TypeError('A notification event needs the option "notification"')
    }
    super(type, options)
    this.#options = options
  }

  get action () { return this.#options.action ?? '' }
  get notification () { return this.#options.notification }
}

export default { ExtendableEvent, FetchEvent, ExtendableMessageEvent, NotificationEvent }
