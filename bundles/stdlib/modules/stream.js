/**
 * Node's streams: those of the npm package `readable-stream`, which is made from Node, with bridges to the streams
 * of the engine.
 *
 * The original had streams of another library (streamx). Of what only that one has inside, the queues are here; `read` and
 * `write` of one's own are called as Node does.
 * @module stream
 */
import { FIFO, FixedFIFO } from './internal/fifo.js'
import { readableFromWeb, readableToWeb, writableFromWeb, writableToWeb } from './internal/stream-web.js'
import vendored, { getDefaultHighWaterMark, setDefaultHighWaterMark } from './internal/vendor/stream.js'
import web from './stream/web.js'

export const Stream = vendored
export const {
  Duplex, PassThrough, Readable, Transform, Writable, addAbortSignal, compose, destroy, finished, isDisturbed, isErrored,
  isReadable, pipeline, promises
} = vendored
export const { ReadableState } = Readable
export const { WritableState } = Writable
/** Whether a stream can still be written. @param {any} stream */
export const isWritable = (stream) => stream?.writable === true && !stream.destroyed && !stream.writableEnded

export { FIFO, FixedFIFO, getDefaultHighWaterMark, setDefaultHighWaterMark, web }

// as Node from version 22 on
setDefaultHighWaterMark(false, 64 * 1024)

/**
 * Joins streams; the promise is of the end of the last.
 * @param {...any} streams
 * @returns {Promise<any>}
 */
export function pipelinePromise (...streams) {
  return promises.pipeline(...streams)
}

/** @param {any} stream of either kind */
export function isStream (stream) {
  return typeof stream?.pipe === 'function' || typeof stream?._write === 'function'
}

/** @param {any} stream is one of the library streamx */
export function isStreamx (stream) {
  return isStream(stream) && typeof stream._duplexState === 'number'
}

/** @param {any} stream */
export function isReadStreamx (stream) {
  return isStreamx(stream) && stream.readable === true
}

/**
 * Why a stream ended early.
 * @param {any} stream
 * @returns {Error | null}
 */
export function getStreamError (stream) {
  return stream?.errored ?? stream?._readableState?.errored ?? stream?._writableState?.errored ?? null
}

/**
 * Two streams, each of which reads what is written to the other.
 * @param {object} [options] of both
 * @returns {[any, any]}
 */
export function duplexPair (options) {
  /** @type {any[]} */
  const sides = []
  /** @type {Array<(() => void) | null>} */
  const taken = [null, null]
  for (const own of [0, 1]) {
    const other = 1 - own
    sides.push(new Duplex({
      ...options,
      read () {
        const callback = taken[own]
        taken[own] = null
        callback?.()
      },
      write (/** @type {any} */ chunk, /** @type {string} */ encoding, /** @type {() => void} */ callback) {
        if (chunk.length === 0) {
          queueMicrotask(callback)
        } else {
          sides[other].push(chunk)
          taken[other] = callback
        }
      },
      final (/** @type {() => void} */ callback) {
        sides[other].on('end', callback)
        sides[other].push(null)
      }
    }))
  }
  return /** @type {[any, any]} */ (sides)
}

const statics = [
  [Readable, {
    fromWeb: (/** @type {any} */ stream, /** @type {any} */ options) => readableFromWeb(Readable, stream, options),
    toWeb: readableToWeb,
    /** Whether what was read waits to be taken. */
    isBackpressured: (/** @type {any} */ stream) => stream.readableLength >= stream.readableHighWaterMark,
    isPaused: (/** @type {any} */ stream) => stream.isPaused()
  }],
  [Writable, {
    fromWeb: (/** @type {any} */ stream, /** @type {any} */ options) => writableFromWeb(Writable, stream, options),
    toWeb: writableToWeb,
    isBackpressured: (/** @type {any} */ stream) => stream.writableNeedDrain,
    /** Resolves when all is written: with false if the stream was destroyed. */
    drained: (/** @type {any} */ stream) => new Promise((resolve) => {
      if (stream.destroyed || !stream.writableNeedDrain) {
        resolve(!stream.destroyed)
        return
      }
      const done = (/** @type {boolean} */ value) => () => resolve(value)
      stream.once('drain', done(true))
      stream.once('close', done(false))
    })
  }],
  [Duplex, {
    fromWeb: (/** @type {any} */ pair, /** @type {any} */ options) => Duplex.from({
      readable: readableFromWeb(Readable, pair?.readable, options), writable: writableFromWeb(Writable, pair?.writable, options)
    }),
    toWeb: (/** @type {any} */ duplex) => ({ readable: readableToWeb(duplex), writable: writableToWeb(duplex) })
  }]
]
for (const [Class, members] of statics) {
  Object.assign(Class, members)
}

Object.assign(vendored, {
  FIFO, FixedFIFO, duplexPair, getDefaultHighWaterMark, getStreamError, isReadStreamx, isStream, isStreamx, isWritable, pipelinePromise, setDefaultHighWaterMark, web
})

export default vendored
