/** What a call and its reply look like in JavaScript; `socket:ipc` exports all of it. */
import * as errors from '../errors.js'

/**
 * Errors by the `type` of a failure.
 * @type {Record<string, new (message?: string) => Error>}
 */
const errorTypes = {
  AbortError: errors.AbortError,
  BadRequestError: errors.BadRequestError,
  EncodingError: errors.EncodingError,
  IndexSizeError: errors.IndexSizeError,
  InternalError: errors.InternalError,
  InvalidAccessError: errors.InvalidAccessError,
  NetworkError: errors.NetworkError,
  NotAllowedError: errors.NotAllowedError,
  NotFoundError: errors.NotFoundError,
  NotSupportedError: errors.NotSupportedError,
  OperationError: errors.OperationError,
  SecurityError: errors.SecurityError,
  TimeoutError: errors.TimeoutError,
  RangeError,
  TypeError,
  URIError
}

/**
 * Strips the `R` before and the `n` behind a sequence number.
 * @param {string} seq
 * @param {{ bigint?: boolean } | null} [options]
 * @returns {number | bigint}
 */
export function parseSeq (seq, options = null) {
  const digits = String(seq).replace(/^R/i, '').replace(/n$/, '')
  return options?.bigint === true ? BigInt(digits) : parseInt(digits, 10)
}

/**
 * An `Error` for what a reply calls one; anything else is handed back.
 * @param {any} error a failure `{ type, code, message, ... }`, an `Error`, or nothing
 * @param {Function} [caller] left out of the stack
 * @returns {any}
 */
export function maybeMakeError (error, caller) {
  if (error === null || typeof error !== 'object' || error instanceof Error) {
    return error
  }
  const made = makeError(error)
  for (const [key, value] of Object.entries(error)) {
    const isNamed = key === 'code' && made instanceof errors.ErrnoError
    if (key !== 'type' && key !== 'message' && !isNamed) {
      Object.defineProperty(made, key, {
        value, configurable: true, enumerable: key !== 'code', writable: true
      })
    }
  }
  const { captureStackTrace } = /** @type {any} */ (Error)
  if (typeof caller === 'function' && typeof captureStackTrace === 'function') {
    captureStackTrace.call(Error, made, caller)
  }
  return made
}

/**
 * @param {{ type?: string, code?: number | string, message?: string }} failure
 * @returns {Error}
 */
function makeError (failure) {
  const { type, code, message } = failure
  if (typeof code === 'number' && code < 0) {
    return new errors.ErrnoError(code, message)
  }
  if (type === 'AggregateError') {
    return new AggregateError([], message)
  }
  if (type === 'DOMException' && typeof DOMException !== 'undefined') {
    return new DOMException(message)
  }
  if (type !== undefined && Object.hasOwn(errorTypes, type)) {
    return new errorTypes[type](message)
  }
  const error = new Error(message)
  const name = type === 'ErrnoError' ? code : type // errors of the system are named by their code
  if (name) {
    error.name = String(name)
  }
  return error
}

/**
 * The error that an HTTP-like status without a reply envelope stands for.
 * @param {number} status
 * @param {string} url
 * @returns {Error | null}
 */
export function statusError (status, url) {
  if (status < 400) {
    return null
  }
  const ErrorType = {
    400: errors.BadRequestError,
    403: errors.InvalidAccessError,
    404: errors.NotFoundError,
    408: errors.TimeoutError,
    501: errors.NotSupportedError,
    502: errors.NetworkError,
    504: errors.TimeoutError
  }[status] ?? (status < 500 ? errors.NotAllowedError : errors.InternalError)
  return Object.assign(new ErrorType(`The platform answered with status ${status}`), { url })
}

/**
 * True for the object that replies come in.
 * @param {any} value
 */
export function isEnvelope (value) {
  return value !== null && typeof value === 'object' &&
    ('err' in value || ('data' in value && 'source' in value))
}

const BaseHeaders = globalThis.Headers

