/** The places that a document has been at: where they are kept for `navigation`, and what it is shown of them. */
import { checkFunction, checkObject } from '../internal/node-errors.js'

/** @typedef {{ stringify: (value: any) => any, parse: (kept: any) => any }} Serializer */

/** @type {Serializer} */
const copying = { stringify: (value) => value === undefined ? undefined : structuredClone(value), parse: (kept) => structuredClone(kept) }
let serializer = copying

/**
 * Chooses how the state of places is kept; by copying it unless told otherwise.
 * @param {Serializer | null} chosen null for copying
 */
export function setSerializer (chosen) {
  if (chosen !== null) {
    checkObject('serializer', chosen)
    checkFunction(chosen.stringify, 'serializer.stringify')
    checkFunction(chosen.parse, 'serializer.parse')
  }
  serializer = chosen ?? copying
}

/**
 * A state as it is kept.
 * @param {any} value
 * @returns {any}
 */
export function kept (value) {
  return serializer.stringify(value)
}

/**
 * @typedef {object} Place
 * @property {string} key of the place in the list: a replacement has the same
 * @property {string} id
 * @property {string} url
 * @property {any} state as it is kept
 */

/**
 * @param {string} url
 * @param {any} state as it is kept
 * @param {string} [key]
 * @returns {Place}
 */
export function place (url, state, key = crypto.randomUUID()) {
  return { key, id: crypto.randomUUID(), url, state }
}

/** One of the places. An event `dispose` tells that it is none any more. */
export class NavigationHistoryEntry extends EventTarget {
  #place
  #indexOf
  /** @type {((event: Event) => void) | null} */
  #ondispose = null

  /**
   * @param {Place} place
   * @param {(entry: NavigationHistoryEntry) => number} indexOf
   */
  constructor (place, indexOf) {
    super()
    checkObject('place', place)
    checkFunction(indexOf, 'indexOf')
    this.#place = place
    this.#indexOf = indexOf
  }

  get key () { return this.#place.key }
  get id () { return this.#place.id }
  get url () { return this.#place.url }
  /** Where it stands in the list; -1 if it does not any more. */
  get index () { return this.#indexOf(this) }
  get sameDocument () { return true }

  get ondispose () { return this.#ondispose }
  set ondispose (handler) {
    this.removeEventListener('dispose', this.#ondispose)
    this.#ondispose = typeof handler === 'function' ? handler : null
    this.addEventListener('dispose', this.#ondispose)
  }

  /** A copy of what was given as its state. */
  getState () {
    return this.#place.state === undefined ? undefined : serializer.parse(this.#place.state)
  }

  get [Symbol.toStringTag] () { return 'NavigationHistoryEntry' }
}
