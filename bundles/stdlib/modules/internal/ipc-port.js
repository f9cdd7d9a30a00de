/**
 * Channels between the documents and workers of an app: what `MessagePort` and `BroadcastChannel` are, but for everyone of the
 * app's origin, and sent as plain values.
 */
import { NotSupportedError } from '../errors.js'
import { checkType, invalidArgType } from './node-errors.js'
import { serialize } from './symbols.js'

const scope = /** @type {any} */ (globalThis)
const PREFIX = 'socket.runtime.ipc.MessagePort'

/** Classes whose objects a message hands over rather than copies, as far as the engine has them. */
const transferable = ['ArrayBuffer', 'MessagePort', 'ImageBitmap', 'OffscreenCanvas', 'ReadableStream', 'WritableStream', 'TransformStream', 'VideoFrame', 'RTCDataChannel']

/** @param {any} value */
const isTransferable = (value) => !(value instanceof IPCMessagePort) &&
  transferable.some((name) => typeof scope[name] === 'function' && value instanceof scope[name])

/**
 * Visits a value and all that is in it, once each.
 * @param {any} value
 * @param {(value: any) => void} visit
 * @param {Set<any>} [seen]
 */
function walk (value, visit, seen = new Set()) {
  if (value === null || typeof value !== 'object' || seen.has(value)) {
    return
  }
  seen.add(value)
  visit(value)
  if (value instanceof Map || value instanceof Set) {
    value.forEach((/** @type {any} */ item) => walk(item, visit, seen))
  } else if (ArrayBuffer.isView(value)) {
    walk(value.buffer, visit, seen)
  } else if (Array.isArray(value) || isPlain(value)) {
    Object.values(value).forEach((item) => walk(item, visit, seen))
  }
}

/** @param {any} value */
function isPlain (value) {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/**
 * @param {any[]} transfers
 * @param {any} object
 * @param {(value: any) => boolean} wanted
 * @returns {any[]}
 */
function collect (transfers, object, wanted) {
  if (!Array.isArray(transfers)) {
    throw invalidArgType('transfers', 'an instance of Array', transfers)
  }
  walk(object, (value) => {
    if (wanted(value) && !transfers.includes(value)) {
      transfers.push(value)
    }
  })
  return transfers
}

/**
 * Adds the objects within a message that can be handed over to a list.
 * @param {any[]} transfers
 * @param {any} object
 * @returns {any[]} the same list
 */
export function findMessageTransfers (transfers, object) {
  return collect(transfers, object, isTransferable)
}

/**
 * Adds the {@link IPCMessagePort}s within the objects and arrays of a message to a list.
 * @param {any[]} transfers
 * @param {any} object
 * @returns {any[]} the same list
 */
export function findIPCMessageTransfers (transfers, object) {
  return collect(transfers, object, (value) => value instanceof IPCMessagePort)
}

/**
 * Makes objects of what stands for them in a message: `{ __type__: 'IPCMessagePort', ... }`, `{ __type__: 'Buffer', data }` with
 * the bytes in base64, and others by their class.
 * @param {any} object changed in place
 * @param {Map<string, any>} [types] classes by `__type__`, with a static method `from`
 * @returns {any} the object, or what it stands for
 */
export function inflateIPCMessageTransfers (object, types = new Map()) {
  if (!(types instanceof Map)) {
    throw invalidArgType('types', 'an instance of Map', types)
  }
  return inflate(object, types, new Set())
}

/**
 * @param {any} object
 * @param {Map<string, any>} types
 * @param {Set<any>} seen
 * @returns {any}
 */
function inflate (object, types, seen) {
  if (object === null || typeof object !== 'object' || seen.has(object)) {
    return object
  }
  seen.add(object)
  if (object instanceof Map) {
    object.forEach((item, key) => object.set(key, inflate(item, types, seen)))
  }
  if (!Array.isArray(object) && !isPlain(object)) {
    return object
  }
  for (const key of Object.keys(object)) {
    object[key] = inflate(object[key], types, seen)
  }
  const type = Object.hasOwn(object, '__type__') ? object.__type__ : undefined
  if (type === 'IPCMessagePort') {
    return IPCMessagePort.from(object)
  }
  if (type === 'Buffer' && typeof object.data === 'string') {
    const Bytes = types.get('Buffer') ?? scope.Buffer
    return Bytes === undefined
      ? Uint8Array.from(atob(object.data), (char) => char.charCodeAt(0))
      : Bytes.from(object.data, 'base64')
  }
  const known = types.get(type)
  return known === undefined ? object : typeof known.from === 'function' ? known.from(object) : new known(object)
}

/**
 * @param {any} value
 * @param {Map<any, any>} [made]
 * @returns {any} the same with descriptions of ports in their places
 */
function deflate (value, made = new Map()) {
  if (value === null || typeof value !== 'object' || made.has(value)) {
    return made.get(value) ?? value
  }
  if (value instanceof IPCMessagePort) {
    return /** @type {any} */ (value)[serialize]()
  }
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [key, deflate(item, made)]))
  }
  if (!Array.isArray(value) && !isPlain(value)) {
    return value
  }
  /** @type {any} */
  const copy = Array.isArray(value) ? [] : {}
  made.set(value, copy)
  for (const key of Object.keys(value)) {
    copy[key] = deflate(value[key], made)
  }
  return copy
}

