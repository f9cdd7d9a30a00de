/** A version of a service worker that runs, as the document that runs it sees it. */
import { Deferred } from '../async/deferred.js'
import { send } from '../ipc.js'
import { checkObject } from './node-errors.js'

const scope = /** @type {any} */ (globalThis)

/** How long a worker that is replaced may finish what it has begun, in milliseconds. */
const DRAIN = 30_000

/** @param {number} time in milliseconds */
export const after = (time) => new Promise((resolve) => setTimeout(resolve, time))

/** What is known of a registration. */
export class ServiceWorkerInfo {
  #data

  /** @param {any} data */
  constructor (data) {
    checkObject('data', data)
    this.#data = data
    const url = new URL(data.scriptURL, scope.location?.href)
    this.id = String(data.id ?? '')
    this.url = url.href
    this.hash = `${url.href}#${data.scope}`
    this.scope = String(data.scope ?? '')
    this.scriptURL = url.href
    this.serializedWorkerArgs = data.serializedWorkerArgs ?? ''
    this.priority = data.priority ?? 'high'
    /** @type {Deferred} */
    this.started = new Deferred()
    this.started.promise.catch(() => {})
  }

  get data () { return this.#data }
  get pathname () { return new URL(this.scriptURL).pathname }
  /** Resolves with the first worker whose script has run. */
  get promise () { return this.started.promise }
}

const Native = /** @type {typeof globalThis.Worker} */ (scope.Worker ?? class {
  constructor () {
    throw new TypeError('This engine has no workers')
  }
})

/** One version of a service worker, running. */
export class ServiceWorkerInstance extends Native {
  #info
  #version
  #port
  #ready
  #seq = 0
  /** @type {Map<number, Deferred>} */
  #pending = new Map()
  /** Requests that it is answering. @type {Set<string>} */
  #fetches = new Set()
  /** @type {any[]} */
  #notifications = []

  /**
   * @param {string | URL} filename of what is to run before the script
   * @param {{ info: ServiceWorkerInfo, version?: number }} options
   */
  constructor (filename, options) {
    checkObject('options', options)
    if (!(options.info instanceof ServiceWorkerInfo)) {
      throw new TypeError('The option "info" must be a ServiceWorkerInfo')
    }
    super(filename, { name: options.info.scriptURL })
    const { port1, port2 } = new MessageChannel()
    this.#info = options.info
    this.#version = options.version ?? 1
    this.#port = port1
    this.#ready = new Promise((resolve, reject) => {
      this.addEventListener('message', (event) => {
        this.postMessage(null, [port2])
        resolve(event.data)
      }, { once: true })
      this.addEventListener('error', (event) => {
        event.preventDefault()
        const error = new Error(event.message)
        reject(error)
        globalThis.console.error(`The service worker ${this.#info.scriptURL}: ${event.message}`)
      })
    })
    this.#ready.catch(() => {})
    port1.onmessage = (event) => this.onMessage(event)
  }

  get info () { return this.#info }
  get version () { return this.#version }
  get notifications () { return this.#notifications }

  /**
   * Takes an answer of the worker.
   * @param {{ data: { seq: number, value?: any, error?: string } }} event
   */
  async onMessage ({ data }) {
    checkObject('data', data)
    const question = this.#pending.get(data.seq)
    this.#pending.delete(data.seq)
    if (data.error === undefined) {
      question?.resolve(data.value)
    } else {
      question?.reject(new Error(data.error))
    }
  }

  /**
   * Lets the worker do something.
   * @param {any} task `{ type }`, and what goes with it
   * @returns {Promise<any>} when it is done
   */
  async ask (task) {
    await this.#ready
    const seq = ++this.#seq
    const question = new Deferred()
    this.#pending.set(seq, question)
    this.#port.postMessage({ ...task, seq })
    return await question.promise
  }

  /**
   * Lets the worker answer a request. It tells the platform by itself, of its failures too.
   * @param {any} fetch
   */
  async fetch (fetch) {
    this.#fetches.add(fetch.id)
    await this.ask({ type: 'fetch', fetch }).catch(() => {})
    this.#fetches.delete(fetch.id)
  }

  /** Ends when what was begun has ended, or after a while. */
  async drain () {
    const all = Promise.allSettled([...this.#pending.values()].map(({ promise }) => promise))
    await Promise.race([all, after(DRAIN)])
    this.end()
  }

  /** Ends at once: the app's files answer what it has not answered. */
  end () {
    this.terminate()
    this.#fetches.forEach((id) => send('serviceWorker.fetch.pass', { id }))
    this.#pending.forEach(({ reject }) => reject(new Error('The service worker was ended')))
    this.#pending.clear()
    this.#notifications.forEach((notification) => notification.close())
  }
}
