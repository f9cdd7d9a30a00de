/** Values by their names, in a database of the engine. */
import { NotSupportedError } from '../errors.js'

const STORE = 'entries'

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function done (request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** A database of one table. Changes are made in order; {@link KeyValue#settled} tells of those that failed. */
export class KeyValue {
  #database
  /** @type {Promise<any>} */
  #last = Promise.resolve()

  /**
   * @param {string} name
   * @returns {Promise<KeyValue>}
   */
  static async open (name) {
    if (typeof indexedDB === 'undefined') {
      throw new NotSupportedError('This engine has no databases')
    }
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    return new KeyValue(await done(request))
  }

  /** @param {IDBDatabase} database */
  constructor (database) {
    this.#database = database
  }

  get database () { return this.#database }

  /** @returns {Promise<Array<[string, any]>>} */
  async entries () {
    const store = this.#database.transaction(STORE).objectStore(STORE)
    const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())])
    return keys.map((key, i) => [String(key), values[i]])
  }

  /**
   * @param {string} key
   * @param {any} value
   */
  set (key, value) {
    this.#change((store) => store.put(value, key))
  }

  /** @param {string} key */
  delete (key) {
    this.#change((store) => store.delete(key))
  }

  clear () {
    this.#change((store) => store.clear())
  }

  /** @param {(store: IDBObjectStore) => IDBRequest<any>} change */
  #change (change) {
    const made = done(change(this.#database.transaction(STORE, 'readwrite').objectStore(STORE)))
    this.#last = Promise.all([this.#last, made])
    this.#last.catch(() => {})
  }

  /** Resolves when all changes are made; rejects if one was not. */
  async settled () {
    await this.#last
  }

  close () {
    this.#database.close()
  }
}
