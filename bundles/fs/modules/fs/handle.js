/** Files and folders that are open. */
import EventEmitter from '../events.js'
import { call, systemError, toBytes, toMode, toOptions, toPath } from './call.js'
import { decode } from './encoding.js'
import { accessOf } from './flags.js'
import { Stats } from './stats.js'

/** @typedef {import('./call.js').PathLike} PathLike */

export const kOpening = Symbol.for('fs.FileHandle.opening')
export const kClosing = Symbol.for('fs.FileHandle.closing')
export const kClosed = Symbol.for('fs.FileHandle.closed')

/** How much one call moves of a large file. */
const PIECE = 16 * 1024 * 1024
/** The most that the platform reads in one call. */
const READ_LIMIT = 64 * 1024 * 1024
const DEFAULT_READ = 16 * 1024

/** What a reply that names no unknown handle of ours says when the handle is closed. */
const closedError = { code: 'EBADF', errno: -9, message: 'EBADF: bad file descriptor' }

let watchesPage = false

/** Numbers for the platform to know a handle by; those of an earlier document may still be open. */
function newId () {
  return crypto.getRandomValues(new BigUint64Array(1))[0].toString()
}

function closeWithPage () {
  if (!watchesPage && typeof globalThis.addEventListener === 'function') {
    watchesPage = true
    globalThis.addEventListener('pagehide', () => {
      call('fs.closeOpenDescriptors', {}, { syscall: 'close' }).catch(() => {})
    })
  }
}

