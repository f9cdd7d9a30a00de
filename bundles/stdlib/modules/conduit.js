/**
 * Messages with options and bytes, between documents and to the platform.
 *
 * The original has a WebSocket server on a port for them. Here nothing listens on a port: calls go the way of all others, and
 * messages for another conduit over a channel of the engine. What comes from the platform by itself comes by streams; see
 * `ipc.stream`.
 * @module conduit
 */
import { getHandler, setHandler } from './internal/event-handlers.js'
import { checkFunction, checkInteger, checkObject, checkType, coded, invalidArgType, outOfRange } from './internal/node-errors.js'
import { write } from './ipc.js'

/** The name is misspelt in the original. */
export const DEFALUT_MAX_RECONNECT_RETRIES = 32
/** In milliseconds. */
export const DEFAULT_MAX_RECONNECT_TIMEOUT = 256

/** Conduits that are open, by their id. @type {Map<string, Conduit>} */
export const pool = new Map()

const MOST_OPTIONS = 0xff
const LONGEST_KEY = 0xff
const LONGEST_VALUE = 0xffff
const LONGEST_PAYLOAD = 0xffff

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })
const channelOf = (/** @type {string} */ id) => `socket.runtime.conduit.${id}`

/** What messages of this app carry, so that only those who know it are listened to; empty unless it was set. */
let key = ''

/**
 * @param {any} payload
 * @returns {Uint8Array}
 */
function bytesOf (payload) {
  if (payload === null || payload === undefined) {
    return new Uint8Array()
  }
  if (typeof payload === 'string') {
    return encoder.encode(payload)
  }
  if (payload instanceof ArrayBuffer) {
    return new Uint8Array(payload)
  }
  if (!ArrayBuffer.isView(payload)) {
    throw invalidArgType('payload', 'of type string or an instance of ArrayBuffer or of a view of one', payload)
  }
  return new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength)
}

/** One end of a connection. Its events are `open`, `message`, `error` and `close`. */
export class Conduit extends EventTarget {
  /** The port that the platform listens on: none. */
  static get port () { return 0 }

  isActive = false
  isConnecting = false
  shouldReconnect = true
  port = 0
  /** @type {BroadcastChannel | null} */
  socket = null
  /** @type {Set<(error: any, message?: { options: Record<string, string>, payload: Uint8Array }) => void>} */
  #receivers = new Set()

  /** @param {{ id: string | number | bigint, sharedKey?: string }} options `id`: what messages are for, such as a socket's */
  constructor (options) {
    super()
    checkObject('options', options)
    if (!['string', 'number', 'bigint'].includes(typeof options.id) || options.id === '') {
      throw invalidArgType('options.id', 'of type string, number or bigint', options.id)
    }
    this.id = String(options.id)
    this.sharedKey = options.sharedKey ?? key
    this.connect().catch(() => {}) // an event tells of it
  }

  /** @returns {Promise<Record<string, { handles: { count: number, ids: string[] } }>>} */
  static async diagnostics () {
    return { conduit: { handles: { count: pool.size, ids: [...pool.keys()] } } }
  }

  /** @returns {Promise<{ isActive: boolean, port: number, sharedKey: string }>} */
  static async status () {
    return { isActive: typeof BroadcastChannel === 'function', port: 0, sharedKey: key }
  }

  /**
   * Resolves when conduits can be used: at once.
   * @param {object | null} [options] none yet
   */
  static async waitForActiveState (options = null) { // eslint-disable-line no-unused-vars
    return await Conduit.status()
  }

  /** @returns {Promise<string>} */
  static async getSharedKey () {
    return key
  }

  /**
   * What conduits that are made from now on must have in common.
   * @param {string} sharedKey of at least 8 characters
   * @returns {Promise<string>}
   */
  static async setSharedKey (sharedKey) {
    checkType('sharedKey', sharedKey, 'string')
    if (sharedKey.length < 8) {
      throw outOfRange('sharedKey.length', '>= 8', sharedKey.length)
    }
    key = sharedKey
    return key
  }

  /** Where it is: not at an address. */
  get url () { return null }

  get onopen () { return getHandler(this, 'open') }
  set onopen (handler) { setHandler(this, 'open', handler) }
  get onmessage () { return getHandler(this, 'message') }
  set onmessage (handler) { setHandler(this, 'message', handler) }
  get onerror () { return getHandler(this, 'error') }
  set onerror (handler) { setHandler(this, 'error', handler) }
  get onclose () { return getHandler(this, 'close') }
  set onclose (handler) { setHandler(this, 'close', handler) }

  /**
   * Opens it; another one of this document with the same id is closed.
   * @param {((error: any) => void) | null} [callback]
   */
  async connect (callback = null) {
    if (callback !== null) {
      checkFunction(callback)
    }
    if (!this.isActive) {
      pool.get(this.id)?.close()
      const socket = new BroadcastChannel(channelOf(this.id))
      socket.onmessage = ({ data }) => this.#take(data)
      this.socket = socket
      this.isActive = true
      pool.set(this.id, this)
      queueMicrotask(() => this.dispatchEvent(new Event('open')))
    }
    callback?.(null)
    return this
  }

  /**
   * Opens it again, if it is closed.
   * @param {{ retries?: number, timeout?: number } | null} [options] have no effect: there is nothing that could not answer
   */
  async reconnect (options = null) {
    checkObject('options', options ?? {})
    checkInteger('options.retries', options?.retries ?? DEFALUT_MAX_RECONNECT_RETRIES, 0)
    checkInteger('options.timeout', options?.timeout ?? DEFAULT_MAX_RECONNECT_TIMEOUT, 0)
    return await this.connect()
  }

