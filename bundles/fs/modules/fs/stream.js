/** Files as streams: with Node's options, and never more in memory than is being read or written. */
import { Buffer } from '../buffer.js'
import { checkInteger, outOfRange } from '../internal/node-errors.js'
import { freed } from '../internal/ipc-pieces.js'
import { addAbortSignal, Readable, Writable } from '../stream.js'
import { bytesOf, kFileSystemHandleFullName, toMode, toOptions, toPath } from './arguments.js'
import { outside, run } from './call.js'
import * as file from './file-operations.js'
import { shown } from './raw-names.js'

export const DEFAULT_STREAM_HIGH_WATER_MARK = 64 * 1024
const DEFAULT_WRITE_HIGH_WATER_MARK = 16 * 1024

/** How much is read at once of a file that only the stream reads: calls cost more than bytes. */
const AHEAD = 1024 * 1024

const NOTHING = new Uint8Array(0)

/**
 * @typedef {import('./arguments.js').PathLike} PathLike
 * @typedef {import('./handle.js').FileHandle} FileHandle
 */

/**
 * @typedef {object} StreamOptions
 * @property {string | number} [flags]
 * @property {string | null} [encoding]
 * @property {number | FileHandle | null} [fd] what is open already; then there need be no path
 * @property {FileHandle} [handle] the same
 * @property {string | number} [mode] of a file that is made
 * @property {boolean} [autoClose] false to leave the file open at the end
 * @property {boolean} [emitClose]
 * @property {number} [start] the first byte
 * @property {number} [highWaterMark] how many bytes at a time
 * @property {AbortSignal} [signal]
 * @property {boolean} [flush] of writing: waits at the end until the bytes are on the disk
 */
/** @typedef {StreamOptions & { end?: number }} ReadOptions `end`: the last byte, itself included */
/** @typedef {StreamOptions} WriteOptions */

/**
 * Node's arguments are a path and options; the options alone may come first.
 * @param {any} path
 * @param {any} options
 */
function argumentsOf (path, options) {
  const isOptions = path !== null && typeof path === 'object' && !(path instanceof Uint8Array) &&
    !(path instanceof URL) && path[kFileSystemHandleFullName] === undefined
  const given = { ...toOptions(isOptions ? path : options) }
  const target = given.handle ?? given.fd ?? null
  const place = isOptions ? given.path ?? null : path
  const isWaiting = isOptions && place === null
  if (typeof target === 'number') {
    checkInteger('fd', target, 0, 2 ** 31 - 1)
  }
  return { given, target, path: target === null && !isWaiting ? toPath(place) : place === null || place === undefined ? null : toPath(place) }
}

/** The file behind a stream: opened by it, or given to it as a number or handle. */
class Source {
  /** @type {any} */
  target
  /** @type {any} */
  #opening

  /**
   * @param {string | null} path
   * @param {number | FileHandle | null} target
   */
  constructor (path, target) {
    this.path = path
    this.target = target
    this.isOwn = target === null
  }

  get fd () { return typeof this.target === 'number' ? this.target : this.target?.fd ?? null }

