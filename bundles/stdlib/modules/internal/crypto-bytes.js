/** Bytes as the functions of Node's `crypto` take them. */
import { Buffer } from '../buffer.js'
import { invalidArgType } from './node-errors.js'

/** @param {any} value @returns {value is ArrayBuffer | SharedArrayBuffer} */
export function isAnyArrayBuffer (value) {
  return value instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer)
}

/**
 * The bytes behind a view, or an array buffer.
 * @param {ArrayBufferView | ArrayBufferLike} value
 * @returns {Uint8Array<any>}
 */
export function viewOf (value) {
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value)
}

/**
 * @param {string} name of the argument
 * @param {any} value text, a view or, where the caller takes them, an array buffer
 * @param {string} expected
 * @param {{ encoding?: any, buffers?: boolean }} [options] `encoding` of text; an unknown one is taken for UTF-8, as Node does
 * @returns {Uint8Array<any>}
 */
export function bytesOf (name, value, expected, { encoding, buffers = false } = {}) {
  if (typeof value === 'string') {
    return Buffer.from(value, Buffer.isEncoding(encoding) ? encoding : 'utf8')
  }
  if (ArrayBuffer.isView(value) || (buffers && isAnyArrayBuffer(value))) {
    return viewOf(value)
  }
  throw invalidArgType(name, expected, value)
}

/**
 * @param {Uint8Array<any>} bytes
 * @param {any} [encoding] none, or one that is not known, for a buffer
 * @returns {any} a buffer or text
 */
export function encoded (bytes, encoding) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Buffer.isEncoding(encoding) ? buffer.toString(encoding) : buffer
}
