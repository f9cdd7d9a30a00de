/**
 * Sets of constants.
 * @module enumeration
 */
import { inspect } from './internal/format.js'

/**
 * Names and the numbers that they stand for; it cannot be changed. The names are properties whose values are
 * the numbers, and the numbers are properties whose values are the names.
 */
export class Enumeration extends Set {
  /**
   * @param {Iterable<string> | string} values
   * @param {{ start?: number }} [options] the first number
   */
  constructor (values, options = { start: 0 }) {
    super()
    let number = options?.start ?? 0
    for (const value of typeof values === 'string' ? values.split(/[\s,]+/).filter(Boolean) : values) {
      if (super.has(value)) {
        throw new TypeError(`The name ${value} is in the enumeration twice`)
      }
      super.add(value)
      const at = number++
      Object.defineProperty(this, value, { value: at, enumerable: true })
      Object.defineProperty(this, at, { value, enumerable: false })
    }
    Object.freeze(this)
  }

  /** @param {...(string | string[])} values */
  static from (...values) {
    return new this(values.flat())
  }

  get length () { return this.size }
  get [Symbol.toStringTag] () { return 'Enumeration' }

  /** @param {string | number} value a name or a number of it */
  contains (value) {
    return super.has(value) || (typeof value === 'number' && Object.hasOwn(this, value))
  }

  /** @returns {never} */
  add () {
    throw new TypeError('An enumeration cannot be changed')
  }

  /** @returns {never} */
  delete () {
    throw new TypeError('An enumeration cannot be changed')
  }

  /** @returns {never} */
  clear () {
    throw new TypeError('An enumeration cannot be changed')
  }

  toJSON () {
    return Array.from(this)
  }

  inspect () {
    return `Enumeration ${inspect({ ...this })}`
  }

  [Symbol.for('nodejs.util.inspect.custom')] () { return this.inspect() }
  [Symbol.for('socket.runtime.util.inspect.custom')] () { return this.inspect() }
}

export default Enumeration
