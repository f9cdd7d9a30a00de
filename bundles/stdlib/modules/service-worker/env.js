/**
 * What a service worker keeps: values by their names, for each scope, from one run of the app to the next.
 * @module service-worker/env
 */
import { KeyValue } from '../internal/key-value.js'
import { checkObject } from '../internal/node-errors.js'

/** Tells what has changed: `set` and `delete` with an `entry`, `reset`, `open` and `close`. */
export class EnvironmentEvent extends Event {
  /**
   * @param {string} type
   * @param {{ key: string, value?: any } | null} [entry]
   */
  constructor (type, entry = null) {
    super(type)
    this.entry = entry
  }
}

/** @type {Environment | null} */
let instance = null

export class Environment extends EventTarget {
  /** The most that one may have. */
  static MAX_CONTEXT_ENTRIES = 16 * 1024

  /** The one that {@link open} has opened. */
  static get instance () { return instance }

  #name
  #type
  /** @type {KeyValue | null} */
  #store = null
  /** @type {Record<string, any>} */
  #values = Object.create(null)
  #context

  /**
   * @param {any} options
   * @returns {Promise<Environment>}
   */
  static async open (options) {
    const environment = new this(options)
    await environment.open()
    return environment
  }

  /** @param {{ scope?: string, name?: string, type?: string }} options whose values they are */
  constructor (options) {
    checkObject('options', options)
    super()
    this.#type = String(options.type ?? 'serviceWorker')
    this.#name = `socket.runtime.${this.#type}.env(${options.scope ?? options.name ?? '/'})`
    this.#context = new Proxy(this.#values, {
      set: (values, key, value) => this.#set(String(key), value),
      deleteProperty: (values, key) => this.#delete(String(key)),
      defineProperty: (values, key, { value }) => this.#set(String(key), value)
    })
  }

  /** The engine's database; null while it is closed. */
  get database () { return this.#store?.database ?? null }
  /** The values: setting one keeps it. */
  get context () { return this.#context }
  get type () { return this.#type }
  get name () { return this.#name }

  /**
   * @param {string} key
   * @param {any} value what can be copied
   */
  #set (key, value) {
    if (!(key in this.#values) && Object.keys(this.#values).length >= Environment.MAX_CONTEXT_ENTRIES) {
      throw new RangeError(`An environment has at most ${Environment.MAX_CONTEXT_ENTRIES} entries`)
    }
    const copy = structuredClone(value)
    this.#values[key] = copy
    this.#store?.set(key, copy)
    this.dispatchEvent(new EnvironmentEvent('set', { key, value: copy }))
    return true
  }

  /** @param {string} key */
  #delete (key) {
    if (key in this.#values) {
      delete this.#values[key]
      this.#store?.delete(key)
      this.dispatchEvent(new EnvironmentEvent('delete', { key }))
    }
    return true
  }

  /** Removes all values. */
  async reset () {
    Object.keys(this.#values).forEach((key) => delete this.#values[key])
    this.#store?.clear()
    await this.#store?.settled()
    this.dispatchEvent(new EnvironmentEvent('reset'))
  }

  /** Reads what was kept. */
  async open () {
    if (this.#store === null) {
      this.#store = await KeyValue.open(this.#name)
      Object.assign(this.#values, Object.fromEntries(await this.#store.entries()))
      this.dispatchEvent(new EnvironmentEvent('open'))
    }
  }

  /** Ends when all is kept. */
  async close () {
    const store = this.#store
    this.#store = null
    await store?.settled()
    store?.close()
    if (store !== null) {
      this.dispatchEvent(new EnvironmentEvent('close'))
    }
  }
}

/** The values of the environment that is open. @type {Record<string, any>} */
export const env = new Proxy({}, Object.fromEntries(
  /** @type {const} */ (['get', 'set', 'has', 'deleteProperty', 'ownKeys', 'getOwnPropertyDescriptor']).map((trap) => [
    trap,
    /** @type {(target: any, ...args: any[]) => any} */
    (target, ...args) => {
      const values = instance?.context ?? target
      if (trap === 'get') {
        return Reflect.get(values, args[0])
      }
      if (trap === 'set') {
        return Reflect.set(values, args[0], args[1])
      }
      const result = /** @type {any} */ (Reflect[trap])(values, ...args)
      return trap === 'getOwnPropertyDescriptor' && result !== undefined ? { ...result, configurable: true } : result
    }
  ])))

/**
 * Opens the environment of a scope for this worker.
 * @param {{ scope?: string, name?: string, type?: string }} options
 * @returns {Promise<Environment>}
 */
export async function open (options) {
  checkObject('options', options)
  await close()
  instance = await Environment.open(options)
  return instance
}

/** Closes it; ends when all is kept. */
export async function close () {
  const last = instance
  instance = null
  await last?.close()
}

/** Removes all values. */
export async function reset () {
  await instance?.reset()
}

export default { Environment, EnvironmentEvent, close, reset, open }
