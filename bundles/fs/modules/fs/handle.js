/** Files and folders that are open. */
import EventEmitter from '../events.js'
import { coded } from '../internal/node-errors.js'
import { toBytes, toMode, toOptions, toPath } from './arguments.js'
import { ask, failure, run } from './call.js'
import fds, { Descriptor } from './fds.js'
import * as file from './file-operations.js'
import { accessOf } from './flags.js'
import { shown, unescaped } from './raw-names.js'
import { Stats } from './stats.js'
import { ReadStream, WriteStream } from './stream.js'

/** @typedef {import('./arguments.js').PathLike} PathLike */

export const kOpening = Symbol.for('fs.FileHandle.opening')
export const kClosing = Symbol.for('fs.FileHandle.closing')
export const kClosed = Symbol.for('fs.FileHandle.closed')
export const kPlace = Symbol('place')

/** How much of a Blob one call writes. */
const PIECE = 16 * 1024 * 1024

/** @type {FinalizationRegistry<{ command: string, id: string }>} */
const forgotten = new FinalizationRegistry(({ command, id }) => {
  globalThis.console.warn(`A handle was not closed and is closed now that nothing refers to it (${id})`)
  fds.delete(id)
  run(closing(command, id)).catch(() => {})
})

/**
 * @param {string} command
 * @param {string} id
 * @returns {import('./call.js').Operation<any>}
 */
function * closing (command, id) {
  return yield ask(command, { id }, { syscall: 'close' })
}

/**
 * What files and folders that are open have in common.
 */
class Handle extends EventEmitter {
  /** @type {string} */
  id
  /** @type {number | string | null} */
  fd = null
  /** @type {string | null} */
  path
  /** The path with all its octets, as `raw-names.js` tells. @type {string | null} */
  [kPlace]
  /** @type {Promise<void> | null} */
  [kOpening] = null;
  /** @type {Promise<void> | null} */
  [kClosing] = null;
  [kClosed] = false

  #closeCommand

  /**
   * @param {string} closeCommand
   * @param {{ id?: string, path?: PathLike | null }} options
   */
  constructor (closeCommand, { id, path }) {
    super()
    this.#closeCommand = closeCommand
    this.id = id ?? file.newId()
    this[kPlace] = path === undefined || path === null ? null : toPath(path)
    this.path = this[kPlace] === null ? null : shown(this[kPlace])
  }

  get opened () { return this.fd !== null && !this[kClosed] }
  get opening () { return this[kOpening] !== null }
  get closing () { return this[kClosing] !== null }
  get closed () { return this[kClosed] }

