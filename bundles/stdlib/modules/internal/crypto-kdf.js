/** Keys from passwords and from other keys, as Node's `crypto` derives them. */
import { Buffer } from '../buffer.js'
import { bytesOf } from './crypto-bytes.js'
import { fixedHashFunction } from './crypto-hash.js'
import { nextTick } from './next-tick.js'
import { checkFunction, checkInteger, checkType, coded, outOfRange } from './node-errors.js'
import { hkdf as deriveHkdf, pbkdf2 as derivePbkdf2, pbkdf2Async, scrypt as deriveScrypt, scryptAsync, sha1, sha256, sha384, sha512 } from './vendor/hashes.js'

const SECRET = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView'
const LONGEST = 2 ** 31 - 1
/** The most of `info` that Node takes, in bytes. */
const LONGEST_INFO = 1024
/** The memory that scrypt may use unless told otherwise, in bytes. */
const MEMORY = 32 * 1024 * 1024

/** What WebCrypto calls the hashes that it has, too: it is faster, and does not hold up the page. */
const native = new Map([[sha1, 'SHA-1'], [sha256, 'SHA-256'], [sha384, 'SHA-384'], [sha512, 'SHA-512']])

/** @param {string} name @param {any} value */
const secret = (name, value) => bytesOf(name, value, SECRET, { buffers: true })

/** @param {Uint8Array<any>} bytes */
const toBuffer = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * Gives a result to a callback. What the callback throws is not its error.
 * @param {Promise<any>} promise
 * @param {any} callback `(error, value)`
 */
function deliver (promise, callback) {
  promise.then((value) => nextTick(callback, null, value), (error) => nextTick(callback, error))
}

/**
 * @param {any} password
 * @param {any} salt
 * @param {any} iterations
 * @param {any} keylen
 * @param {any} digest
 */
function checkPbkdf2 (password, salt, iterations, keylen, digest) {
  checkType('digest', digest, 'string')
  const bytes = { password: secret('password', password), salt: secret('salt', salt) }
  checkInteger('iterations', iterations, 1, LONGEST)
  checkInteger('keylen', keylen, 0, LONGEST)
  return { ...bytes, hash: fixedHashFunction(digest), options: { c: iterations, dkLen: keylen } }
}

/**
 * @param {string | ArrayBuffer | ArrayBufferView} password
 * @param {string | ArrayBuffer | ArrayBufferView} salt
 * @param {number} iterations
 * @param {number} keylen in bytes
 * @param {string} digest such as `sha512`
 * @returns {any} a buffer
 */
export function pbkdf2Sync (password, salt, iterations, keylen, digest) {
  const { hash, options, ...bytes } = checkPbkdf2(password, salt, iterations, keylen, digest)
  return keylen === 0 ? Buffer.alloc(0) : toBuffer(derivePbkdf2(hash, bytes.password, bytes.salt, options))
}

/**
 * @param {string | ArrayBuffer | ArrayBufferView} password
 * @param {string | ArrayBuffer | ArrayBufferView} salt
 * @param {number} iterations
 * @param {number} keylen in bytes
 * @param {string} digest such as `sha512`
 * @param {(error: Error | null, key?: any) => void} callback
 */
export function pbkdf2 (password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') {
    [callback, digest] = [digest, /** @type {any} */ (undefined)]
  }
  const { hash, options, ...bytes } = checkPbkdf2(password, salt, iterations, keylen, digest)
  checkFunction(callback)
  const name = native.get(hash)
  const derive = async () => {
    if (keylen === 0) {
      return Buffer.alloc(0)
    }
    if (name === undefined || bytes.password.length === 0 || bytes.salt.length === 0) { // WebKit refuses empty ones
      return toBuffer(await pbkdf2Async(hash, bytes.password, bytes.salt, options))
    }
    const { subtle } = globalThis.crypto
    const key = await subtle.importKey('raw', bytes.password, 'PBKDF2', false, ['deriveBits'])
    return Buffer.from(await subtle.deriveBits({ name: 'PBKDF2', hash: name, salt: bytes.salt, iterations }, key, keylen * 8))
  }
  deliver(derive(), callback)
}

/**
 * @param {any} password
 * @param {any} salt
 * @param {any} keylen
 * @param {any} options
 */
