/**
 * Servers, as Node has them. In a page a server listens on a port, by the plugin `net`; in a service worker it answers the requests
 * that the worker is asked for.
 */
import { EventEmitter } from '../events.js'
import { finalizer } from '../gc.js'
import { Duplex } from '../stream.js'
import { pairsOf, validateHeaderName } from './http-headers.js'
import { IncomingMessage, OutgoingMessage } from './http-messages.js'
import { STATUS_CODES } from './http-status.js'
import { nextTick } from './next-tick.js'
import { checkFunction, checkInteger, checkObject, coded, invalidArgType, received } from './node-errors.js'

/** Statuses of which a response has no body. */
const EMPTY = new Set([204, 205, 304])

/** An answer. What is written to it is the body of {@link ServerResponse#response}. */
export class ServerResponse extends OutgoingMessage {
  /** @type {ReadableStreamDefaultController<Uint8Array> | null} */
  #controller = null
  /** @type {(() => void) | null} */
  #resume = null
  /** @type {(response: Response) => void} */
  #answer = () => {}
  /** @type {(reason: any) => void} */
  #fail = () => {}

  /** @param {any} request that is answered, or options with `request` and `server` */
  constructor (request) {
    super({ decodeStrings: true })
    const isRequest = request instanceof IncomingMessage || typeof request?.method === 'string'
    this.req = isRequest ? request : request?.request ?? null
    this.server = isRequest ? request.server ?? null : request?.server ?? null
    this.statusCode = 200
    /** @type {string | undefined} */
    this.statusMessage = undefined
    this.sendDate = true
    /** Resolves when the headers are sent. @type {Promise<Response>} */
    this.response = new Promise((resolve, reject) => {
      this.#answer = resolve
      this.#fail = reject
    })
    this.response.catch(() => {}) // of those who do not ask for it
  }

  get request () { return this.req }
  get status () { return this.statusCode }
  set status (code) { this.statusCode = code }
  get statusText () { return this.statusMessage ?? STATUS_CODES[this.statusCode] ?? '' }
  set statusText (text) { this.statusMessage = text }

  /**
   * @param {number} statusCode
   * @param {any} [statusMessage] may be left out
   * @param {any} [headers] an object, or names and values in turn
   * @returns {this}
   */
  writeHead (statusCode, statusMessage = null, headers = null) {
    if (this.headersSent) {
      throw coded(Error, 'ERR_HTTP_HEADERS_SENT', 'Cannot write headers after they are sent to the client')
    }
    const code = Number(statusCode) | 0
    if (code < 100 || code > 999) {
      throw coded(RangeError, 'ERR_HTTP_INVALID_STATUS_CODE', `Invalid status code: ${statusCode}`)
    }
    if (typeof statusMessage !== 'string') {
      [headers, statusMessage] = [headers ?? statusMessage, undefined]
    }
    this.statusCode = code
    this.statusMessage = statusMessage ?? this.statusMessage
    const pairs = Array.isArray(headers)
      ? headers.flatMap((name, i) => i % 2 === 0 ? [[name, headers[i + 1]]] : [])
      : Object.entries(headers ?? {})
    pairs.forEach(([name, value]) => this.setHeader(name, value))
    this.flushHeaders()
    return this
  }

  /** There is nothing before an answer here. */
  writeContinue () {}
  writeProcessing () {}

  /**
   * @param {any} hints
   * @param {() => void} [callback]
   */
  writeEarlyHints (hints, callback) {
    checkObject('hints', hints)
    Object.keys(hints).forEach((name) => validateHeaderName(name))
    if (callback !== undefined) {
      checkFunction(callback)
      nextTick(callback)
    }
  }

  flushHeaders () {
    if (this.headersSent) {
      return
    }
    if (this.sendDate && !this.hasHeader('date')) {
      this.setHeader('Date', new Date().toUTCString())
    }
    super.flushHeaders()
    const hasBody = !EMPTY.has(this.statusCode) && this.req?.method !== 'HEAD'
    const body = !hasBody
      ? null
      : new ReadableStream({
        start: (controller) => { this.#controller = controller },
        pull: () => this.#continue(),
        cancel: (reason) => {
          this.#controller = null
          this.destroy(reason instanceof Error ? reason : undefined)
        }
      }, { highWaterMark: 0 })
    try {
      this.#answer(new Response(body, { status: this.statusCode, statusText: this.statusText, headers: pairsOf(this.table) }))
    } catch (error) {
      this.#fail(error)
      this.destroy(/** @type {Error} */ (error))
    }
  }

  #continue () {
    const resume = this.#resume
    this.#resume = null
    resume?.()
  }