  /**
   * @param {any} stream
   * @param {string | number} flags
   * @param {number} mode
   */
  async open (stream, flags, mode) {
    if (this.target === null && this.path === null) {
      await new Promise((resolve) => { this.#opening = resolve })
    } else if (this.target === null) {
      this.target = (await run(file.open(this.path ?? '', flags, mode))).fd
    }
    stream.emit('open', this.fd)
    stream.emit('ready')
  }

  /** @param {FileHandle} handle */
  set (handle) {
    this.target = handle
    this.isOwn = false
    this.path ??= handle.path
    this.#opening?.()
  }

  /**
   * @param {number} size
   * @param {number | null} position
   * @returns {Promise<Uint8Array<any>>}
   */
  async read (size, position) {
    if (typeof this.target === 'number') {
      return await run(file.take(this.target, size, position))
    }
    const { bytesRead, buffer } = await this.target.read(new Uint8Array(size), 0, size, position)
    return buffer.subarray(0, bytesRead)
  }

  /**
   * @param {any[]} buffers
   * @param {number | null} position
   * @returns {Promise<number>}
   */
  async write (buffers, position) {
    const { bytesWritten } = typeof this.target === 'number'
      ? await run(file.writev(this.target, buffers, position))
      : await this.target.writev(buffers, position)
    return bytesWritten
  }

  async sync () {
    await (typeof this.target === 'number' ? run(file.fsync(this.target)) : this.target.sync())
  }

  async close () {
    const { target } = this
    this.target = null
    if (typeof target === 'number') {
      await run(file.close(target))
    } else {
      await target?.close()
    }
  }
}

/**
 * Calls back with the outcome of a promise, as streams want it.
 * @param {Promise<any>} promise
 * @param {(error?: any) => void} callback
 */
function settle (promise, callback) {
  promise.then(() => outside(() => callback()), (error) => outside(() => callback(error)))
}

/** Reads a file. */
export class ReadStream extends Readable {
  /** @type {Source} */
  #source
  #flags
  #mode
  /** @type {number | null} where to read next; null where the file was left */
  #position
  #end
  /** What was read and not handed on yet. @type {Uint8Array<any>} */
  #ahead = NOTHING

  bytesRead = 0

  /**
   * @param {PathLike | ReadOptions | null} path
   * @param {ReadOptions | string | null} [options]
   */
  constructor (path, options) {
    const { given, target, path: name } = argumentsOf(path, options)
    const { start, end = Infinity, autoClose = true, emitClose = true, encoding = null, signal } = given
    const highWaterMark = given.highWaterMark ?? DEFAULT_STREAM_HIGH_WATER_MARK
    if (start !== undefined) {
      checkInteger('start', start, 0)
    }
    if (end !== Infinity) {
      checkInteger('end', end, 0)
      if (start !== undefined && start > end) {
        throw outOfRange('start', `<= "end" (here: ${end})`, start)
      }
    }
    super({ highWaterMark, emitClose, autoDestroy: autoClose, encoding })
    this.#source = new Source(name, target)
    this.#flags = given.flags ?? 'r'
    this.#mode = toMode(given.mode, 0o666)
    this.#position = start ?? (target === null ? 0 : null)
    this.#end = end
    this.autoClose = autoClose
    this.start = start
    this.end = end
    if (signal) {
      addAbortSignal(signal, this)
    }
  }

  get path () { return this.#source.path === null ? null : shown(this.#source.path) }
  get fd () { return this.#source.fd }
  get pending () { return this.fd === null }
  get highWaterMark () { return this.readableHighWaterMark }

  /**
   * Gives a file to a stream that was made without one.
   * @param {FileHandle} handle
   */
  setHandle (handle) {
    this.#source.set(handle)
  }

  /** @param {(error?: any) => void} callback */
  _construct (callback) {
    // who has given the stream up already is not told why it could not be opened
    settle(this.#source.open(this, this.#flags, this.#mode), (error) => callback(this.destroyed ? null : error))
  }

  /** @param {number} size */
  _read (size) {
    const wanted = Math.max(1, Math.min(size, this.readableHighWaterMark))
    if (this.#ahead.byteLength > 0) {
      // not at once: what is pushed during a read is joined to what is read
      queueMicrotask(() => outside(() => this.#hand(wanted)))
      return
    }
    this.#fill(wanted).then(
      (some) => outside(() => { some ? this.#hand(wanted) : this.push(null) }),
      (error) => outside(() => this.destroy(error)))
  }

  /**
   * @param {number} wanted
   * @returns {Promise<boolean>} false at the end
   */
  async #fill (wanted) {
    // a file that others read as well must not be read further than was asked for
    const most = this.#source.isOwn || this.#position !== null ? Math.max(wanted, AHEAD) : wanted
    const left = this.#end - (this.#position ?? (this.start ?? 0) + this.bytesRead) + 1
    const size = Math.min(most, left)
    if (size <= 0) {
      return false
    }
    const bytes = await this.#source.read(size, this.#position)
    if (this.#position !== null) {
      this.#position += bytes.byteLength
    }
    this.#ahead = bytes
    return bytes.byteLength > 0
  }

  /** @param {number} wanted */
  #hand (wanted) {
    if (this.destroyed) {
      return
    }
    const isAll = this.#ahead.byteLength <= wanted && this.#ahead.byteLength === this.#ahead.buffer.byteLength
    // a copy of its own: who keeps it keeps no more than it, and what was read ahead is given back at once
    const chunk = isAll ? this.#ahead : this.#ahead.slice(0, wanted)
    const rest = this.#ahead.subarray(chunk.byteLength)
    if (!isAll && rest.byteLength === 0) {
      freed(this.#ahead.buffer)
    }
    this.#ahead = isAll || rest.byteLength === 0 ? NOTHING : rest
    this.bytesRead += chunk.byteLength
    this.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
  }

  /**
   * @param {Error | null} error
   * @param {(error?: any) => void} callback
   */
  _destroy (error, callback) {
    this.#ahead = NOTHING
    settle(this.#source.close().then(() => { if (error) throw error }), callback)
  }

  /** @param {(error?: any) => void} [callback] */
  close (callback) {
    closeStream(this, callback)
  }
}

/** Writes a file. What waits to be written is written in one call. */
export class WriteStream extends Writable {
  /** @type {Source} */
  #source
  #flags
  #mode
  /** @type {number | null} */
  #position
  #flush

  bytesWritten = 0

  /**
   * @param {PathLike | WriteOptions | null} path
   * @param {WriteOptions | string | null} [options]
   */
  constructor (path, options) {
    const { given, target, path: name } = argumentsOf(path, options)
    const { start, autoClose = true, emitClose = true, encoding, signal, flush = false } = given
    if (start !== undefined) {
      checkInteger('start', start, 0)
    }
    super({
      highWaterMark: given.highWaterMark ?? DEFAULT_WRITE_HIGH_WATER_MARK,
      emitClose,
      autoDestroy: autoClose,
      decodeStrings: true,
      ...(encoding ? { defaultEncoding: encoding } : null)
    })
    this.#source = new Source(name, target)
    this.#flags = given.flags ?? 'w'
    this.#mode = toMode(given.mode, 0o666)
    this.#position = start ?? null
    this.#flush = flush
    this.autoClose = autoClose
    this.start = start
    if (signal) {
      addAbortSignal(signal, this)
    }
  }

  get path () { return this.#source.path === null ? null : shown(this.#source.path) }
  get fd () { return this.#source.fd }
  get pending () { return this.fd === null }
  get highWaterMark () { return this.writableHighWaterMark }

  /**
   * Gives a file to a stream that was made without one.
   * @param {FileHandle} handle
   */
  setHandle (handle) {
    this.#source.set(handle)
  }

  /** @param {(error?: any) => void} callback */
  _construct (callback) {
    // who has given the stream up already is not told why it could not be opened
    settle(this.#source.open(this, this.#flags, this.#mode), (error) => callback(this.destroyed ? null : error))
  }

  /**
   * @param {any[]} buffers
   * @returns {Promise<void>}
   */
  async #put (buffers) {
    const count = await this.#source.write(buffers, this.#position)
    this.bytesWritten += count
    if (this.#position !== null) {
      this.#position += count
    }
  }

  /**
   * @param {any} chunk
   * @param {string} encoding
   * @param {(error?: any) => void} callback
   */
  _write (chunk, encoding, callback) {
    settle(this.#put([bytesOf(chunk, 'chunk')]), callback)
  }

  /**
   * @param {Array<{ chunk: any }>} chunks
   * @param {(error?: any) => void} callback
   */
  _writev (chunks, callback) {
    settle(this.#put(chunks.map(({ chunk }) => bytesOf(chunk, 'chunk'))), callback)
  }

  /** @param {(error?: any) => void} callback */
  _final (callback) {
    settle(this.#flush ? this.#source.sync() : Promise.resolve(), callback)
  }

  /**
   * @param {Error | null} error
   * @param {(error?: any) => void} callback
   */
  _destroy (error, callback) {
    settle(this.#source.close().then(() => { if (error) throw error }), callback)
  }

  /** @param {(error?: any) => void} [callback] */
  close (callback) {
    if (!this.writableFinished && !this.destroyed) {
      this.once('finish', () => this.destroy())
      if (callback) {
        this.once('close', callback)
      }
      this.end()
      return
    }
    closeStream(this, callback)
  }
}

/**
 * @param {any} stream
 * @param {((error?: any) => void) | undefined} callback
 */
function closeStream (stream, callback) {
  if (callback) {
    stream.closed ? queueMicrotask(callback) : stream.once('close', callback)
  }
  stream.destroy()
}

export const FileReadStream = ReadStream
export const FileWriteStream = WriteStream

export default { DEFAULT_STREAM_HIGH_WATER_MARK, FileReadStream, FileWriteStream, ReadStream, WriteStream }
