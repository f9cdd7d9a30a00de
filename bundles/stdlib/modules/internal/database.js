/**
 * Values by their keys, in a database of the engine (`indexedDB`).
 * @module internal/database
 */
import { NotSupportedError } from '../errors.js'
import { checkFunction, checkInteger, checkObject, checkType, invalidArgType, invalidArgValue } from './node-errors.js'

const STORE = 'entries'

/** Databases that are open, by name. @type {Map<string, Database>} */
export const opened = new Map()

/**
 * Waits for an event; an `error` of the target rejects.
 * @param {EventTarget} target
 * @param {string} eventType
 * @returns {Promise<Event>}
 */
export function waitFor (target, eventType) {
  return new Promise((resolve, reject) => {
    if (typeof target?.addEventListener !== 'function') {
      throw invalidArgType('target', 'an instance of EventTarget', target)
    }
    checkType('eventType', eventType, 'string')
    const end = new AbortController()
    target.addEventListener(eventType, (event) => {
      end.abort()
      resolve(event)
    }, { once: true, signal: end.signal })
    if (eventType !== 'error') {
      target.addEventListener('error', (event) => {
        end.abort()
        reject(/** @type {any} */ (event).error ?? /** @type {any} */ (target).error ?? new Error('An error was told instead of ' + eventType))
      }, { once: true, signal: end.signal })
    }
  })
}

/** Something stands in the way of a request: who asked may settle it. */
export class DatabaseRequestQueueRequestConflict {
  #resolve
  #reject
  #cleanup

  /**
   * @param {(value?: any) => void} resolve
   * @param {(error: any) => void} reject
   * @param {() => void} cleanup is called before either
   */
  constructor (resolve, reject, cleanup) {
    checkFunction(resolve, 'resolve')
    checkFunction(reject, 'reject')
    checkFunction(cleanup, 'cleanup')
    this.#resolve = resolve
    this.#reject = reject
    this.#cleanup = cleanup
  }

  /** @param {any} [argument] what the request answers */
  resolve (argument = undefined) {
    this.#cleanup()
    this.#resolve(argument)
  }

  /** @param {any} error */
  reject (error) {
    this.#cleanup()
    this.#reject(error)
  }
}

/** Something happened to a request. */
export class DatabaseRequestQueueEvent extends Event {
  #request

  /**
   * @param {string} type
   * @param {IDBRequest | IDBTransaction} request
   */
  constructor (type, request) {
    super(type)
    this.#request = request
  }

  get request () { return this.#request }
}

/** Something happened to a database. */
export class DatabaseEvent extends Event {
  #database

  /**
   * @param {string} type
   * @param {Database} database
   */
  constructor (type, database) {
    super(type)
    this.#database = database
  }

  get database () { return this.#database }
}

const BaseErrorEvent = /** @type {typeof globalThis.ErrorEvent} */ (globalThis.ErrorEvent ?? class extends Event {
  /**
   * @param {string} type
   * @param {{ error?: any, message?: string }} [options]
   */
  constructor (type, { error = null, message = '' } = {}) {
    super(type)
    this.error = error
    this.message = message
  }
})

/** A request has failed. */
export class DatabaseRequestQueueErrorEvent extends BaseErrorEvent {
  #request

  /**
   * @param {string} type
   * @param {IDBRequest | IDBTransaction} request
   * @param {{ error?: any, message?: string }} options
   */
  constructor (type, request, options) {
    super(type, options)
    this.#request = request
  }

  get request () { return this.#request }
}

/** Requests that are under way. Events are `push`, `resolve` and `error`. */
export class DatabaseRequestQueue extends EventTarget {
  /** @type {Set<Promise<any>>} */
  #underWay = new Set()