  /**
   * @param {Uint8Array} chunk
   * @param {string} encoding
   * @param {() => void} callback
   */
  _write (chunk, encoding, callback) {
    this.flushHeaders()
    this.idle.touch()
    if (this.#controller === null) {
      callback() // an answer without a body
      return
    }
    this.#controller.enqueue(new Uint8Array(chunk)) // a copy: who wrote it may use its buffer again
    if ((this.#controller.desiredSize ?? 0) > 0) {
      callback()
    } else {
      this.#resume = callback
    }
  }

  /** @param {() => void} callback */
  _final (callback) {
    this.flushHeaders()
    this.#controller?.close()
    this.#controller = null
    callback()
  }

  /**
   * @param {any} error
   * @param {(error: any) => void} callback
   */
  _destroy (error, callback) {
    if (!this.writableFinished) {
      const reason = error ?? coded(Error, 'ECONNRESET', 'aborted')
      this.#fail(reason)
      this.#controller?.error(reason)
      this.#controller = null
    }
    this.#continue()
    callback(error)
  }
}

/** One request and its answer, as a stream of what was sent and what is answered. */
export class Connection extends Duplex {
  active = true

  /**
   * @param {Server} server
   * @param {IncomingMessage} incomingMessage
   * @param {ServerResponse} serverResponse
   */
  constructor (server, incomingMessage, serverResponse) {
    super()
    this.server = server
    this.request = incomingMessage
    this.response = serverResponse
    incomingMessage.socket = this
    serverResponse.socket = this
    serverResponse.once('close', () => this.close())
  }

  _read () {
    if (this.request.readableEnded) {
      this.push(null)
      return
    }
    const chunk = this.request.read()
    if (chunk !== null) {
      this.push(chunk)
      return
    }
    const stop = () => {
      this.request.off('readable', again)
      this.request.off('end', again)
    }
    const again = () => {
      stop()
      this._read()
    }
    this.request.on('readable', again)
    this.request.on('end', again)
  }

  /**
   * @param {any} chunk
   * @param {any} encoding
   * @param {(error?: any) => void} callback
   */
  _write (chunk, encoding, callback) {
    this.response.write(chunk, encoding, callback)
  }

  /** @param {() => void} callback */
  _final (callback) {
    this.response.end(callback)
  }

  close () {
    if (this.active) {
      this.active = false
      this.server.connections.delete(this)
      this.request.destroy()
      this.response.destroy()
      this.destroy()
    }
  }
}

/** Answers requests, by the event `request`. */
export class Server extends EventEmitter {
  requestTimeout = 300_000
  headersTimeout = 60_000
  keepAliveTimeout = 5_000
  timeout = 0
  maxRequestsPerSocket = 0
  maxConnections = Infinity
  /** @type {any} */
  #adapter = null
  #isListening = false
  /** @type {number | undefined} */
  #maxHeaderSize = undefined
  /** What is answered. @type {Set<any>} */
  connections = new Set()
  /** @type {string | null} */
  host = null
  port = 0
  closed = false

  /**
   * @param {any} [options] `requestTimeout` and the like in milliseconds, or the listener
   * @param {(request: IncomingMessage, response: ServerResponse) => void} [listener]
   */
  constructor (options = {}, listener) {
    super()
    if (typeof options === 'function') {
      [listener, options] = [options, {}]
    }
    if (options !== null) {
      checkObject('options', options)
    }
    for (const name of /** @type {const} */ (['requestTimeout', 'headersTimeout', 'keepAliveTimeout', 'maxRequestsPerSocket'])) {
      if (options?.[name] !== undefined) {
        checkInteger(name, options[name], 0)
        this[name] = options[name]
      }
    }
    if (options?.maxHeaderSize !== undefined) {
      checkInteger('maxHeaderSize', options.maxHeaderSize, 0)
      this.#maxHeaderSize = options.maxHeaderSize
    }
    if (listener !== undefined && listener !== null) {
      checkFunction(listener, 'listener')
      this.on('request', listener)
    }
  }

  get listening () { return this.#isListening }
  /** The module that adapters work with. */
  get adapterInterace () { return { Connection, IncomingMessage, Server, ServerResponse } }
  /** What brings the requests. */
  get resource () { return this.#adapter }

  /** @returns {{ address: string, family: string, port: number } | null} */
  address () {
    return !this.#isListening || this.#adapter === null ? null : this.#adapter.address ?? { address: this.host ?? '::', family: this.host?.includes('.') ? 'IPv4' : 'IPv6', port: this.port }
  }

  /**
   * Answers what is asked at this address. A server that names no host can be reached from this machine only.
   * @param {any} [port] or an object with `port` and `host`
   * @param {any} [host]
   * @param {any} [backlog] how many connections may wait
   * @param {() => void} [callback] of the event `listening`
   * @returns {this}
   */
  listen (port = 0, host = null, backlog = null, callback) {
    const listener = [port, host, backlog, callback].find((value) => typeof value === 'function')
    const options = port !== null && typeof port === 'object' ? port : { port, host }
    const number = typeof options.port === 'function' ? 0 : options.port ?? 0
    if (!/^(?:0x[\da-f]+|\d+)$/i.test(String(number)) || !(Number(number) < 65536)) {
      throw coded(RangeError, 'ERR_SOCKET_BAD_PORT', `options.port should be >= 0 and < 65536. ${received(number)}.`)
    }
    if (this.#isListening) {
      throw coded(Error, 'ERR_SERVER_ALREADY_LISTEN', 'Listen method has been called more than once without closing.')
    }
    if (listener !== undefined) {
      this.once('listening', listener)
    }
    this.port = Number(number)
    this.host = typeof options.host === 'string' ? options.host : null
    const waiting = [options.backlog, host, backlog].find((value) => typeof value === 'number')
    this.#isListening = true
    this.closed = false
    this.#start(waiting).then((isOpen) => isOpen && this.emit('listening'), (error) => {
      this.#isListening = false
      this.emit('error', error)
    })
    return this
  }