  /**
   * One option as it is sent: the length of its key (1 byte), the key, the length of its value (2 bytes), the value.
   * @param {string} key
   * @param {any} value
   * @returns {Uint8Array}
   */
  encodeOption (key, value) {
    checkType('key', key, 'string')
    const name = encoder.encode(key)
    const text = encoder.encode(String(value))
    if (name.length > LONGEST_KEY) {
      throw outOfRange('key.length', `<= ${LONGEST_KEY}`, name.length)
    }
    if (text.length > LONGEST_VALUE) {
      throw outOfRange('value.length', `<= ${LONGEST_VALUE}`, text.length)
    }
    const bytes = new Uint8Array(3 + name.length + text.length)
    bytes[0] = name.length
    bytes.set(name, 1)
    new DataView(bytes.buffer).setUint16(1 + name.length, text.length)
    bytes.set(text, 3 + name.length)
    return bytes
  }

  /**
   * A message as it is sent: how many options (1 byte), the options by their keys, the length of the payload (2 bytes), the payload.
   * @param {Record<string, any>} options
   * @param {Uint8Array | ArrayBuffer | string | null} [payload]
   * @returns {Uint8Array}
   */
  encodeMessage (options, payload = null) {
    checkObject('options', options)
    const bytes = bytesOf(payload)
    const keys = Object.keys(options).sort()
    if (keys.length > MOST_OPTIONS) {
      throw outOfRange('options.length', `<= ${MOST_OPTIONS}`, keys.length)
    }
    if (bytes.length > LONGEST_PAYLOAD) {
      throw outOfRange('payload.length', `<= ${LONGEST_PAYLOAD}`, bytes.length)
    }
    const parts = keys.map((key) => this.encodeOption(key, options[key]))
    const message = new Uint8Array(3 + bytes.length + parts.reduce((sum, part) => sum + part.length, 0))
    message[0] = keys.length
    let offset = 1
    for (const part of parts) {
      message.set(part, offset)
      offset += part.length
    }
    new DataView(message.buffer).setUint16(offset, bytes.length)
    message.set(bytes, offset + 2)
    return message
  }

  /**
   * @param {Uint8Array | ArrayBuffer} data
   * @returns {{ options: Record<string, string>, payload: Uint8Array }}
   */
  decodeMessage (data) {
    const bytes = typeof data === 'string' ? null : bytesOf(data)
    if (bytes === null) {
      throw invalidArgType('data', 'an instance of ArrayBuffer or of a view of one', data)
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let offset = 0
    const take = (/** @type {number} */ length) => {
      if (offset + length > bytes.length) {
        throw coded(RangeError, 'ERR_OUT_OF_RANGE', `The message ends after ${bytes.length} bytes, in the middle of a part`)
      }
      offset += length
      return offset - length
    }
    const text = (/** @type {number} */ length) => {
      const start = take(length)
      return decoder.decode(bytes.subarray(start, start + length))
    }
    /** @type {Record<string, string>} */
    const options = Object.create(null)
    for (let count = bytes[take(1)]; count > 0; count--) {
      const name = text(bytes[take(1)])
      options[name] = text(view.getUint16(take(2)))
    }
    const length = view.getUint16(take(2))
    const start = take(length)
    return { options: { ...options }, payload: bytes.slice(start, start + length) }
  }

  /**
   * Hears of messages and of errors.
   * @param {(error: any, message?: { options: Record<string, string>, payload: Uint8Array }) => void} callback
   */
  receive (callback) {
    checkFunction(callback)
    this.#receivers.add(callback)
  }

  /**
   * Sends a message: with the option `to`, to the conduits of the app with that id; with `route`, to the platform, as a call with the
   * other options as its parameters; with neither, to the other conduits of this id. Errors are told to those who receive.
   * @param {Record<string, any>} options
   * @param {Uint8Array | ArrayBuffer | string | null} [payload] `to` has room for 65535 bytes of it
   * @returns {boolean} false if it is closed
   */
  send (options, payload = null) {
    checkObject('options', options)
    const bytes = bytesOf(payload)
    if (!this.isActive) {
      return false
    }
    const { route, to, ...params } = options
    if (route !== undefined) {
      checkType('options.route', route, 'string')
      this.#call(route, { id: this.id, ...params }, bytes)
      return true
    }
    const target = String(to ?? this.id)
    const data = { message: this.encodeMessage({ ...params, from: this.id }, bytes), key: this.sharedKey }
    if (target === this.id) {
      this.socket?.postMessage(data)
    } else {
      const channel = new BroadcastChannel(channelOf(target))
      channel.postMessage(data)
      channel.close()
    }
    return true
  }

  /** Closes it, for good unless `connect` is called. */
  close () {
    if (!this.isActive) {
      return
    }
    this.isActive = false
    this.shouldReconnect = false
    this.socket?.close()
    this.socket = null
    if (pool.get(this.id) === this) {
      pool.delete(this.id)
    }
    this.dispatchEvent(new Event('close'))
  }

  /**
   * @param {string} route
   * @param {Record<string, any>} params
   * @param {Uint8Array} bytes
   */
  async #call (route, params, bytes) {
    const { err } = await write(route, params, bytes)
    if (err) {
      this.#fail(err)
    }
  }

  /** @param {any} data */
  #take (data) {
    if (this.sharedKey !== '' && data?.key !== this.sharedKey) {
      return
    }
    try {
      const message = this.decodeMessage(data?.message)
      this.#receivers.forEach((receiver) => receiver(null, message))
      this.dispatchEvent(new MessageEvent('message', { data: message }))
    } catch (error) {
      this.#fail(error)
    }
  }

  /** @param {any} error */
  #fail (error) {
    this.#receivers.forEach((receiver) => receiver(error))
    this.dispatchEvent(Object.assign(new Event('error'), { error, message: String(error?.message ?? error) }))
  }
}

export default Conduit
