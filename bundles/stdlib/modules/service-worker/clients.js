/**
 * The windows of the app, as a service worker sees them.
 * @module service-worker/clients
 */
import { checkObject } from '../internal/node-errors.js'
import { clientChannel, openChannel, post } from '../internal/service-worker-link.js'
import { send } from '../ipc.js'
import { state } from './state.js'

const scope = /** @type {any} */ (globalThis)

/** Channels to clients, by their id. @type {Map<string, BroadcastChannel>} */
const channels = new Map()

/** A document of the app. */
export class Client {
  #description

  /** @param {{ id: string, url?: string, type?: string, frameType?: string }} options */
  constructor (options) {
    checkObject('options', options)
    if (typeof options.id !== 'string') {
      throw new TypeError('A client has an id')
    }
    this.#description = { url: '', type: 'window', frameType: 'top-level', ...options }
  }

  get id () { return this.#description.id }
  get url () { return this.#description.url }
  get type () { return this.#description.type }
  get frameType () { return this.#description.frameType }

  /**
   * @param {any} message
   * @param {any} [optionsOrTransferables]
   */
  postMessage (message, optionsOrTransferables = null) {
    const channel = channels.get(this.id) ?? openChannel(clientChannel(this.id))
    channels.set(this.id, channel)
    const { id, version, scriptURL, state: own } = state.serviceWorker
    post(channel, message, optionsOrTransferables, { id, version, scriptURL, state: own })
  }
}

/** The document of a window. */
export class WindowClient extends Client {
  /** @type {any} */
  #window

  /** @param {any} options */
  constructor (options) {
    super(options)
    this.#window = { focused: false, visibilityState: 'visible', url: '', ...options }
  }

  get url () { return this.#window.url }
  get focused () { return this.#window.focused }
  get visibilityState () { return this.#window.visibilityState }
  get ancestorOrigins () { return [] }

  /** @returns {Promise<WindowClient>} */
  async focus () {
    return await this.#change('focus', { id: this.id })
  }

  /**
   * @param {string | URL} url of the app
   * @returns {Promise<WindowClient>}
   */
  async navigate (url) {
    return await this.#change('navigate', { id: this.id, url: own(url) })
  }

  /**
   * @param {string} how
   * @param {any} params
   */
  async #change (how, params) {
    this.#window = await call(`serviceWorker.clients.${how}`, params)
    return this
  }
}

/**
 * @param {string} command
 * @param {any} [params]
 */
async function call (command, params) {
  const { err, data } = await send(command, params)
  if (err) {
    throw err
  }
  return data
}

/** @param {any} url */
function own (url) {
  const parsed = new URL(url, state.serviceWorker.scriptURL ?? scope.location?.href)
  if (scope.location !== undefined && parsed.host !== scope.location.host) {
    throw new TypeError(`A window of the app shows its own documents, not ${parsed.href}`)
  }
  return parsed.pathname + parsed.search
}

/** @returns {Promise<WindowClient[]>} */
async function windows () {
  const list = await call('serviceWorker.clients')
  return list.map((/** @type {any} */ description) => new WindowClient(description))
}

export class Clients {
  /**
   * @param {string} id
   * @returns {Promise<WindowClient | undefined>}
   */
  async get (id) {
    return (await windows()).find((client) => client.id === String(id))
  }

  /**
   * @param {{ type?: string, includeUncontrolled?: boolean } | null} [options]
   * @returns {Promise<WindowClient[]>}
   */
  async matchAll (options = null) {
    if (options !== null) {
      checkObject('options', options)
    }
    const { type = 'window', includeUncontrolled = false } = options ?? {}
    if (!['window', 'worker', 'sharedworker', 'all'].includes(type)) {
      throw new TypeError(`The option "type" must be window, worker, sharedworker or all, not ${type}`)
    }
    const all = type === 'window' || type === 'all' ? await windows() : []
    return all.filter(({ url }) => includeUncontrolled || state.serviceWorker.scope === null || url.startsWith(state.serviceWorker.scope))
  }

  /**
   * @param {string | URL} url of the app
   * @param {any} [options] is not used
   * @returns {Promise<WindowClient>}
   */
  async openWindow (url, options = null) {
    void options
    return new WindowClient(await call('serviceWorker.clients.open', { url: own(url) }))
  }

  /** Answers for all documents of the scope, which an active worker does here anyway. */
  async claim () {
    if (!['activating', 'activated'].includes(state.serviceWorker.state)) {
      throw new DOMException('Only an active service worker can claim clients', 'InvalidStateError')
    }
  }
}

export default new Clients()