  /** What a port needs to know of TLS; null for none. @returns {any} */
  get secureOptions () { return null }

  /**
   * @param {number | undefined} backlog
   * @returns {Promise<boolean>} false if the server was closed meanwhile
   */
  async #start (backlog) {
    if (/** @type {any} */ (globalThis).isServiceWorkerScope === true) {
      const { ServiceWorkerServerAdapter } = await import('../http/adapters.js')
      this.#adapter = new ServiceWorkerServerAdapter(this, this.adapterInterace)
      return true
    }
    const listener = await newListener(this)
    await listener.open({ port: this.port, host: this.host, backlog, secure: this.secureOptions, maxHeaderSize: this.#maxHeaderSize })
    if (!this.#isListening) {
      await listener.destroy()
      return false
    }
    this.#adapter = listener
    this.port = listener.address.port
    return true
  }

  /**
   * Takes no more requests.
   * @param {((error?: Error) => void) | null} [callback] when those that are answered have ended
   * @returns {this}
   */
  close (callback = null) {
    if (callback !== null) {
      checkFunction(callback)
    }
    if (!this.#isListening) {
      nextTick((/** @type {any} */ error) => callback?.(error), coded(Error, 'ERR_SERVER_NOT_RUNNING', 'Server is not running.'))
      return this
    }
    this.#isListening = false
    const destroyed = this.#adapter?.destroy()
    this.#adapter = null
    const end = () => {
      this.closed = true
      this.emit('close')
      callback?.()
    }
    const left = [...this.connections].map((connection) => new Promise((resolve) => { connection.once('close', resolve) }))
    Promise.all([destroyed, ...left]).then(() => nextTick(end))
    return this
  }

  closeAllConnections () {
    [...this.connections].forEach((connection) => connection.close())
    this.#adapter?.closeAll?.()
  }

  closeIdleConnections () {
    this.#adapter?.closeIdle?.()
  }

  /**
   * @param {number} [timeout] of each connection, in milliseconds; 0 for none
   * @param {(() => void) | null} [callback] of the event `timeout`
   * @returns {this}
   */
  setTimeout (timeout = 0, callback = null) {
    checkInteger('msecs', timeout, 0)
    this.timeout = timeout
    if (callback !== null) {
      this.on('timeout', callback)
    }
    return this
  }

  [finalizer] () {
    const adapter = this.#adapter
    return { args: [], handle: () => adapter?.destroy() }
  }
}

/**
 * @param {Server} server
 * @returns {Promise<any>} what brings the requests of a port to it
 */
async function newListener (server) {
  try {
    const { HttpListener } = await import('./net-http.js')
    return new HttpListener(server)
  } catch (cause) {
    throw Object.assign(coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'A page listens on a port by the plugin "net", which is not here'), { cause })
  }
}

/**
 * Answers one request.
 * @param {Server} server
 * @param {Request} request
 * @param {any} [context]
 * @returns {Promise<Response>}
 */
export async function serve (server, request, context = null) {
  if (!(request instanceof Request)) {
    throw invalidArgType('request', 'an instance of Request', request)
  }
  if (server.connections.size >= server.maxConnections) {
    return new Response(null, { status: 503 })
  }
  const { pathname, search, host } = new URL(request.url)
  // WebKit does not show the body of a request
  const body = request.body !== undefined ? request.body : new Response(await request.arrayBuffer()).body
  const headers = [...request.headers]
  const message = new IncomingMessage({
    headers: request.headers.has('host') ? headers : [['host', host], ...headers],
    method: request.method,
    url: pathname + search,
    body,
    server,
    context
  })
  const response = new ServerResponse(message)
  const connection = new Connection(server, message, response)
  server.connections.add(connection)
  if (server.timeout > 0) {
    response.setTimeout(server.timeout, () => server.emit('timeout', connection))
  }
  const stop = () => connection.close()
  request.signal?.addEventListener('abort', stop, { once: true })
  response.once('close', () => request.signal?.removeEventListener('abort', stop))
  server.emit('connection', connection)
  if (!server.emit('request', message, response)) {
    response.writeHead(404).end()
  }
  return response.response
}
