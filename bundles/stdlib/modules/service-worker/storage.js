/**
 * Storages as pages have them, for service workers: read when they are made, so that they answer at once.
 * @module service-worker/storage
 */
import { send } from '../ipc.js'
import { KeyValue } from '../internal/key-value.js'
import { state } from './state.js'

/** Goes through the entries of an index. */
export class IndexIterator {
  #index
  #next = 0

  /** @param {Index} index */
  constructor (index) {
    if (!(index instanceof Index)) {
      throw new TypeError('An iterator goes through an Index')
    }
    this.#index = index
  }

  get done () { return this.#next >= this.#index.length }

  /** @returns {IteratorResult<[string, string]>} */
  next () {
    return this.done
      ? { value: undefined, done: true }
      : { value: /** @type {[string, string]} */ (this.#index.entry(this.#next++)), done: false }
  }

  /** @returns {IteratorResult<[string, string]>} */
  return () {
    this.#next = Infinity
    return { value: undefined, done: true }
  }

  [Symbol.iterator] () { return this }
}

/** Keys and values in the order in which they came. */
export class Index {
  /** @type {Map<string, string>} */
  #entries = new Map()

  get keys () { return [...this.#entries.keys()] }
  get values () { return [...this.#entries.values()] }
  get length () { return this.#entries.size }

  /** @param {number} index */
  key (index) { return this.keys[index] ?? null }
  /** @param {number} index */
  value (index) { return this.values[index] ?? null }
  /** @param {string} key */
  indexOf (key) { return this.keys.indexOf(key) }
  /** @param {string} key */
  has (key) { return this.#entries.has(key) }
  /** @param {string} key */
  get (key) { return this.#entries.get(key) }

  /** @param {number} index */
  entry (index) { return [...this.#entries][index] ?? null }

  /**
   * @param {string} key
   * @param {string} value
   */
  insert (key, value) {
    this.#entries.set(String(key), String(value))
  }

  /** @param {number} index */
  remove (index) {
    const key = this.key(index)
    return key !== null && this.#entries.delete(key)
  }

  clear () { this.#entries.clear() }
  entries () { return new IndexIterator(this) }
  [Symbol.iterator] () { return this.entries() }
}

/** Where the entries of a storage are. This one has them in memory only. */
export class Provider {
  #index = new Index()
  /** Why entries could not be read. @type {Error | null} */
  error = null
  /** Resolves when they are read. @type {Promise<void>} */
  ready

  constructor () {
    this.ready = this.load()
    this.ready.catch((error) => { this.error = error })
  }

  get id () { return state.serviceWorker.id ?? '' }
  get index () { return this.#index }
  get length () { return this.#index.length }

  /** @param {string} key */
  has (key) { return this.#index.has(key) }
  /** @param {string} key */
  get (key) { return this.#index.get(key) }

  /**
   * @param {string} key
   * @param {string} value
   */
  set (key, value) {
    this.#index.insert(key, value)
  }

  /** @param {string} key */
  remove (key) {
    this.#index.remove(this.#index.indexOf(key))
  }

  clear () { this.#index.clear() }
  keys () { return this.#index.keys }
  values () { return this.#index.values }
  /** @param {number} index */
  key (index) { return this.#index.key(index) }

  /** Reads what there is. */
  async load () {}
}

/** Ends with the worker. */
export class MemoryStorageProvider extends Provider {}

/** Ends with the app, or when the worker is unregistered: the platform keeps it. */
export class SessionStorageProvider extends Provider {
  /**
   * @param {string} route
   * @param {any} [params]
   */
  async #tell (route, params) {
    const { err } = await send(route, { id: this.id, ...params })
    if (err) {
      this.error = err
    }
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  set (key, value) {
    super.set(key, value)
    this.#tell('serviceWorker.storage.set', { key, value })
  }

  /** @param {string} key */
  remove (key) {
    super.remove(key)
    this.#tell('serviceWorker.storage.remove', { key })
  }

  clear () {
    super.clear()
    this.#tell('serviceWorker.storage.clear')
  }

  async load () {
    const { err, data } = await send('serviceWorker.storage', { id: this.id })
    if (err) {
      throw err
    }
    Object.entries(data).forEach(([key, value]) => this.index.insert(key, String(value)))
  }
}

/** Stays from one run of the app to the next: in a database of the engine. */
export class LocalStorageProvider extends Provider {
  /** @type {KeyValue | null} */
  #store = null

  /**
   * @param {string} key
   * @param {string} value
   */
  set (key, value) {
    super.set(key, value)
    this.#store?.set(key, value)
  }

  /** @param {string} key */
  remove (key) {
    super.remove(key)
    this.#store?.delete(key)
  }

  clear () {
    super.clear()
    this.#store?.clear()
  }

  async load () {
    const store = await KeyValue.open(`socket.runtime.serviceWorker.localStorage(${state.serviceWorker.scope ?? '/'})`)
    const entries = await store.entries()
    this.#store = store
    entries.forEach(([key, value]) => this.index.insert(key, value))
  }
}

const token = Symbol('socket.runtime.serviceWorker.storage')

export class Storage {
  #provider

  /**
   * @param {any} given what {@link Storage.create} has
   * @param {Provider} provider
   */
  constructor (given, provider) {
    if (given !== token) {
      throw new TypeError('Illegal constructor')
    }
    this.#provider = provider
  }

  /**
   * @param {any} given
   * @returns {Promise<any>} the storage, when its entries are read
   */
  static async create (given) {
    const { Provider: Own } = /** @type {any} */ (this)
    if (given !== token || Own === undefined) {
      throw new TypeError('Illegal constructor')
    }
    const provider = new Own()
    await provider.ready
    return new this(given, provider)
  }

  get provider () { return this.#provider }
  get length () { return this.#provider.length }
  get [Symbol.toStringTag] () { return 'Storage' }

  /** @param {string} key */
  hasItem (key) { return this.#provider.has(String(key)) }
  clear () { this.#provider.clear() }
  /** @param {number} index */
  key (index) { return this.#provider.key(Number(index)) }
  /** @param {string} key */
  getItem (key) { return this.#provider.get(String(key)) ?? null }
  /** @param {string} key */
  removeItem (key) { this.#provider.remove(String(key)) }

  /**
   * @param {string} key
   * @param {any} value
   */
  setItem (key, value) {
    this.#provider.set(String(key), String(value))
  }
}

export class MemoryStorage extends Storage {
  static Provider = MemoryStorageProvider
}

export class LocalStorage extends Storage {
  static Provider = LocalStorageProvider
}

export class SessionStorage extends Storage {
  static Provider = SessionStorageProvider
}

/** @type {Record<string, typeof Storage>} */
const storages = { memoryStorage: MemoryStorage, localStorage: LocalStorage, sessionStorage: SessionStorage }

/** What a storage does besides its own members: its entries are properties. @type {ProxyHandler<any>} */
const entries = {
  get (storage, key) {
    if (typeof key === 'symbol' || key in storage) {
      const value = storage[key]
      return typeof value === 'function' ? value.bind(storage) : value
    }
    return storage.getItem(key) ?? undefined
  },
  set (storage, key, value) {
    storage.setItem(String(key), value)
    return true
  },
  has: (storage, key) => key in storage || storage.hasItem(String(key)),
  deleteProperty (storage, key) {
    storage.removeItem(String(key))
    return true
  },
  ownKeys: (storage) => storage.provider.keys(),
  getOwnPropertyDescriptor: (storage, key) => storage.hasItem(String(key))
    ? { configurable: true, enumerable: true, writable: true, value: storage.getItem(String(key)) }
    : undefined
}

/**
 * @param {'memoryStorage' | 'localStorage' | 'sessionStorage'} type
 * @returns {Promise<any>} the storage, when its entries are read
 */
export async function createStorageInterface (type) {
  if (!Object.hasOwn(storages, type)) {
    throw new TypeError(`A storage is memoryStorage, localStorage or sessionStorage, not ${type}`)
  }
  return new Proxy(await storages[type].create(token), entries)
}

export default { createStorageInterface, LocalStorage, MemoryStorage, SessionStorage, Storage }
