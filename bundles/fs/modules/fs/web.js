/**
 * Files and folders as objects of the File System Access API, and as `File`s.
 *
 * They are the platform's own: only the modules of `socket:fs` and scripts know what is behind them, the engine does not. So
 * pass their contents, not them, to what the engine does itself (`FormData`, `fetch`, `structuredClone`).
 * @module fs/web
 */
import { checkInteger, invalidArgType } from '../internal/node-errors.js'
import { kFileSystemHandleFullName, plainOptions, toPath } from './arguments.js'
import { flavour } from './call.js'
import { access, lstat, mkdir, open, opendir, rm, stat } from './promises.js'
import { shown } from './raw-names.js'
import { failure, translated } from './web-errors.js'
import { createFileSystemWritableFileStream, FileSystemWritableFileStream } from './web-stream.js'

export { createFileSystemWritableFileStream, FileSystemWritableFileStream, kFileSystemHandleFullName }
/** The number under which a `File` is open, if it is. */
export const kFileDescriptor = Symbol.for('fs.File.descriptor')
/** The path of a `File`. */
export const kFileFullName = Symbol.for('fs.File.fullName')

/** How much is read at once. */
const PIECE = 1024 * 1024

const NativeFile = globalThis.File ?? class File extends Blob {
  name
  lastModified

  /**
   * @param {any[]} parts
   * @param {string} name
   * @param {any} options
   */
  constructor (parts, name, options) {
    super(parts, options)
    this.name = name
    this.lastModified = options?.lastModified ?? Date.now()
  }
}

/**
 * Names in a folder must stay in it.
 * @param {any} name
 */
function checkName (name) {
  if (typeof name !== 'string' || name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name)) {
    throw new TypeError(`A name in a folder must be one name, without separators, but it is '${String(name)}'`)
  }
}

/**
 * A part of a file that is on the disk; read when it is used.
 */
class FileSlice extends Blob {
  #path
  #start
  #end
  #type
  #highWaterMark

  /**
   * @param {string} path
   * @param {number} start
   * @param {number} end
   * @param {string} type
   * @param {number} highWaterMark
   */
  constructor (path, start, end, type, highWaterMark) {
    super([], { type })
    this.#path = path
    this.#start = start
    this.#end = end
    this.#type = type
    this.#highWaterMark = highWaterMark
  }

