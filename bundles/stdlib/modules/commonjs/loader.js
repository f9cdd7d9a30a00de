/**
 * Reading what is required: synchronously, since `require` is.
 * @module commonjs/loader
 */
import { checkObject, invalidArgType, invalidArgValue } from '../internal/node-errors.js'
import { serialize } from '../internal/symbols.js'

const inspectCustom = Symbol.for('socket.runtime.util.inspect.custom')

/**
 * @param {unknown} url
 * @param {unknown} [origin] what it is relative to
 * @returns {URL}
 */
function absolute (url, origin = null) {
  if (typeof url !== 'string' && !(url instanceof URL)) {
    throw invalidArgType('url', 'of type string or an instance of URL', url)
  }
  const base = /** @type {any} */ (origin ?? globalThis.location?.href ?? import.meta.url)
  if (!URL.canParse(url, base)) {
    throw invalidArgValue('url', String(url), 'must be a URL, or a path')
  }
  return new URL(url, base)
}

/**
 * @param {'GET' | 'HEAD'} method
 * @param {URL} url
 * @param {Iterable<[string, string]>} given
 * @returns {{ status: number, headers: Headers, location: string, text?: string, buffer?: Uint8Array }} status 0 if nothing answers;
 *   bytes of what is no text
 */
function exchange (method, url, given) {
  const request = new XMLHttpRequest()
  const isText = !url.pathname.endsWith('.wasm')
  const inDocument = typeof document !== 'undefined'
  try {
    request.open(method, url.href, false)
    for (const [name, value] of given) {
      request.setRequestHeader(name, value)
    }
    if (!isText && inDocument) {
      request.overrideMimeType('text/plain; charset=x-user-defined') // documents may not ask for a buffer
    } else if (!isText) {
      request.responseType = 'arraybuffer'
    }
    request.send()
  } catch {
    return { status: 0, headers: new Headers(), location: url.href }
  }
  const headers = new Headers()
  for (const line of request.getAllResponseHeaders().split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) {
      headers.append(line.slice(0, colon), line.slice(colon + 1).trim())
    }
  }
  const content = isText
    ? { text: request.responseText }
    : { buffer: inDocument ? Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0) & 0xff) : new Uint8Array(request.response ?? 0) }
  // engines give files of one's own scheme no status
  const isEmpty = content.text === '' || content.buffer?.byteLength === 0
  return { status: request.status === 0 && !isEmpty ? 200 : request.status, headers, location: request.responseURL || url.href, ...content }
}

/** What is known of an address without reading what is there. */
export class RequestStatus {
  #request
  #status
  #headers
  #location

  /**
   * @param {Request} request
   * @param {{ status?: number, headers?: HeadersInit, location?: string } | null} [options] what is known already
   */
  constructor (request, options = null) {
    if (!(request instanceof Request)) {
      throw invalidArgType('request', 'an instance of Request', request)
    }
    checkObject('options', options ?? {})
    this.#request = request
    this.#status = options?.status ?? 0
    this.#headers = new Headers(options?.headers)
    this.#location = options?.location ?? request.url.href
  }

  /**
   * @param {any} json
   * @param {{ loader?: Loader } | null} [options]
   * @returns {RequestStatus}
   */
  static from (json, options = null) {
    checkObject('json', json)
    return new RequestStatus(Request.from(json.request, options), json)
  }

