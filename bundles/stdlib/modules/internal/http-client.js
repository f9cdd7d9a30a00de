/**
 * Requests, as Node makes them, by the `fetch` of the engine. So the rules of a page hold: the server must allow requests from
 * other origins, headers such as `Cookie` are the engine's, redirects are followed, and the body is sent when it is complete.
 */
import { EventEmitter } from '../events.js'
import { urlToHttpOptions } from '../url.js'
import { Buffer } from '../buffer.js'
import { NetworkError } from '../errors.js'
import { checkMethod, pairsOf } from './http-headers.js'
import { IncomingMessage, OutgoingMessage } from './http-messages.js'
import { abortError, checkFunction, checkSignal, coded, invalidArgType } from './node-errors.js'

/** What an {@link Agent} is made with. */
export class AgentOptions {
  /** @param {{ keepAlive?: boolean, timeout?: number } | null} [options] */
  constructor (options = null) {
    this.keepAlive = options?.keepAlive === true
    /** In milliseconds; -1 for none. */
    this.timeout = Number.isFinite(options?.timeout) ? /** @type {number} */ (options?.timeout) : -1
  }
}

/** Stands for the connections of a client. The engine keeps them; what is chosen here has no effect on it. */
export class Agent extends EventEmitter {
  defaultProtocol = 'http:'
  defaultPort = 80
  /** @type {Record<string, any[]>} */
  requests = Object.create(null)
  /** @type {Record<string, any[]>} */
  sockets = Object.create(null)

  /** @param {any} [options] as Node has them */
  constructor (options = null) {
    super()
    if (options !== null && typeof options !== 'object') {
      throw invalidArgType('options', 'of type object', options)
    }
    /** @type {any} */
    this.options = { ...options }
    this.keepAlive = this.options.keepAlive === true
    this.maxSockets = this.options.maxSockets ?? Infinity
    this.maxFreeSockets = this.options.maxFreeSockets ?? 256
    this.maxTotalSockets = this.options.maxTotalSockets ?? Infinity
  }

  get protocol () { return this.defaultProtocol }
  /** @returns {Record<string, any[]>} none: the engine has them */
  get freeSockets () { return Object.create(null) }

  /**
   * What tells connections apart.
   * @param {{ host?: string, port?: number, localAddress?: string, family?: number, socketPath?: string }} [options]
   */
  getName (options = {}) {
    const { host = 'localhost', port = '', localAddress = '', family, socketPath } = options
    return `${host}:${port}:${localAddress}${family === 4 || family === 6 ? `:${family}` : ''}${socketPath ? `:${socketPath}` : ''}`
  }

  /**
   * @param {any} options
   * @param {any} [callback]
   * @returns {never}
   */
  createConnection (options, callback) {
    void [options, callback]
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'A page cannot open connections of its own: the engine makes those of requests')
  }

  keepSocketAlive () { return this.keepAlive }
  reuseSocket () {}
  destroy () {}
}

/** A path and query as a URL has them: text that `fetch` would escape is refused, as Node does. */
const UNESCAPED = /[^\x21-\xff]/

/**
 * @param {any} input a URL, or options
 * @param {any} options
 */
