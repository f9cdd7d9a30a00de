/**
 * Hashes and keyed hashes of Node's `crypto`. They are synchronous, so they cannot be those of WebCrypto: they are the ones of
 * the npm package `@noble/hashes`.
 */
import { Transform } from '../stream.js'
import { bytesOf, encoded } from './crypto-bytes.js'
import { checkInteger, checkType, coded, invalidArgValue } from './node-errors.js'
import {
  blake2b, blake2s, hmac, md5, ripemd160, sha1, sha224, sha256, sha384, sha3_224, sha3_256, sha3_384, sha3_512, sha512, sha512_224,
  sha512_256, shake128, shake256
} from './vendor/hashes.js'

/** @typedef {import('./vendor/hashes.js').HashFunction} HashFunction */

const DATA = 'of type string or an instance of Buffer, TypedArray, or DataView'
const KEY = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView'

/** @type {Map<string, HashFunction>} */
const functions = new Map(Object.entries({
  blake2b512: blake2b, blake2s256: blake2s, md5, ripemd160, sha1, sha224, sha256, 'sha3-224': sha3_224, 'sha3-256': sha3_256,
  'sha3-384': sha3_384, 'sha3-512': sha3_512, sha384, sha512, 'sha512-224': sha512_224, 'sha512-256': sha512_256, shake128, shake256
}))
/** Those whose result may have any length, with the bytes that it has unless told otherwise. */
const extendable = new Map([[shake128, 16], [shake256, 32]])

/**
 * @param {string} name in any of the ways that Node knows, such as `RSA-SHA256`
 * @returns {HashFunction | undefined}
 */
export function hashFunction (name) {
  const plain = name.toLowerCase().replace(/^(?:rsa|ssl3)-|withrsaencryption$/g, '').replace('/', '-')
    .replace(/^sha2?-(?=(?:1|224|256|384|512(?:-\d+)?)$)/, 'sha').replace(/^(?:rmd160|ripemd)$/, 'ripemd160')
  return functions.get(plain)
}

/**
 * @param {string} name
 * @returns {HashFunction} one that gives a result of fixed length
 */
