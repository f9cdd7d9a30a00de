/**
 * Workers that all documents of an app share. The engine's own have no origin here and reach nothing, so one document runs such a
 * worker for all; when it goes, another takes over and starts the worker anew.
 * @module shared-worker/index
 */
import { IPCMessagePort } from '../internal/ipc-port.js'
import { NotSupportedError } from '../errors.js'
import { invalidArgType } from '../internal/node-errors.js'

const scope = /** @type {any} */ (globalThis)

/** Workers that this document runs, by their id. @type {Map<string, globalThis.Worker>} */
export const workers = new Map()

/** Messages to a worker wait here until it has taken the port. @type {WeakMap<SharedWorkerMessagePort, Array<[any, any]>>} */
const waiting = new WeakMap()

/** The port of a document to its shared worker. */
export class SharedWorkerMessagePort extends IPCMessagePort {
  /**
   * @param {any} message
   * @param {any} [transfer]
   */
  postMessage (message, transfer) {
    const queue = waiting.get(this)
    if (queue === undefined) {
      super.postMessage(message, transfer)
    } else {
      queue.push([transfer === undefined ? structuredClone(message) : message, transfer])
    }
  }
}

/** A worker that is the same one for all documents of the app that name it by the same address and name. */
export class SharedWorker extends EventTarget {
  #id
  #port
  #channel
  #ready
  /** Whether the worker has begun. */
  #isRunning = false
  /** @type {((event: any) => void) | null} */
  #onerror = null

  /**
   * @param {string | URL} aURL of its script, which is a module
   * @param {string | { name?: string } | null} [nameOrOptions]
   */
  constructor (aURL, nameOrOptions = null) {
    super()
    if (typeof aURL !== 'string' && !(aURL instanceof URL)) {
      throw invalidArgType('aURL', 'of type string or an instance of URL', aURL)
    }
    if (typeof scope.Worker !== 'function' || scope.navigator?.locks === undefined) {
      throw new NotSupportedError('This engine has no workers, or no locks to choose who runs one')
    }
    const url = new URL(aURL, scope.location.href)
    if (url.origin !== new URL(scope.location.href).origin || url.host !== scope.location.host) {
      throw new DOMException(`A shared worker must come from ${scope.location.host}, not from ${url.host}`, 'SecurityError')
    }
    const name = typeof nameOrOptions === 'string' ? nameOrOptions : nameOrOptions?.name ?? ''
    this.#id = `${url.href}#${name}`
    this.#port = SharedWorkerMessagePort.create()
    waiting.set(this.#port, [])
    this.#channel = new BroadcastChannel(`socket.runtime.sharedWorker.${this.#id}`)
    this.#ready = this.#connect(this.#port.id)
    scope.navigator.locks.request(`socket.runtime.sharedWorker.${this.#id}`, { mode: 'exclusive' }, () => this.#host(url.href, name))
  }

  get id () { return this.#id }
  get port () { return this.#port }
  get channel () { return this.#channel }
  /** Resolves when the worker has taken the port. */
  get ready () { return this.#ready }

  get onerror () { return this.#onerror }
  set onerror (handler) {
    this.removeEventListener('error', this.#onerror)
    this.#onerror = typeof handler === 'function' ? handler : null
    this.addEventListener('error', this.#onerror)
  }

  /** @param {string} id of the port */
  #connect (id) {
    const connect = () => this.#channel.postMessage({ connect: id })
    return /** @type {Promise<void>} */ (new Promise((resolve) => {
      this.#channel.onmessage = ({ data }) => {
        if (data.ready) {
          this.#isRunning = true
          connect() // also to a worker that another document has started anew
        } else if (data.connected === id) {
          const queue = waiting.get(this.#port) ?? []
          waiting.delete(this.#port)
          queue.forEach(([message, transfer]) => this.#port.postMessage(message, transfer))
          resolve()
        } else if (data.error !== undefined) {
          this.dispatchEvent(new ErrorEvent('error', { message: data.error }))
        }
      }
      connect()
    }))
  }

  /**
   * Runs the worker as long as this document lives, unless it cannot be started: then the next one may try.
   * @param {string} url
   * @param {string} name
   * @returns {Promise<void>} ends the turn of this document
   */
  #host (url, name) {
    const worker = new scope.Worker(new URL('./worker.js', import.meta.url), { type: 'module', name })
    workers.set(this.#id, worker)
    this.#isRunning = false
    return new Promise((resolve) => {
      worker.onerror = (/** @type {ErrorEvent} */ event) => {
        event.preventDefault()
        this.#channel.postMessage({ error: event.message })
        this.dispatchEvent(new ErrorEvent('error', { message: event.message }))
        if (!this.#isRunning) {
          worker.terminate()
          workers.delete(this.#id)
          resolve()
        }
      }
      worker.postMessage({ url, name, channel: this.#channel.name })
    })
  }
}

export default SharedWorker