  /**
   * @protected
   * @param {number | string} fd
   */
  _opened (fd) {
    this.fd = fd
    forgotten.register(this, { command: this.#closeCommand, id: this.id }, this)
    this.emit('open', fd)
  }

  /** @protected */
  _closed () {
    this[kClosed] = true
    this[kClosing] = null
    this.fd = null
    fds.delete(this.id)
    forgotten.unregister(this)
    this.emit('close')
  }

  /**
   * Closes it; a second time has no effect.
   * @returns {Promise<void>}
   */
  async close () {
    if (this[kClosed] || !this.opened) {
      return
    }
    this[kClosing] ??= run(closing(this.#closeCommand, this.id)).finally(() => this._closed())
    await this[kClosing]
  }

  async [Symbol.asyncDispose] () {
    await this.close()
  }
}

/**
 * A file that is open.
 *
 * A `position` of null, or none, stands for the place behind what was last read or written, as in
 * Node.
 */
export class FileHandle extends Handle {
  static get DEFAULT_ACCESS_MODE () { return 0 }
  static get DEFAULT_OPEN_FLAGS () { return 'r' }
  static get DEFAULT_OPEN_MODE () { return 0o666 }

  /** @type {Descriptor | null} */
  #descriptor = null

  /**
   * The handle of a number, of an id, or of whatever has one.
   * @param {number | string | FileHandle | { id: string }} id
   * @returns {FileHandle}
   */
  static from (id) {
    if (id instanceof FileHandle) {
      return id
    }
    const key = typeof id === 'object' ? id.id : id
    const known = fds.getEntry(key)
    if (typeof key === 'number' && known === undefined) {
      throw failure('EBADF', { syscall: 'open' })
    }
    const descriptor = known ?? new Descriptor(String(key), -1)
    const handle = new FileHandle({ id: descriptor.id, path: descriptor.path ?? undefined, flags: descriptor.flags })
    handle.#descriptor = descriptor
    handle.fd = known?.fd ?? descriptor.id
    return handle
  }

  /**
   * @param {PathLike} path
   * @param {number} [mode]
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<number>} the mode
   */
  static async access (path, mode = FileHandle.DEFAULT_ACCESS_MODE, options) {
    path = toPath(path)
    await run(accessing(path, mode, options?.signal))
    return mode
  }

  /**
   * @param {PathLike} path
   * @param {string | number} [flags]
   * @param {string | number | null} [mode]
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<FileHandle>}
   */
  static async open (path, flags, mode, options) {
    toPath(path)
    const handle = new FileHandle({ path, flags, mode })
    await handle.open(options)
    return handle
  }

  /**
   * @param {{ id?: string, path?: PathLike, flags?: string | number, mode?: string | number | null }} options
   */
  constructor ({ id, path, flags, mode }) {
    super('fs.close', { id, path })
    /** @type {string | number} */
    this.flags = flags ?? FileHandle.DEFAULT_OPEN_FLAGS
    this.mode = toMode(mode, FileHandle.DEFAULT_OPEN_MODE)
  }

  /**
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<void>}
   */
  async open (options) {
    this[kOpening] ??= run(file.open(/** @type {string} */ (this[kPlace]), this.flags, this.mode, options?.signal, this.id)).then(
      (descriptor) => {
        this.#descriptor = descriptor
        this[kOpening] = null
        this._opened(descriptor.fd)
      }, (error) => {
        this[kOpening] = null
        throw error
      })
    await this[kOpening]
  }

  /**
   * @param {string} syscall
   * @returns {Promise<Descriptor>}
   */
  async #open (syscall) {
    if (this[kOpening] !== null) {
      await this[kOpening]
    }
    if (!this.opened || this.closing || this.#descriptor === null) {
      throw failure('EBADF', { syscall })
    }
    return this.#descriptor
  }

  /**
   * Reads into a buffer.
   * @param {any} [buffer] a view to read into, or options `{ buffer, offset, length, position, signal }`
   * @param {any} [offset] where in the buffer, or options
   * @param {number | null} [length] how many bytes at most
   * @param {number | bigint | null} [position] where in the file
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<{ bytesRead: number, buffer: any }>}
   */
  async read (buffer, offset, length, position, options) {
    return await run(file.read(await this.#open('read'), buffer, offset, length, position, options))
  }

  /**
   * Reads into several buffers, one after the other.
   * @param {any[]} buffers
   * @param {number | bigint | null} [position]
   * @returns {Promise<{ bytesRead: number, buffers: any[] }>}
   */
  async readv (buffers, position) {
    return await run(file.readv(await this.#open('read'), buffers, position))
  }

  /**
   * Writes a buffer, or a string.
   * @param {any} buffer
   * @param {any} [offset] where in the buffer, or options; of a string the position in the file
   * @param {any} [length] how many bytes; of a string its encoding
   * @param {number | bigint | null} [position] where in the file
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<{ bytesWritten: number, buffer: any }>}
   */
  async write (buffer, offset, length, position, options) {
    return await run(file.write(await this.#open('write'), buffer, offset, length, position, options))
  }

  /**
   * Writes several buffers, one after the other.
   * @param {any[]} buffers
   * @param {number | bigint | null} [position]
   * @returns {Promise<{ bytesWritten: number, buffers: any[] }>}
   */
  async writev (buffers, position) {
    return await run(file.writev(await this.#open('write'), buffers, position))
  }

  /**
   * Reads from the current position to the end.
   * @param {{ encoding?: string | null, signal?: AbortSignal } | string | null} [options]
   * @returns {Promise<any>} a string if there is an encoding, else a `Buffer`
   */
  async readFile (options) {
    return await run(file.readAll(await this.#open('read'), options))
  }

  /**
   * Writes all of the data at the current position.
   * @param {any} data a string, bytes, a Blob, or an iterable of strings and bytes
   * @param {{ encoding?: string | null, signal?: AbortSignal } | string | null} [options]
   * @returns {Promise<void>}
   */
  async writeFile (data, options) {
    const { encoding, signal } = toOptions(options)
    const descriptor = await this.#open('write')
    for await (const piece of pieces(data, encoding)) {
      await run(file.writeAll(descriptor, piece, signal))
    }
  }

  /**
   * @param {any} data
   * @param {{ encoding?: string | null, signal?: AbortSignal } | string | null} [options]
   * @returns {Promise<void>}
   */
  async appendFile (data, options) {
    if (!accessOf(this.flags).appends) {
      const { size } = await this.stat();
      (await this.#open('write')).position = size
    }
    await this.writeFile(data, options)
  }

  /**
   * @param {{ bigint?: boolean, signal?: AbortSignal }} [options]
   * @returns {Promise<Stats>}
   */
  async stat (options) {
    return await run(file.fstat(await this.#open('fstat'), options))
  }

  /**
   * @param {{ bigint?: boolean, signal?: AbortSignal }} [options]
   * @returns {Promise<Stats>}
   */
  async lstat (options) {
    await this.#open('lstat')
    return await run(linkStat(this[kPlace] ?? '', options))
  }

  /** @param {number} [offset] the new size */
  async truncate (offset) {
    await run(file.ftruncate(await this.#open('ftruncate'), offset))
  }

  async sync () {
    await run(file.fsync(await this.#open('fsync')))
  }

  async datasync () {
    await run(file.fdatasync(await this.#open('fdatasync')))
  }

  /** @param {string | number} mode */
  async chmod (mode) {
    await run(file.fchmod(await this.#open('fchmod'), mode))
  }

  /**
   * @param {number} uid
   * @param {number} gid
   */
  async chown (uid, gid) {
    await run(file.fchown(await this.#open('fchown'), uid, gid))
  }

  /**
   * @param {Date | number | string} atime
   * @param {Date | number | string} mtime
   */
  async utimes (atime, mtime) {
    await run(file.futimes(await this.#open('futime'), atime, mtime))
  }

  /**
   * A stream of the file, which closes it at the end unless `autoClose` is false.
   * @param {import('./stream.js').ReadOptions} [options]
   */
  createReadStream (options) {
    return new ReadStream(null, { ...options, fd: this })
  }

  /**
   * @param {import('./stream.js').WriteOptions} [options]
   */
  createWriteStream (options) {
    return new WriteStream(null, { ...options, fd: this })
  }

  /** The file as a stream of the web, from the current position on. */
  readableWebStream () {
    return new ReadableStream({
      pull: async (controller) => {
        const { bytesRead, buffer } = await this.read(new Uint8Array(64 * 1024))
        if (bytesRead === 0) {
          controller.close()
        } else {
          controller.enqueue(buffer.subarray(0, bytesRead))
        }
      }
    }, { highWaterMark: 0 })
  }
}

/**
 * @param {string} path
 * @param {number} mode
 * @param {AbortSignal} [signal]
 * @returns {import('./call.js').Operation<any>}
 */
function * accessing (path, mode, signal) {
  return yield ask('fs.access', { path, mode }, { syscall: 'access', path }, signal ? { signal } : null)
}

/**
 * @param {string} path
 * @param {any} options
 * @returns {import('./call.js').Operation<Stats>}
 */
function * linkStat (path, options) {
  return Stats.from(yield ask('fs.lstat', { path }, { syscall: 'lstat', path }, options?.signal ? { signal: options.signal } : null), options?.bigint === true)
}

/** A folder that is open. */
export class DirectoryHandle extends Handle {
  static get MAX_BUFFER_SIZE () { return 256 }
  static get MAX_ENTRIES () { return 256 }
  static get DEFAULT_BUFFER_SIZE () { return 32 }

  /**
   * @param {string | DirectoryHandle | { id: string }} id
   * @returns {DirectoryHandle}
   */
  static from (id) {
    if (id instanceof DirectoryHandle) {
      return id
    }
    const handle = new DirectoryHandle({ id: typeof id === 'object' ? id.id : String(id) })
    handle.fd = handle.id
    return handle
  }

  /**
   * @param {PathLike} path
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<DirectoryHandle>}
   */
  static async open (path, options) {
    toPath(path)
    const handle = new DirectoryHandle({ path })
    await handle.open(options)
    return handle
  }

  /** @param {{ id?: string, path?: PathLike }} options */
  constructor ({ id, path }) {
    super('fs.closedir', { id, path })
  }

  /**
   * Opens it; an operation, for blocking calls too.
   * @param {AbortSignal | null} [signal]
   * @returns {import('./call.js').Operation<void>}
   */
  * opens (signal = null) {
    const { id, path } = this
    const data = yield ask('fs.opendir', { id, path }, { syscall: 'opendir', path: path ?? undefined }, signal ? { signal } : null)
    fds.setEntry(id, new Descriptor(id, data.fd, path))
    this._opened(data.fd)
  }

  /**
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<void>}
   */
  async open (options) {
    this[kOpening] ??= run(this.opens(options?.signal)).finally(() => { this[kOpening] = null })
    await this[kOpening]
  }

  /**
   * Closes it; an operation, for blocking calls too.
   * @returns {import('./call.js').Operation<void>}
   */
  * closes () {
    if (!this.opened) {
      throw coded(Error, 'ERR_DIR_CLOSED', 'Directory handle was closed')
    }
    this._closed()
    yield * closing('fs.closedir', this.id)
  }

  /**
   * The next entries; an operation, for blocking calls too.
   * @param {number} entries
   * @param {AbortSignal | null} [signal]
   * @returns {import('./call.js').Operation<Array<{ name: string, type: number }>>}
   */
  * reads (entries, signal = null) {
    if (!this.opened || this.closing) {
      throw coded(Error, 'ERR_DIR_CLOSED', 'Directory handle was closed')
    }
    return yield ask('fs.readdir', { id: this.id, entries },
      { syscall: 'readdir', path: this[kPlace] ?? undefined }, signal ? { signal } : null)
  }

  /**
   * The next entries; none at the end.
   * @param {{ entries?: number, signal?: AbortSignal }} [options]
   * @returns {Promise<Array<{ name: string, type: number }>>}
   */
  async read (options) {
    const entries = Math.min(Math.max(options?.entries ?? DirectoryHandle.MAX_ENTRIES, 1), DirectoryHandle.MAX_ENTRIES)
    const page = await run(this.reads(entries, options?.signal))
    return page.map(({ name, type }) => ({ name: shown(unescaped(name)), type }))
  }
}

/**
 * The data to write in pieces of a size that a call may have.
 * @param {any} data
 * @param {string | null} [encoding]
 * @returns {AsyncGenerator<Uint8Array, void, void>}
 */
async function * pieces (data, encoding) {
  if (typeof Blob !== 'undefined' && data instanceof Blob) {
    for (let at = 0; at < data.size; at += PIECE) {
      yield new Uint8Array(await data.slice(at, at + PIECE).arrayBuffer())
    }
  } else if (
    data !== null && typeof data === 'object' && !ArrayBuffer.isView(data) &&
    (Symbol.asyncIterator in data || Symbol.iterator in data)
  ) {
    for await (const part of data) {
      yield * pieces(part, encoding)
    }
  } else {
    yield toBytes(data, encoding)
  }
}

export default { DirectoryHandle, FileHandle, kClosed, kClosing, kOpening }