/** Headers of a reply. */
export class Headers extends BaseHeaders {
  /**
   * @param {any} input an object, array or text of headers, an `XMLHttpRequest`, or nothing
   * @returns {Headers}
   */
  static from (input) {
    if (input instanceof Headers) {
      return input
    }
    if (typeof input?.headers === 'object' && input.headers !== null) {
      return this.from(input.headers)
    }
    const text = typeof input?.getAllResponseHeaders === 'function'
      ? input.getAllResponseHeaders()
      : input
    if (typeof text !== 'string') {
      return new this(text ?? undefined)
    }
    const headers = new this()
    for (const line of text.split('\n')) {
      const colon = line.indexOf(':')
      if (colon > 0) {
        headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim())
      }
    }
    return headers
  }

  get length () { return [...this.keys()].length }

  toJSON () { return Object.fromEntries(this.entries()) }
}

/**
 * The outcome of a call: `data` or `err`. Also an iterable and indexable
 * `[err, data, source, headers]`. Calls do not reject; look at `err`.
 * @template [T=any]
 */
export class Result {
  #headers

  /**
   * @param {string | null | undefined} id
   * @param {any} err
   * @param {T} data
   * @param {string | null | undefined} source the command that was called
   * @param {any} [headers] as accepted by `Headers.from`; read when first asked for
   */
  constructor (id, err, data, source, headers) {
    /** @type {string} */
    this.id = id ?? ''
    /** @type {any} */
    this.err = err ?? null
    /** @type {T} */
    this.data = data
    /** @type {string | null} */
    this.source = source ?? null
    this.#headers = headers
  }

  /**
   * @param {any} result a reply envelope, a bare value, an `Error` or a `Result`
   * @param {any} [maybeError]
   * @param {string | null} [maybeSource]
   * @param {any} [maybeHeaders]
   * @returns {Result}
   */
  static from (result, maybeError = null, maybeSource = null, maybeHeaders = null) {
    if (result instanceof Result) {
      result.source ||= maybeSource
      result.err ??= maybeError
      return result
    }
    if (result instanceof Error) {
      return new this('', result, null, maybeSource, maybeHeaders)
    }
    const envelope = isEnvelope(result)
    const err = maybeError ?? (envelope ? maybeMakeError(result.err, Result.from) : null)
    const data = err ? null : envelope ? result.data : result
    return new this(
      envelope ? result.id : '', err, data ?? null,
      (envelope && result.source) || maybeSource, maybeHeaders)
  }

