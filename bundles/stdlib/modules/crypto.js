/**
 * Cryptography: WebCrypto of the engine, the functions of libsodium, and of Node's `crypto` what needs neither keys nor
 * certificates of its own: hashes, keyed hashes, derived keys and random bytes.
 * @module crypto
 */
import { Buffer } from './buffer.js'
import { isAnyArrayBuffer } from './internal/crypto-bytes.js'
import { Hash, Hmac, createHash, createHmac, getHashes, hash } from './internal/crypto-hash.js'
import { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync } from './internal/crypto-kdf.js'
import {
  RANDOM_BYTES_QUOTA, getRandomValues, rand64, randomBytes, randomFill, randomFillSync, randomInt, randomUUID, timingSafeEqual
} from './internal/crypto-random.js'
import { checkInteger, checkType, invalidArgType } from './internal/node-errors.js'
import { ready, sodium } from './internal/sodium.js'

export {
  Hash, Hmac, RANDOM_BYTES_QUOTA, createHash, createHmac, getHashes, getRandomValues, hash, hkdf, hkdfSync, pbkdf2, pbkdf2Sync, rand64,
  randomBytes, randomFill, randomFillSync, randomInt, randomUUID, ready, scrypt, scryptSync, sodium, timingSafeEqual
}

/** The engine's own. */
export const webcrypto = globalThis.crypto
export const { subtle } = webcrypto

/** More bytes than these were never given at once; today {@link randomBytes} ends at 2^31 - 1, as Node's. */
export const MAX_RANDOM_BYTES = 2 ** 48 - 1
/** How often {@link RANDOM_BYTES_QUOTA} is in {@link MAX_RANDOM_BYTES}. */
export const MAX_RANDOM_BYTES_PAGES = MAX_RANDOM_BYTES / RANDOM_BYTES_QUOTA

/**
 * A hash of WebCrypto.
 * @param {string} algorithm such as `SHA-256`
 * @param {ArrayBuffer | ArrayBufferView<ArrayBuffer>} buf
 * @returns {Promise<any>} of a buffer
 */
export async function createDigest (algorithm, buf) {
  checkType('algorithm', algorithm, 'string')
  if (!isAnyArrayBuffer(buf) && !ArrayBuffer.isView(buf)) {
    throw invalidArgType('buf', 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView', buf)
  }
  return Buffer.from(await subtle.digest(algorithm, buf))
}

/**
 * MurmurHash3 in its form of 32 bits: good to tell values apart, and no protection against anyone.
 * @param {string | Uint8Array} value of text, the low eight bits of each UTF-16 unit
 * @param {number} [seed]
 * @returns {number} an integer from 0 to 2^32 - 1
 */
export function murmur3 (value, seed = 0) {
  if (typeof value !== 'string' && !(value instanceof Uint8Array)) {
    throw invalidArgType('value', 'of type string or an instance of Uint8Array', value)
  }
  checkInteger('seed', seed)
  const byte = typeof value === 'string' ? (/** @type {number} */ at) => value.charCodeAt(at) & 0xff : (/** @type {number} */ at) => value[at]
  const { length } = value
  const scrambled = (/** @type {number} */ word) => {
    const mixed = Math.imul(word, 0xcc9e2d51)
    return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
  }
  let state = seed | 0
  let at = 0
  for (; at + 4 <= length; at += 4) {
    state ^= scrambled(byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24))
    state = (Math.imul((state << 13) | (state >>> 19), 5) + 0xe6546b64) | 0
  }
  let rest = 0
  for (let i = length - 1; i >= at; i--) {
    rest = (rest << 8) | byte(i)
  }
  state ^= scrambled(rest) ^ length
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return (state ^ (state >>> 16)) >>> 0
}

export default {
  Hash, Hmac, MAX_RANDOM_BYTES, MAX_RANDOM_BYTES_PAGES, RANDOM_BYTES_QUOTA, createDigest, createHash, createHmac, getHashes,
  getRandomValues, hash, hkdf, hkdfSync, murmur3, pbkdf2, pbkdf2Sync, rand64, randomBytes, randomFill, randomFillSync, randomInt,
  randomUUID, ready, scrypt, scryptSync, sodium, subtle, timingSafeEqual, webcrypto
}
