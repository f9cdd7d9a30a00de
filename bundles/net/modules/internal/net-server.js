/** Servers, as Node has them. */
import { EventEmitter } from '../events.js'
import { checkPort } from './net-addresses.js'
import { call, close, disown, isOwned, nextId, own, socketError } from './net-lane.js'
import { kAccepted, Socket } from './net-socket.js'
import { nextTick } from './next-tick.js'
import { checkFunction, checkObject, checkSignal, coded, invalidArgType } from './node-errors.js'

/** Where a server listens that names no host: what is to be reached from elsewhere says so. */
const DEFAULT_HOST = '127.0.0.1'

/**
 * What `listen` is called with.
 * @param {any[]} args options, or port, host and backlog; then a callback
 * @returns {{ port: number, host: string, backlog?: number, signal?: AbortSignal, callback: (() => void) | undefined }}
 */
export function listenArguments (args) {
  const callback = typeof args.at(-1) === 'function' ? args.at(-1) : undefined
  const [first, ...rest] = args
  const options = first !== null && typeof first === 'object'
    ? first
    : { port: typeof first === 'function' ? undefined : first, host: typeof rest[0] === 'string' ? rest[0] : undefined, backlog: rest.find((item) => typeof item === 'number') }
  const path = options.path ?? (typeof options.port === 'string' && !/^\d+$/.test(options.port) ? options.port : undefined)
  if (options.port === undefined && path === undefined && first !== null && typeof first === 'object') {
    throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', 'The argument \'options\' must have the property "port" or "path".')
  }
  if (path !== undefined && (typeof options.port !== 'string' || options.path !== undefined || path.includes('/'))) {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'Sockets of the file system are not there: listen on a port')
  }
  const port = options.port === undefined || options.port === null ? 0 : checkPort(options.port)
  checkSignal('options.signal', options.signal)
  if (options.host !== undefined && typeof options.host !== 'string') {
    throw invalidArgType('options.host', 'of type string', options.host)
  }
  return { port, host: options.host || DEFAULT_HOST, backlog: options.backlog, signal: options.signal, callback }
}

/** Takes connections. */
export class Server extends EventEmitter {
  #id = 0
  /** @type {any} */
  #address = null
  #isListening = false
  #isOpening = false
  #isClosing = false
  /** @type {Set<any>} */
  #connections = new Set()
  #options
  /** @type {number | undefined} */
  maxConnections = undefined

  /**
   * @param {any} [options] of the connections, or the listener
   * @param {(socket: any) => void} [listener] of the event `connection`
   */
  constructor (options, listener) {
    super()
    if (typeof options === 'function') {
      [listener, options] = [options, {}]
    }
    if (options !== undefined && options !== null) {
      checkObject('options', options)
    }
    if (listener !== undefined && listener !== null) {
      checkFunction(listener, 'listener')
      this.on('connection', listener)
    }
    this.#options = { ...options }
  }

