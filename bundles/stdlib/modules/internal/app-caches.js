/**
 * `caches` for all that an app requests. The engine keeps requests of `http:` and `https:` only; those of other schemes, such as
 * the app's own files, are kept in a database, in caches of the same names.
 * See https://w3c.github.io/ServiceWorker/#cache-interface.
 */
import { NotSupportedError } from '../errors.js'
import { open as openDatabase } from './database.js'
import { checkObject } from './node-errors.js'

/** @typedef {{ ignoreSearch?: boolean, ignoreMethod?: boolean, ignoreVary?: boolean }} MatchOptions */
/** @typedef {{ order: number, url: string, asked: Array<[string, string]>, status: number, statusText: string, headers: Array<[string, string]>, body: ArrayBuffer }} Kept */

const DATABASE = 'socket.runtime.caches'

let last = 0
/** Tells which was put first. */
const next = () => (last = Math.max(last + 1, Date.now()))

/** @param {any} info */
const requestOf = (info) => info instanceof Request ? info : new Request(info)

/** @param {string} url */
const isOfEngine = (url) => /^https?:/.test(url)

/**
 * An address without its fragment, and without what is behind the `?` if that does not matter.
 * @param {string} url
 * @param {boolean} [ignoreSearch]
 */
function keyOf (url, ignoreSearch = false) {
  const key = new URL(url)
  key.hash = ''
  if (ignoreSearch) {
    key.search = ''
  }
  return key.href
}

/** @param {Kept} kept */
function responseOf ({ url, status, statusText, headers, body }) {
  const response = new Response([101, 204, 205, 304].includes(status) ? null : body, { status, statusText, headers })
  return Object.defineProperty(response, 'url', { value: url })
}

/** @param {Headers} headers */
const varying = (headers) => (headers.get('vary') ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '')

/** Requests, each with its answer. */
export class AppCache {
  #name
  #native

  /**
   * @param {string} name
   * @param {Cache} native of the same name
   */
  constructor (name, native) {
    this.#name = name
    this.#native = native
  }

  /**
   * @param {RequestInfo | URL} request
   * @param {MatchOptions} [options]
   * @returns {Promise<Response | undefined>} the first that fits
   */
  async match (request, options = {}) {
    return (await this.matchAll(request, options))[0]
  }