  get size () { return this.#end - this.#start }
  get type () { return this.#type }

  /**
   * @param {number} [start]
   * @param {number} [end]
   * @param {string} [type]
   * @returns {FileSlice}
   */
  slice (start = 0, end = this.size, type = '') {
    /** @param {number} at */
    const place = (at) => Math.min(Math.max(at < 0 ? this.size + at : at, 0), this.size)
    const from = place(start)
    return new FileSlice(this.#path, this.#start + from, this.#start + Math.max(place(end), from), type, this.#highWaterMark)
  }

  /** @returns {Promise<ArrayBuffer>} */
  async arrayBuffer () {
    return /** @type {ArrayBuffer} */ ((await this.bytes()).buffer)
  }

  /** @returns {Promise<Uint8Array<any>>} */
  async bytes () {
    const bytes = new Uint8Array(this.size)
    const handle = await open(this.#path)
    try {
      for (let at = 0; at < bytes.byteLength;) {
        const { bytesRead } = await handle.read(bytes, at, Math.min(bytes.byteLength - at, 16 * PIECE), this.#start + at)
        if (bytesRead === 0) {
          throw failure('NotReadableError', `${this.#path} has become shorter`)
        }
        at += bytesRead
      }
    } finally {
      await handle.close()
    }
    return bytes
  }

  /** @returns {Promise<string>} */
  async text () {
    return new TextDecoder().decode(await this.bytes())
  }

  /** @returns {ReadableStream<Uint8Array<any>>} */
  stream () {
    /** @type {import('./handle.js').FileHandle} */
    let handle
    let at = this.#start
    return new ReadableStream({
      start: async () => { handle = await open(this.#path) },
      pull: async (controller) => {
        const size = Math.min(this.#highWaterMark, this.#end - at)
        const { bytesRead, buffer } = size > 0 ? await handle.read(new Uint8Array(size), 0, size, at) : { bytesRead: 0, buffer: null }
        if (bytesRead === 0) {
          await handle.close()
          controller.close()
          return
        }
        at += bytesRead
        controller.enqueue(buffer.subarray(0, bytesRead))
      },
      cancel: async () => { await handle.close() }
    }, { highWaterMark: 0 })
  }
}

/**
 * A file on the disk as a `File`: what is in it is read when it is asked for.
 */
export class File extends NativeFile {
  #whole

  /**
   * @param {string} path
   * @param {{ size: number, mtimeMs: number }} stats
   * @param {{ type?: string, fd?: number | null, highWaterMark?: number }} options
   */
  constructor (path, stats, { type = '', fd = null, highWaterMark = PIECE }) {
    super([], flavour.basename(path), { type, lastModified: Math.floor(stats.mtimeMs) })
    this.#whole = new FileSlice(path, 0, stats.size, type, highWaterMark)
    Object.defineProperty(this, kFileFullName, { value: path })
    Object.defineProperty(this, kFileDescriptor, { value: fd })
  }

  get size () { return this.#whole.size }

  /**
   * @param {number} [start]
   * @param {number} [end]
   * @param {string} [type]
   */
  slice (start, end, type) { return this.#whole.slice(start, end, type) }
  arrayBuffer () { return this.#whole.arrayBuffer() }
  bytes () { return this.#whole.bytes() }
  text () { return this.#whole.text() }
  stream () { return this.#whole.stream() }
}

/**
 * A file on the disk as a `File`.
 * @param {import('./arguments.js').PathLike | Blob} filename
 * @param {{ fd?: number | null, highWaterMark?: number, type?: string } | null} [options]
 * @returns {Promise<globalThis.File>}
 */
export async function createFile (filename, options = null) {
  if (filename instanceof NativeFile) {
    return filename
  }
  const given = plainOptions(options)
  if (given.highWaterMark !== undefined) {
    checkInteger('options.highWaterMark', given.highWaterMark, 1)
  }
  const path = flavour.resolve(toPath(/** @type {any} */ (filename), 'filename'))
  const stats = await stat(path)
  if (!stats.isFile()) {
    throw failure('TypeMismatchError', `${path} is no file`)
  }
  return /** @type {any} */ (new File(path, stats, given))
}

/** A file or folder. */
export class FileSystemHandle {
  /** @type {'file' | 'directory'} */
  kind = 'file'
  #path

  /** @param {string} path absolute */
  constructor (path) {
    this.#path = path
  }

  get name () { return shown(flavour.basename(this.#path)) }
  get [kFileSystemHandleFullName] () { return this.#path }

  /**
   * @param {any} other
   * @returns {Promise<boolean>}
   */
  async isSameEntry (other) {
    return other?.kind === this.kind && other[kFileSystemHandleFullName] === this.#path
  }

  /**
   * @param {{ mode?: 'read' | 'readwrite' }} [descriptor]
   * @returns {Promise<'granted' | 'denied'>}
   */
  async queryPermission ({ mode = 'read' } = {}) {
    try {
      await access(this.#path, mode === 'readwrite' ? 6 : 4)
      return 'granted'
    } catch {
      return 'denied'
    }
  }

  /**
   * What an app may do stands in its capabilities: nobody is asked.
   * @param {{ mode?: 'read' | 'readwrite' }} [descriptor]
   * @returns {Promise<'granted' | 'denied'>}
   */
  async requestPermission (descriptor) {
    return await this.queryPermission(descriptor)
  }

  /**
   * @param {{ recursive?: boolean }} [options]
   * @returns {Promise<void>}
   */
  async remove ({ recursive = false } = {}) {
    await removed(this.#path, recursive)
  }
}

/**
 * @param {string} path
 * @param {boolean} recursive
 */
async function removed (path, recursive) {
  try {
    if (!recursive && (await lstat(path)).isDirectory()) {
      const folder = await opendir(path)
      const first = await folder.read()
      await folder.close()
      if (first !== null) {
        throw failure('InvalidModificationError', `${path} is not empty`)
      }
    }
    await rm(path, { recursive: true })
  } catch (error) {
    throw translated(error, path)
  }
}

/** A file. */
export class FileSystemFileHandle extends FileSystemHandle {
  #isWritable

  /**
   * @param {string} path absolute
   * @param {boolean} [isWritable]
   */
  constructor (path, isWritable = true) {
    super(path)
    this.#isWritable = isWritable
  }

  /** @returns {Promise<globalThis.File>} */
  async getFile () {
    try {
      return await createFile(this[kFileSystemHandleFullName])
    } catch (error) {
      throw translated(error, this.name)
    }
  }

  /**
   * @param {{ keepExistingData?: boolean }} [options]
   * @returns {Promise<FileSystemWritableFileStream>}
   */
  async createWritable (options) {
    if (!this.#isWritable) {
      throw failure('NotAllowedError', `${this.name} was opened for reading only`)
    }
    return await createFileSystemWritableFileStream(this, options)
  }
}

/** A folder. */
export class FileSystemDirectoryHandle extends FileSystemHandle {
  /** @type {'file' | 'directory'} */
  kind = 'directory'

  /** @param {string} name */
  #child (name) {
    checkName(name)
    return flavour.join(this[kFileSystemHandleFullName], name)
  }

  /**
   * @param {string} name
   * @param {{ create?: boolean }} [options]
   * @returns {Promise<FileSystemFileHandle>}
   */
  async getFileHandle (name, { create = false } = {}) {
    const path = this.#child(name)
    try {
      if (create) {
        await (await open(path, 'a')).close()
      }
      if ((await stat(path)).isDirectory()) {
        throw failure('TypeMismatchError', `${name} is a folder`)
      }
    } catch (error) {
      throw translated(error, name)
    }
    return new FileSystemFileHandle(path)
  }

  /**
   * @param {string} name
   * @param {{ create?: boolean }} [options]
   * @returns {Promise<FileSystemDirectoryHandle>}
   */
  async getDirectoryHandle (name, { create = false } = {}) {
    const path = this.#child(name)
    try {
      if (create) {
        await mkdir(path).catch((error) => {
          if (error.code !== 'EEXIST') {
            throw error
          }
        })
      }
      if (!(await stat(path)).isDirectory()) {
        throw failure('TypeMismatchError', `${name} is a file`)
      }
    } catch (error) {
      throw translated(error, name)
    }
    return new FileSystemDirectoryHandle(path)
  }

  /**
   * @param {string} name
   * @param {{ recursive?: boolean }} [options]
   * @returns {Promise<void>}
   */
  async removeEntry (name, { recursive = false } = {}) {
    await removed(this.#child(name), recursive)
  }

  /**
   * The names that lead from here to a file or folder; null if it is not in here.
   * @param {FileSystemHandle} descendant
   * @returns {Promise<string[] | null>}
   */
  async resolve (descendant) {
    const full = descendant?.[kFileSystemHandleFullName]
    if (typeof full !== 'string') {
      throw invalidArgType('descendant', 'an instance of FileSystemHandle', descendant)
    }
    const way = flavour.relative(this[kFileSystemHandleFullName], full)
    return way === '' ? [] : way.startsWith('..') || flavour.isAbsolute(way) ? null : shown(way).split(flavour.sep)
  }

  /** @returns {AsyncGenerator<[string, FileSystemHandle], void, void>} */
  async * entries () {
    const folder = this[kFileSystemHandleFullName]
    for await (const { name, isFolder } of namesIn(folder)) {
      const path = flavour.join(folder, name)
      yield [shown(name), isFolder ? new FileSystemDirectoryHandle(path) : new FileSystemFileHandle(path)]
    }
  }

  /** @returns {AsyncGenerator<string, void, void>} */
  async * keys () {
    for await (const [name] of this.entries()) {
      yield name
    }
  }

  /** @returns {AsyncGenerator<FileSystemHandle, void, void>} */
  async * values () {
    for await (const [, handle] of this.entries()) {
      yield handle
    }
  }

  [Symbol.asyncIterator] () { return this.entries() }
}

/**
 * @param {string} folder
 * @returns {AsyncGenerator<{ name: string, isFolder: boolean }, void, void>}
 */
async function * namesIn (folder) {
  for await (const entry of await opendir(folder, 'buffer')) {
    yield { name: toPath(entry.name), isFolder: entry.isDirectory() }
  }
}

/**
 * A file as an object of the File System Access API.
 * @param {import('./arguments.js').PathLike | globalThis.File} file
 * @param {{ writable?: boolean } | null} [options] `writable`: false to refuse `createWritable`
 * @returns {Promise<FileSystemFileHandle>}
 */
export async function createFileSystemFileHandle (file, options = null) {
  const { writable = true } = plainOptions(options)
  const full = /** @type {any} */ (file)?.[kFileFullName]
  const path = flavour.resolve(toPath(full ?? file, 'file'))
  if ((await stat(path)).isDirectory()) {
    throw failure('TypeMismatchError', `${path} is a folder`)
  }
  return new FileSystemFileHandle(path, writable)
}

/**
 * A folder as an object of the File System Access API.
 * @param {import('./arguments.js').PathLike} dirname
 * @param {{ open?: boolean } | null} [options] `open`: false to leave out the look whether it is there
 * @returns {Promise<FileSystemDirectoryHandle>}
 */
export async function createFileSystemDirectoryHandle (dirname, options = null) {
  const path = flavour.resolve(toPath(dirname, 'dirname'))
  if (plainOptions(options).open !== false && !(await stat(path)).isDirectory()) {
    throw failure('TypeMismatchError', `${path} is no folder`)
  }
  return new FileSystemDirectoryHandle(path)
}

export default {
  createFile,
  createFileSystemDirectoryHandle,
  createFileSystemFileHandle,
  createFileSystemWritableFileStream,
  File,
  FileSystemDirectoryHandle,
  FileSystemFileHandle,
  FileSystemHandle,
  FileSystemWritableFileStream,
  kFileDescriptor,
  kFileFullName,
  kFileSystemHandleFullName
}