  get length () { return this.#underWay.size }

  /**
   * @param {any} request of the engine
   * @param {((conflict: DatabaseRequestQueueRequestConflict) => void) | null} [conflictResolutionCallback] is called if the
   *   request is blocked; without it the request waits
   * @returns {Promise<any>} its result
   */
  async push (request, conflictResolutionCallback = null) {
    if (typeof request?.addEventListener !== 'function') {
      throw invalidArgType('request', 'a request of indexedDB', request)
    }
    if (conflictResolutionCallback !== null) {
      checkFunction(conflictResolutionCallback, 'conflictResolutionCallback')
    }
    const done = this.#settled(request, conflictResolutionCallback)
    this.#underWay.add(done)
    this.dispatchEvent(new DatabaseRequestQueueEvent('push', request))
    try {
      const result = await done
      this.dispatchEvent(new DatabaseRequestQueueEvent('resolve', request))
      return result
    } catch (error) {
      this.dispatchEvent(new DatabaseRequestQueueErrorEvent('error', request, { error, message: String(/** @type {any} */ (error)?.message ?? error) }))
      throw error
    } finally {
      this.#underWay.delete(done)
    }
  }

  /**
   * @param {any} request
   * @param {((conflict: DatabaseRequestQueueRequestConflict) => void) | null} onConflict
   * @returns {Promise<any>}
   */
  #settled (request, onConflict) {
    return new Promise((resolve, reject) => {
      const end = new AbortController()
      /** @param {string} type @param {(event: any) => void} listener */
      const on = (type, listener) => request.addEventListener(type, listener, { signal: end.signal })
      on('success', () => { end.abort(); resolve(request.result) })
      on('complete', () => { end.abort(); resolve(undefined) })
      for (const type of ['error', 'abort']) {
        on(type, () => { end.abort(); reject(request.error ?? new DOMException('The request was given up', 'AbortError')) })
      }
      if (onConflict !== null) {
        on('blocked', () => onConflict(new DatabaseRequestQueueRequestConflict(resolve, reject, () => end.abort())))
      }
    })
  }

  /**
   * Waits for all requests that are under way.
   * @param {{ rejectOnError?: boolean } | null} [options] whether one that fails rejects; yes, without it
   */
  async wait (options = null) {
    const all = [...this.#underWay]
    await (options?.rejectOnError === false ? Promise.allSettled(all) : Promise.all(all))
  }
}

/** A table of values. Events are `open`, `close` and `drop`. */
export class Database extends EventTarget {
  #name
  #version
  #queue = new DatabaseRequestQueue()
  /** @type {IDBDatabase | null} */
  #storage = null
  /** @type {Promise<void> | null} */
  #opening = null
  /** @type {Promise<void> | null} */
  #closing = null

  /**
   * @param {string} name
   * @param {{ version?: number } | null} [options]
   */
  constructor (name, options = null) {
    super()
    checkType('name', name, 'string')
    if (name === '') {
      throw invalidArgValue('name', name, 'must not be empty')
    }
    checkObject('options', options ?? {})
    checkInteger('options.version', options?.version ?? 1, 1)
    this.#name = name
    this.#version = options?.version ?? 1
  }

