/** Connections, as Node has them: streams that are read as fast as their reader takes it. */
import { Buffer } from '../buffer.js'
import { Duplex } from '../stream.js'
import { IdleTimer } from './http-messages.js'
import { checkTimeout } from './http-headers.js'
import { checkPort } from './net-addresses.js'
import { call, close, disown, isOwned, nextId, own, socketError } from './net-lane.js'
import { Intake, Outlet } from './net-stream.js'
import { nextTick } from './next-tick.js'
import { abortError, checkFunction, checkSignal, checkType, coded, invalidArgType } from './node-errors.js'

/** Tells a constructor that the platform has a connection already. */
export const kAccepted = Symbol('accepted')

let defaultAutoSelectFamily = true
let attemptTimeout = 250

export const families = {
  get select () { return defaultAutoSelectFamily },
  set select (value) { defaultAutoSelectFamily = value },
  get timeout () { return attemptTimeout },
  set timeout (value) { attemptTimeout = value }
}

/**
 * What `connect` and `createConnection` are called with.
 * @param {any[]} args options, or port and host; then a callback
 * @returns {{ options: any, callback: ((...args: any[]) => void) | null }}
 */
export function connectArguments (args) {
  const callback = typeof args.at(-1) === 'function' ? args.at(-1) : null
  const [first, host] = args
  if (first !== null && typeof first === 'object') {
    return { options: { ...first }, callback }
  }
  if (typeof first === 'string' && !/^\d+$/.test(first.trim() === '' ? 'x' : first)) {
    return { options: { path: first }, callback }
  }
  if (first === undefined || typeof first === 'function') {
    throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "options" or "port" or "path" argument must be specified')
  }
  return { options: { port: first, ...typeof host === 'string' ? { host } : {} }, callback }
}

/** A connection. */
export class Socket extends Duplex {
  #id = 0
  #isOpen = false
  #isDetached = false
  /** @type {Intake | null} */
  #intake = null
  /** @type {Outlet | null} */
  #outlet = null
  /** @type {(() => void) | null} what was written before there was a connection */
  #early = null
  #earlyBytes = 0
  #wantsRead = false
  #reset = false
  #read = 0
  #sent = 0
  /** @type {any} */
  #local = null
  /** @type {any} */
  #remote = null
  /** @type {Record<string, boolean>} */
  #wishes = {}
  #idle
  connecting = false
  /** As Node has it. @type {string[]} */
  autoSelectFamilyAttemptedAddresses = []
  /** @type {number | undefined} milliseconds */
  timeout = undefined
  /** @type {any} */
  server = null

  /** @param {any} [options] as Node has them */
  constructor (options = {}) {
    const { allowHalfOpen = false, signal, fd, highWaterMark, readableHighWaterMark, writableHighWaterMark } = options ?? {}
    if (fd !== undefined) {
      throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'A page has no file descriptors: connect to a host instead')
    }
    checkSignal('options.signal', signal)
    super(/** @type {any} */ ({
      allowHalfOpen: Boolean(allowHalfOpen), emitClose: false, decodeStrings: true, highWaterMark, readableHighWaterMark, writableHighWaterMark
    }))
    this.#idle = new IdleTimer(() => this.emit('timeout'))
    this.once('end', () => this.#idle.touch())
    if (options?.noDelay) {
      this.setNoDelay(true)
    }
    if (options?.keepAlive) {
      this.setKeepAlive(true)
    }
    if (signal) {
      const stop = () => this.destroy(abortError(signal))
      if (signal.aborted) {
        nextTick(stop)
      } else {
        signal.addEventListener('abort', stop, { once: true })
        this.once('close', () => signal.removeEventListener('abort', stop))
      }
    }
    if (options?.[kAccepted]) {
      this._adopt(options[kAccepted])
    }
  }

  /**
   * Goes on with a connection that the platform has.
   * @param {{ id: number, local: any, remote: any }} connection
   */
  _adopt ({ id, local, remote }) {
    this.#begin(id)
    this.#addresses(local, remote)
    this._connected()
  }