function checkScrypt (password, salt, keylen, options) {
  const bytes = { password: secret('password', password), salt: secret('salt', salt) }
  checkInteger('keylen', keylen, 0, LONGEST)
  /** @param {string} short @param {string} long @param {number} otherwise */
  const parameter = (short, long, otherwise) => {
    const given = [short, long].filter((name) => options?.[name] !== undefined)
    given.forEach((name) => checkInteger(name, options[name], 0, 2 ** 32 - 1))
    if (given.length === 2) {
      throw coded(Error, 'ERR_CRYPTO_SCRYPT_INVALID_PARAMETER', `Invalid scrypt parameter: ${short} and ${long} are the same, give one of them`)
    }
    return options?.[given[0]] || otherwise
  }
  const [N, r, p] = [parameter('N', 'cost', 16384), parameter('r', 'blockSize', 8), parameter('p', 'parallelization', 1)]
  if (options?.maxmem !== undefined) {
    checkInteger('maxmem', options.maxmem, 0)
  }
  const maxmem = options?.maxmem || MEMORY
  if (N < 2 || (N & (N - 1)) !== 0 || N > 2 ** 31 || (r < 2 && N >= 2 ** (16 * r)) || p > (2 ** 30 - 1) / r) {
    throw coded(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params')
  }
  if (128 * r * (N + p + 2) > maxmem) {
    throw coded(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params: memory limit exceeded')
  }
  return { ...bytes, parameters: { N, r, p, dkLen: keylen, maxmem: 128 * r * (N + p + 2) } }
}

/**
 * @param {string | ArrayBuffer | ArrayBufferView} password
 * @param {string | ArrayBuffer | ArrayBufferView} salt
 * @param {number} keylen in bytes
 * @param {any} [options] `N` or `cost`, `r` or `blockSize`, `p` or `parallelization`, and `maxmem` in bytes
 * @returns {any} a buffer
 */
export function scryptSync (password, salt, keylen, options) {
  const { parameters, ...bytes } = checkScrypt(password, salt, keylen, options)
  return keylen === 0 ? Buffer.alloc(0) : toBuffer(deriveScrypt(bytes.password, bytes.salt, parameters))
}

/**
 * @param {string | ArrayBuffer | ArrayBufferView} password
 * @param {string | ArrayBuffer | ArrayBufferView} salt
 * @param {number} keylen in bytes
 * @param {any} options as of {@link scryptSync}, or the callback
 * @param {(error: Error | null, key?: any) => void} [callback]
 */
export function scrypt (password, salt, keylen, options, callback) {
  if (typeof options === 'function') {
    [callback, options] = [options, undefined]
  }
  const { parameters, ...bytes } = checkScrypt(password, salt, keylen, options)
  checkFunction(callback)
  deliver(keylen === 0
    ? Promise.resolve(Buffer.alloc(0))
    : scryptAsync(bytes.password, bytes.salt, parameters).then(toBuffer), callback)
}

/**
 * @param {any} digest
 * @param {any} ikm
 * @param {any} salt
 * @param {any} info
 * @param {any} keylen
 */
function checkHkdf (digest, ikm, salt, info, keylen) {
  checkType('digest', digest, 'string')
  const bytes = { ikm: secret('ikm', ikm), salt: secret('salt', salt), info: secret('info', info) }
  checkInteger('length', keylen, 0, LONGEST)
  if (bytes.info.length > LONGEST_INFO) {
    throw outOfRange('info', `of at most ${LONGEST_INFO} bytes`, bytes.info.length)
  }
  const hash = fixedHashFunction(digest)
  if (keylen > 255 * hash.outputLen) {
    throw coded(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length')
  }
  return { ...bytes, hash }
}

/**
 * @param {string} digest such as `sha512`
 * @param {string | ArrayBuffer | ArrayBufferView} ikm the key to derive from
 * @param {string | ArrayBuffer | ArrayBufferView} salt
 * @param {string | ArrayBuffer | ArrayBufferView} info at most 1024 bytes
 * @param {number} keylen in bytes
 * @returns {ArrayBuffer}
 */
export function hkdfSync (digest, ikm, salt, info, keylen) {
  const bytes = checkHkdf(digest, ikm, salt, info, keylen)
  return keylen === 0
    ? new ArrayBuffer(0)
    : /** @type {ArrayBuffer} */ (deriveHkdf(bytes.hash, bytes.ikm, bytes.salt, bytes.info, keylen).slice().buffer)
}

/**
 * @param {string} digest such as `sha512`
 * @param {string | ArrayBuffer | ArrayBufferView} ikm the key to derive from
 * @param {string | ArrayBuffer | ArrayBufferView} salt
 * @param {string | ArrayBuffer | ArrayBufferView} info at most 1024 bytes
 * @param {number} keylen in bytes
 * @param {(error: Error | null, key?: ArrayBuffer) => void} callback
 */
export function hkdf (digest, ikm, salt, info, keylen, callback) {
  checkHkdf(digest, ikm, salt, info, keylen)
  checkFunction(callback)
  nextTick(callback, null, hkdfSync(digest, ikm, salt, info, keylen))
}