  get request () { return this.#request }
  get id () { return this.#request.id }
  get origin () { return this.#request.origin }
  /** As of HTTP; 0 if it was not asked for, or nothing answers. */
  get status () { return this.#status }
  get value () { return this.#status }
  get headers () { return this.#headers }
  /** Where redirects led to. */
  get location () { return this.#location }
  get ok () { return this.#status >= 200 && this.#status < 300 }

  valueOf () {
    return this.#status
  }

  /** Asks for it, unless it is known. */
  load () {
    if (this.#status === 0) {
      const { status, headers, location } = exchange('HEAD', this.#request.url, this.#request.loader.headers)
      this.#status = status
      this.#headers = headers
      this.#location = location
    }
    return this
  }

  /**
   * @param {boolean | string} [includeRequest] false leaves it out; a text is what `JSON.stringify` calls it
   * @returns {any}
   */
  toJSON (includeRequest = true) {
    return {
      status: this.#status,
      headers: [...this.#headers],
      location: this.#location,
      ...(includeRequest !== false ? { request: this.#request.toJSON(false) } : null)
    }
  }

  [serialize] () { return this.toJSON() }
}

/** Something to read. */
export class Request {
  #url
  #origin
  #loader
  /** @type {RequestStatus | null} */
  #status = null

  /**
   * @param {string | URL} url
   * @param {string | URL | null} [origin] what it is relative to
   * @param {{ loader?: Loader } | null} [options]
   */
  constructor (url, origin = null, options = null) {
    this.#url = absolute(url, origin)
    this.#origin = new URL('.', origin === null ? this.#url : absolute(origin)).href
    this.#loader = options?.loader ?? null
  }

  /**
   * @param {any} json
   * @param {{ loader?: Loader } | null} [options]
   * @returns {Request}
   */
  static from (json, options = null) {
    checkObject('json', json)
    return new Request(json.url, json.origin ?? null, options)
  }

  /** The address. */
  get id () { return this.#url.href }
  get url () { return this.#url }
  get origin () { return this.#origin }
  get loader () { return (this.#loader ??= new Loader(this.#origin)) }
  get status () { return (this.#status ??= new RequestStatus(this)) }

  /**
   * Reads it.
   * @returns {Response} that is not `ok` if there is nothing
   */
  load () {
    const { status, headers, location, ...content } = exchange('GET', this.#url, this.loader.headers)
    this.#status = new RequestStatus(this, { status, headers, location })
    return new Response(this, { status, headers, ...content })
  }

  /** @param {boolean | string} [includeStatus] false leaves it out */
  toJSON (includeStatus = true) {
    return { url: this.#url.href, origin: this.#origin, ...(includeStatus !== false ? { status: this.status.toJSON(false) } : null) }
  }

  [serialize] () { return this.toJSON() }
}

/** What was read. */
export class Response {
  #request
  #status
  #headers
  /** @type {string | undefined} */
  #text
  /** @type {Uint8Array | undefined} */
  #buffer

  /**
   * @param {Request} request
   * @param {{ status?: number, headers?: HeadersInit, text?: string, buffer?: Uint8Array } | null} [options]
   */
  constructor (request, options = null) {
    if (!(request instanceof Request)) {
      throw invalidArgType('request', 'an instance of Request', request)
    }
    checkObject('options', options ?? {})
    this.#request = request
    this.#status = options?.status ?? 0
    this.#headers = new Headers(options?.headers)
    this.#text = options?.text
    this.#buffer = options?.buffer
  }

  /**
   * @param {any} json
   * @param {{ loader?: Loader } | null} [options]
   * @returns {Response}
   */
  static from (json, options = null) {
    checkObject('json', json)
    return new Response(Request.from(json.request, options), json)
  }

  get id () { return this.#request.id }
  get request () { return this.#request }
  get loader () { return this.#request.loader }
  get status () { return this.#status }
  get headers () { return this.#headers }
  get buffer () { return (this.#buffer ??= new TextEncoder().encode(this.#text ?? '')) }
  /** What is read as UTF-8. */
  get text () { return (this.#text ??= new TextDecoder().decode(this.#buffer)) }
  get ok () { return this.#status >= 200 && this.#status < 300 }

  toJSON () {
    return { request: this.#request.toJSON(false), status: this.#status, headers: [...this.#headers], text: this.text }
  }

  [serialize] () { return this.toJSON() }
}

/** Reads files of the app, each once. */
export class Loader {
  static Request = Request
  static Response = Response
  /** What may be left out at the end of an address. */
  static defaultExtensions = Object.freeze(['.js', '.json', '.mjs', '.cjs', '.wasm'])

  #origin
  #headers
  #extensions
  /** By address. @type {{ response: Map<string, Response>, status: Map<string, RequestStatus> }} */
  #cache = { response: new Map(), status: new Map() }

  /**
   * @param {string | URL} origin what addresses are relative to
   * @param {{ headers?: HeadersInit, extensions?: Iterable<string> } | null} [options]
   */
  constructor (origin, options = null) {
    checkObject('options', options ?? {})
    this.#origin = absolute(origin).href
    this.#headers = new Headers(options?.headers)
    this.#extensions = new Set(options?.extensions ?? Loader.defaultExtensions)
  }

  /**
   * @param {string | URL} url
   * @param {string | URL | null} [origin]
   * @returns {string}
   */
  static resolve (url, origin = null) {
    return absolute(url, origin).href
  }

  get cache () { return this.#cache }
  get headers () { return this.#headers }
  get extensions () { return this.#extensions }
  get origin () { return this.#origin }

  /**
   * @param {string | URL} url
   * @param {string | URL | null} [origin]
   * @returns {string}
   */
  resolve (url, origin = null) {
    return Loader.resolve(url, origin ?? this.#origin)
  }

  /**
   * Reads a file. Where its name has no extension, the first that is there with one of {@link Loader#extensions} is read.
   * @param {string | URL} url
   * @param {string | URL | null} [origin]
   * @param {object | null} [options] none yet
   * @returns {Response} that is not `ok` if there is nothing
   */
  load (url, origin = null, options = null) { // eslint-disable-line no-unused-vars
    return this.#first(url, origin, (href) => {
      const known = this.#cache.response.get(href) ?? new Request(href, this.#origin, { loader: this }).load()
      this.#cache.response.set(href, known)
      return known
    })
  }

  /**
   * Asks whether there is a file, without reading it.
   * @param {string | URL} url
   * @param {string | URL | null} [origin]
   * @param {object | null} [options] none yet
   * @returns {RequestStatus}
   */
  status (url, origin = null, options = null) { // eslint-disable-line no-unused-vars
    return this.#first(url, origin, (href) => {
      const known = this.#cache.status.get(href) ?? new Request(href, this.#origin, { loader: this }).status.load()
      this.#cache.status.set(href, known)
      return known
    })
  }

  /**
   * @template {{ ok: boolean }} T
   * @param {string | URL} url
   * @param {string | URL | null} origin
   * @param {(href: string) => T} get
   * @returns {T}
   */
  #first (url, origin, get) {
    const { href, pathname } = new URL(this.resolve(url, origin))
    const hasName = !pathname.endsWith('/')
    const tried = hasName && !/\.\w+$/.test(pathname) ? [...this.#extensions].map((extension) => href + extension) : [href]
    let found = get(tried[0])
    for (const other of tried.slice(1)) {
      found = found.ok ? found : get(other)
    }
    return found
  }

  [inspectCustom] () {
    return `Loader { origin: '${this.#origin}' }`
  }
}

export default Loader
