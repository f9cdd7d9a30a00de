/**
 * Values as they are sent to other contexts.
 * @module internal/serialize
 */
import { serialize as kSerialize } from './symbols.js'

/** Plain objects and arrays are looked into; all else is left as it is. @param {any} value */
const isPlain = (value) => Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value))

/**
 * Lets every object in a value that has a method `Symbol.for('socket.runtime.serialize')` stand as what that answers.
 * @param {any} value
 * @returns {any} a copy, if anything in it has
 */
export default function serialize (value) {
  return serialized(value, new Map())
}

/**
 * @param {any} value
 * @param {Map<object, any>} done what was begun, for objects that hold themselves
 * @returns {any}
 */
function serialized (value, done) {
  if (value === null || typeof value !== 'object') {
    return value
  }
  if (done.has(value)) {
    return done.get(value)
  }
  if (typeof value[kSerialize] === 'function') {
    return value[kSerialize]()
  }
  if (!isPlain(value)) {
    return value
  }
  /** @type {any} */
  const copy = Array.isArray(value) ? [] : {}
  done.set(value, copy)
  for (const key of Object.keys(value)) {
    copy[key] = serialized(value[key], done)
  }
  return copy
}
