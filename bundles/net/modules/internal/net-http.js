/** What brings the requests of a port to a server of `http` or `https`. */
import { Buffer } from '../buffer.js'
import { EventEmitter } from '../events.js'
import { IdleTimer, IncomingMessage } from './http-messages.js'
import { validateHeaderName, validateHeaderValue } from './http-headers.js'
import { ServerResponse } from './http-server.js'
import { STATUS_CODES } from './http-status.js'
import { call, close, disown, HEAD, nextId, own, put, socketError } from './net-lane.js'
import { listenArguments } from './net-server.js'
import { kAccepted, Socket } from './net-socket.js'
import { Intake, Outlet } from './net-stream.js'
import { nextTick } from './next-tick.js'
import { checkFunction, checkObject, coded } from './node-errors.js'
import { certificateOf } from './tls-identity.js'
import { encoded } from './tls-options.js'
import { cipherOf } from './tls-socket.js'

/** @param {any} chunk @param {any} encoding @returns {Uint8Array} nobody else's */
function bytesOf (chunk, encoding) {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding) : new Uint8Array(chunk)
}

/**
 * @param {any} message
 * @param {any} error
 */
function end (message, error) {
  message.destroy(error && message.listenerCount('error') > 0 ? error : undefined)
}

/** A client's connection: what a page may know of it, and end. */
class Peer extends EventEmitter {
  destroyed = false
  writable = true
  readable = true
  #id
  #facts
  #idle = new IdleTimer(() => this.emit('timeout'))
  /** @type {any} the request under way */
  response = null

  /**
   * @param {any} server
   * @param {any} introduction
   */
  constructor (server, { conn, local, remote, tls }) {
    super()
    this.#id = conn
    this.#facts = tls
    this.server = server
    this.encrypted = tls !== undefined
    this.authorized = tls?.authorized === true
    this.authorizationError = tls?.authorizationError ?? null
    this.alpnProtocol = tls?.alpn ?? false
    this.servername = tls?.servername ?? false
    this.local = local
    this.remote = remote
  }

