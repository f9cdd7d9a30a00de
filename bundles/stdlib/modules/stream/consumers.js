/**
 * All that a stream brings, in one piece.
 * @module stream/consumers
 */
import { Buffer } from '../buffer.js'
import { invalidArgType } from '../internal/node-errors.js'

/** @typedef {AsyncIterable<any> | Iterable<any> | ReadableStream<any>} Source */

/**
 * @param {any} stream
 * @returns {AsyncGenerator<any>}
 */
async function * pieces (stream) {
  if (stream?.[Symbol.asyncIterator] || stream?.[Symbol.iterator]) {
    yield * stream
  } else if (typeof stream?.getReader === 'function') {
    // engines whose streams are not iterable yet
    const reader = stream.getReader()
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      yield next.value
    }
  } else {
    throw invalidArgType('stream', 'an instance of ReadableStream or an iterable', stream)
  }
}

/**
 * @param {Source} stream
 * @returns {Promise<import('../buffer.js').Bytes>}
 */
export async function buffer (stream) {
  const all = []
  for await (const piece of pieces(stream)) {
    all.push(typeof piece === 'string' ? Buffer.from(piece) : piece instanceof ArrayBuffer ? new Uint8Array(piece) : piece)
  }
  return Buffer.concat(all)
}

/**
 * @param {Source} stream
 * @returns {Promise<ArrayBuffer>}
 */
export async function arrayBuffer (stream) {
  const bytes = await buffer(stream)
  return /** @type {ArrayBuffer} */ (bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

/**
 * @param {Source} stream
 * @returns {Promise<Blob>}
 */
export async function blob (stream) {
  return new Blob([await arrayBuffer(stream)])
}

/**
 * @param {Source} stream of UTF-8
 * @returns {Promise<string>}
 */
export async function text (stream) {
  const decoder = new TextDecoder()
  let result = ''
  for await (const piece of pieces(stream)) {
    result += typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true })
  }
  return result + decoder.decode()
}

/**
 * @param {Source} stream of JSON
 * @returns {Promise<any>}
 */
export async function json (stream) {
  return JSON.parse(await text(stream))
}

export default { arrayBuffer, blob, buffer, json, text }