  get opening () { return this.#opening !== null }
  get opened () { return this.#storage !== null }
  get closing () { return this.#closing !== null }
  get closed () { return this.#storage === null && !this.opening }
  get name () { return this.#name }
  get version () { return this.#version }
  /** The engine's database; null while it is closed. */
  get storage () { return this.#storage }

  /** Opens it, unless it is open. */
  async open () {
    await this.#closing
    if (this.#storage === null) {
      this.#opening ??= this.#open().finally(() => { this.#opening = null })
      await this.#opening
    }
  }

  async #open () {
    const request = engine().open(this.#name, this.#version)
    request.onupgradeneeded = () => {
      if (!request.result.objectStoreNames.contains(STORE)) {
        request.result.createObjectStore(STORE)
      }
    }
    const storage = await this.#queue.push(request)
    storage.onversionchange = () => this.close() // or who wants to drop it, or a newer version, would wait
    this.#storage = storage
    this.dispatchEvent(new DatabaseEvent('open', this))
  }

  /** Closes it when what is under way is done. */
  async close () {
    await this.#opening
    if (this.#storage !== null) {
      this.#closing ??= this.#close().finally(() => { this.#closing = null })
      await this.#closing
    }
  }

  async #close () {
    await this.#queue.wait({ rejectOnError: false })
    this.#storage?.close()
    this.#storage = null
    if (opened.get(this.#name) === this) {
      opened.delete(this.#name)
    }
    this.dispatchEvent(new DatabaseEvent('close', this))
  }

  /** Closes and deletes it. */
  async drop () {
    const factory = engine()
    await this.close()
    await this.#queue.push(factory.deleteDatabase(this.#name))
    this.dispatchEvent(new DatabaseEvent('drop', this))
  }

  /**
   * @param {IDBValidKey} key
   * @param {{ count?: number } | null} [options] `count`: how many, of what a range of keys has
   * @returns {Promise<any>} undefined if there is none; an array with `count`
   */
  async get (key, options = null) {
    const count = options?.count
    return await this.#request('readonly', (store) => count === undefined ? store.get(key) : store.getAll(key, count))
  }

  /**
   * Sets a value, whether there was one or not.
   * @param {IDBValidKey} key
   * @param {any} value
   * @param {{ durability?: IDBTransactionDurability } | null} [options]
   */
  async put (key, value, options = null) {
    await this.#request('readwrite', (store) => store.put(value, key), options)
  }

  /**
   * Sets a value that is not there yet; rejects with a `ConstraintError` if it is.
   * @param {IDBValidKey} key
   * @param {any} value
   * @param {{ durability?: IDBTransactionDurability } | null} [options]
   */
  async insert (key, value, options = null) {
    await this.#request('readwrite', (store) => store.add(value, key), options)
  }

  /**
   * Changes some members of a value, which is made if there is none.
   * @param {IDBValidKey} key
   * @param {object} value
   * @param {{ durability?: IDBTransactionDurability } | null} [options]
   */
  async update (key, value, options = null) {
    checkObject('value', value)
    await this.open()
    const store = this.#store('readwrite', options)
    const before = await this.#queue.push(store.get(key))
    await this.#queue.push(store.put({ ...before, ...value }, key))
  }

  /**
   * @param {IDBValidKey | IDBKeyRange} key
   * @param {{ durability?: IDBTransactionDurability } | null} [options]
   */
  async delete (key, options = null) {
    await this.#request('readwrite', (store) => store.delete(key), options)
  }

  /**
   * @param {{ count?: number } | null} [options] `count`: how many at most
   * @returns {Promise<Array<[IDBValidKey, any]>>} in the order of their keys
   */
  async entries (options = null) {
    await this.open()
    const store = this.#store('readonly')
    const [keys, values] = await Promise.all([
      this.#queue.push(store.getAllKeys(null, options?.count)), this.#queue.push(store.getAll(null, options?.count))
    ])
    return keys.map((/** @type {IDBValidKey} */ key, /** @type {number} */ i) => [key, values[i]])
  }

  /**
   * @param {IDBTransactionMode} mode
   * @param {{ durability?: IDBTransactionDurability } | null} [options]
   */
  #store (mode, options = null) {
    const storage = /** @type {IDBDatabase} */ (this.#storage)
    return storage.transaction(STORE, mode, { durability: options?.durability ?? 'default' }).objectStore(STORE)
  }

  /**
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest<any>} action
   * @param {{ durability?: IDBTransactionDurability } | null} [options]
   */
  async #request (mode, action, options = null) {
    await this.open()
    return await this.#queue.push(action(this.#store(mode, options)))
  }
}

/** @returns {IDBFactory} */
function engine () {
  if (globalThis.indexedDB === undefined) {
    throw new NotSupportedError('This engine has no databases')
  }
  return globalThis.indexedDB
}

/**
 * A database, opened; the same one as long as it is open.
 * @param {string} name
 * @param {{ version?: number } | null} [options]
 * @returns {Promise<Database>}
 */
export async function open (name, options = null) {
  const database = opened.get(name) ?? new Database(name, options)
  await database.open()
  opened.set(name, database)
  return database
}

/**
 * Deletes a database.
 * @param {string} name
 * @param {{ version?: number } | null} [options]
 * @returns {Promise<void>}
 */
export async function drop (name, options = null) {
  await (opened.get(name) ?? new Database(name, options)).drop()
}

export default { Database, drop, open, opened }
