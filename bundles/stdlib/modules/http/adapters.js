/**
 * What brings requests to a server of `http`.
 * @module http/adapters
 */
import { serve } from '../internal/http-server.js'
import { invalidArgType } from '../internal/node-errors.js'

const scope = /** @type {any} */ (globalThis)

/** Brings requests to a server. */
export class ServerAdapter extends EventTarget {
  #server
  #interface
  /** What is told to each request. @type {any} */
  context = null

  /**
   * @param {any} server
   * @param {any} httpInterface the module that the server is of
   */
  constructor (server, httpInterface) {
    if (typeof server?.emit !== 'function') {
      throw invalidArgType('server', 'an instance of Server', server)
    }
    super()
    this.#server = server
    this.#interface = httpInterface
  }

  get server () { return this.#server }
  get httpInterface () { return this.#interface }

  /** Brings no more. */
  async destroy () {}
}

/** Brings the requests that a service worker is asked for: those to the port and the host that the server listens on. */
export class ServiceWorkerServerAdapter extends ServerAdapter {
  #stopped = new AbortController()

  /**
   * @param {any} server
   * @param {any} httpInterface
   */
  constructor (server, httpInterface) {
    super(server, httpInterface)
    const { signal } = this.#stopped
    scope.addEventListener?.('install', (/** @type {any} */ event) => this.onInstall(event), { signal })
    scope.addEventListener?.('activate', (/** @type {any} */ event) => this.onActivate(event), { signal })
    // an answer must be promised before the event ends
    scope.addEventListener?.('fetch', (/** @type {any} */ event) => void this.onFetch(event), { signal })
  }

  async destroy () {
    this.#stopped.abort()
  }

  /** @param {any} event */
  async onInstall (event) {
    this.dispatchEvent(new Event(event?.type ?? 'install'))
  }

  /** @param {any} event */
  async onActivate (event) {
    this.dispatchEvent(new Event(event?.type ?? 'activate'))
  }

  /** @param {URL} url */
  #isMine (url) {
    const { host, port } = this.server
    const ignored = scope.__args?.env?.SOCKET_RUNTIME_HTTP_ADAPTER_SERVICE_WORKER_IGNORE_PORT_CHECK
    const own = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
    return (Boolean(ignored) || port === 0 || url.port === '' || own === port) &&
      (host === null || ['0.0.0.0', '::', url.hostname].includes(host))
  }

  /**
   * @param {any} event of a service worker, with the request
   */
  async onFetch (event) {
    if (!(event?.request instanceof Request)) {
      throw invalidArgType('event', 'an event with a request', event)
    }
    if (this.#isMine(new URL(event.request.url))) {
      const answer = serve(this.server, event.request, this.context)
      event.respondWith(answer)
      await answer
    }
  }
}

export default { ServerAdapter, ServiceWorkerServerAdapter }