  /**
   * @param {RequestInfo | URL} [request] all, without it
   * @param {MatchOptions} [options]
   * @returns {Promise<readonly Response[]>}
   */
  async matchAll (request, options = {}) {
    const wanted = request === undefined ? undefined : requestOf(request)
    if (wanted !== undefined && isOfEngine(wanted.url)) {
      return await this.#native.matchAll(wanted, options)
    }
    const own = (await this.#find(wanted, options)).map(responseOf)
    return wanted === undefined ? [...own, ...await this.#native.matchAll()] : own
  }

  /** @param {RequestInfo | URL} request is fetched */
  async add (request) {
    await this.addAll([request])
  }

  /** @param {Iterable<RequestInfo | URL>} requests are fetched; nothing is kept if one of them fails */
  async addAll (requests) {
    const fetched = await Promise.all([...requests].map(async (info) => {
      const request = requestOf(info)
      const response = await fetch(request.url, { headers: request.headers, signal: request.signal })
      if (!response.ok) {
        throw new TypeError(`${request.url} cannot be kept: it was answered with the status ${response.status}`)
      }
      return /** @type {[Request, Response]} */ ([request, response])
    }))
    await Promise.all(fetched.map(([request, response]) => this.put(request, response)))
  }

  /**
   * @param {RequestInfo | URL} info
   * @param {Response} response is read
   */
  async put (info, response) {
    const request = requestOf(info)
    if (!(response instanceof Response)) {
      throw new TypeError('What is kept must be a Response')
    }
    if (isOfEngine(request.url)) {
      return await this.#native.put(request, response)
    }
    if (request.method !== 'GET') {
      throw new TypeError(`An answer to ${request.method} cannot be kept`)
    }
    if (response.status === 206 || varying(response.headers).includes('*')) {
      throw new TypeError('A part of an answer, or one that varies with everything, cannot be kept')
    }
    if (response.bodyUsed) {
      throw new TypeError('The response was read already')
    }
    const body = await response.arrayBuffer()
    const { status, statusText } = response
    const database = await openDatabase(DATABASE)
    await database.put([this.#name, keyOf(request.url)], {
      order: next(), url: keyOf(request.url), asked: [...request.headers], status, statusText, headers: [...response.headers], body
    })
  }

  /**
   * @param {RequestInfo | URL} info
   * @param {MatchOptions} [options]
   * @returns {Promise<boolean>} whether there was one
   */
  async delete (info, options = {}) {
    const request = requestOf(info)
    if (isOfEngine(request.url)) {
      return await this.#native.delete(request, options)
    }
    const found = await this.#find(request, options)
    const database = await openDatabase(DATABASE)
    await Promise.all(found.map(({ url }) => database.delete([this.#name, url])))
    return found.length > 0
  }

  /**
   * @param {RequestInfo | URL} [request] all, without it
   * @param {MatchOptions} [options]
   * @returns {Promise<readonly Request[]>} in the order in which they were put; the engine's come last
   */
  async keys (request, options = {}) {
    const wanted = request === undefined ? undefined : requestOf(request)
    if (wanted !== undefined && isOfEngine(wanted.url)) {
      return await this.#native.keys(wanted, options)
    }
    const own = (await this.#find(wanted, options)).map(({ url, asked }) => new Request(url, { headers: asked }))
    return wanted === undefined ? [...own, ...await this.#native.keys()] : own
  }

  /**
   * @param {Request | undefined} wanted
   * @param {MatchOptions} options
   * @returns {Promise<Kept[]>}
   */
  async #find (wanted, options) {
    checkObject('options', options)
    const { ignoreSearch = false, ignoreMethod = false, ignoreVary = false } = options
    if (wanted !== undefined && wanted.method !== 'GET' && !ignoreMethod) {
      return []
    }
    const database = await openDatabase(DATABASE)
    if (wanted !== undefined && !ignoreSearch) {
      const kept = await database.get([this.#name, keyOf(wanted.url)])
      return kept !== undefined && (ignoreVary || isMeant(wanted, kept)) ? [kept] : []
    }
    /** @type {Kept[]} */
    const all = await database.get(ofCache(this.#name), { count: 2 ** 32 - 1 })
    return all
      .filter((kept) => wanted === undefined || (keyOf(kept.url, true) === keyOf(wanted.url, true) && (ignoreVary || isMeant(wanted, kept))))
      .sort((a, b) => a.order - b.order)
  }
}

/**
 * Whether what an answer varies with is the same.
 * @param {Request} wanted
 * @param {Kept} kept
 */
function isMeant (wanted, { asked, headers }) {
  const before = new Headers(asked)
  return varying(new Headers(headers)).every((name) => before.get(name) === wanted.headers.get(name))
}

/**
 * Keys of all that a cache has.
 * @param {string} name
 * @returns {any}
 */
function ofCache (name) {
  return IDBKeyRange.bound([name], [name, []])
}

/** Caches by their names, which are those of the engine. */
export class AppCacheStorage {
  #native

  /** @param {CacheStorage | undefined} native */
  constructor (native) {
    this.#native = native
  }

  #names () {
    if (this.#native === undefined) {
      throw new NotSupportedError('This engine has no caches')
    }
    return this.#native
  }

  /** @param {string} name */
  async open (name) {
    return new AppCache(String(name), await this.#names().open(name))
  }

  /** @param {string} name */
  async has (name) {
    return await this.#names().has(name)
  }

  /**
   * @param {string} name
   * @returns {Promise<boolean>} whether there was one
   */
  async delete (name) {
    const wasThere = await this.#names().delete(name)
    const database = await openDatabase(DATABASE)
    await database.delete(ofCache(String(name)))
    return wasThere
  }

  async keys () {
    return await this.#names().keys()
  }

  /**
   * @param {RequestInfo | URL} request
   * @param {MatchOptions & { cacheName?: string }} [options] `cacheName`: the only one to look into
   * @returns {Promise<Response | undefined>} the first that fits
   */
  async match (request, options = {}) {
    checkObject('options', options)
    const names = options.cacheName === undefined ? await this.keys() : await this.has(options.cacheName) ? [options.cacheName] : []
    for (const name of names) {
      const found = await (await this.open(name)).match(request, options)
      if (found !== undefined) {
        return found
      }
    }
    return undefined
  }
}