  get remoteAddress () { return this.remote?.address }
  get remotePort () { return this.remote?.port }
  get remoteFamily () { return this.remote?.family }
  get localAddress () { return this.local?.address }
  get localPort () { return this.local?.port }
  address () { return { ...this.local } }
  getPeerCertificate (detailed = false) { return this.#facts?.peer === undefined ? {} : certificateOf(this.#facts.peer, detailed) }
  getCipher () { return this.#facts && cipherOf(this.#facts) }
  getProtocol () { return this.#facts?.protocol ?? null }
  setNoDelay () { return this }
  setKeepAlive () { return this }
  ref () { return this }
  unref () { return this }
  touch () { this.#idle.touch() }

  /**
   * @param {number} timeout in milliseconds; 0 for never
   * @param {() => void} [callback]
   */
  setTimeout (timeout, callback) {
    this.#idle.set(timeout)
    if (callback) {
      this.once('timeout', callback)
    }
    return this
  }

  /** Ends the connection, whatever is under way. */
  destroy () {
    if (!this.destroyed) {
      close(this.#id)
      this.gone()
    }
    return this
  }

  end () { return this.destroy() }
  destroySoon () { return this.destroy() }

  /** It has ended. */
  gone () {
    if (!this.destroyed) {
      this.destroyed = true
      this.writable = this.readable = false
      this.#idle.stop()
      nextTick(() => this.emit('close', false))
    }
  }
}

/** A request whose body comes as it is read. */
class Request extends IncomingMessage {
  /** @type {Intake | null} */
  #intake = null

  /**
   * @param {any} server
   * @param {any} event
   * @param {Peer} peer
   */
  constructor (server, { req, method, url, headers, minor, body }, peer) {
    /** @type {Array<[string, string]>} */
    const pairs = []
    for (let i = 0; i < headers.length; i += 2) {
      pairs.push([headers[i], headers[i + 1]])
    }
    super({ headers: pairs, method, url, server })
    this.httpVersionMinor = minor
    this.httpVersion = `1.${minor}`
    this.socket = peer
    if (body) {
      this.complete = false
      this.#intake = new Intake(req, (bytes) => {
        peer.touch()
        this.push(bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      })
    }
  }

  signal () { this.#intake?.signal() }

  /**
   * @param {Uint8Array | null} bytes
   * @param {boolean} more
   */
  take (bytes, more) { this.#intake?.take(bytes, more) }

  /** @param {string[]} trailers names and values in turn */
  ended (trailers = []) {
    this.complete = true
    this.rawTrailers = trailers
    for (let i = 0; i < trailers.length; i += 2) {
      /** @type {any} */ (this.trailers)[trailers[i].toLowerCase()] = trailers[i + 1]
    }
    this.#intake?.end()
  }

  _read () {
    if (this.#intake === null) {
      this.push(null)
    } else {
      this.#intake.read()
    }
  }
}

/** A response that is sent as it is written. */
class Response extends ServerResponse {
  #id
  #outlet
  #length = -1
  #isSent = false
  /** @type {string[]} */
  #trailers = []
  /** @type {Peer} */
  #peer

  /**
   * @param {Request} request
   * @param {number} id
   * @param {Peer} peer
   */
  constructor (request, id, peer) {
    super(request)
    this.#id = id
    this.#peer = peer
    this.#outlet = new Outlet(id, (error) => this.destroy(error.code === 'ENOTOPEN' ? undefined : socketError(error)))
    this.socket = peer
  }

  /**
   * @param {number} status
   * @param {string} reason
   * @param {Array<[string, string]>} pairs
   * @param {number} length
   */
  #head (status, reason, pairs, length) {
    const { keepAliveTimeout = 0 } = this.server ?? {}
    const text = [reason, ...pairs.flat()].map((item) => `${item}\0`).join('')
    const content = new Uint8Array(12 + text.length)
    const view = new DataView(content.buffer)
    view.setUint16(0, status)
    view.setUint16(2, Math.min(65535, Math.floor(keepAliveTimeout / 1000)))
    view.setBigInt64(4, BigInt(length))
    for (let i = 0; i < text.length; i++) {
      content[12 + i] = text.charCodeAt(i)
    }
    put(this.#id, HEAD, content).then(undefined, (error) => this.destroy(error.code === 'ENOTOPEN' ? undefined : error))
  }

  flushHeaders () {
    if (this.headersSent) {
      return
    }
    if (this.sendDate && !this.hasHeader('date')) {
      this.setHeader('Date', new Date().toUTCString())
    }
    this.headersSent = true
    /** @type {Array<[string, string]>} */
    const pairs = []
    for (const { name, value } of this.table.values()) {
      for (const item of Array.isArray(value) ? value : [value]) {
        pairs.push([name, String(item)])
      }
    }
    this.#head(this.statusCode, this.statusText, pairs, this.#length)
  }

  /** @param {number} status @param {Array<[string, string]>} [pairs] */
  #before (status, pairs = []) {
    this.#head(status, STATUS_CODES[status], pairs, -1)
  }

  writeContinue (callback = () => {}) {
    this.#before(100)
    nextTick(callback)
  }

  writeProcessing (callback = () => {}) {
    this.#before(102)
    nextTick(callback)
  }

  /**
   * @param {any} hints
   * @param {() => void} [callback]
   */
  writeEarlyHints (hints, callback) {
    checkObject('hints', hints)
    const pairs = Object.entries(hints).flatMap(([name, value]) => [value].flat().map((item) => {
      validateHeaderName(name)
      validateHeaderValue(name, item)
      return /** @type {[string, string]} */ ([name, String(item)])
    }))
    this.#before(103, pairs)
    if (callback !== undefined) {
      checkFunction(callback)
      nextTick(callback)
    }
  }

  /** @param {any} headers */
  addTrailers (headers) {
    super.addTrailers(headers)
    const pairs = Array.isArray(headers) ? headers : Object.entries(headers)
    this.#trailers.push(...pairs.flat().map(String))
  }

  /**
   * What is ended at once goes in one piece, with its length.
   * @param {any} [chunk]
   * @param {any} [encoding]
   * @param {any} [callback]
   * @returns {this}
   */
  end (chunk, encoding, callback) {
    if (typeof chunk === 'function') {
      [callback, chunk, encoding] = [chunk, null, null]
    } else if (typeof encoding === 'function') {
      [callback, encoding] = [encoding, null]
    }
    const isPlain = chunk === undefined || chunk === null || typeof chunk === 'string' || ArrayBuffer.isView(chunk)
    if (isPlain && !this.writableEnded && !this.destroyed && this.writableLength === 0 && this.#outlet.written === 0) {
      const bytes = chunk === undefined || chunk === null ? new Uint8Array(0) : bytesOf(chunk, encoding ?? 'utf8')
      if (!this.headersSent) {
        this.#length = this.#trailers.length > 0 ? -1 : bytes.length
        this.flushHeaders()
      }
      if (bytes.length > 0) {
        this.#outlet.write(bytes, () => {})
      }
      chunk = null
    }
    if (callback) {
      super.end(chunk, encoding, callback)
    } else {
      super.end(chunk, encoding)
    }
    if (isPlain && this.writableLength === 0) {
      this.#finish()
    }
    return this
  }

  #finish () {
    if (!this.#isSent && !this.destroyed) {
      this.#isSent = true
      const text = this.#trailers.map((item) => `${item}\0`).join('')
      this.#outlet.end(() => {}, Uint8Array.from(text, (char) => char.charCodeAt(0)))
    }
  }

  /**
   * @param {Uint8Array} chunk
   * @param {string} encoding
   * @param {() => void} callback
   */
  _write (chunk, encoding, callback) {
    this.flushHeaders()
    this.idle.touch()
    this.#peer.touch()
    this.#outlet.write(new Uint8Array(chunk), callback)
  }

  /** @param {() => void} callback */
  _final (callback) {
    this.flushHeaders()
    this.#finish()
    callback()
  }

  drained () { this.#outlet.drained() }

  /**
   * @param {any} error
   * @param {(error: any) => void} callback
   */
  _destroy (error, callback) {
    disown(this.#id)
    if (!this.#isSent) {
      close(this.#id)
    }
    callback(error)
  }

  /** Gives the response up. */
  close () {
    this.destroy()
    this.#peer.destroy()
  }
}

/** A port that brings requests. */
export class HttpListener {
  #server
  #id = nextId()
  /** @type {Map<number, Peer>} */
  #peers = new Map()
  /** @type {any} */
  address = null

  /** @param {any} server */
  constructor (server) {
    this.#server = server
  }

  /**
   * @param {{ port: number, host: string | null, backlog?: number, secure: any, maxHeaderSize?: number }} options `secure`: of TLS, null for none
   */
  async open ({ port, host, backlog, secure, maxHeaderSize = 16 * 1024 }) {
    const { host: chosen } = listenArguments([{ port, host: host ?? undefined }])
    const { headersTimeout, requestTimeout, keepAliveTimeout, maxRequestsPerSocket } = this.#server
    const owner = {
      event: (/** @type {any} */ event) => this.#event(event),
      lost: (/** @type {Error} */ error) => {
        disown(this.#id)
        this.#server.close()
        this.#server.emit('error', error)
      },
      opening: true
    }
    own(this.#id, owner)
    const http = { maxHeaderSize, headersTimeout, requestTimeout, keepAliveTimeout, maxRequests: maxRequestsPerSocket ?? 0 }
    try {
      const params = { host: `${chosen.includes(':') ? `[${chosen}]` : chosen}:${port}`, id: this.#id, http: JSON.stringify(http), ...backlog === undefined ? {} : { backlog } }
      this.address = secure === null
        ? await call('net.listen', params)
        : await call('net.listen', { ...params, tls: true }, encoded({ ALPNProtocols: ['http/1.1'], ...secure, servername: undefined }))
    } catch (error) {
      disown(this.#id)
      throw /** @type {any} */ (error).name === 'NotFoundError'
        ? coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'A page listens on a port by the plugin "net", which is not here')
        : socketError(error)
    }
    own(this.#id, { ...owner, opening: false })
  }

  /** @param {any} event */
  #event (event) {
    switch (event.e) {
      case 'request':
        this.#request(event)
        break
      case 'gone':
        this.#peers.get(event.conn)?.gone()
        this.#peers.delete(event.conn)
        break
      case 'clientError':
        this.#server.emit('clientError', coded(Error, event.err.code, event.err.message), this.#peers.get(event.conn) ?? new Peer(this.#server, event))
        break
      case 'tlsClientError':
        this.#server.emit('tlsClientError', socketError(event.err), new Peer(this.#server, event))
    }
  }

  /** @param {any} event */
  #peer (event) {
    const known = this.#peers.get(event.conn)
    if (known !== undefined) {
      return known
    }
    const peer = new Peer(this.#server, event)
    this.#peers.set(event.conn, peer)
    this.#server.emit(peer.encrypted ? 'secureConnection' : 'connection', peer)
    return peer
  }

  /** @param {any} event */
  #request (event) {
    const server = this.#server
    if (!this.#peers.has(event.conn) && this.#peers.size >= server.maxConnections) {
      close(event.conn)
      server.emit('drop', { remoteAddress: event.remote?.address, remotePort: event.remote?.port })
      return
    }
    const peer = this.#peer(event)
    const request = new Request(server, event, peer)
    if (event.upgrade && server.listenerCount(event.method === 'CONNECT' ? 'connect' : 'upgrade') > 0) {
      this.#upgrade(event, request, peer)
      return
    }
    if (event.method === 'CONNECT') {
      peer.destroy()
      return
    }
    const response = new Response(request, event.req, peer)
    own(event.req, {
      event: (told) => this.#told(told, request, response),
      bytes: (bytes, more) => request.take(bytes, more),
      lost: (error) => this.#told({ e: 'error', err: error }, request, response)
    })
    server.connections.add(response)
    response.once('close', () => server.connections.delete(response))
    if (server.timeout > 0) {
      response.setTimeout(server.timeout, () => server.emit('timeout', peer) || peer.destroy())
    }
    this.#hand(event, request, response)
  }

  /**
   * @param {any} event
   * @param {Request} request
   * @param {Response} response
   */
  #hand ({ expect }, request, response) {
    const server = this.#server
    if (expect) {
      if (server.emit('checkContinue', request, response)) {
        return
      }
      response.writeContinue()
    } else if (request.headers.expect !== undefined) {
      if (!server.emit('checkExpectation', request, response)) {
        response.writeHead(417).end()
      }
      return
    }
    if (!server.emit('request', request, response)) {
      response.writeHead(404).end()
    }
  }

  /**
   * @param {any} told
   * @param {Request} request
   * @param {Response} response
   */
  #told (told, request, response) {
    switch (told.e) {
      case 'data':
        request.signal()
        break
      case 'end':
        request.ended(told.trailers)
        break
      case 'drain':
        response.drained()
        break
      case 'error': {
        const error = told.err.code === 'PLUGIN_RELOADED' ? coded(Error, told.err.code, told.err.message) : coded(Error, 'ECONNRESET', 'aborted')
        if (!request.complete) {
          end(request, error)
        }
        end(response, told.err.code === 'PLUGIN_RELOADED' ? error : null)
      }
    }
  }

  /**
   * @param {any} event
   * @param {Request} request
   * @param {Peer} peer
   */
  async #upgrade (event, request, peer) {
    const socket = new Socket({ allowHalfOpen: true, [kAccepted]: { id: event.conn, local: peer.local, remote: peer.remote } })
    this.#peers.delete(event.conn)
    request.ended()
    Object.assign(request, { socket })
    try {
      await call('net.detach', { id: event.req })
    } catch (error) {
      socket.destroy(socketError(error))
      return
    }
    this.#server.emit(event.method === 'CONNECT' ? 'connect' : 'upgrade', request, socket, Buffer.alloc(0))
  }

  closeIdle () {
    call('net.hangUp', { id: this.#id, idle: true }).catch(() => {}) // of a server that is closed
  }

  /** Takes no more connections, and ends those on which nothing is under way. */
  async destroy () {
    await call('net.hangUp', { id: this.#id, idle: true }).catch(() => {}) // of a plugin that is gone
    await close(this.#id)
  }

  /** Ends all connections. */
  closeAll () {
    call('net.hangUp', { id: this.#id, idle: false }).catch(() => {}) // of a server that is closed
  }
}
