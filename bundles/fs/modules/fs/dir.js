/** Folders, read entry by entry. */
import { checkFunction, checkType, coded } from '../internal/node-errors.js'
import { toPath } from './arguments.js'
import { ask, callbackOf, flavour, run, runSync } from './call.js'
import { Dirent, namedAs, sortDirectoryEntries } from './dirent.js'
import { DirectoryHandle, kPlace } from './handle.js'
import { unescaped } from './raw-names.js'

export { Dirent, sortDirectoryEntries }
export const kType = Symbol.for('fs.Dirent.type')

/** The most entries that one call answers. */
const LARGEST_PAGE = 4096

/**
 * @template R
 * @typedef {import('./call.js').Operation<R>} Operation
 */

/**
 * @typedef {object} DirOptions
 * @property {string | null} [encoding]
 * @property {boolean} [withFileTypes] false for bare names
 * @property {number} [bufferSize] how many entries to ask for at a time
 * @property {boolean} [recursive] goes into the folders in it, too
 */

/** A folder that is being read, in the order of the file system. */
export class Dir {
  #size
  #recursive
  /** @type {Dirent[]} */
  #page = []
  #next = 0
  #ended = false
  /** Folders that are still to be read. @type {string[]} */
  #folders = []
  /** @type {DirectoryHandle} the one that is being read */
  #current

  /**
   * @param {DirectoryHandle} handle
   * @param {DirOptions} [options]
   * @returns {Dir}
   */
  static from (handle, options) {
    return new Dir(DirectoryHandle.from(handle), options)
  }

  /**
   * @param {DirectoryHandle} handle
   * @param {DirOptions} [options]
   */
  constructor (handle, options = {}) {
    this.handle = handle
    /** @type {string} */
    this.path = handle.path ?? ''
    this.encoding = options.encoding ?? 'utf8'
    this.withFileTypes = options.withFileTypes !== false
    this.#size = Math.min(options.bufferSize ?? DirectoryHandle.MAX_ENTRIES, LARGEST_PAGE)
    this.#recursive = options.recursive === true
    this.#current = handle
  }

  get closed () { return this.handle.closed }
  get closing () { return this.handle.closing }

  /**
   * @param {{ entries?: number, encoding?: string | null, withFileTypes?: boolean, signal?: AbortSignal }} [options]
   * @returns {Operation<any>}
   */
  * #reads (options = {}) {
    if (this.closed) {
      throw coded(Error, 'ERR_DIR_CLOSED', 'Directory handle was closed')
    }
    const entries = []
    while (entries.length < (options.entries ?? 1)) {
      if (this.#next === this.#page.length) {
        if (this.#ended) {
          break
        }
        yield * this.#turn(options.signal)
        continue
      }
      const entry = namedAs(this.#page[this.#next++], options.encoding ?? this.encoding)
      entries.push((options.withFileTypes ?? this.withFileTypes) ? entry : entry.name)
    }
    return options.entries === undefined ? entries[0] ?? null : entries
  }

