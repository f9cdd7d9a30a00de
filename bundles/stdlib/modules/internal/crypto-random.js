/** Random numbers and bytes: those of the engine, in pieces as large as it gives them. */
import { Buffer } from '../buffer.js'
import { isAnyArrayBuffer, viewOf } from './crypto-bytes.js'
import { nextTick } from './next-tick.js'
import { checkFunction, checkObject, checkType, coded, invalidArgType, outOfRange } from './node-errors.js'

const { crypto } = globalThis

/** The most bytes that the engine gives at once. */
export const RANDOM_BYTES_QUOTA = 64 * 1024
/** The most bytes that Node's and our `randomBytes` give at once. */
const MOST = 2 ** 31 - 1
/** The widest range of `randomInt`. */
const WIDEST = 2 ** 48 - 1

/** @param {Uint8Array<any>} bytes */
function fill (bytes) {
  for (let at = 0; at < bytes.length; at += RANDOM_BYTES_QUOTA) {
    crypto.getRandomValues(bytes.subarray(at, at + RANDOM_BYTES_QUOTA))
  }
}

/**
 * Fills an array of integers, of any length.
 * @template {ArrayBufferView} T
 * @param {T} buffer
 * @param {...any} args are not used
 * @returns {T}
 */
export function getRandomValues (buffer, ...args) {
  void args
  const array = /** @type {any} */ (buffer)
  if (!(ArrayBuffer.isView(buffer) && buffer.byteLength > RANDOM_BYTES_QUOTA)) {
    return crypto.getRandomValues(array)
  }
  crypto.getRandomValues(new array.constructor(0)) // refuses numbers that are no integers
  fill(viewOf(buffer))
  return buffer
}

/** @returns {bigint} of 64 bits */
export function rand64 () {
  return crypto.getRandomValues(new BigUint64Array(1))[0]
}

/**
 * @template T
 * @param {T} value
 * @param {any} callback `(error, value)`; undefined if there is none
 * @returns {T | undefined} what is not given to the callback
 */
function answer (value, callback) {
  if (callback === undefined) {
    return value
  }
  nextTick(callback, null, value)
}

/**
 * @param {number} size in bytes, at most 2^31 - 1
 * @param {(error: null, bytes: any) => void} [callback]
 * @returns {any} a buffer, if there is no callback
 */
export function randomBytes (size, callback) {
  checkType('size', size, 'number')
  if (!(size >= 0 && size <= MOST)) {
    throw outOfRange('size', `>= 0 && <= ${MOST}`, size)
  }
  if (callback !== undefined) {
    checkFunction(callback)
  }
  const bytes = Buffer.alloc(Math.trunc(size))
  fill(bytes)
  return answer(bytes, callback)
}

/**
 * @param {any} buffer
 * @param {number} offset
 * @param {number | undefined} size
 */
function fillPart (buffer, offset, size) {
  if (!isAnyArrayBuffer(buffer) && !ArrayBuffer.isView(buffer)) {
    throw invalidArgType('buf', 'an instance of ArrayBuffer or ArrayBufferView', buffer)
  }
  const unit = /** @type {any} */ (buffer).BYTES_PER_ELEMENT ?? 1
  const length = buffer.byteLength
  checkType('offset', offset, 'number')
  if (!(offset >= 0 && offset * unit <= length)) {
    throw outOfRange('offset', `>= 0 && <= ${length}`, offset)
  }
  const from = Math.trunc(offset) * unit
  if (size !== undefined) {
    checkType('size', size, 'number')
    if (!(size >= 0 && size * unit <= length)) {
      throw outOfRange('size', `>= 0 && <= ${length}`, size)
    }
    if (from + size * unit > length) {
      throw outOfRange('size + offset', `<= ${length}`, from + size * unit)
    }
  }
  const to = size === undefined ? length : from + Math.trunc(size) * unit
  fill(viewOf(buffer).subarray(from, to))
}

/**
 * Fills a part of a buffer.
 * @template {ArrayBufferLike | ArrayBufferView} T
 * @param {T} buffer
 * @param {number} [offset] in elements, as `size`
 * @param {number} [size]
 * @returns {T}
 */
export function randomFillSync (buffer, offset = 0, size) {
  fillPart(buffer, offset, size)
  return buffer
}

/**
 * @param {any} buffer
 * @param {any} offset in elements, as `size`, or the callback
 * @param {any} [size]
 * @param {any} [callback]
 */
export function randomFill (buffer, offset, size, callback) {
  if (typeof offset === 'function') {
    [callback, offset, size] = [offset, 0, undefined]
  } else if (typeof size === 'function') {
    [callback, size] = [size, undefined]
  }
  if (!isAnyArrayBuffer(buffer) && !ArrayBuffer.isView(buffer)) {
    throw invalidArgType('buf', 'an instance of ArrayBuffer or ArrayBufferView', buffer)
  }
  checkFunction(callback)
  fillPart(buffer, offset ?? 0, size)
  answer(buffer, callback)
}

/**
 * A random integer, each with the same chance.
 * @param {number} min or the end, and then it starts at 0
 * @param {number | ((error: null, value: number) => void)} [max] is not reached
 * @param {(error: null, value: number) => void} [callback]
 * @returns {number | undefined}
 */
export function randomInt (min, max, callback) {
  if (max === undefined || typeof max === 'function') {
    [min, max, callback] = [0, min, /** @type {any} */ (max)]
  }
  if (callback !== undefined) {
    checkFunction(callback)
  }
  for (const [name, value] of /** @type {const} */ ([['min', min], ['max', max]])) {
    if (!Number.isSafeInteger(value)) {
      throw invalidArgType(name, 'a safe integer', value)
    }
  }
  if (max <= min) {
    throw outOfRange('max', `greater than the value of "min" (${min})`, max)
  }
  const range = max - min
  if (range > WIDEST) {
    throw outOfRange('max - min', `<= ${WIDEST}`, range)
  }
  // what is beyond the last whole range would make the first values more likely
  const limit = 2 ** 48 - (2 ** 48 % range)
  const words = new Uint32Array(2)
  let value
  do {
    crypto.getRandomValues(words)
    value = (words[0] & 0xffff) * 2 ** 32 + words[1]
  } while (value >= limit)
  return answer(min + value % range, callback)
}

/**
 * @param {{ disableEntropyCache?: boolean }} [options] without effect here
 * @returns {string}
 */
export function randomUUID (options) {
  if (options !== undefined) {
    checkObject('options', options)
    if (options.disableEntropyCache !== undefined) {
      checkType('options.disableEntropyCache', options.disableEntropyCache, 'boolean')
    }
  }
  return crypto.randomUUID()
}

/**
 * Whether two secrets are the same, in a time that does not depend on where they differ, as far as a script can tell.
 * @param {ArrayBuffer | ArrayBufferView} a
 * @param {ArrayBuffer | ArrayBufferView} b of the same length
 * @returns {boolean}
 */
export function timingSafeEqual (a, b) {
  const [left, right] = [a, b].map((value, i) => {
    if (!isAnyArrayBuffer(value) && !ArrayBuffer.isView(value)) {
      throw invalidArgType(`buf${i + 1}`, 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView', value)
    }
    return viewOf(value)
  })
  if (left.length !== right.length) {
    throw coded(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length')
  }
  let difference = 0
  for (let i = 0; i < left.length; i++) {
    difference |= left[i] ^ right[i]
  }
  return difference === 0
}