/** @type {FinalizationRegistry<{ command: string, id: string }>} */
const forgotten = new FinalizationRegistry(({ command, id }) => {
  globalThis.console.warn(`A handle was not closed and is closed now that nothing refers to it (${id})`)
  call(command, { id }, { syscall: 'close' }).catch(() => {})
})

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
    this.id = id ?? newId()
    this.path = path === undefined || path === null ? null : toPath(path)
  }

  get opened () { return this.fd !== null && !this[kClosed] }
  get opening () { return this[kOpening] !== null }
  get closing () { return this[kClosing] !== null }
  get closed () { return this[kClosed] }

  /**
   * @protected
   * @param {() => Promise<any>} ask
   * @returns {Promise<void>}
   */
  _open (ask) {
    return (this[kOpening] ??= ask().then((data) => {
      this.fd = data.fd ?? this.id
      this[kOpening] = null
      closeWithPage()
      forgotten.register(this, { command: this.#closeCommand, id: this.id }, this)
      this.emit('open', this.fd)
    }, (error) => {
      this[kOpening] = null
      throw error
    }))
  }

  /**
   * Closes it; a second time has no effect.
   * @returns {Promise<void>}
   */
  async close () {
    if (this[kClosed] || !this.opened) {
      return
    }
    this[kClosing] ??= call(this.#closeCommand, { id: this.id }, { syscall: 'close' }).finally(() => {
      this[kClosed] = true
      this[kClosing] = null
      this.fd = null
      forgotten.unregister(this)
      this.emit('close')
    })
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

  #position = 0
  /** @type {Promise<any>} reads and writes at the current position, one after the other */
  #turn = Promise.resolve()

  /**
   * @param {string | FileHandle | { id: string }} id
   * @returns {FileHandle}
   */
  static from (id) {
    if (id instanceof FileHandle) {
      return id
    }
    const handle = new FileHandle({ id: typeof id === 'object' ? id.id : String(id) })
    handle.fd = handle.id
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
    await call('fs.access', { path, mode }, { syscall: 'access', path }, options)
    return mode
  }

  /**
   * @param {PathLike} path
   * @param {string | number} [flags]
   * @param {string | number} [mode]
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<FileHandle>}
   */
  static async open (path, flags, mode, options) {
    const handle = new FileHandle({ path, flags, mode })
    await handle.open(options)
    return handle
  }

  /**
   * @param {{ id?: string, path?: PathLike, flags?: string | number, mode?: string | number }} options
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
    const { id, path, flags, mode } = this
    const { reads, writes } = accessOf(flags)
    const command = !writes ? 'fs.open' : reads ? 'fs.openReadWrite' : 'fs.openWrite'
    await this._open(() => call(command, { id, path, flags, mode },
      { syscall: 'open', path: path ?? undefined }, options ?? null))
  }

  /**
   * @param {string} command
   * @param {Record<string, any>} params
   * @param {string} syscall
   * @param {any} [options]
   */
  async #call (command, params, syscall, options = null) {
    if (this[kOpening] !== null) {
      await this[kOpening]
    }
    if (!this.opened || this.closing) {
      throw systemError(closedError, { syscall })
    }
    return await call(command, { id: this.id, ...params }, { syscall }, options)
  }

  /**
   * Runs a read or write, at the current position if none is given.
   * @template T
   * @param {number | bigint | null | undefined} position
   * @param {(position: number) => Promise<{ count: number, result: T }>} operation
   * @returns {Promise<T>}
   */
  #at (position, operation) {
    if (position !== null && position !== undefined && Number(position) >= 0) {
      return operation(Number(position)).then(({ result }) => result)
    }
    const turn = this.#turn.then(async () => {
      const { count, result } = await operation(this.#position)
      this.#position += count
      return result
    })
    this.#turn = turn.catch(() => {})
    return turn
  }

  /**
   * @param {number} size
   * @param {number} position
   * @param {AbortSignal | null} [signal]
   * @returns {Promise<Uint8Array>}
   */
  async #bytes (size, position, signal = null) {
    return new Uint8Array(await this.#call(
      'fs.read', { size: Math.min(size, READ_LIMIT), offset: position }, 'read', { responseType: 'arraybuffer', signal }))
  }

  /**
   * Reads into a buffer.
   * @param {any} [buffer] a view to read into, or options `{ buffer, offset, length, position, signal }`
   * @param {any} [offset] where in the buffer, or options
   * @param {number} [length] how many bytes at most
   * @param {number | bigint | null} [position] where in the file
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<{ bytesRead: number, buffer: any }>}
   */
  async read (buffer, offset, length, position, options) {
    if (buffer === null || buffer === undefined || !(ArrayBuffer.isView(buffer) || buffer instanceof ArrayBuffer)) {
      ({ buffer, offset, length, position, ...options } = buffer ?? {})
    } else if (offset !== null && typeof offset === 'object') {
      ({ offset, length, position, ...options } = offset)
    }
    buffer ??= new Uint8Array(DEFAULT_READ)
    const target = toBytes(buffer)
    const start = offset ?? 0
    const size = length ?? target.byteLength - start
    inRange('offset', start, 0, target.byteLength)
    inRange('length', size, 0, target.byteLength - start)
    if (size === 0) {
      return { bytesRead: 0, buffer }
    }
    return await this.#at(position, async (from) => {
      const bytes = await this.#bytes(size, from, options?.signal)
      target.set(bytes, start)
      return { count: bytes.byteLength, result: { bytesRead: bytes.byteLength, buffer } }
    })
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
    let source
    if (typeof buffer === 'string') {
      source = toBytes(buffer, length ?? 'utf8')
      position = typeof offset === 'number' || typeof offset === 'bigint' ? offset : null
    } else {
      if (offset !== null && typeof offset === 'object') {
        ({ offset, length, position, ...options } = offset)
      }
      source = toBytes(buffer)
      const start = offset ?? 0
      inRange('offset', start, 0, source.byteLength)
      const size = length ?? source.byteLength - start
      inRange('length', size, 0, source.byteLength - start)
      source = source.subarray(start, start + size)
    }
    return await this.#at(position, async (at) => {
      const bytesWritten = await this.#put(source, at, options?.signal)
      return { count: bytesWritten, result: { bytesWritten, buffer } }
    })
  }

  /**
   * @param {Uint8Array} bytes
   * @param {number} position
   * @param {AbortSignal | null} [signal]
   */
  async #put (bytes, position, signal = null) {
    const { result } = await this.#call('fs.write', { offset: position }, 'write', { bytes, signal })
    return result
  }

  /**
   * Reads from the current position to the end.
   * @param {{ encoding?: string | null, signal?: AbortSignal } | string | null} [options]
   * @returns {Promise<any>} a string if there is an encoding, else a `Uint8Array` (a `Buffer` once
   *   `socket:buffer` is there)
   */
  async readFile (options) {
    const { encoding, signal } = toOptions(options)
    const { size } = await this.stat()
    const bytes = await this.#at(null, async (start) => {
      const all = await this.#rest(start, Math.max(size - start, 0), signal)
      return { count: all.byteLength, result: all }
    })
    return encoding && encoding !== 'buffer' ? decode(bytes, encoding) : bytes
  }

  /**
   * @param {number} start
   * @param {number} expected
   * @param {AbortSignal} [signal]
   * @returns {Promise<Uint8Array>}
   */
  async #rest (start, expected, signal) {
    let all = new Uint8Array(expected)
    let count = 0
    for (;;) {
      const wanted = expected > count ? Math.min(expected - count, PIECE) : DEFAULT_READ
      const bytes = await this.#bytes(wanted, start + count, signal)
      if (bytes.byteLength === 0) {
        return count === all.byteLength ? all : all.slice(0, count)
      }
      if (count + bytes.byteLength > all.byteLength) {
        const larger = new Uint8Array(Math.max(2 * all.byteLength, count + bytes.byteLength))
        larger.set(all)
        all = larger
      }
      all.set(bytes, count)
      count += bytes.byteLength
    }
  }

  /**
   * Writes all of the data at the current position.
   * @param {any} data a string, bytes, a Blob, or an iterable of strings and bytes
   * @param {{ encoding?: string | null, signal?: AbortSignal } | string | null} [options]
   * @returns {Promise<void>}
   */
  async writeFile (data, options) {
    const { encoding, signal } = toOptions(options)
    for await (const piece of pieces(data, encoding)) {
      await this.#at(null, async (at) => {
        const count = await this.#put(piece, at, signal)
        return { count, result: count }
      })
    }
  }

  /**
   * @param {any} data
   * @param {{ encoding?: string | null, signal?: AbortSignal } | string | null} [options]
   * @returns {Promise<void>}
   */
  async appendFile (data, options) {
    if (!accessOf(this.flags).appends) {
      const { size } = await this.stat()
      await this.#at(null, async () => ({ count: size - this.#position, result: null }))
    }
    await this.writeFile(data, options)
  }

  /**
   * @param {{ bigint?: boolean, signal?: AbortSignal }} [options]
   * @returns {Promise<Stats>}
   */
  async stat (options) {
    return Stats.from(await this.#call('fs.fstat', {}, 'fstat', options ?? null), options?.bigint === true)
  }

  /**
   * @param {{ bigint?: boolean, signal?: AbortSignal }} [options]
   * @returns {Promise<Stats>}
   */
  async lstat (options) {
    const path = this.path ?? ''
    return Stats.from(await call('fs.lstat', { path }, { syscall: 'lstat', path }, options ?? null), options?.bigint === true)
  }

  /** @param {number} [offset] the new size */
  async truncate (offset = 0) {
    await this.#call('fs.ftruncate', { offset: Math.max(offset, 0) }, 'ftruncate')
  }

  async sync () {
    await this.#call('fs.fsync', {}, 'fsync')
  }

  async datasync () {
    await this.#call('fs.fdatasync', {}, 'fdatasync')
  }

  /** @param {string | number} mode */
  async chmod (mode) {
    const path = this.path ?? ''
    await call('fs.chmod', { path, mode: toMode(mode, 0) }, { syscall: 'fchmod', path })
  }

  /**
   * @param {number} uid
   * @param {number} gid
   */
  async chown (uid, gid) {
    const path = this.path ?? ''
    await call('fs.chown', { path, uid, gid }, { syscall: 'fchown', path })
  }
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
    const handle = new DirectoryHandle({ path })
    await handle.open(options)
    return handle
  }

  /** @param {{ id?: string, path?: PathLike }} options */
  constructor ({ id, path }) {
    super('fs.closedir', { id, path })
  }

  /**
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<void>}
   */
  async open (options) {
    const { id, path } = this
    await this._open(() => call('fs.opendir', { id, path },
      { syscall: 'opendir', path: path ?? undefined }, options ?? null))
  }

  /**
   * The next entries; none at the end.
   * @param {{ entries?: number, signal?: AbortSignal }} [options]
   * @returns {Promise<Array<{ name: string, type: number }>>}
   */
  async read (options) {
    if (!this.opened || this.closing) {
      throw Object.assign(new Error('Directory handle was closed'), { code: 'ERR_DIR_CLOSED' })
    }
    const entries = Math.min(Math.max(options?.entries ?? DirectoryHandle.MAX_ENTRIES, 1), DirectoryHandle.MAX_ENTRIES)
    const page = await call('fs.readdir', { id: this.id, entries },
      { syscall: 'readdir', path: this.path ?? undefined }, options?.signal ? { signal: options.signal } : null)
    return page.map((/** @type {{ name: string, type: number }} */ { name, type }) =>
      ({ name: decodeURIComponent(name), type }))
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
    const bytes = toBytes(data, encoding)
    for (let at = 0; at < bytes.byteLength; at += PIECE) {
      yield bytes.subarray(at, at + PIECE)
    }
  }
}

/**
 * @param {string} name
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
function inRange (name, value, least, most) {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw Object.assign(
      new RangeError(`The value of "${name}" must be ${least} to ${most}, but it is ${value}`),
      { code: 'ERR_OUT_OF_RANGE' })
  }
}

export default { DirectoryHandle, FileHandle, kClosed, kClosing, kOpening }
