/** Messages of HTTP, as Node has them: those that are written, and those that are read. */
import { Buffer } from '../buffer.js'
import { Readable, Writable } from '../stream.js'
import { checkTimeout, received, validateHeaderName, validateHeaderValue } from './http-headers.js'
import { checkType, coded } from './node-errors.js'

/** Runs a function when nothing has happened for a while. */
export class IdleTimer {
  #timer = /** @type {any} */ (undefined)
  #milliseconds = 0
  #run

  /** @param {() => void} run */
  constructor (run) {
    this.#run = run
  }

  /** @param {number} milliseconds 0 for never */
  set (milliseconds) {
    this.#milliseconds = milliseconds
    this.touch()
  }

  /** Something has happened. */
  touch () {
    this.stop()
    if (this.#milliseconds > 0) {
      this.#timer = globalThis.setTimeout(() => this.#run(), this.#milliseconds)
    }
  }

  stop () {
    globalThis.clearTimeout(this.#timer)
  }
}

/** A message that is written: headers first, then the body. */
export class OutgoingMessage extends Writable {
  /** @type {import('./http-headers.js').HeaderTable} */
  #headers = new Map()
  /** Whether the headers are on their way and cannot be changed any more. */
  headersSent = false
  sendDate = false
  /** There are no sockets here; what has one shows it. @type {any} */
  socket = null

  /** @param {any} [options] of the stream */
  constructor (options) {
    super(options)
    this.idle = new IdleTimer(() => this.emit('timeout'))
    this.once('close', () => this.idle.stop())
  }

  /** What is not written yet. @returns {any[]} */
  get buffers () { return /** @type {any} */ (this)._writableState?.getBuffer?.().map((/** @type {any} */ { chunk }) => chunk) ?? [] }
  /** @returns {Record<string, any>} */
  get headers () { return this.getHeaders() }
  get connection () { return this.socket }
  get finished () { return this.writableEnded }

  #checkUnsent (action = 'set') {
    if (this.headersSent) {
      throw coded(Error, 'ERR_HTTP_HEADERS_SENT', `Cannot ${action} headers after they are sent to the client`)
    }
  }

  /**
   * @param {string} name
   * @param {number | string | readonly string[]} value
   * @returns {this}
   */
  setHeader (name, value) {
    this.#checkUnsent()
    validateHeaderName(name)
    for (const item of Array.isArray(value) ? value : [value]) {
      validateHeaderValue(name, item)
    }
    this.#headers.set(name.toLowerCase(), { name, value })
    return this
  }

  /**
   * @param {Headers | Map<string, any>} headers
   * @returns {this}
   */
  setHeaders (headers) {
    this.#checkUnsent()
    if (!(headers instanceof Headers) && !(headers instanceof Map)) {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "headers" argument must be an instance of Headers or Map')
    }
    for (const [name, value] of headers) {
      this.setHeader(name, value)
    }
    return this
  }

  /**
   * @param {string} name
   * @param {string | readonly string[]} value is added to what there is
   * @returns {this}
   */
  appendHeader (name, value) {
    this.#checkUnsent('append')
    validateHeaderName(name)
    const before = this.#headers.get(name.toLowerCase())
    return before === undefined
      ? this.setHeader(name, value)
      : this.setHeader(before.name, [before.value, value].flat())
  }

  /** @param {string} name */
  getHeader (name) {
    checkType('name', name, 'string')
    return this.#headers.get(name.toLowerCase())?.value
  }

  /** @param {string} name */
  hasHeader (name) {
    checkType('name', name, 'string')
    return this.#headers.has(name.toLowerCase())
  }

  /** @param {string} name */
  removeHeader (name) {
    checkType('name', name, 'string')
    this.#checkUnsent('remove')
    this.#headers.delete(name.toLowerCase())
  }