  /** @type {Headers} */
  get headers () { return (this.#headers = Headers.from(this.#headers)) }
  set headers (headers) { this.#headers = headers }

  get length () { return 4 }
  get 0 () { return this.err }
  get 1 () { return this.data }
  get 2 () { return this.source }
  get 3 () { return this.headers }

  * [Symbol.iterator] () {
    yield this.err
    yield this.data
    yield this.source
    yield this.headers
  }

  toJSON () {
    const { err } = this
    return {
      headers: this.headers.toJSON(),
      source: this.source,
      data: this.data,
      err: err instanceof Error
        ? { ...err, name: err.name, message: err.message, code: /** @type {any} */ (err).code }
        : err
    }
  }
}

/**
 * @param {any} value
 * @returns {string}
 */
function toParam (value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? JSON.stringify(value)
    : String(value)
}

/**
 * Appends `key=value` pairs to a URI that has a `?` already. Values that are `undefined` or `null`
 * are left out; arrays are joined by commas, other objects are sent as JSON.
 * @param {string} uri
 * @param {any} value an object of parameters, or the one parameter `value`
 * @returns {string}
 */
export function appendParams (uri, value) {
  if (value === undefined || value === null || value === '') {
    return uri
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    return uri + '&value=' + encode(value)
  }
  for (const key in value) {
    const item = value[key]
    if (item !== undefined && item !== null) {
      uri += '&' + encodeURIComponent(key) + '=' + encode(item)
    }
  }
  return uri
}

/**
 * @param {any} value
 * @returns {string}
 */
function encode (value) {
  switch (typeof value) {
    case 'boolean': return value ? 'true' : 'false'
    case 'bigint': return value.toString()
    case 'string': break
    case 'number': if (Number.isSafeInteger(value)) return '' + value
    // falls through
    default: value = toParam(value)
  }
  try {
    return encodeURIComponent(value)
  } catch {
    return encodeURIComponent(value.toWellFormed()) // it had half a surrogate pair
  }
}

/** The parameters that go with a call. */
export class IPCSearchParams extends URLSearchParams {
  /**
   * @param {any} [params] an object, another set of parameters, text, or a bare value
   * @param {string | number | null} [nonce]
   */
  constructor (params, nonce = null) {
    super()
    if (typeof params === 'string' && params.includes('=')) {
      params = new URLSearchParams(params)
    }
    const entries = params instanceof URLSearchParams
      ? params.entries()
      : params !== null && typeof params === 'object' && !Array.isArray(params)
        ? Object.entries(params)
        : params === undefined || params === null ? [] : [['value', params]]
    for (const [key, value] of entries) {
      if (value !== undefined && value !== null) {
        this.set(key, toParam(value))
      }
    }
    if (!this.has('index')) {
      this.set('index', /** @type {any} */ (globalThis).__args?.index ?? 0)
    }
    if (nonce !== null) {
      this.set('nonce', String(nonce))
    }
  }

  toString () { return super.toString().replace(/\+/g, '%20') }
}

/** A call as a URL: `ipc://command?key=value&...`. */
export class Message extends URL {
  static get PROTOCOL () { return 'ipc:' }

  /**
   * @param {any} input
   * @param {any} [params]
   * @param {any} [bytes]
   * @returns {Message}
   */
  static from (input, params = null, bytes = null) {
    if (input instanceof Message) {
      bytes ??= input.bytes
      input = input.toString()
    } else if (ArrayBuffer.isView(input) || input instanceof ArrayBuffer) {
      input = new TextDecoder().decode(/** @type {ArrayBuffer} */ (input))
    } else if (input !== null && typeof input === 'object' && !(input instanceof URL)) {
      params = { ...input.params, ...params }
      input = `${input.protocol ?? this.PROTOCOL}//${input.command ?? input.name}`
    }
    const text = String(input)
    const message = new this(text.startsWith(this.PROTOCOL) ? text : `${this.PROTOCOL}//${text}`, bytes)
    if (params !== null) {
      const entries = params instanceof URLSearchParams ? params.entries() : Object.entries(params)
      for (const [key, value] of entries) {
        message.set(key, value)
      }
    }
    return message
  }

  /**
   * @param {any} input
   * @returns {boolean}
   */
  static isValidInput (input) {
    return /^ipc:\/\/[^/?#]/i.test(String(input))
  }

  /**
   * @param {string | URL} input
   * @param {any} [bytes] to send along
   */
  constructor (input, bytes = null) {
    super(input)
    if (this.protocol !== Message.PROTOCOL) {
      throw new TypeError(`A message must start with ${Message.PROTOCOL}// but this is ${input}`)
    }
    /** @type {any} */
    this.bytes = bytes
  }

  /** The command; the host part of the URL. */
  get command () { return this.hostname }
  get name () { return this.command }
  get id () { return this.get('id') ?? null }
  get seq () { return this.get('seq') ?? null }
  get value () { return this.get('value') ?? null }

  /** Index of the window; -1 if there is none. */
  get index () {
    const index = parseInt(this.get('index') ?? '-1', 10)
    return Number.isNaN(index) ? -1 : index
  }

  /** The value parsed as JSON; null if it is none. */
  get json () { return this.value === null ? null : parseJson(this.value, null) }

  /** @type {Record<string, any>} */
  get params () {
    return Object.fromEntries([...this.searchParams].map(([key, value]) => [key, parseJson(value, value)]))
  }

  get rawParams () { return Object.fromEntries(this.searchParams) }

  entries () { return this.searchParams.entries() }
  keys () { return this.searchParams.keys() }
  values () { return this.searchParams.values() }

  /** @param {string} key */
  has (key) { return this.searchParams.has(key) }

  /**
   * @param {string} key
   * @param {any} [defaultValue]
   */
  get (key, defaultValue = undefined) {
    return this.searchParams.get(key) ?? defaultValue
  }

  /**
   * @param {string} key
   * @param {any} value objects are set as JSON
   */
  set (key, value) {
    this.searchParams.set(key, value !== null && typeof value === 'object' ? JSON.stringify(value) : value)
  }

  /** @param {string} key */
  delete (key) { this.searchParams.delete(key) }

  toString () { return super.toString().replace(/\+/g, '%20') }
}

/**
 * @param {string} text
 * @param {any} otherwise
 */
function parseJson (text, otherwise) {
  try {
    return JSON.parse(text)
  } catch {
    return otherwise
  }
}