  /**
   * Gets the next page, of the next folder if this one is at its end.
   * @param {AbortSignal} [signal]
   * @returns {Operation<void>}
   */
  * #turn (signal) {
    const folder = this.#current[kPlace] ?? ''
    const page = yield * this.#current.reads(this.#size, signal)
    this.#next = 0
    this.#page = page.map((/** @type {{ name: string, type: number }} */ { name, type }) => entryOf(name, type, folder))
    if (this.#recursive) {
      this.#folders.push(...this.#page.filter((entry) => entry.isDirectory()).map(({ name }) => flavour.join(folder, name)))
    }
    if (page.length > 0) {
      return
    }
    if (this.#current !== this.handle) {
      yield * this.#current.closes()
    }
    const next = this.#folders.shift()
    this.#ended = next === undefined
    this.#current = next === undefined ? this.handle : new DirectoryHandle({ path: next })
    if (next !== undefined) {
      yield * this.#current.opens()
    }
  }

  /**
   * The next entry, or null at the end; several if `entries` asks for that many.
   * @param {any} [options] `{ entries, encoding, withFileTypes, signal }`, or the callback
   * @param {(error: Error | null, entry?: any) => void} [callback] a promise is returned if there is none
   * @returns {Promise<any>}
   */
  read (options, callback) {
    const args = typeof options === 'function' ? [options] : [options, callback]
    return this.#either((given) => this.#reads(given), args)
  }

  /**
   * @param {(options?: any) => Operation<any>} operation
   * @param {any[]} args
   * @returns {any}
   */
  #either (operation, args) {
    const callback = args.at(-1)
    if (callback === undefined) {
      return run(operation(args[0]))
    }
    checkFunction(callback)
    callbackOf(operation)(...args)
  }

  /**
   * Like {@link read}, but blocks.
   * @param {{ entries?: number, encoding?: string | null, withFileTypes?: boolean }} [options]
   * @returns {any}
   */
  readSync (options) {
    return runSync(this.#reads(options))
  }

  /** @returns {Operation<void>} */
  * #closes () {
    if (this.#current !== this.handle) {
      yield * this.#current.closes()
      this.#current = this.handle
    }
    yield * this.handle.closes()
  }

  /**
   * @param {any} [options] or the callback
   * @param {(error: Error | null) => void} [callback] a promise is returned if there is none
   * @returns {Promise<void>}
   */
  close (options, callback) {
    return this.#either(() => this.#closes(), [typeof options === 'function' ? options : callback])
  }

  closeSync () {
    runSync(this.#closes())
  }

  /**
   * All entries that are left; closes the folder at the end.
   * @param {{ encoding?: string, withFileTypes?: boolean, signal?: AbortSignal }} [options]
   * @returns {AsyncGenerator<any, void, void>}
   */
  async * entries (options) {
    try {
      for (;;) {
        const entry = await this.read(options)
        if (entry === null) {
          return
        }
        yield entry
      }
    } finally {
      await this.close()
    }
  }

  [Symbol.asyncIterator] () { return this.entries() }

  async [Symbol.asyncDispose] () {
    if (!this.closed) {
      await this.close()
    }
  }
}

/**
 * @param {string} name escaped as in a URI
 * @param {number} type
 * @param {string} folder
 */
function entryOf (name, type, folder) {
  return new Dirent(name.includes('%') ? unescaped(name) : name, type, folder)
}

/**
 * All entries of a folder, in the order of the file system.
 * @param {string} path
 * @param {boolean} types false to leave the types unknown
 * @param {AbortSignal} [signal]
 * @returns {Operation<Dirent[]>}
 */
export function * listed (path, types, signal) {
  toPath(path)
  checkType('withFileTypes', types, 'boolean')
  try {
    const entries = yield ask('fs.scandir', { path, types }, { syscall: 'scandir', path }, signal ? { signal } : null)
    return types
      ? entries.map((/** @type {[any, number]} */ [name, type]) => scanned(name, type, path))
      : entries.map((/** @type {any} */ name) => scanned(name, Dirent.UNKNOWN, path))
  } catch (error) {
    if (/** @type {any} */ (error).code !== 'TOO_MANY_ENTRIES') {
      throw error
    }
  }
  const handle = new DirectoryHandle({ path })
  yield * handle.opens(signal)
  try {
    const entries = []
    for (;;) {
      const page = yield * handle.reads(LARGEST_PAGE, signal)
      if (page.length === 0) {
        return entries
      }
      for (const { name, type } of page) {
        entries.push(entryOf(name, type, path))
      }
    }
  } finally {
    yield * handle.closes()
  }
}

/**
 * @param {string | { raw: string }} name escaped as in a URI if it is no UTF-8
 * @param {number} type
 * @param {string} folder
 */
function scanned (name, type, folder) {
  return new Dirent(typeof name === 'string' ? name : unescaped(name.raw), type, folder)
}

export default { Dir, Dirent, kType, sortDirectoryEntries }