/**
 * Sends a message by a channel that can only copy.
 * @param {BroadcastChannel} channel
 * @param {any} message
 * @param {any} optionsOrTransfer
 */
function post (channel, message, optionsOrTransfer) {
  const transfer = Array.isArray(optionsOrTransfer) ? optionsOrTransfer : optionsOrTransfer?.transfer ?? []
  const ports = transfer.filter((/** @type {any} */ item) => item instanceof IPCMessagePort)
  const others = transfer.filter((/** @type {any} */ item) => !(item instanceof IPCMessagePort))
  if (others.some((/** @type {any} */ item) => !(item instanceof ArrayBuffer))) {
    throw new DOMException('Only an ArrayBuffer or an IPCMessagePort can be handed over to another window', 'DataCloneError')
  }
  const within = findIPCMessageTransfers([], message)
  if (within.some((port) => !ports.includes(port))) {
    throw new DOMException('An IPCMessagePort is in the message, but not in its transfer list', 'DataCloneError')
  }
  channel.postMessage({ message: within.length === 0 ? message : deflate(message) })
  ports.forEach((/** @type {IPCMessagePort} */ port) => IPCMessagePort.transfer(port))
  if (others.length > 0) {
    structuredClone(null, { transfer: others }) // they are the receiver's now
  }
}

/**
 * @typedef {object} Port
 * @property {string} id of the channel
 * @property {1 | 2} side
 * @property {BroadcastChannel} incoming
 * @property {BroadcastChannel} outgoing
 * @property {EventTarget} events
 * @property {boolean} started
 * @property {boolean} closed
 * @property {any[]} waiting messages that came before the start
 * @property {Record<string, any>} handlers
 */

/** @type {WeakMap<IPCMessagePort, Port>} */
const states = new WeakMap()

/**
 * @param {any} port
 * @returns {Port}
 */
function stateOf (port) {
  const state = states.get(port)
  if (state === undefined) {
    throw new TypeError('Illegal invocation')
  }
  return state
}

const Base = /** @type {typeof MessagePort} */ (scope.MessagePort ?? EventTarget)
const BaseChannel = /** @type {typeof MessageChannel} */ (scope.MessageChannel ?? Object)

/**
 * One end of a channel; the other may be in another window or worker of the app. A native port cannot be constructed, so this is
 * one by its prototype only: see {@link IPCMessagePort.create}.
 */
export class IPCMessagePort extends Base {
  /** Ports of this document, by the id of their channel and their side. @type {Map<string, IPCMessagePort>} */
  static ports = new Map()

  /**
   * The port that a description stands for.
   * @param {any} [options] a port, or `{ id, side, waiting }` of one; a new one without
   * @returns {IPCMessagePort}
   */
  static from (options = null) {
    return options instanceof IPCMessagePort ? options : this.create(options)
  }

