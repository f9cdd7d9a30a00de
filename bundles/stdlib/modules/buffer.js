/**
 * Bytes, as Node has them. The class is that of the npm package `buffer`; the errors, the numbers, the encoding
 * `base64url` and text at the engine's own speed are from here.
 * @module buffer
 */
import { numberMethods } from './internal/buffer-numbers.js'
import { checkInteger, checkType, coded, invalidArgType, invalidArgValue, outOfRange } from './internal/node-errors.js'
import { Buffer as Base } from './internal/vendor/buffer.js'
import { isTypedArray } from './util/types.js'

/** @typedef {any} Bytes a `Uint8Array` with Node's methods */

export const kMaxLength = 2 ** 32
export const kStringMaxLength = 2 ** 29 - 24
export const constants = Object.freeze({ MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: kStringMaxLength })

/** How many bytes of a buffer `inspect` shows. */
export const INSPECT_MAX_BYTES = 50

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const prototype = Base.prototype
const inherited = {
  from: Base.from, compare: Base.compare, write: prototype.write, toString: prototype.toString, equals: prototype.equals
}

/** @type {Record<string, string>} */
const encodings = {
  utf8: 'utf8', 'utf-8': 'utf8', hex: 'hex', base64: 'base64', base64url: 'base64url', ascii: 'ascii', latin1: 'latin1',
  binary: 'latin1', ucs2: 'utf16le', 'ucs-2': 'utf16le', utf16le: 'utf16le', 'utf-16le': 'utf16le'
}

/**
 * The proper name of an encoding.
 * @param {unknown} name
 * @returns {string | undefined}
 */
function encodingOf (name) {
  return typeof name === 'string' ? encodings[name] ?? encodings[name.toLowerCase()] : undefined
}

