/** Bridges between Node's streams and those of the engine; back-pressure goes both ways. */
import { invalidArgType } from './node-errors.js'

/**
 * @param {any} Readable the class to make
 * @param {ReadableStream<any>} stream
 * @param {object} [options]
 */
export function readableFromWeb (Readable, stream, options = {}) {
  if (typeof stream?.getReader !== 'function') {
    throw invalidArgType('readableStream', 'an instance of ReadableStream', stream)
  }
  const reader = stream.getReader()
  let closed = false
  const readable = new Readable({
    ...options,
    read () {
      reader.read().then(({ done, value }) => {
        closed ||= done
        readable.push(done ? null : value)
      }, (error) => {
        closed = true
        readable.destroy(error)
      })
    },
    destroy (/** @type {any} */ error, /** @type {(error: any) => void} */ callback) {
      (closed ? Promise.resolve() : reader.cancel(error ?? undefined)).then(() => callback(error), () => callback(error))
    }
  })
  return readable
}

/**
 * @param {any} readable
 * @param {{ strategy?: QueuingStrategy<any> }} [options]
 * @returns {ReadableStream<any>}
 */
export function readableToWeb (readable, { strategy } = {}) {
  if (typeof readable?.pipe !== 'function' || typeof readable.resume !== 'function') {
    throw invalidArgType('streamReadable', 'an instance of stream.Readable', readable)
  }
  let open = true
  /** @param {() => void} action */
  const finish = (action) => {
    if (open) {
      open = false
      action()
    }
  }
  return new ReadableStream({
    start (controller) {
      readable.pause()
      readable.on('data', (/** @type {any} */ chunk) => {
        // the engine's streams carry plain bytes
        controller.enqueue(chunk instanceof Uint8Array && chunk.constructor !== Uint8Array
          ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
          : chunk)
        if ((controller.desiredSize ?? 0) <= 0) {
          readable.pause()
        }
      })
      readable.on('end', () => finish(() => controller.close()))
      readable.on('error', (/** @type {any} */ error) => finish(() => controller.error(error)))
      readable.on('close', () => finish(() =>
        controller.error(Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' }))))
    },
    pull () { readable.resume() },
    cancel (reason) {
      open = false
      readable.on('error', () => {})
      readable.destroy(reason)
    }
  }, strategy ?? { highWaterMark: 0 })
}

/**
 * @param {any} Writable the class to make
 * @param {WritableStream<any>} stream
 * @param {object} [options]
 */
export function writableFromWeb (Writable, stream, options = {}) {
  if (typeof stream?.getWriter !== 'function') {
    throw invalidArgType('writableStream', 'an instance of WritableStream', stream)
  }
  const writer = stream.getWriter()
  let closed = false
  writer.closed.then(() => { closed = true }, (error) => {
    closed = true
    writable.destroy(error)
  })
  const writable = new Writable({
    ...options,
    write (/** @type {any} */ chunk, /** @type {string} */ encoding, /** @type {(error?: any) => void} */ callback) {
      writer.ready.then(() => writer.write(chunk)).then(() => callback(), callback)
    },
    final (/** @type {(error?: any) => void} */ callback) {
      (closed ? Promise.resolve() : writer.close()).then(() => callback(), callback)
    },
    destroy (/** @type {any} */ error, /** @type {(error: any) => void} */ callback) {
      (closed || error === null ? Promise.resolve() : writer.abort(error)).then(() => callback(error), () => callback(error))
    }
  })
  return writable
}

/**
 * @param {any} writable
 * @returns {WritableStream<any>}
 */
export function writableToWeb (writable) {
  if (typeof writable?.write !== 'function' || typeof writable.end !== 'function') {
    throw invalidArgType('streamWritable', 'an instance of stream.Writable', writable)
  }
  /** @type {WritableStreamDefaultController | undefined} */
  let controller
  writable.on('error', (/** @type {any} */ error) => controller?.error(error))
  writable.on('close', () => {
    if (!writable.writableFinished) {
      controller?.error(Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' }))
    }
  })
  return new WritableStream({
    start (own) { controller = own },
    write (chunk) {
      return writable.write(chunk)
        ? undefined
        : new Promise((resolve) => writable.once('drain', () => resolve(undefined)))
    },
    close () {
      return new Promise((resolve, reject) => {
        writable.once('error', reject)
        writable.end(() => resolve(undefined))
      })
    },
    abort (reason) { writable.destroy(reason) }
  }, { highWaterMark: writable.writableHighWaterMark ?? 1, size: writable.writableObjectMode ? undefined : (chunk) => chunk?.length ?? 1 })
}
