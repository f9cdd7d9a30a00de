/**
 * Timers as objects. An app ends with its windows, so `ref` and `unref` only keep what they were told.
 * @module timers/timer
 */
import { AsyncResource } from '../async/resource.js'
import { finalizer } from '../gc.js'
import { platform } from './platform.js'

/** Longer delays are taken for 1 ms, as everywhere. */
const MAX_DELAY = 2 ** 31 - 1

/** @type {Map<number, Timer>} those that are to come, by their numbers */
const active = new Map()
let lastId = 0

/** What is to happen later. */
export class Timer extends AsyncResource {
  #create
  #destroy
  #id = 0
  /** @type {any} */
  #handle
  #hasRef = true

  /**
   * @param {string} type
   * @param {(callback: () => void, delay: number) => any} create
   * @param {(handle: any) => void} destroy
   */
  constructor (type, create, destroy) {
    super(type)
    this.#create = create
    this.#destroy = destroy
  }

  /**
   * @param {...any} args of {@link Timer#init}
   * @returns {Timer}
   */
  static from (...args) {
    return new /** @type {any} */ (this)().init(...args)
  }

  get id () { return this.#id }
  get destroyed () { return this.#handle === undefined }

  /**
   * Begins.
   * @param {(...args: any[]) => void} callback
   * @param {number} [delay] in milliseconds
   * @param {...any} args of the callback
   * @returns {this}
   */
  init (callback, delay, ...args) {
    const number = Number(delay)
    this.start = () => {
      this.#handle = this.#create(() => {
        if (!this.repeats) {
          this.close()
        }
        this.runInAsyncScope(callback, this, ...args)
      }, number >= 1 && number <= MAX_DELAY ? Math.trunc(number) : 1)
    }
    this.#id = ++lastId
    active.set(this.#id, this)
    this.start()
    return this
  }

  get repeats () { return false }
  /** Sets it going; known when it has a callback. */
  start () {}

  /** Ends it; what it would do is not done. */
  close () {
    if (this.#handle !== undefined) {
      this.#destroy(this.#handle)
      this.#handle = undefined
      active.delete(this.#id)
    }
    return this
  }

  /** Begins the delay anew. */
  refresh () {
    if (this.#handle !== undefined) {
      this.#destroy(this.#handle)
    }
    active.set(this.#id, this)
    this.start()
    return this
  }

  ref () {
    this.#hasRef = true
    return this
  }

  unref () {
    this.#hasRef = false
    return this
  }

  hasRef () { return this.#hasRef }
  [Symbol.toPrimitive] () { return this.#id }
  [Symbol.dispose ?? Symbol.for('Symbol.dispose')] () { this.close() }

  [finalizer] () {
    return { args: [this.#handle], handle: this.#destroy }
  }
}

/** Once. */
export class Timeout extends Timer {
  constructor () {
    super('Timeout', platform.setTimeout, platform.clearTimeout)
  }
}

/** Again and again. */
export class Interval extends Timer {
  constructor () {
    super('Interval', platform.setInterval, platform.clearInterval)
  }

  get repeats () { return true }
}

const ports = /** @type {Map<object, () => void>} */ (new Map())
/** @type {MessageChannel | undefined} */
let channel

/** @param {() => void} callback */
function soon (callback) {
  const handle = {}
  if (channel === undefined) {
    channel = new MessageChannel()
    channel.port1.onmessage = () => {
      const [first] = ports
      if (first !== undefined) {
        ports.delete(first[0])
        first[1]()
      }
      if (ports.size === 0) {
        // under Node an open port would keep the process
        channel?.port1.close()
        channel = undefined
      }
    }
  }
  ports.set(handle, callback)
  channel.port2.postMessage(null)
  return handle
}

/** As soon as what is going on now is done. */
export class Immediate extends Timer {
  constructor () {
    super('Immediate', soon, (handle) => ports.delete(handle))
  }
}

/**
 * Ends a timer.
 * @param {Timer | number | string | null | undefined} timer itself, or its number
 */
export function clear (timer) {
  if (timer instanceof Timer) {
    timer.close()
  } else if (timer != null) {
    const known = active.get(Number(timer))
    // the engine's own are numbers, too
    known === undefined ? platform.clearTimeout(timer) : known.close()
  }
}

export default { Immediate, Interval, Timeout, Timer }