  get listening () { return this.#isListening }
  get allowHalfOpen () { return Boolean(this.#options.allowHalfOpen) }
  get pauseOnConnect () { return Boolean(this.#options.pauseOnConnect) }
  get _id () { return this.#id }
  /** @returns {Set<any>} */
  get _open () { return this.#connections }

  /** @returns {{ address: string, family: string, port: number } | null} */
  address () {
    return this.#isListening ? { ...this.#address } : null
  }

  /**
   * @param {...any} args options, or port, host and backlog; then a listener of `listening`
   * @returns {this}
   */
  listen (...args) {
    const { port, host, backlog, signal, callback } = listenArguments(args)
    if (this.#isListening || this.#isOpening) {
      throw coded(Error, 'ERR_SERVER_ALREADY_LISTEN', 'Listen method has been called more than once without closing.')
    }
    if (callback !== undefined) {
      this.once('listening', callback)
    }
    if (signal) {
      const stop = () => this.close()
      if (signal.aborted) {
        nextTick(stop)
      } else {
        signal.addEventListener('abort', stop, { once: true })
        this.once('close', () => signal.removeEventListener('abort', stop))
      }
    }
    this.#isOpening = true
    this.#id = nextId()
    this.#start(this.#id, host, port, backlog)
    return this
  }

  /**
   * @param {number} id
   * @param {string} host
   * @param {number} port
   * @param {number | undefined} backlog
   */
  async #start (id, host, port, backlog) {
    const owner = {
      event: (/** @type {any} */ event) => this._event(event),
      lost: (/** @type {Error} */ error) => this.#lost(error),
      opening: true
    }
    own(id, owner)
    try {
      const where = host.includes(':') ? `[${host}]` : host
      const { params, body } = this._listening()
      const address = await call('net.listen', { host: `${where}:${port}`, id, ...backlog === undefined ? {} : { backlog }, ...params }, body)
      if (!this.#isOpening) {
        close(id)
        return
      }
      own(id, { ...owner, opening: false })
      this.#isOpening = false
      this.#isListening = true
      this.#address = address
    } catch (error) {
      disown(id)
      if (this.#isOpening) {
        this.#isOpening = false
        this.#id = 0
        this.emit('error', socketError(error))
      }
      return
    }
    this.emit('listening')
  }

  /**
   * What else the platform is to know of a server that begins.
   * @returns {{ params: Record<string, any>, body?: Uint8Array }}
   */
  _listening () {
    return { params: {} }
  }

  /** @param {Error} error */
  #lost (error) {
    disown(this.#id)
    this.#isListening = false
    this.emit('error', error)
    this.#closeIfDone()
  }

  /** @param {any} event */
  _event (event) {
    if (event.e === 'connection' && !isOwned(event.conn)) {
      this.#take(event)
    }
  }

  /** @param {any} event */
  #take ({ conn, local, remote }) {
    if (this.maxConnections !== undefined && this.#connections.size >= this.maxConnections) {
      close(conn)
      this.emit('drop', {
        localAddress: local?.address, localPort: local?.port, localFamily: local?.family,
        remoteAddress: remote?.address, remotePort: remote?.port, remoteFamily: remote?.family
      })
      return
    }
    const { allowHalfOpen, noDelay, keepAlive, highWaterMark, pauseOnConnect } = this.#options
    const socket = this._socket({ allowHalfOpen, noDelay, keepAlive, highWaterMark, [kAccepted]: { id: conn, local, remote } })
    socket.server = this
    this.#connections.add(socket)
    socket.once('close', () => {
      this.#connections.delete(socket)
      this.#closeIfDone()
    })
    if (pauseOnConnect) {
      socket.pause()
    }
    this._accepted(socket)
  }

  /**
   * @param {any} options
   * @returns {any}
   */
  _socket (options) {
    return new Socket(options)
  }

  /** @param {any} socket */
  _accepted (socket) {
    this.emit('connection', socket)
  }

  /**
   * Takes no more connections.
   * @param {(error?: Error) => void} [callback] when the last has ended
   * @returns {this}
   */
  close (callback) {
    if (callback !== undefined) {
      checkFunction(callback, 'cb')
      if (this.#isListening || this.#isOpening) {
        this.once('close', callback)
      } else {
        this.once('close', () => callback(coded(Error, 'ERR_SERVER_NOT_RUNNING', 'Server is not running.')))
      }
    }
    const wasOpening = this.#isOpening
    this.#isOpening = false
    if (this.#isListening) {
      this.#isListening = false
      this.#isClosing = true
      close(this.#id).then(() => {
        this.#isClosing = false
        this.#closeIfDone()
      })
    } else if (wasOpening) {
      disown(this.#id)
    }
    this.#closeIfDone()
    return this
  }

  #closeIfDone () {
    if (!this.#isListening && !this.#isOpening && !this.#isClosing && this.#connections.size === 0) {
      this.#id = 0
      nextTick(() => this.emit('close'))
    }
  }

  /**
   * @param {(error: Error | null, count: number) => void} callback
   * @returns {this}
   */
  getConnections (callback) {
    checkFunction(callback)
    nextTick(() => callback(null, this.#connections.size))
    return this
  }

  /** As Node has it; a page lives as long as its window. */
  ref () { return this }
  /** As Node has it. */
  unref () { return this }

  /** @returns {Promise<void>} */
  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')] () {
    await new Promise((resolve) => { this.close(resolve) })
  }
}