/** @param {unknown} name */
function checkEncoding (name) {
  if (name === undefined || name === null || name === '') {
    return 'utf8'
  }
  const encoding = encodingOf(name)
  if (encoding === undefined) {
    throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${String(name)}`)
  }
  return encoding
}

/** @param {unknown} size */
function checkLength (size) {
  if (typeof size !== 'number') {
    throw invalidArgType('size', 'of type number', size)
  }
  if (!(size >= 0 && size <= kMaxLength)) {
    throw outOfRange('size', `>= 0 && <= ${kMaxLength}`, size)
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {Bytes} the same bytes as a buffer
 */
function adopt (bytes) {
  return Base.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/**
 * Bytes; a `Uint8Array` with Node's methods.
 * @type {any}
 */
export const Buffer = Object.defineProperty(Base, 'name', { value: 'Buffer' })

/** @type {Record<string, any>} */
const statics = {
  poolSize: 8192,

  /**
   * @param {any} value a string, bytes, an array or an object that stands for one
   * @param {any} [encodingOrOffset]
   * @param {number} [length]
   * @returns {Bytes}
   */
  from (value, encodingOrOffset, length) {
    if (typeof value === 'string') {
      const encoding = checkEncoding(typeof encodingOrOffset === 'string' ? encodingOrOffset : 'utf8')
      return encoding === 'utf8'
        ? adopt(encoder.encode(value))
        : encoding === 'hex'
          ? adopt(fromHex(value))
          : inherited.from.call(Base, value, encoding === 'base64url' ? 'base64' : encoding)
    }
    if (isAnyArrayBuffer(value)) {
      const offset = encodingOrOffset === undefined ? 0 : Number.isNaN(+encodingOrOffset) ? 0 : +encodingOrOffset
      const most = value.byteLength - offset
      if (most < 0) {
        throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds')
      }
      if (length !== undefined && +length > most) {
        throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"length" is outside of buffer bounds')
      }
      return inherited.from.call(Base, value, offset, length === undefined ? most : Math.max(0, +length || 0))
    }
    if (value !== null && typeof value === 'object') {
      const primitive = value.valueOf?.()
      if (primitive != null && primitive !== value && (typeof primitive === 'string' || typeof primitive === 'object')) {
        return statics.from(primitive, encodingOrOffset, length)
      }
      if (typeof value.length === 'number' || ArrayBuffer.isView(value) || isAnyArrayBuffer(value.buffer)) {
        return adopt(Uint8Array.from(typeof value.length === 'number' ? Array.prototype.slice.call(value) : []))
      }
      if (value.type === 'Buffer' && Array.isArray(value.data)) {
        return adopt(Uint8Array.from(value.data))
      }
      if (typeof value[Symbol.toPrimitive] === 'function') {
        const text = value[Symbol.toPrimitive]('string')
        if (typeof text === 'string') {
          return statics.from(text, encodingOrOffset)
        }
      }
    }
    throw invalidArgType('first argument',
      'of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object', value)
  },

  /**
   * @param {any} view a typed array
   * @param {number} [offset] in items
   * @param {number} [length] in items
   * @returns {Bytes} a copy of its bytes
   */
  copyBytesFrom (view, offset = 0, length) {
    if (!isTypedArray(view)) {
      throw invalidArgType('view', 'an instance of TypedArray', view)
    }
    checkInteger('offset', offset, 0)
    if (length !== undefined) {
      checkInteger('length', length, 0)
    }
    const part = view.slice(offset, length === undefined ? undefined : offset + length)
    return adopt(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
  },

  /**
   * @param {number} size
   * @param {any} [fill]
   * @param {string} [encoding]
   * @returns {Bytes}
   */
  alloc (size, fill, encoding) {
    checkLength(size)
    const bytes = adopt(new Uint8Array(size))
    return fill === undefined || fill === 0 ? bytes : bytes.fill(fill, encoding)
  },

  /**
   * @param {number} size
   * @returns {Bytes} zeroed, too: the engine has no other memory
   */
  allocUnsafe (size) {
    return statics.alloc(size)
  },

  /** @param {number} size */
  allocUnsafeSlow (size) {
    return statics.alloc(size)
  },

  /**
   * @param {any} value
   * @param {string} [encoding] that of a string; UTF-8 if it is not known
   * @returns {number} of bytes
   */
  byteLength (value, encoding) {
    if (typeof value !== 'string') {
      if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) {
        return value.byteLength
      }
      throw invalidArgType('string', 'of type string or an instance of Buffer or ArrayBuffer', value)
    }
    const known = encodingOf(encoding) ?? 'utf8'
    switch (known) {
      case 'utf8': return utf8Length(value)
      case 'latin1': case 'ascii': return value.length
      case 'utf16le': return value.length * 2
      case 'hex': return value.length >>> 1
      default: {
        const end = value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0
        return ((value.length - end) * 3) >>> 2
      }
    }
  },

  /** @param {unknown} name */
  isEncoding (name) {
    return encodingOf(name) !== undefined
  },

  /**
   * @param {Uint8Array[]} list
   * @param {number} [length] cuts the result, or fills it up with zeros
   * @returns {Bytes}
   */
  concat (list, length) {
    if (!Array.isArray(list)) {
      throw invalidArgType('list', 'an instance of Array', list)
    }
    if (length !== undefined) {
      checkInteger('length', length, 0)
    }
    const total = length ?? list.reduce((sum, item) => sum + (item?.length ?? 0), 0)
    const all = statics.alloc(total)
    let at = 0
    list.forEach((item, i) => {
      if (!(item instanceof Uint8Array)) {
        throw invalidArgType(`list[${i}]`, 'an instance of Buffer or Uint8Array', item)
      }
      const part = item.subarray(0, total - at)
      all.set(part, at)
      at += part.length
    })
    return all
  },

  /**
   * @param {Uint8Array} a
   * @param {Uint8Array} b
   * @returns {-1 | 0 | 1}
   */
  compare (a, b) {
    checkBytes('buf1', a)
    checkBytes('buf2', b)
    return inherited.compare.call(Base, a, b)
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function checkBytes (name, value) {
  if (!(value instanceof Uint8Array)) {
    throw invalidArgType(name, 'an instance of Buffer or Uint8Array', value)
  }
}

/** @param {any} value */
function isAnyArrayBuffer (value) {
  return value instanceof ArrayBuffer ||
    (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer) ||
    ['[object ArrayBuffer]', '[object SharedArrayBuffer]'].includes(Object.prototype.toString.call(value))
}

/**
 * @param {string} text
 * @returns {Uint8Array} the bytes before the first pair that is not hexadecimal
 */
function fromHex (text) {
  const bytes = new Uint8Array(text.length >>> 1)
  for (let i = 0; i < bytes.length; i++) {
    const pair = text.slice(i * 2, i * 2 + 2)
    if (!/^[\da-f]{2}$/i.test(pair)) {
      return bytes.subarray(0, i)
    }
    bytes[i] = parseInt(pair, 16)
  }
  return bytes
}

/** @param {string} text */
function utf8Length (text) {
  let length = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) {
      length += unit < 0x800 ? 1 : 2
      if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
        i++ // four bytes for a pair of units
      }
    }
  }
  return length
}

/**
 * A number that may be anything, within the length.
 * @param {any} value
 * @param {number} otherwise if it is not given
 * @param {number} length
 */
function clamped (value, otherwise, length) {
  const number = value === undefined ? otherwise : Math.trunc(+value) || 0
  return Math.min(Math.max(number, 0), length)
}

/** @type {Record<string, any> & ThisType<any>} */
const methods = {
  ...numberMethods,

  /**
   * @param {string} [encoding]
   * @param {number} [start]
   * @param {number} [end]
   */
  toString (encoding, start, end) {
    const known = encoding === undefined ? 'utf8' : checkEncoding(String(encoding))
    const from = clamped(start, 0, this.length)
    const to = clamped(end, this.length, this.length)
    if (to <= from) {
      return ''
    }
    switch (known) {
      case 'utf8': {
        const part = Uint8Array.prototype.subarray.call(this, from, to)
        // engines refuse to decode shared memory
        return decoder.decode(part.buffer instanceof ArrayBuffer ? part : part.slice())
      }
      case 'base64url':
        return inherited.toString.call(this, 'base64', from, to).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
      default:
        return inherited.toString.call(this, known, from, to)
    }
  },

  /**
   * @param {string} text
   * @param {any} [offset]
   * @param {any} [length]
   * @param {string} [encoding]
   * @returns {number} of bytes written
   */
  write (text, offset, length, encoding) {
    if (typeof text !== 'string') {
      throw invalidArgType('argument', 'of type string', text)
    }
    if (typeof offset === 'string') {
      [encoding, offset, length] = [offset, undefined, undefined]
    } else if (typeof length === 'string') {
      [encoding, length] = [length, undefined]
    }
    if (offset !== undefined) {
      checkInteger('offset', offset, 0, this.length)
    }
    const from = offset ?? 0
    if (length !== undefined) {
      checkInteger('length', length, 0, this.length - from)
    }
    const most = length ?? this.length - from
    const known = checkEncoding(encoding)
    if (known === 'hex') {
      const bytes = fromHex(text).subarray(0, most)
      this.set(bytes, from)
      return bytes.length
    }
    return known === 'utf8'
      ? encoder.encodeInto(text, Uint8Array.prototype.subarray.call(this, from, from + most)).written
      : inherited.write.call(this, text, from, most, known === 'base64url' ? 'base64' : known)
  },

  /**
   * @param {any} value
   * @param {any} [offset]
   * @param {any} [end]
   * @param {string} [encoding]
   */
  fill (value, offset, end, encoding) {
    if (typeof offset === 'string') {
      [encoding, offset, end] = [offset, undefined, undefined]
    } else if (typeof end === 'string') {
      [encoding, end] = [end, undefined]
    }
    if (offset !== undefined) {
      checkInteger('offset', offset, 0, this.length)
    }
    if (end !== undefined) {
      checkInteger('end', end, 0, this.length)
    }
    const from = offset ?? 0
    const to = end ?? this.length
    if (encoding !== undefined) {
      checkType('encoding', encoding, 'string')
    }
    if (to <= from) {
      return this
    }
    const pattern = typeof value === 'string'
      ? statics.from(value, checkEncoding(encoding))
      : value instanceof Uint8Array ? value : null
    if (pattern === null) {
      Uint8Array.prototype.fill.call(this, value & 255, from, to)
    } else if (pattern.length === 0) {
      if (value instanceof Uint8Array || value !== '') {
        throw invalidArgValue('value', value)
      }
      Uint8Array.prototype.fill.call(this, 0, from, to)
    } else {
      for (let i = from; i < to; i++) {
        this[i] = pattern[(i - from) % pattern.length]
      }
    }
    return this
  },

  /** @param {Uint8Array} other */
  equals (other) {
    checkBytes('otherBuffer', other)
    return this === other || inherited.equals.call(this, adopt(other))
  },

  /**
   * @param {Uint8Array} target
   * @param {any} [targetStart]
   * @param {any} [targetEnd]
   * @param {any} [start]
   * @param {any} [end]
   */
  compare (target, targetStart, targetEnd, start, end) {
    checkBytes('target', target)
    if (targetStart !== undefined) { checkInteger('targetStart', targetStart, 0) }
    if (targetEnd !== undefined) { checkInteger('targetEnd', targetEnd, 0, target.length) }
    if (start !== undefined) { checkInteger('sourceStart', start, 0) }
    if (end !== undefined) { checkInteger('sourceEnd', end, 0, this.length) }
    return statics.compare(
      Uint8Array.prototype.subarray.call(this, start ?? 0, end ?? this.length),
      target.subarray(targetStart ?? 0, targetEnd ?? target.length))
  },

  /**
   * @param {Uint8Array} target
   * @param {any} [targetStart]
   * @param {any} [start]
   * @param {any} [end]
   * @returns {number} of bytes copied
   */
  copy (target, targetStart, start, end) {
    checkBytes('target', target)
    const at = integerFrom('targetStart', targetStart, 0)
    const from = integerFrom('sourceStart', start, 0)
    if (from > this.length) {
      throw outOfRange('sourceStart', `>= 0 && <= ${this.length}`, from)
    }
    const to = Math.min(integerFrom('sourceEnd', end, this.length), this.length)
    if (at >= target.length || from >= to) {
      return 0
    }
    const part = Uint8Array.prototype.subarray.call(this, from, Math.min(to, from + target.length - at))
    target.set(part, at)
    return part.length
  },

  /**
   * @param {any} value
   * @param {any} [offset]
   * @param {any} [encoding]
   */
  indexOf (value, offset, encoding) {
    return search(this, value, offset, encoding, true)
  },

  /**
   * @param {any} value
   * @param {any} [offset]
   * @param {any} [encoding]
   */
  lastIndexOf (value, offset, encoding) {
    return search(this, value, offset, encoding, false)
  },

  /**
   * @param {any} value
   * @param {any} [offset]
   * @param {any} [encoding]
   */
  includes (value, offset, encoding) {
    return search(this, value, offset, encoding, true) !== -1
  },

  /** @returns {{ type: 'Buffer', data: number[] }} */
  toJSON () {
    return { type: 'Buffer', data: Array.from(this) }
  },

  [Symbol.for('nodejs.util.inspect.custom')] () {
    const bytes = Uint8Array.prototype.subarray.call(this, 0, INSPECT_MAX_BYTES)
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const more = this.length - bytes.length
    return `<${this.constructor?.name ?? 'Buffer'}${hex === '' ? '' : ' '}${hex}${more > 0 ? ` ... ${more} more byte${more > 1 ? 's' : ''}` : ''}>`
  }
}

/**
 * @param {string} name
 * @param {any} value
 * @param {number} otherwise
 */
function integerFrom (name, value, otherwise) {
  const number = value === undefined ? otherwise : Math.trunc(+value) || 0
  if (number < 0) {
    throw outOfRange(name, '>= 0', number)
  }
  return number
}

/**
 * @param {Bytes} bytes
 * @param {any} value
 * @param {any} offset
 * @param {any} encoding
 * @param {boolean} forward
 */
function search (bytes, value, offset, encoding, forward) {
  if (typeof offset === 'string') {
    [encoding, offset] = [offset, undefined]
  }
  const number = +offset
  let start = offset === undefined || Number.isNaN(number) ? (forward ? 0 : bytes.length) : Math.trunc(number)
  if (start < 0) {
    start += bytes.length
    if (start < 0) {
      if (!forward) {
        return -1
      }
      start = 0
    }
  }
  if (typeof value === 'number') {
    const byte = value & 255
    return forward
      ? Uint8Array.prototype.indexOf.call(bytes, byte, start)
      : Uint8Array.prototype.lastIndexOf.call(bytes, byte, start)
  }
  let wanted
  let step = 1
  if (typeof value === 'string') {
    const known = checkEncoding(encoding)
    wanted = statics.from(value, known)
    step = known === 'utf16le' ? 2 : 1
  } else if (value instanceof Uint8Array) {
    wanted = value
  } else {
    throw invalidArgType('value', 'one of type number or string or an instance of Buffer or Uint8Array', value)
  }
  if (wanted.length === 0) {
    return Math.min(start, bytes.length)
  }
  const last = bytes.length - wanted.length
  for (let i = forward ? start : Math.min(start, last); forward ? i <= last : i >= 0; i += forward ? 1 : -1) {
    if (bytes[i] === wanted[0] && (step === 1 || i % 2 === 0) && wanted.every((/** @type {number} */ byte, /** @type {number} */ at) => bytes[i + at] === byte)) {
      return i
    }
  }
  return -1
}

for (const [name, value] of Object.entries(statics)) {
  Object.defineProperty(Buffer, name, { value, writable: true, configurable: true, enumerable: true })
}
for (const name of Reflect.ownKeys(methods)) {
  Object.defineProperty(prototype, name, {
    value: methods[/** @type {string} */ (name)], writable: true, configurable: true, enumerable: true
  })
}
for (const size of [16, 32, 64]) {
  const swap = prototype[`swap${size}`]
  Object.defineProperty(prototype, `swap${size}`, {
    /** @this {any} */
    value () {
      if (this.length % (size / 8) !== 0) {
        throw coded(RangeError, 'ERR_INVALID_BUFFER_SIZE', `Buffer size must be a multiple of ${size}-bits`)
      }
      return swap.call(this)
    },
    writable: true,
    configurable: true
  })
}

/**
 * A buffer, as old code makes them.
 * @deprecated `Buffer.allocUnsafeSlow` says the same
 * @param {number} length
 * @returns {Bytes}
 */
export function SlowBuffer (length) {
  return statics.alloc(length)
}
SlowBuffer.prototype = prototype

/**
 * @param {Uint8Array} source
 * @param {string} from its encoding
 * @param {string} to
 * @returns {Bytes} the text in another encoding; what it cannot say becomes `?`
 */
export function transcode (source, from, to) {
  checkBytes('source', source)
  const [before, after] = [encodingOf(from), encodingOf(to)]
  const able = ['utf8', 'utf16le', 'latin1', 'ascii']
  if (before === undefined || after === undefined || !able.includes(before) || !able.includes(after)) {
    throw coded(Error, 'U_ILLEGAL_ARGUMENT_ERROR', 'Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]')
  }
  const text = adopt(source).toString(before)
  const limit = after === 'latin1' ? 0x100 : after === 'ascii' ? 0x80 : Infinity
  return statics.from(Array.from(text, (char) => /** @type {number} */ (char.codePointAt(0)) < limit ? char : '?').join(''), after)
}

/**
 * @param {ArrayBuffer | ArrayBufferView} input
 * @returns {boolean}
 */
export function isUtf8 (input) {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(input))
    return true
  } catch (error) {
    if (/** @type {any} */ (error).code === 'ERR_INVALID_ARG_TYPE') {
      throw error
    }
    return false
  }
}

/**
 * @param {ArrayBuffer | ArrayBufferView} input
 * @returns {boolean}
 */
export function isAscii (input) {
  return bytesOf(input).every((byte) => byte < 0x80)
}

/** @param {any} input */
function bytesOf (input) {
  if (ArrayBuffer.isView(input)) {
    return new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
  }
  if (isAnyArrayBuffer(input)) {
    return new Uint8Array(input)
  }
  throw invalidArgType('input', 'an instance of ArrayBuffer, Buffer, or TypedArray', input)
}

export const Blob = globalThis.Blob
export const File = globalThis.File

/** @param {string} text of characters below U+0100 */
export const btoa = (text) => globalThis.btoa(text)
/** @param {string} text in Base64 */
export const atob = (text) => globalThis.atob(text)

Object.assign(Buffer, { Buffer, SlowBuffer, File, Blob, constants, btoa, atob, INSPECT_MAX_BYTES, kMaxLength, kStringMaxLength, transcode, isUtf8, isAscii })

export default Buffer
