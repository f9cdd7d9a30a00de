/**
 * Text out of bytes that come in pieces.
 * @module string_decoder
 */
import { Buffer } from './buffer.js'
import { coded, invalidArgType } from './internal/node-errors.js'

/** @type {Record<string, string>} */
const encodings = {
  '': 'utf8', utf8: 'utf8', 'utf-8': 'utf8', ucs2: 'utf16le', 'ucs-2': 'utf16le', utf16le: 'utf16le', 'utf-16le': 'utf16le',
  latin1: 'latin1', binary: 'latin1', base64: 'base64', base64url: 'base64url', ascii: 'ascii', hex: 'hex'
}

/**
 * Keeps the bytes at the end of a piece that are not a whole character yet.
 * @constructor
 * @param {string} [encoding] UTF-8 if none
 */
export function StringDecoder (encoding) {
  const name = encodings[String(encoding ?? '').toLowerCase()]
  if (name === undefined) {
    throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${String(encoding)}`)
  }
  this.encoding = name
  Object.defineProperty(this, 'rest', { value: new Uint8Array(0), writable: true, configurable: true })
}

/**
 * @this {any}
 * @param {string | ArrayBufferView} bytes
 * @returns {string} what is whole
 */
StringDecoder.prototype.write = function (bytes) {
  if (typeof bytes === 'string') {
    return bytes
  }
  if (!ArrayBuffer.isView(bytes)) {
    throw invalidArgType('buf', 'an instance of Buffer, TypedArray, or DataView', bytes)
  }
  const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const all = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece])
  const whole = all.length - unfinished(all, this.encoding)
  this.rest = all.slice(whole).slice()
  return all.toString(this.encoding, 0, whole)
}

/**
 * @this {any}
 * @param {string | ArrayBufferView} [bytes]
 * @returns {string} with what was not whole, as far as it can be told
 */
StringDecoder.prototype.end = function (bytes) {
  const text = bytes === undefined ? '' : this.write(bytes)
  const rest = Buffer.from(this.rest)
  this.rest = new Uint8Array(0)
  return text + (this.encoding === 'utf8' && rest.length > 0 ? '\ufffd' : rest.toString(this.encoding))
}

/**
 * @this {any}
 * @param {ArrayBufferView} bytes
 * @param {number} offset
 */
StringDecoder.prototype.text = function (bytes, offset) {
  this.rest = new Uint8Array(0)
  return this.write(/** @type {any} */ (bytes).slice(offset))
}

Object.defineProperties(StringDecoder.prototype, {
  lastNeed: {
    configurable: true,
    enumerable: true,
    /** @this {any} */
    get () {
      return this.rest.length === 0 ? 0 : needed(this.rest, this.encoding) - this.rest.length
    }
  },
  lastTotal: {
    configurable: true,
    enumerable: true,
    /** @this {any} */
    get () {
      return this.rest.length === 0 ? 0 : needed(this.rest, this.encoding)
    }
  },
  lastChar: {
    configurable: true,
    enumerable: true,
    /** @this {any} */
    get () {
      const bytes = Buffer.alloc(4)
      bytes.set(this.rest)
      return bytes
    }
  }
})

/**
 * How many bytes the character that begins here has.
 * @param {Uint8Array} rest
 * @param {string} encoding
 */
function needed (rest, encoding) {
  switch (encoding) {
    case 'utf8': return sequence(rest[0])
    case 'utf16le': return rest.length >= 2 && (rest[1] & 0xfc) === 0xd8 ? 4 : 2
    default: return 3
  }
}

/**
 * The length of a UTF-8 sequence by its first byte; 0 if none begins with it.
 * @param {number} lead
 */
function sequence (lead) {
  return lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0
}

/**
 * How many bytes at the end are the beginning of a character.
 * @param {Uint8Array} bytes
 * @param {string} encoding
 * @returns {number}
 */
function unfinished (bytes, encoding) {
  const { length } = bytes
  switch (encoding) {
    case 'utf8':
      for (let back = 1; back <= Math.min(3, length); back++) {
        const byte = bytes[length - back]
        if ((byte & 0xc0) !== 0x80) {
          return sequence(byte) > back && isPrefix(bytes.subarray(length - back)) ? back : 0
        }
      }
      return 0
    case 'utf16le': {
      const odd = length % 2
      const last = length - odd - 1
      return odd + (last > 0 && (bytes[last] & 0xfc) === 0xd8 ? 2 : 0)
    }
    case 'base64': case 'base64url': return length % 3
    default: return 0
  }
}

/**
 * Whether a sequence of UTF-8 may go on after these bytes.
 * @param {Uint8Array} bytes
 */
function isPrefix (bytes) {
  if (bytes.length < 2) {
    return true
  }
  const [lead, second] = bytes
  return !(lead === 0xe0 && second < 0xa0) && !(lead === 0xed && second >= 0xa0) &&
    !(lead === 0xf0 && second < 0x90) && !(lead === 0xf4 && second >= 0x90)
}

Object.assign(StringDecoder, { StringDecoder })

export default StringDecoder
