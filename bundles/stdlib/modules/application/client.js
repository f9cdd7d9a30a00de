/**
 * Which document or worker this is.
 * @module application/client
 */
import location from '../location.js'

const scope = /** @type {any} */ (globalThis)

/** @typedef {{ id?: string, type?: string, frameType?: string, parent?: any, top?: any, location?: string }} ClientState */

/** A document or a worker of the app. */
export class Client {
  #state

  /** @param {ClientState} state as `__args.client` has it */
  constructor (state) {
    if (state === null || typeof state !== 'object') {
      throw new TypeError('A client is made of its state, which must be an object')
    }
    this.#state = state
  }

  /** @returns {string | null} */
  get id () { return this.#state.id ?? null }
  /** @returns {'top-level' | 'nested' | 'none'} */
  get frameType () { return /** @type {any} */ (this.#state.frameType ?? 'none') }
  /** @returns {'window' | 'worker'} */
  get type () { return /** @type {any} */ (this.#state.type ?? 'window') }
  /** Whose frame or worker it is. @returns {Client | null} */
  get parent () { return this.#state.parent ? new Client(this.#state.parent) : null }
  /** @returns {Client | null} the document of the window */
  get top () { return this.#state.top ? new Client(this.#state.top) : this.frameType === 'top-level' ? this : null }
  /** @returns {string | null} its address */
  get location () { return this.#state.location ?? null }

  /** @returns {any} */
  toJSON () {
    const { id, frameType, type, location } = this
    return { id, frameType, type, location, parent: this.parent?.toJSON() ?? null, top: this.top === this ? null : this.top?.toJSON() ?? null }
  }
}

const isWindow = typeof scope.document !== 'undefined'
const isNested = isWindow && scope.parent !== scope

export default new Client({
  ...scope.__args?.client,
  type: isWindow ? 'window' : 'worker',
  frameType: !isWindow ? 'none' : isNested ? 'nested' : 'top-level',
  parent: isNested || !isWindow ? scope.__args?.client : null,
  get location () { return location.href }
})