  getHeaderNames () { return [...this.#headers.keys()] }
  getRawHeaderNames () { return [...this.#headers.values()].map(({ name }) => name) }

  /** @returns {Record<string, any>} by names in lower case */
  getHeaders () {
    return Object.assign(Object.create(null), Object.fromEntries([...this.#headers].map(([key, { value }]) => [key, value])))
  }

  /** What is sent. */
  get table () { return this.#headers }

  /** Sends the headers before there is a body. */
  flushHeaders () {
    this.headersSent = true
  }

  /**
   * What follows the body. The engine does not send it.
   * @param {any} headers
   */
  addTrailers (headers) {
    for (const [name, value] of Array.isArray(headers) ? headers : Object.entries(headers)) {
      validateHeaderName(name, 'Trailer name')
      validateHeaderValue(name, value)
    }
  }

  /**
   * Emits `timeout` when nothing has happened for so long.
   * @param {number} timeout in milliseconds; 0 for never
   * @param {(() => void) | null} [callback] of the event, once
   * @returns {this}
   */
  setTimeout (timeout, callback = null) {
    this.idle.set(checkTimeout(timeout))
    if (callback) {
      this.once('timeout', callback)
    }
    return this
  }
}

/**
 * @typedef {object} IncomingOptions
 * @property {Array<[string, string]>} [headers] as they were sent
 * @property {string} [method] of a request
 * @property {string} [url] of a request: its path and query; of a response where it came from
 * @property {number} [statusCode] of a response
 * @property {string} [statusMessage]
 * @property {any} [server]
 * @property {any} [context]
 * @property {ReadableStream<Uint8Array> | null} [body]
 */

/** A message that is read: its headers are there, its body is a stream. */
export class IncomingMessage extends Readable {
  /** @type {ReadableStreamDefaultReader<Uint8Array> | null} */
  #reader
  #received
  /** Whether all of it has come. */
  complete = false
  /** Whether it was given up before it was complete. */
  aborted = false
  httpVersionMajor = 1
  httpVersionMinor = 1
  httpVersion = '1.1'
  /** @type {string[]} */
  rawTrailers = []
  trailers = {}
  trailersDistinct = {}
  /** There are no sockets here; what has one shows it. @type {any} */
  socket = null

  /** @param {IncomingOptions | null} [options] */
  constructor (options = null) {
    super()
    const { headers = [], method, url = '', statusCode = null, statusMessage = null, server = null, context = null, body = null } = options ?? {}
    this.#received = received(headers)
    this.#reader = body?.getReader() ?? null
    this.complete = body === null
    this.rawHeaders = headers.flat()
    this.method = method
    this.url = url
    this.statusCode = statusCode
    this.statusMessage = statusMessage
    this.server = server
    this.context = context
    this.idle = new IdleTimer(() => this.emit('timeout'))
    this.once('close', () => this.idle.stop())
  }

  get headers () { return this.#received.headers }
  get headersDistinct () { return this.#received.distinct }
  get status () { return this.statusCode }
  get statusText () { return this.statusMessage }
  get connection () { return this.socket }

  /** @param {string} name */
  getHeader (name) {
    checkType('name', name, 'string')
    return this.headers[name.toLowerCase()]
  }

  /** @param {string} name */
  hasHeader (name) {
    checkType('name', name, 'string')
    return Object.hasOwn(this.headers, name.toLowerCase())
  }

  getHeaderNames () { return Object.keys(this.headers) }
  getRawHeaderNames () { return this.rawHeaders.filter((_, i) => i % 2 === 0) }
  getHeaders () { return { ...this.headers } }

  /**
   * @param {number} timeout in milliseconds; 0 for never
   * @param {(() => void) | null} [callback]
   * @returns {this}
   */
  setTimeout (timeout, callback = null) {
    this.idle.set(checkTimeout(timeout))
    if (callback) {
      this.once('timeout', callback)
    }
    return this
  }

  _read () {
    if (this.#reader === null) {
      this.push(null)
      return
    }
    this.#reader.read().then(({ done, value }) => {
      this.idle.touch()
      this.complete = done
      this.push(done ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength))
    }, (error) => this.destroy(aborted(error)))
  }

  /**
   * @param {any} error
   * @param {(error: any) => void} callback
   */
  _destroy (error, callback) {
    if (!this.complete && !this.readableEnded) {
      this.aborted = true
      this.emit('aborted')
    }
    const stopped = this.complete ? Promise.resolve() : this.#reader?.cancel() ?? Promise.resolve()
    stopped.catch(() => {}).then(() => callback(error))
  }
}

/**
 * @param {any} cause
 * @returns {Error}
 */
function aborted (cause) {
  return Object.assign(coded(Error, 'ECONNRESET', 'aborted'), { cause })
}
