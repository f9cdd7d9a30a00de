/** Bytes that apps give and are given. */
import { Buffer } from '../buffer.js'
import { createHash } from '../crypto.js'

/** Length of ids, keys and seeds. */
export const ID_BYTES = 32

/**
 * An error about an argument.
 * @param {string} message
 */
export function invalid (message) {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' })
}

/**
 * @param {any} value
 * @returns {value is ArrayBuffer | ArrayBufferView}
 */
export const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)

/**
 * The SHA-256 of text or bytes.
 * @param {string | ArrayBuffer | ArrayBufferView} input
 * @param {{ bytes?: boolean }} [options]
 * @returns {Promise<any>} 64 hexadecimal digits; 32 bytes with `bytes: true`
 */
export async function sha256 (input, { bytes = false } = {}) {
  const digest = hashOf(input)
  return bytes ? digest : digest.toString('hex')
}

/**
 * @param {string | ArrayBuffer | ArrayBufferView} input
 * @returns {Buffer}
 */
export function hashOf (input) {
  if (typeof input !== 'string' && !isBytes(input)) {
    throw invalid('What is hashed must be a string or bytes')
  }
  return /** @type {any} */ (createHash('sha256').update(typeof input === 'string' ? input : toBytes('input', input)).digest())
}

/**
 * Bytes as they are, text in UTF-8, anything else as JSON; a copy.
 * @param {string} name
 * @param {any} value
 * @returns {Buffer}
 */
export function toBytes (name, value) {
  if (value instanceof ArrayBuffer) {
    return Buffer.from(value.slice(0))
  }
  if (ArrayBuffer.isView(value)) {
    return Buffer.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (text === undefined) {
    throw Object.assign(new TypeError(`The ${name} must be a string, bytes, or something that JSON can express`), { code: 'ERR_INVALID_ARG_TYPE' })
  }
  return Buffer.from(text)
}

/**
 * An id or key of 32 bytes, given as bytes or in hexadecimal.
 * @param {string} name
 * @param {any} value
 * @returns {Buffer}
 */
export function toId (name, value) {
  const bytes = isBytes(value) ? toBytes(name, value) : Buffer.from(typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value) ? value : '', 'hex')
  if (bytes.length !== ID_BYTES) {
    throw invalid(`The ${name} must have 32 bytes, or be written in 64 hexadecimal digits`)
  }
  return bytes
}

/**
 * @param {string} name
 * @param {any} value
 * @returns {string} in 64 hexadecimal digits
 */
export const toHex = (name, value) => toId(name, value).toString('hex')
