/**
 * What the page does: requests, workers and frames, each told on a channel of the group `window` once its metric has begun
 * (`metrics.fetch.init()`).
 * @module diagnostics/window
 */
import registry from './channels.js'
import { Metric } from './metric.js'

const scope = /** @type {any} */ (globalThis)
const group = registry.group('window', [
  'requestAnimationFrame', 'fetch', 'fetch.start', 'fetch.end', 'XMLHttpRequest.open', 'XMLHttpRequest.send', 'worker.message', 'worker.error'
])

/** How many frames a second are drawn. */
export class RequestAnimationFrameMetric extends Metric {
  /** @type {number[]} */
  #samples = []
  #last = 0
  #limit
  #isActive = false
  /** @type {((callback: FrameRequestCallback) => number) | null} */
  #original = null

  /** @param {{ sampleSize?: number } | null} [options] how many frames are looked back on: 60 */
  constructor (options = null) {
    super()
    this.#limit = options?.sampleSize ?? 60
  }

  /** @param {FrameRequestCallback} callback is called before the next frame, and counted */
  requestAnimationFrame (callback) {
    return (this.#original ?? scope.requestAnimationFrame).call(scope, (/** @type {number} */ time) => {
      this.update(time)
      callback(time)
    })
  }

  init () {
    if (!this.#isActive && typeof scope.requestAnimationFrame === 'function') {
      this.#isActive = true
      this.#original = scope.requestAnimationFrame
      scope.requestAnimationFrame = (/** @type {FrameRequestCallback} */ callback) => this.requestAnimationFrame(callback)
    }
  }

  /** @param {number} time of the frame, in milliseconds */
  update (time) {
    if (this.#last > 0 && time > this.#last) {
      this.#samples = [...this.#samples, 1000 / (time - this.#last)].slice(-this.#limit)
    }
    this.#last = time
    group.channel('requestAnimationFrame').publish(this.toJSON())
  }

  destroy () {
    if (this.#isActive) {
      scope.requestAnimationFrame = this.#original
      this.#original = null
      this.#isActive = false
      this.#samples = []
      this.#last = 0
    }
  }

  toJSON () {
    const rate = this.#samples.reduce((sum, value) => sum + value, 0) / (this.#samples.length || 1)
    return { sampleCount: this.#samples.length, samples: [...this.#samples], rate: Math.round(rate) }
  }
}

/** Requests by `fetch`. */
export class FetchMetric extends Metric {
  /** @type {typeof fetch | null} */
  #original = null

  /** @param {object | null} [options] none yet */
  constructor (options = null) {
    super()
    void options
  }

  /**
   * @param {RequestInfo | URL} resource
   * @param {RequestInit} [options]
   * @param {object} [extra] goes along in the messages
   */
  async fetch (resource, options, extra) {
    const about = { resource, options, ...extra }
    group.channel('fetch.start').publish(about)
    const response = await (this.#original ?? scope.fetch).call(scope, resource, options)
    group.channel('fetch.end').publish({ ...about, response })
    return response
  }

  init () {
    if (this.#original === null) {
      this.#original = scope.fetch
      scope.fetch = (/** @type {any} */ resource, /** @type {any} */ options) => this.fetch(resource, options)
    }
  }

  destroy () {
    if (this.#original !== null) {
      scope.fetch = this.#original
      this.#original = null
    }
  }
}

/** Requests by `XMLHttpRequest`. */
export class XMLHttpRequestMetric extends Metric {
  /** @type {{ open: any, send: any } | null} */
  #original = null

  /** @param {object | null} [options] none yet */
  constructor (options = null) {
    super()
    void options
  }

  init () {
    const prototype = scope.XMLHttpRequest?.prototype
    if (prototype === undefined || this.#original !== null) {
      return
    }
    const { open, send } = prototype
    this.#original = { open, send }
    prototype.open = /** @this {any} */ function (/** @type {any[]} */ ...args) {
      group.channel('XMLHttpRequest.open').publish({ request: this, method: args[0], url: args[1] })
      return open.apply(this, args)
    }
    prototype.send = /** @this {any} */ function (/** @type {any[]} */ ...args) {
      group.channel('XMLHttpRequest.send').publish({ request: this, body: args[0] })
      return send.apply(this, args)
    }
  }

  destroy () {
    if (this.#original !== null) {
      Object.assign(scope.XMLHttpRequest.prototype, this.#original)
      this.#original = null
    }
  }
}

/** Workers: what they say, and their errors. */
export class WorkerMetric extends Metric {
  /** @type {any} */
  #original = null

  /** @param {object | null} [options] none yet */
  constructor (options = null) {
    super()
    void options
  }

  init () {
    if (this.#original !== null || typeof scope.Worker !== 'function') {
      return
    }
    const Original = scope.Worker
    this.#original = Original
    scope.Worker = class Worker extends Original {
      constructor (/** @type {any} */ url, /** @type {any} */ options) {
        super(url, options)
        this.addEventListener('message', (/** @type {any} */ event) => group.channel('worker.message').publish({ worker: this, event }))
        this.addEventListener('error', (/** @type {any} */ event) => group.channel('worker.error').publish({ worker: this, event }))
      }
    }
  }

  destroy () {
    if (this.#original !== null) {
      scope.Worker = this.#original
      this.#original = null
    }
  }
}

export const metrics = {
  requestAnimationFrame: new RequestAnimationFrameMetric(),
  XMLHttpRequest: new XMLHttpRequestMetric(),
  Worker: new WorkerMetric(),
  fetch: new FetchMetric(),
  channel: group,

  /** @param {string[]} [which] all if none */
  start (which = ['requestAnimationFrame', 'XMLHttpRequest', 'Worker', 'fetch']) {
    which.forEach((name) => /** @type {any} */ (this)[name]?.init())
  },

  /** @param {string[]} [which] all if none */
  stop (which = ['requestAnimationFrame', 'XMLHttpRequest', 'Worker', 'fetch']) {
    which.forEach((name) => /** @type {any} */ (this)[name]?.destroy())
  }
}

export default { FetchMetric, RequestAnimationFrameMetric, WorkerMetric, XMLHttpRequestMetric, metrics }
