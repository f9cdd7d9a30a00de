/** The methods of a buffer that read and write numbers, with Node's names and errors. */
import { coded, invalidArgType, outOfRange } from './node-errors.js'

/** @param {Uint8Array} bytes */
const viewOf = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * @param {Uint8Array} bytes
 * @param {unknown} offset
 * @param {number} size
 */
function checkOffset (bytes, offset, size) {
  if (typeof offset !== 'number') {
    throw invalidArgType('offset', 'of type number', offset)
  }
  const last = bytes.length - size
  if (offset >= 0 && offset <= last && Number.isInteger(offset)) {
    return
  }
  if (!Number.isInteger(offset)) {
    throw outOfRange('offset', 'an integer', offset)
  }
  throw last < 0
    ? coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds')
    : outOfRange('offset', `>= 0 and <= ${last}`, offset)
}

/**
 * @param {unknown} size
 */
function checkSize (size) {
  if (typeof size !== 'number') {
    throw invalidArgType('byteLength', 'of type number', size)
  }
  if (!Number.isInteger(size)) {
    throw outOfRange('byteLength', 'an integer', size)
  }
  if (size < 1 || size > 6) {
    throw outOfRange('byteLength', '>= 1 and <= 6', size)
  }
}

/** What a `DataView` calls a kind, its size, and the names of its bounds. */
const fixed = /** @type {const} */ ([
  ['Int8', 1], ['Uint8', 1], ['Int16', 2], ['Uint16', 2], ['Int32', 4], ['Uint32', 4], ['Float32', 4], ['Float64', 8],
  ['BigInt64', 8], ['BigUint64', 8]
])

const names = /** @type {Record<string, string[]>} */ ({
  Int8: ['Int8'], Uint8: ['UInt8', 'Uint8'], Int16: ['Int16'], Uint16: ['UInt16', 'Uint16'], Int32: ['Int32'],
  Uint32: ['UInt32', 'Uint32'], Float32: ['Float'], Float64: ['Double'], BigInt64: ['BigInt64'],
  BigUint64: ['BigUInt64', 'BigUint64']
})

/**
 * The value as it is written, if it is within the bounds of its kind.
 * @param {any} value
 * @param {string} kind
 * @param {number} size in bytes
 * @returns {any}
 */
function checkValue (value, kind, size) {
  if (kind.startsWith('Big')) {
    const isSigned = kind === 'BigInt64'
    const [min, max] = isSigned ? [-(2n ** 63n), 2n ** 63n - 1n] : [0n, 2n ** 64n - 1n]
    if (typeof value !== 'bigint') {
      throw invalidArgType('value', 'of type bigint', value)
    }
    if (value < min || value > max) {
      throw outOfRange('value', isSigned ? '>= -(2n ** 63n) and < 2n ** 63n' : '>= 0n and < 2n ** 64n', value)
    }
    return value
  }
  const number = +value
  if (!kind.startsWith('Float')) {
    const bits = size * 8
    const [min, max] = kind.startsWith('Int') ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1]
    if (number < min || number > max) {
      const range = bits <= 16
        ? `>= ${min} and <= ${max}`
        : kind.startsWith('Int') ? `>= -(2 ** ${bits - 1}) and < 2 ** ${bits - 1}` : `>= 0 and < 2 ** ${bits}`
      throw outOfRange('value', range, number)
    }
  }
  return number
}

/** @type {Record<string, (this: Uint8Array, ...args: any[]) => any>} */
export const numberMethods = {}

for (const [kind, size] of fixed) {
  for (const little of size === 1 ? [undefined] : [true, false]) {
    const end = little === undefined ? '' : little ? 'LE' : 'BE'
    /** @this {Uint8Array} */
    const read = function (offset = 0) {
      checkOffset(this, offset, size)
      return viewOf(this)[`get${kind}`](offset, little)
    }
    /** @this {Uint8Array} */
    const write = function (/** @type {any} */ value, offset = 0) {
      const checked = checkValue(value, kind, size)
      checkOffset(this, offset, size)
      viewOf(this)[`set${kind}`](offset, /** @type {never} */ (checked), little)
      return offset + size
    }
    for (const name of names[kind]) {
      numberMethods[`read${name}${end}`] = read
      numberMethods[`write${name}${end}`] = write
    }
  }
}

for (const little of [true, false]) {
  for (const isSigned of [true, false]) {
    /** @this {Uint8Array} */
    const read = function (/** @type {any} */ offset, /** @type {any} */ size) {
      if (offset === undefined) {
        throw invalidArgType('offset', 'of type number', offset)
      }
      checkSize(size)
      checkOffset(this, offset, size)
      let value = 0
      for (let i = 0; i < size; i++) {
        value = value * 256 + this[little ? offset + size - 1 - i : offset + i]
      }
      return isSigned && value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value
    }
    /** @this {Uint8Array} */
    const write = function (/** @type {any} */ value, /** @type {any} */ offset, /** @type {any} */ size) {
      checkSize(size)
      const checked = checkValue(value, isSigned ? 'Int' : 'Uint', size)
      checkOffset(this, offset, size)
      let rest = Math.trunc(Number.isNaN(checked) ? 0 : checked)
      for (let i = 0; i < size; i++) {
        this[little ? offset + i : offset + size - 1 - i] = ((rest % 256) + 256) % 256
        rest = Math.floor(rest / 256)
      }
      return offset + size
    }
    for (const name of isSigned ? ['Int'] : ['UInt', 'Uint']) {
      numberMethods[`read${name}${little ? 'LE' : 'BE'}`] = read
      numberMethods[`write${name}${little ? 'LE' : 'BE'}`] = write
    }
  }
}
