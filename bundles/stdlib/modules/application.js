/**
 * The app that is running: what it is, what happens to it, and its backends. Its windows and menus are not here yet.
 * @module application
 */
import backend from './application/backend.js'
import client from './application/client.js'
import { checkInteger, checkType, invalidArgType } from './internal/node-errors.js'
import { primordials } from './ipc.js'
import process from './process.js'

const scope = /** @type {any} */ (globalThis)
const args = scope.__args ?? {}

export { backend, client }

/** The most windows of an app; those with an index from here on are the platform's own. */
export const MAX_WINDOWS = 64

/** The version of the platform: `full`, `short` and `hash`. */
export const runtimeVersion = Object.freeze({
  get full () { return primordials.version?.full ?? '' },
  get short () { return primordials.version?.short ?? '' },
  get hash () { return primordials.version?.hash ?? '' }
})

/** Whether the app was started for development. */
export const debug = Boolean(args.debug)

/** The settings of the app: those of `[section] key` by `section_key`. @type {Readonly<Record<string, any>>} */
export const config = Object.isFrozen(args.config) ? args.config : Object.freeze({ ...args.config })

/**
 * Listens for `applicationurl`, `applicationpause`, `applicationresume` or `message`.
 * @param {string} type
 * @param {any} listener
 * @param {AddEventListenerOptions | boolean | null} [options]
 */
export function addEventListener (type, listener, options = null) {
  checkType('type', type, 'string')
  checkListener(listener)
  scope.addEventListener(type, listener, options ?? undefined)
}

/**
 * @param {string} type
 * @param {any} listener
 */
export function removeEventListener (type, listener) {
  checkType('type', type, 'string')
  checkListener(listener)
  scope.removeEventListener(type, listener)
}

/** @param {any} listener */
function checkListener (listener) {
  if (typeof listener !== 'function' && typeof listener?.handleEvent !== 'function') {
    throw invalidArgType('listener', 'of type function or an instance of EventListener', listener)
  }
}

/** @returns {number} of this window; 0 for the first */
export function getCurrentWindowIndex () {
  return args.index ?? 0
}

/** @returns {Promise<{ width: number, height: number }>} of the screen, in CSS pixels; a worker has none: 0 */
export async function getScreenSize () {
  const { width = 0, height = 0 } = scope.screen ?? {}
  return { width, height }
}

/**
 * Ends the app.
 * @param {number} [code] the exit status
 * @returns {Promise<void>}
 */
export async function exit (code = 0) {
  checkInteger('code', code, -(2 ** 31), 2 ** 31 - 1)
  await process.exit(code)
}

/** Whether the system has paused the app: it never does on a desktop. */
export function isPaused () {
  return false
}

/**
 * Windows by their index.
 * @template {{ index: number }} T
 */
export class ApplicationWindowList {
  /** @type {Map<number, T>} */
  #items = new Map()

  /** @param {...any} items windows, or arrays of them */
  static from (...items) {
    return new ApplicationWindowList(items.flatMap((item) => item?.[Symbol.iterator] ? [...item] : [item]))
  }

  /** @param {Iterable<T>} [items] */
  constructor (items = []) {
    if (typeof items?.[Symbol.iterator] !== 'function') {
      throw invalidArgType('items', 'an iterable of windows', items)
    }
    for (const item of items) {
      this.add(item)
    }
  }

  get length () { return this.#items.size }
  get size () { return this.#items.size }
  get [Symbol.toStringTag] () { return 'ApplicationWindowList' }
  [Symbol.iterator] () { return this.values()[Symbol.iterator]() }

  /**
   * @param {(item: T, index: number, list: ApplicationWindowList<T>) => void} callback
   * @param {any} [thisArg]
   */
  forEach (callback, thisArg) {
    for (const [index, item] of this.entries()) {
      callback.call(thisArg, item, index, this)
    }
  }

  /** @param {number} index of the window @returns {T | undefined} */
  item (index) { return this.#items.get(index) }
  entries () { return [...this.#items].sort(([a], [b]) => a - b) }
  keys () { return this.entries().map(([index]) => index) }
  values () { return this.entries().map(([, item]) => item) }

  /**
   * @param {T} window takes the place of the one with its index
   * @returns {this}
   */
  add (window) {
    if (!Number.isInteger(window?.index) || window.index < 0) {
      throw invalidArgType('window', 'an object with an index', window)
    }
    this.#items.set(window.index, window)
    Object.defineProperty(this, window.index, { configurable: true, enumerable: true, get: () => this.item(window.index) })
    return this
  }

  /**
   * @param {T | number} windowOrIndex
   * @returns {boolean} false if it was not there
   */
  remove (windowOrIndex) {
    const index = typeof windowOrIndex === 'number' ? windowOrIndex : windowOrIndex?.index
    delete /** @type {any} */ (this)[index]
    return this.#items.delete(index)
  }

  /** @param {T | number} windowOrIndex */
  contains (windowOrIndex) {
    return this.#items.has(typeof windowOrIndex === 'number' ? windowOrIndex : windowOrIndex?.index)
  }

  /** @returns {this} */
  clear () {
    this.keys().forEach((index) => this.remove(index))
    return this
  }
}

export default {
  ApplicationWindowList, MAX_WINDOWS, addEventListener, backend, client, config, debug, exit, getCurrentWindowIndex, getScreenSize, isPaused,
  removeEventListener, runtimeVersion
}
