/**
 * `navigator.serviceWorker`. The window's own document has it from the beginning; this module is loaded when it is used.
 * @module service-worker/container
 */
import { Deferred } from '../async/deferred.js'
import { NotAllowedError } from '../errors.js'
import { getHandler, setHandler } from '../internal/event-handlers.js'
import { checkObject, invalidArgType } from '../internal/node-errors.js'
import { clientChannel, openChannel, received } from '../internal/service-worker-link.js'
import { send } from '../ipc.js'
import { ServiceWorker } from './instance.js'
import { ServiceWorkerRegistration } from './registration.js'
import { channel, state } from './state.js'

const scope = /** @type {any} */ (globalThis)

/** Whether the settings of the app allow service workers. */
export function isServiceWorkerAllowed () {
  return scope.__args?.config?.permissions_allow_service_worker !== false
}

/** @param {any} err */
function fail (err) {
  throw err?.name === 'TypeError' ? new TypeError(err.message) : err
}

/**
 * @param {string} command
 * @param {any} [params]
 */
async function call (command, params) {
  const { err, data } = await send(command, params)
  return err ? fail(err) : data
}

/**
 * @typedef {object} Own
 * @property {ServiceWorker | null} controller
 * @property {BroadcastChannel | null} messages
 * @property {any[] | null} waiting messages that came before they were wanted; null once they are
 * @property {Promise<void> | null} initialised
 * @property {Deferred} ready
 * @property {number} turn how often it was asked which worker answers
 */

/** @type {WeakMap<ServiceWorkerContainer, Own>} */
const own = new WeakMap()

/** @returns {Own} */
function create () {
  return { controller: null, messages: null, waiting: [], initialised: null, ready: new Deferred(), turn: 0 }
}

/**
 * @param {any} container
 * @returns {Own}
 */
function of (container) {
  const known = own.get(container)
  if (known === undefined) {
    throw new TypeError('Illegal invocation')
  }
  return known
}

/** Registers service workers, and tells which one answers for this document. Its events are `controllerchange`, `message` and `messageerror`. */
export class ServiceWorkerContainer extends EventTarget {
  /**
   * Makes one of what stood for it before this module was loaded.
   * @param {any} target
   * @param {{ controller: any, info: any, channel: BroadcastChannel, waiting: any[] }} early
   * @returns {ServiceWorkerContainer}
   */
  static adopt (target, { controller, info, channel, waiting }) {
    const container = Object.setPrototypeOf(target, this.prototype)
    const self = create()
    self.waiting = waiting
    own.set(container, self)
    if (controller !== null) {
      const worker = ServiceWorker.adopt(controller, info.worker)
      self.controller = worker
      ServiceWorkerRegistration.from(info.registration, worker)
    }
    receive(container, channel)
    return container
  }

  constructor () {
    super()
    own.set(this, create())
  }

  /** Resolves with the registration that answers for this document, when it has an active worker. */
  get ready () {
    this.init()
    return of(this).ready.promise
  }

  /** @returns {ServiceWorker | null} */
  get controller () { return of(this).controller }

  get oncontrollerchange () { return getHandler(this, 'controllerchange') }
  set oncontrollerchange (handler) { setHandler(this, 'controllerchange', handler) }
  get onmessage () { return getHandler(this, 'message') }
  set onmessage (handler) {
    setHandler(this, 'message', handler)
    this.startMessages()
  }

  get onmessageerror () { return getHandler(this, 'messageerror') }
  set onmessageerror (handler) { setHandler(this, 'messageerror', handler) }

  /**
   * Asks which service worker answers for this document, and follows what becomes of it.
   * @returns {Promise<void>}
   */
  init () {
    const self = of(this)
    self.initialised ??= (async () => {
      channel.addEventListener('message', () => follow(this))
      if (self.messages === null && scope.document !== undefined) {
        receive(this, openChannel(clientChannel(scope.__args?.client?.id ?? '')))
      }
      await follow(this)
    })()
    return self.initialised
  }

  /**
   * @param {string | URL} [clientURL] of a document; this one without
   * @returns {Promise<ServiceWorkerRegistration | undefined>}
   */
  async getRegistration (clientURL = '') {
    const url = absolute('clientURL', clientURL)
    const { registration } = await call('serviceWorker.getRegistration', { scope: url.href })
    return registration === undefined ? undefined : ServiceWorkerRegistration.from(registration)
  }

