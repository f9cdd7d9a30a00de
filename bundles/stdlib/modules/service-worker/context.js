/**
 * What a handler of a service worker is given besides the request.
 * @module service-worker/context
 */
import { checkObject } from '../internal/node-errors.js'
import clients from './clients.js'
import { env, reset } from './env.js'

/** Events whose failure lets the app's files answer. @type {WeakSet<object>} */
const passing = new WeakSet()

/** @param {object} event */
export const passesOnException = (event) => passing.has(event)

export class Context {
  #event

  /** For the handlers of one event. @type {any} */
  data = {}

  /** @param {any} event */
  constructor (event) {
    checkObject('event', event)
    this.#event = event
  }

  get event () { return this.#event }
  /** What the worker keeps. */
  get env () { return env }

  /** Removes all that the worker keeps. */
  async resetEnvironment () {
    await reset()
  }

  /** If the handler fails, the app's files answer. */
  passThroughOnException () {
    passing.add(this.#event)
  }

  /**
   * The event goes on until the promise has settled.
   * @param {any} promise
   */
  async waitUntil (promise) {
    this.#event.waitUntil(promise)
    await promise
  }

  /** Resolves when the request was answered. */
  async handled () {
    await this.#event.handled
  }

  /** The window that the request is of. */
  async client () {
    return this.#event.clientId ? await clients.get(this.#event.clientId) : undefined
  }
}

export default { Context }