function merged (input, options) {
  if (typeof input === 'string') {
    try {
      return { ...urlToHttpOptions(new URL(input)), ...options }
    } catch {
      throw Object.assign(coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL'), { input })
    }
  }
  return input instanceof URL ? { ...urlToHttpOptions(input), ...options } : { ...input, ...options }
}

/**
 * @param {string} name
 * @param {any} host
 */
function checkHost (name, host) {
  if (host !== undefined && host !== null && typeof host !== 'string') {
    throw invalidArgType(`options.${name}`, 'of type string or one of undefined or null', host)
  }
  return host
}

/** A request; it is sent when it is ended. */
export class ClientRequest extends OutgoingMessage {
  /** @type {Uint8Array[]} */
  #chunks = []
  #abort = new AbortController()
  #url
  /** @type {IncomingMessage | null} */
  res = null
  reusedSocket = false
  aborted = false

  /**
   * @param {any} input a URL, or options
   * @param {any} [options] as Node has them
   * @param {(response: IncomingMessage) => void} [callback] of the event `response`
   */
  constructor (input, options, callback) {
    if (typeof options === 'function') {
      [callback, options] = [options, undefined]
    }
    super({ autoDestroy: false }) // it has ended when its answer has
    const chosen = merged(input, options)
    if (chosen.agent !== undefined && chosen.agent !== null && chosen.agent !== false && typeof chosen.agent !== 'object') {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "options.agent" property must be one of Agent-like Object, undefined, or false')
    }
    this.agent = chosen.agent ?? this.defaultAgent
    const expected = this.agent?.protocol ?? this.defaultAgent.protocol
    this.protocol = chosen.protocol ?? expected
    if (this.protocol !== expected) {
      throw coded(TypeError, 'ERR_INVALID_PROTOCOL', `Protocol "${this.protocol}" not supported. Expected "${expected}"`)
    }
    this.path = String(chosen.path || '/')
    if (UNESCAPED.test(this.path)) {
      throw coded(TypeError, 'ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters')
    }
    this.host = checkHost('hostname', chosen.hostname) || checkHost('host', chosen.host) || 'localhost'
    if (chosen.method !== undefined && chosen.method !== null) {
      checkMethod(chosen.method)
    }
    this.method = String(chosen.method ?? 'GET').toUpperCase()
    checkSignal('options.signal', chosen.signal)
    const port = Number(chosen.port || chosen.defaultPort || this.agent?.defaultPort || this.defaultAgent.defaultPort)
    this.#url = this.#address(port)
    this.#setHeaders(chosen, port)
    if (chosen.timeout !== undefined) {
      this.setTimeout(chosen.timeout)
    }
    if (callback !== undefined && callback !== null) {
      checkFunction(callback)
      this.once('response', callback)
    }
    const { signal } = chosen
    const stop = () => this.destroy(abortError(signal))
    signal?.addEventListener('abort', stop, { once: true })
    this.once('close', () => signal?.removeEventListener('abort', stop))
    if (signal?.aborted) {
      queueMicrotask(stop)
    }
  }

  /** The agent of requests that name none. @returns {Agent} */
  get defaultAgent () { return globalAgent }
  get url () { return this.#url.href }
  get finished () { return this.writableEnded }

  /**
   * @param {number} port
   * @returns {URL}
   */
  #address (port) {
    const name = this.host.includes(':') && !this.host.startsWith('[') ? `[${this.host}]` : this.host
    try {
      return new URL(`${this.protocol}//${name}:${port}${this.path.startsWith('/') ? '' : '/'}${this.path}`)
    } catch {
      throw Object.assign(coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL'), { input: `${this.protocol}//${name}:${port}` })
    }
  }

  /**
   * @param {any} options
   * @param {number} port
   */
  #setHeaders ({ headers, auth, setHost = true }, port) {
    const pairs = Array.isArray(headers)
      ? (Array.isArray(headers[0]) ? headers : headers.flatMap((name, i) => i % 2 === 0 ? [[name, headers[i + 1]]] : []))
      : Object.entries(headers ?? {})
    pairs.forEach(([name, value]) => this.setHeader(name, value))
    if (setHost && !this.hasHeader('host')) {
      this.setHeader('Host', port === this.defaultAgent.defaultPort ? this.host : `${this.host}:${port}`)
    }
    if (auth && !this.hasHeader('authorization')) {
      this.setHeader('Authorization', `Basic ${Buffer.from(String(auth)).toString('base64')}`)
    }
  }

  setNoDelay () {}
  setSocketKeepAlive () {}
  abort () {
    this.aborted = true
    this.destroy()
  }

  /**
   * @param {any} chunk
   * @param {string} encoding
   * @param {() => void} callback
   */
  _write (chunk, encoding, callback) {
    this.#chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)
    callback()
  }

  /** @param {() => void} callback */
  _final (callback) {
    this.headersSent = true
    this.#send().catch((error) => this.destroy(error))
    callback()
  }

  async #send () {
    const isEmpty = this.#chunks.length === 0 || this.method === 'GET' || this.method === 'HEAD'
    const body = isEmpty ? null : /** @type {BodyInit} */ (/** @type {any} */ (Buffer.concat(this.#chunks)))
    this.#chunks = []
    this.idle.touch()
    /** @type {Response} */
    let response
    try {
      response = await globalThis.fetch(this.#url.href, {
        method: this.method, headers: pairsOf(this.table), body, signal: this.#abort.signal, credentials: 'omit', cache: 'no-store'
      })
    } catch (cause) {
      throw Object.assign(
        new NetworkError(`${this.method} ${this.#url.href} failed: the engine does not say more than "${/** @type {any} */ (cause)?.message}"`), { cause })
    }
    this.idle.touch()
    if (this.destroyed) {
      await response.body?.cancel()
      return
    }
    this.res = this.#received(response)
    if (!this.emit('response', this.res)) {
      this.res.resume() // nobody reads it
    }
  }

  /** @param {Response} response */
  #received (response) {
    // the engine has decoded the body: what tells how it was encoded would mislead
    const isDecoded = response.headers.has('content-encoding')
    const message = new IncomingMessage({
      headers: [...response.headers].filter(([name]) => !(isDecoded && (name === 'content-encoding' || name === 'content-length'))),
      url: response.url,
      statusCode: response.status,
      statusMessage: response.statusText,
      body: response.body
    })
    Object.assign(message, { req: this })
    message.on('data', () => this.idle.touch())
    message.once('close', () => this.destroy())
    return message
  }

  /**
   * @param {any} error
   * @param {(error: any) => void} callback
   */
  _destroy (error, callback) {
    this.idle.stop()
    this.#abort.abort()
    if (this.res !== null) {
      if (error !== null && !this.res.complete) {
        this.res.destroy(error)
      }
      callback(error)
      return
    }
    callback(error ?? coded(Error, 'ECONNRESET', 'socket hang up'))
  }
}

/** The agent of requests that name none. */
export const globalAgent = new Agent({ keepAlive: true })