  /**
   * @param {{ id?: string, side?: number, waiting?: any[] } | null} [options]
   * @returns {IPCMessagePort}
   */
  static create (options = null) {
    const id = options?.id ?? crypto.randomUUID()
    checkType('options.id', id, 'string')
    const side = options?.side === 2 ? 2 : 1
    const key = `${id}.${side}`
    const known = IPCMessagePort.ports.get(key)
    if (known !== undefined) {
      return known
    }
    const port = /** @type {IPCMessagePort} */ (Object.create(this.prototype))
    /** @type {Port} */
    const state = {
      id,
      side,
      incoming: new BroadcastChannel(`${PREFIX}.${key}`),
      outgoing: new BroadcastChannel(`${PREFIX}.${id}.${3 - side}`),
      events: new EventTarget(),
      started: false,
      closed: false,
      waiting: Array.isArray(options?.waiting) ? [...options.waiting] : [],
      handlers: { message: null, messageerror: null }
    }
    states.set(port, state)
    state.incoming.onmessage = ({ data }) => {
      if (state.started) {
        port.dispatchEvent(messageEvent(data?.message))
      } else {
        state.waiting.push(data?.message)
      }
    }
    state.incoming.onmessageerror = (event) => port.dispatchEvent(new MessageEvent('messageerror', { data: event.data }))
    IPCMessagePort.ports.set(key, port)
    return port
  }

  /**
   * Hands a port over: it can no longer be used here.
   * @param {IPCMessagePort} port
   * @returns {any} what stands for it, for {@link IPCMessagePort.from}
   */
  static transfer (port) {
    const { id, side, waiting } = stateOf(port)
    port.close()
    return { __type__: 'IPCMessagePort', id, side, waiting }
  }

  get id () { return stateOf(this).id }
  get started () { return stateOf(this).started }
  get closed () { return stateOf(this).closed }

  get onmessage () { return stateOf(this).handlers.message }
  set onmessage (handler) {
    setHandler(this, 'message', handler)
    this.start()
  }

  get onmessageerror () { return stateOf(this).handlers.messageerror }
  set onmessageerror (handler) { setHandler(this, 'messageerror', handler) }

  /** Delivers what has come, and what comes from now on. */
  start () {
    const state = stateOf(this)
    if (!state.started && !state.closed) {
      state.started = true
      const waiting = state.waiting.splice(0)
      queueMicrotask(() => waiting.forEach((message) => this.dispatchEvent(messageEvent(message))))
    }
  }

  close () {
    const state = stateOf(this)
    state.closed = true
    state.incoming.close()
    state.outgoing.close()
    IPCMessagePort.ports.delete(`${state.id}.${state.side}`)
  }

  /**
   * Sends a message to the other end; a port that is closed sends nothing.
   * @param {any} message
   * @param {any} [optionsOrTransferList]
   */
  postMessage (message, optionsOrTransferList) {
    const { closed, outgoing } = stateOf(this)
    if (!closed) {
      post(outgoing, message, optionsOrTransferList)
    }
  }

  /** @param {any[]} args as of an `EventTarget` */
  addEventListener (...args) {
    Reflect.apply(EventTarget.prototype.addEventListener, stateOf(this).events, args)
  }

  /** @param {any[]} args */
  removeEventListener (...args) {
    Reflect.apply(EventTarget.prototype.removeEventListener, stateOf(this).events, args)
  }

  /** @param {Event} event */
  dispatchEvent (event) {
    return stateOf(this).events.dispatchEvent(event)
  }

  /** What stands for this port in a message. */
  [serialize] () {
    const { id, side, waiting } = stateOf(this)
    return { __type__: 'IPCMessagePort', id, side, waiting }
  }

  get [Symbol.toStringTag] () { return 'IPCMessagePort' }
}

/** @param {any} message */
function messageEvent (message) {
  return new MessageEvent('message', { data: inflateIPCMessageTransfers(message) })
}

