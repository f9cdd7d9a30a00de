/** Queues: what comes in first goes out first. */
import { checkInteger, invalidArgValue } from './node-errors.js'

/** A queue that is full at some point. */
export class FixedFIFO {
  /** @type {any[]} */
  #items
  #first = 0
  #count = 0

  /** @param {number} hwm how many it holds: a power of two, at most 2^30 */
  constructor (hwm) {
    checkInteger('hwm', hwm, 1, 2 ** 30)
    if ((hwm & (hwm - 1)) !== 0) {
      throw invalidArgValue('hwm', hwm, 'must be a power of two')
    }
    this.#items = new Array(hwm)
  }

  clear () {
    this.#items.fill(undefined)
    this.#first = 0
    this.#count = 0
  }

  /**
   * @param {any} data
   * @returns {boolean} false if it is full, and nothing was added
   */
  push (data) {
    const { length } = this.#items
    if (this.#count === length) {
      return false
    }
    this.#items[(this.#first + this.#count++) & (length - 1)] = data
    return true
  }

  /** @returns {any} the first, which is taken out; undefined if there is none */
  shift () {
    const data = this.peek()
    if (this.#count > 0) {
      this.#items[this.#first] = undefined
      this.#first = (this.#first + 1) & (this.#items.length - 1)
      this.#count--
    }
    return data
  }

  /** @returns {any} the first; undefined if there is none */
  peek () {
    return this.#items[this.#first]
  }

  isEmpty () {
    return this.#count === 0
  }
}

/** A queue that grows: queues of a fixed size, each twice the size of the one before it. */
export class FIFO {
  #hwm
  /** @type {FixedFIFO[]} */
  #parts
  #size
  #length = 0

  /** @param {number} [hwm] how many it holds before it grows: a power of two */
  constructor (hwm = 16) {
    this.#hwm = hwm
    this.#size = hwm
    this.#parts = [new FixedFIFO(hwm)]
  }

  /** How many are in it. */
  get length () { return this.#length }

  clear () {
    this.#size = this.#hwm
    this.#parts = [new FixedFIFO(this.#hwm)]
    this.#length = 0
  }

  /** @param {any} val */
  push (val) {
    if (!this.#parts[this.#parts.length - 1].push(val)) {
      this.#size = Math.min(this.#size * 2, 2 ** 16)
      this.#parts.push(new FixedFIFO(this.#size))
      this.#parts[this.#parts.length - 1].push(val)
    }
    this.#length++
  }

  /** @returns {any} the first, which is taken out; undefined if there is none */
  shift () {
    const data = this.#parts[0].shift()
    if (this.#parts[0].isEmpty() && this.#parts.length > 1) {
      this.#parts.shift()
    }
    this.#length = Math.max(0, this.#length - 1)
    return data
  }

  /** @returns {any} the first; undefined if there is none */
  peek () {
    return this.#parts[0].peek()
  }

  isEmpty () {
    return this.#length === 0
  }
}