export function fixedHashFunction (name) {
  const found = hashFunction(name)
  if (found === undefined || extendable.has(found)) {
    throw coded(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`)
  }
  return found
}

/** @returns {string[]} the names of the hashes */
export function getHashes () {
  return [...functions.keys()]
}

function finalized () {
  return coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called')
}

/**
 * @param {string} name
 * @returns {HashFunction}
 */
function supported (name) {
  const found = hashFunction(name)
  if (found === undefined) {
    throw coded(Error, 'ERR_CRYPTO_INVALID_DIGEST', `Digest method not supported: ${name} is none of getHashes()`)
  }
  return found
}

/** A hash of what is written to it, or given to `update`. */
export class Hash extends Transform {
  /** @type {HashFunction} */
  #function
  /** @type {import('./vendor/hashes.js').Hasher} */
  #state
  /** @type {number | null} of a result that may have any length */
  #length
  #isDone = false

  /**
   * @param {string | Hash} algorithm
   * @param {any} [options] of the stream, and `outputLength` of shake128 and shake256 in bytes
   */
  constructor (algorithm, options) {
    /** @type {Hash | null} */
    const source = algorithm instanceof Hash ? algorithm : null
    if (source === null) {
      checkType('algorithm', algorithm, 'string')
    } else if (source.#isDone) {
      throw finalized()
    }
    const outputLength = options?.outputLength
    if (outputLength !== undefined) {
      checkInteger('options.outputLength', outputLength, 0, 2 ** 32 - 1)
    }
    /** @type {HashFunction} */
    const found = source === null ? supported(String(algorithm)) : source.#function
    const usual = extendable.get(found)
    if (usual === undefined && outputLength !== undefined && outputLength !== found.outputLen) {
      throw coded(Error, 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH', `The hash has ${found.outputLen} bytes, not ${outputLength}`)
    }
    super(typeof options === 'object' && options !== null ? options : undefined)
    this.#function = found
    this.#state = source === null ? found.create() : source.#state.clone()
    this.#length = usual === undefined ? null : outputLength ?? usual
  }

  /**
   * @param {string | ArrayBufferView} data
   * @param {string} [inputEncoding] of text
   * @returns {this}
   */
  update (data, inputEncoding) {
    const bytes = bytesOf('data', data, DATA, { encoding: inputEncoding })
    if (this.#isDone) {
      throw finalized()
    }
    this.#state.update(bytes)
    return this
  }

  /**
   * @param {string} [outputEncoding]
   * @returns {any} a buffer, or text if an encoding is given
   */
  digest (outputEncoding) {
    if (this.#isDone) {
      throw finalized()
    }
    this.#isDone = true
    const bytes = this.#length === null ? this.#state.digest() : this.#length === 0 ? new Uint8Array(0) : this.#state.xof(this.#length)
    return encoded(bytes, outputEncoding)
  }

  /**
   * Another hash that has been given the same.
   * @param {any} [options]
   * @returns {Hash}
   */
  copy (options) {
    return new Hash(this, options)
  }

  /**
   * @param {any} chunk
   * @param {string} encoding
   * @param {() => void} callback
   */
  _transform (chunk, encoding, callback) {
    this.update(chunk, encoding)
    callback()
  }

  /** @param {() => void} callback */
  _flush (callback) {
    this.push(this.digest())
    callback()
  }
}

/** A keyed hash of what is written to it, or given to `update`. */
export class Hmac extends Transform {
  #state
  #isDone = false

  /**
   * @param {string} algorithm
   * @param {string | ArrayBuffer | ArrayBufferView} key
   * @param {any} [options] of the stream, and `encoding` of a key that is text
   */
  constructor (algorithm, key, options) {
    checkType('hmac', algorithm, 'string')
    const bytes = bytesOf('key', key, KEY, { encoding: options?.encoding, buffers: true })
    const found = fixedHashFunction(algorithm)
    super(typeof options === 'object' && options !== null ? options : undefined)
    this.#state = hmac.create(found, bytes)
  }

  /**
   * @param {string | ArrayBufferView} data
   * @param {string} [inputEncoding] of text
   * @returns {this}
   */
  update (data, inputEncoding) {
    const bytes = bytesOf('data', data, DATA, { encoding: inputEncoding })
    if (this.#isDone) {
      throw finalized()
    }
    this.#state.update(bytes)
    return this
  }

  /**
   * @param {string} [outputEncoding]
   * @returns {any} a buffer, or text if an encoding is given; nothing in it when called again, as in Node
   */
  digest (outputEncoding) {
    const bytes = this.#isDone ? new Uint8Array(0) : this.#state.digest()
    this.#isDone = true
    return encoded(bytes, outputEncoding)
  }

  /**
   * @param {any} chunk
   * @param {string} encoding
   * @param {() => void} callback
   */
  _transform (chunk, encoding, callback) {
    this.update(chunk, encoding)
    callback()
  }

  /** @param {() => void} callback */
  _flush (callback) {
    this.push(this.digest())
    callback()
  }
}

/**
 * @param {string} algorithm one of {@link getHashes}
 * @param {any} [options]
 * @returns {Hash}
 */
export function createHash (algorithm, options) {
  return new Hash(algorithm, options)
}

/**
 * @param {string} algorithm one of {@link getHashes}, but not shake128 or shake256
 * @param {string | ArrayBuffer | ArrayBufferView} key
 * @param {any} [options]
 * @returns {Hmac}
 */
export function createHmac (algorithm, key, options) {
  return new Hmac(algorithm, key, options)
}

/**
 * The hash of something that is there at once.
 * @param {string} algorithm
 * @param {string | ArrayBufferView} data
 * @param {string} [outputEncoding] `buffer` for a buffer
 * @returns {any}
 */
export function hash (algorithm, data, outputEncoding = 'hex') {
  checkType('algorithm', algorithm, 'string')
  const bytes = bytesOf('input', data, DATA)
  const own = new Hash(algorithm).update(bytes).digest()
  if (outputEncoding === 'buffer') {
    return own
  }
  checkType('outputEncoding', outputEncoding, 'string')
  const text = encoded(own, outputEncoding)
  if (typeof text !== 'string') {
    throw invalidArgValue('outputEncoding', outputEncoding)
  }
  return text
}
