/**
 * Values that all modules of a context share, by name.
 * @module internal/globals
 */
import { checkType, invalidArgValue } from './node-errors.js'

/** Names and what they stand for, kept where every copy of this module finds them. */
export class GlobalsRegistry {
  get global () { return /** @type {any} */ (globalThis) }

  /** @param {string} name */
  symbol (name) {
    checkType('name', name, 'string')
    if (name === '') {
      throw invalidArgValue('name', name, 'must not be empty')
    }
    return Symbol.for(`socket.runtime.globals.${name}`)
  }

  /**
   * @param {string} name
   * @param {any} value
   * @returns {any} the value
   */
  register (name, value) {
    Object.defineProperty(globalThis, this.symbol(name), { value, configurable: true })
    return value
  }

  /**
   * @param {string} name
   * @returns {any} null if nothing is registered
   */
  get (name) {
    return this.global[this.symbol(name)] ?? null
  }
}

const registry = new GlobalsRegistry()

/**
 * @param {string} name
 * @returns {any}
 */
export function get (name) {
  return registry.get(name)
}

export default registry