  /**
   * @param {any} [options] is not used
   * @returns {Promise<readonly ServiceWorkerRegistration[]>}
   */
  async getRegistrations (options = null) {
    void options
    const all = await call('serviceWorker.getRegistrations', { origin: scope.location?.origin })
    return all.map((/** @type {any} */ info) => ServiceWorkerRegistration.from(info))
  }

  /**
   * @param {string | URL} scriptURL
   * @param {{ scope?: string | URL, type?: 'classic' | 'module', scheme?: string, updateViaCache?: string } | null} [options] `type`: what
   *   the script is; without it that is seen by its text. `scheme`: of the app's own, of which it answers all requests
   * @returns {Promise<ServiceWorkerRegistration>} once the script has run; rejects if it cannot
   */
  async register (scriptURL, options = null) {
    if (typeof scriptURL !== 'string' && !(scriptURL instanceof URL)) {
      throw invalidArgType('scriptURL', 'of type string or an instance of URL', scriptURL)
    }
    if (options !== null) {
      checkObject('options', options)
    }
    if (!isServiceWorkerAllowed()) {
      throw new NotAllowedError('The settings of the app do not allow service workers: see [permissions] allow_service_worker')
    }
    const script = absolute('scriptURL', scriptURL)
    const covered = options?.scope === undefined ? new URL(options?.scheme === undefined ? './' : '/', script) : absolute('options.scope', options.scope)
    for (const url of [script, covered]) {
      if (url.protocol !== scope.location.protocol || url.host !== scope.location.host) {
        throw new DOMException(`A service worker is of ${scope.location.host}, not of ${url.host}`, 'SecurityError')
      }
    }
    script.hash = ''
    this.init()
    const { registration } = await call('serviceWorker.register', {
      scriptURL: script.pathname + script.search, scope: covered.pathname, type: options?.type, scheme: options?.scheme
    })
    return ServiceWorkerRegistration.from(registration)
  }

  /** Delivers the messages of service workers. They wait for this, for `onmessage`, or until the document is parsed. */
  startMessages () {
    const self = of(this)
    /** @type {any[]} */
    const waiting = self.waiting ?? []
    self.waiting = null
    waiting.forEach((data) => deliver(this, data))
  }

  get [Symbol.toStringTag] () { return 'ServiceWorkerContainer' }
}

/**
 * @param {string} name
 * @param {string | URL} url
 */
function absolute (name, url) {
  try {
    return new URL(url, scope.document?.baseURI ?? scope.location?.href)
  } catch {
    throw new TypeError(`"${name}" is no address: ${url}`)
  }
}

/** @param {ServiceWorkerContainer} container */
async function follow (container) {
  const self = of(container)
  if (scope.location === undefined) {
    return
  }
  const turn = ++self.turn
  const registration = await container.getRegistration().catch(() => undefined)
  if (turn !== self.turn) {
    return // it was asked again meanwhile, and this may be old
  }
  const worker = registration?.active ?? null
  if (worker !== self.controller) {
    self.controller = worker
    Object.assign(state.serviceWorker, worker === null
      ? { id: null, version: 0, scope: null, scriptURL: null, state: 'parsed' }
      : { id: worker.id, version: worker.version, scope: registration?.scope, scriptURL: worker.scriptURL, state: worker.state })
    container.dispatchEvent(new Event('controllerchange'))
  }
  if (registration !== undefined && worker !== null) {
    self.ready.resolve(registration)
  }
}

/**
 * @param {ServiceWorkerContainer} container
 * @param {BroadcastChannel} messages
 */
function receive (container, messages) {
  const self = of(container)
  self.messages = messages
  messages.onmessage = ({ data }) => {
    if (self.waiting === null) {
      deliver(container, data)
    } else {
      self.waiting.push(data)
    }
  }
  messages.onmessageerror = ({ data }) => container.dispatchEvent(new MessageEvent('messageerror', { data }))
  const { document } = scope
  if (document === undefined || document.readyState !== 'loading') {
    container.startMessages()
  } else {
    document.addEventListener('DOMContentLoaded', () => container.startMessages(), { once: true })
  }
}

/**
 * @param {ServiceWorkerContainer} container
 * @param {any} data
 */
function deliver (container, data) {
  const { message, from, ports } = received(data)
  const { controller } = of(container)
  const isIts = controller !== null && controller.id === from.id && controller.version === from.version
  // a native event takes native sources only
  container.dispatchEvent(Object.defineProperties(new MessageEvent('message', { data: message, origin: scope.location.origin }), {
    source: { value: isIts ? controller : new ServiceWorker(from) },
    ports: { value: Object.freeze(ports) }
  }))
}

export default ServiceWorkerContainer