  /** The number of the connection on the platform's side. */
  get _id () { return this.#id }
  get pending () { return this.#id === 0 || this.connecting }
  get bytesRead () { return this.#read }
  get bytesWritten () { return this.#sent + this.#earlyBytes }
  get bufferSize () { return this.writableLength + (this.#outlet?.pending ?? 0) }
  get localAddress () { return this.#local?.address }
  get localPort () { return this.#local?.port }
  get localFamily () { return this.#local?.family }
  get remoteAddress () { return this.#remote?.address }
  get remotePort () { return this.#remote?.port }
  get remoteFamily () { return this.#remote?.family }

  get readyState () {
    if (this.connecting) {
      return 'opening'
    }
    return this.readable && this.writable ? 'open' : this.readable ? 'readOnly' : this.writable ? 'writeOnly' : 'closed'
  }

  /** @returns {{ address?: string, family?: string, port?: number }} */
  address () {
    return this.#local === null || this.destroyed ? {} : { ...this.#local }
  }

  /**
   * @param {...any} args options, or port and host; then a listener of `connect`
   * @returns {this}
   */
  connect (...args) {
    const { options, callback } = connectArguments(args)
    if (options.path !== undefined) {
      throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'Sockets of the file system are not there: connect to a host and a port')
    }
    const { host = 'localhost', port, family = 0, localAddress, localPort, lookup } = options
    if (port === undefined || port === null) {
      throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "options" or "port" or "path" argument must be specified')
    }
    if (typeof port !== 'number' && typeof port !== 'string') {
      throw invalidArgType('options.port', 'of type number or string', port)
    }
    const target = checkPort(port, 'Port')
    checkType('options.host', host, 'string')
    if (localAddress !== undefined) {
      checkType('options.localAddress', localAddress, 'string')
    }
    if (localPort !== undefined) {
      checkType('options.localPort', localPort, 'number')
    }
    if (lookup !== undefined) {
      checkFunction(lookup, 'options.lookup')
    }
    if (callback !== null) {
      this.once('connect', callback)
    }
    const id = nextId()
    this.connecting = true
    this.#begin(id, true)
    this.#idle.touch()
    this.#open(id, { host, port: target, family, localAddress, localPort, lookup, attempt: options.autoSelectFamilyAttemptTimeout ?? families.timeout })
      .catch((error) => this.destroy(socketError(error)))
    return this
  }

  /**
   * @param {number} id
   * @param {any} options
   */
  async #open (id, { host, port, family, localAddress, localPort, lookup, attempt }) {
    const name = lookup === undefined ? host : await lookedUp(lookup, host, family)
    const where = name.includes(':') ? `[${name}]` : name
    const number = family === 4 || family === 'IPv4' ? 4 : family === 6 || family === 'IPv6' ? 6 : undefined
    await call('net.connect', JSON.parse(JSON.stringify({ host: `${where}:${port}`, id, family: number, localAddress, localPort, attempt })))
    if (isOwned(id)) {
      own(id, { ...this.#owner(), opening: false })
    } else {
      close(id) // given up meanwhile
    }
  }

  #owner () {
    return {
      event: (/** @type {any} */ event) => this._event(event),
      bytes: (/** @type {Uint8Array | null} */ bytes, /** @type {boolean} */ more) => this.#intake?.take(bytes, more),
      lost: (/** @type {Error} */ error) => { this.destroy(error) }
    }
  }

  /**
   * @param {number} id
   * @param {boolean} [opening]
   */
  #begin (id, opening = false) {
    this.#id = id
    this.#intake = new Intake(id, (bytes) => this.#push(bytes))
    this.#outlet = new Outlet(id, (error) => this.destroy(socketError(error)))
    own(id, { ...this.#owner(), opening })
  }

  /**
   * @param {any} local
   * @param {any} remote
   */
  #addresses (local, remote) {
    this.#local = local ?? null
    this.#remote = remote ?? null
  }

  /** @param {Uint8Array | null} bytes */
  #push (bytes) {
    if (bytes !== null) {
      this.#read += bytes.length
      this.#idle.touch()
    }
    this.push(bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }

  /**
   * Something happened on the platform's side.
   * @param {any} event
   */
  _event (event) {
    switch (event.e) {
      case 'connect':
        if (this.connecting) {
          this.connecting = false
          this.#addresses(event.local, event.remote)
          this._connected()
          this.emit('connect')
          this.emit('ready')
        }
        break
      case 'data':
        this.#intake?.signal()
        break
      case 'end':
        this.#intake?.end()
        break
      case 'drain':
        this.#outlet?.drained()
        break
      case 'finish':
        this.#outlet?.finished()
        break
      case 'error':
        this.destroy(socketError(event.err))
    }
  }

  /** There is a connection: it is read and written from now on, unless more is to be settled. */
  _connected () {
    this._open()
  }

  _open () {
    this.#isOpen = true
    if (Object.keys(this.#wishes).length > 0) {
      this.#tell()
    }
    if (this.#wantsRead) {
      this.#intake?.read()
    }
    const early = this.#early
    this.#early = null
    this.#earlyBytes = 0
    early?.()
  }

  _read () {
    this.#wantsRead = true
    if (this.#isOpen) {
      this.#intake?.read()
    }
  }

  /**
   * @param {Uint8Array} chunk
   * @param {string} encoding
   * @param {() => void} callback
   */
  _write (chunk, encoding, callback) {
    this.#send(new Uint8Array(chunk), callback)
  }

  /**
   * @param {Array<{ chunk: Uint8Array }>} chunks
   * @param {() => void} callback
   */
  _writev (chunks, callback) {
    const all = new Uint8Array(chunks.reduce((sum, { chunk }) => sum + chunk.length, 0))
    let at = 0
    for (const { chunk } of chunks) {
      all.set(chunk, at)
      at += chunk.length
    }
    this.#send(all, callback)
  }

  /**
   * @param {Uint8Array} bytes nobody else's
   * @param {() => void} callback
   */
  #send (bytes, callback) {
    this.#idle.touch()
    if (!this.#isOpen) {
      this.#earlyBytes += bytes.length
      this.#early = () => this.#send(bytes, callback)
      return
    }
    this.#sent += bytes.length
    this.#outlet?.write(bytes, callback)
  }

  /** @param {(error?: any) => void} callback */
  _final (callback) {
    if (this.#id === 0 || this.destroyed) {
      callback()
    } else if (!this.#isOpen) {
      this.#early = () => this._final(callback)
    } else {
      this.#outlet?.end(callback)
    }
  }

  /**
   * @param {any} error
   * @param {(error: any) => void} callback
   */
  _destroy (error, callback) {
    this.connecting = false
    this.#idle.stop()
    this.#early = null
    if (this.#id !== 0 && !this.#isDetached) {
      disown(this.#id)
      close(this.#id, this.#reset)
    }
    callback(error)
    nextTick(() => this.emit('close', Boolean(error)))
  }

  /** Lets go of the connection, for another object to go on with. */
  _detach () {
    this.#isDetached = true
    this.#idle.stop()
    disown(this.#id)
    return { id: this.#id, local: this.#local, remote: this.#remote }
  }

  /** Closes once all is written. */
  destroySoon () {
    if (this.writable) {
      this.end()
    }
    if (this.writableFinished) {
      this.destroy()
    } else {
      this.once('finish', () => this.destroy())
    }
  }

  /** Closes so that the peer sees a reset. */
  resetAndDestroy () {
    if (this.#id === 0) {
      this.destroy(coded(Error, 'ERR_SOCKET_CLOSED', 'Socket is closed'))
      return this
    }
    if (this.connecting) {
      this.once('connect', () => this.resetAndDestroy())
      return this
    }
    this.#reset = true
    this.destroy()
    return this
  }

  /**
   * Emits `timeout` when nothing has happened for so long.
   * @param {number} timeout in milliseconds; 0 for never
   * @param {() => void} [callback] of the event, once
   * @returns {this}
   */
  setTimeout (timeout, callback) {
    this.timeout = checkTimeout(timeout)
    this.#idle.set(timeout)
    if (callback !== undefined) {
      checkFunction(callback)
      if (timeout === 0) {
        this.removeListener('timeout', callback)
      } else {
        this.once('timeout', callback)
      }
    }
    return this
  }

  /** @param {boolean} [noDelay] */
  setNoDelay (noDelay = true) {
    return this.#wish('noDelay', Boolean(noDelay))
  }

  /**
   * @param {boolean} [enable]
   * @param {number} [initialDelay] has no effect: the system's own holds
   */
  setKeepAlive (enable = false, initialDelay = 0) {
    void initialDelay
    return this.#wish('keepAlive', Boolean(enable))
  }

  /**
   * @param {string} name
   * @param {boolean} value
   */
  #wish (name, value) {
    this.#wishes[name] = value
    if (this.#isOpen) {
      this.#tell()
    }
    return this
  }

  #tell () {
    const wishes = this.#wishes
    this.#wishes = {}
    call('net.options', { id: this.#id, ...wishes }).catch(() => {}) // of a connection that is gone
  }

  /** As Node has it; a page lives as long as its window. */
  ref () { return this }
  /** As Node has it. */
  unref () { return this }
}

/**
 * @param {Function} lookup of the caller
 * @param {string} host
 * @param {any} family
 * @returns {Promise<string>}
 */
function lookedUp (lookup, host, family) {
  return new Promise((resolve, reject) => {
    lookup(host, { family, hints: 0, all: false }, (/** @type {any} */ error, /** @type {any} */ address) => {
      const first = Array.isArray(address) ? address[0]?.address : address
      if (error) {
        reject(error)
      } else if (typeof first !== 'string') {
        reject(coded(TypeError, 'ERR_INVALID_IP_ADDRESS', `Invalid IP address: ${first}`))
      } else {
        resolve(first)
      }
    })
  })
}
