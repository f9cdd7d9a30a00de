/** Node's `MessagePort`: the engine's, with the methods of an emitter. */
import { checkFunction } from './node-errors.js'

const NativePort = globalThis.MessagePort
const NativeChannel = globalThis.MessageChannel
const NativeBroadcast = globalThis.BroadcastChannel

/** Listeners as they were given, and what the engine was given for them. @type {WeakMap<object, Map<Function, (event: any) => void>>} */
const wrapped = new WeakMap()

/** One end of a channel. Listeners of `on` get the value that was sent, those of `addEventListener` the event. */
export class MessagePort extends NativePort {
  /**
   * @param {string} type `message`, `messageerror` or `close`
   * @param {(value: any) => void} listener
   * @param {{ once?: boolean }} [options]
   */
  on (type, listener, options) {
    checkFunction(listener, 'listener')
    const listeners = wrapped.get(this) ?? new Map()
    wrapped.set(this, listeners)
    const take = (/** @type {any} */ event) => listener.call(this, event.data)
    listeners.set(listener, take)
    this.addEventListener(type, take, options)
    if (type === 'message') {
      this.start()
    }
    return this
  }

  /**
   * @param {string} type
   * @param {(value: any) => void} listener
   */
  once (type, listener) {
    return this.on(type, listener, { once: true })
  }

  /**
   * @param {string} type
   * @param {(value: any) => void} listener
   */
  off (type, listener) {
    const take = wrapped.get(this)?.get(listener)
    if (take !== undefined) {
      this.removeEventListener(type, take)
    }
    return this
  }

  /**
   * @param {string} type
   * @param {(value: any) => void} listener
   */
  addListener (type, listener) { return this.on(type, listener) }

  /**
   * @param {string} type
   * @param {(value: any) => void} listener
   */
  removeListener (type, listener) { return this.off(type, listener) }

  /** Has no effect in a page, where a worker ends when it is told to. */
  ref () {
    /** @type {any} */ (NativePort.prototype).ref?.call(this)
    return this
  }

  /** Has no effect in a page. */
  unref () {
    /** @type {any} */ (NativePort.prototype).unref?.call(this)
    return this
  }
}

/**
 * Gives a port of the engine the methods of ours.
 * @param {globalThis.MessagePort} port
 * @returns {MessagePort}
 */
export function adopt (port) {
  return Object.setPrototypeOf(port, MessagePort.prototype)
}

/** Two ports that are connected. */
export class MessageChannel extends NativeChannel {
  constructor () {
    super()
    adopt(this.port1)
    adopt(this.port2)
  }
}

/** Reaches all documents and workers of the app that listen to the same name. */
export class BroadcastChannel extends NativeBroadcast {
  ref () { return this }
  unref () { return this }
}