/**
 * @param {IPCMessagePort} port
 * @param {'message' | 'messageerror'} type
 * @param {any} handler
 */
function setHandler (port, type, handler) {
  const state = stateOf(port)
  state.events.removeEventListener(type, state.handlers[type])
  state.handlers[type] = typeof handler === 'function' ? handler : null
  state.events.addEventListener(type, state.handlers[type])
}

/** Two ports that are connected. */
export class IPCMessageChannel extends BaseChannel {
  #id
  #port1
  #port2

  /** @param {{ id?: string } | null} [options] */
  constructor (options = null) {
    const id = options?.id ?? crypto.randomUUID()
    checkType('options.id', id, 'string')
    super()
    this.#id = id
    this.#port1 = IPCMessagePort.create({ id, side: 1 })
    this.#port2 = IPCMessagePort.create({ id, side: 2 })
  }

  get id () { return this.#id }
  get port1 () { return this.#port1 }
  get port2 () { return this.#port2 }
  get [Symbol.toStringTag] () { return 'IPCMessageChannel' }
}

/** Reaches all documents and workers of the app that listen to the same name. */
export class IPCBroadcastChannel extends EventTarget {
  /** Channels of this document, by name. @type {Map<string, Set<IPCBroadcastChannel>>} */
  static subscriptions = new Map()

  #channel
  /** @type {Record<string, any>} */
  #handlers = {}

  /**
   * @param {string} name
   * @param {{ origin?: string } | null} [options] `origin`: the app's own; no other can be reached
   */
  constructor (name, options = null) {
    super()
    if (arguments.length === 0) {
      throw invalidArgType('name', 'of type string', name)
    }
    const own = scope.location?.origin === 'null' || scope.location === undefined
      ? `socket://${scope.location?.host ?? ''}`
      : scope.location.origin
    this.origin = options?.origin ?? own
    if (this.origin !== own) {
      throw new NotSupportedError(`A channel reaches the app's own origin ${own}, not ${this.origin}`)
    }
    this.name = String(name)
    this.key = `${this.origin}#${this.name}`
    this.token = crypto.randomUUID()
    this.#channel = new BroadcastChannel(this.name)
    this.#channel.onmessage = ({ data }) => {
      const message = data !== null && typeof data === 'object' && Object.hasOwn(data, 'message') ? data.message : data
      this.dispatchEvent(new MessageEvent('message', { data: inflateIPCMessageTransfers(message), origin: this.origin }))
    }
    this.#channel.onmessageerror = ({ data }) => this.dispatchEvent(new MessageEvent('messageerror', { data }))
    const peers = IPCBroadcastChannel.subscriptions.get(this.name) ?? new Set()
    IPCBroadcastChannel.subscriptions.set(this.name, peers.add(this))
  }

  get onmessage () { return this.#handlers.message ?? null }
  set onmessage (handler) { this.#handle('message', handler) }
  get onmessageerror () { return this.#handlers.messageerror ?? null }
  set onmessageerror (handler) { this.#handle('messageerror', handler) }
  get onerror () { return this.#handlers.error ?? null }
  set onerror (handler) { this.#handle('error', handler) }

  /**
   * Messages come from the beginning: there is nothing to wait for.
   * @returns {Promise<void>}
   */
  async startMessages () {}

  /**
   * @param {any} message
   * @param {any} [optionsOrTransferList]
   */
  postMessage (message, optionsOrTransferList) {
    post(this.#channel, message, optionsOrTransferList)
  }

  /** Sends and receives nothing more. */
  close () {
    this.#channel.close()
    const peers = IPCBroadcastChannel.subscriptions.get(this.name)
    peers?.delete(this)
    if (peers?.size === 0) {
      IPCBroadcastChannel.subscriptions.delete(this.name)
    }
  }

  /**
   * @param {string} type
   * @param {any} handler
   */
  #handle (type, handler) {
    this.removeEventListener(type, this.#handlers[type] ?? null)
    this.#handlers[type] = typeof handler === 'function' ? handler : null
    this.addEventListener(type, this.#handlers[type])
  }
}
