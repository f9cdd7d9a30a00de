/** Folders, read entry by entry. */
import { decode } from './encoding.js'
import { Dirent, sortDirectoryEntries } from './dirent.js'
import { DirectoryHandle } from './handle.js'

export { Dirent, sortDirectoryEntries }
export const kType = Symbol.for('fs.Dirent.type')

/**
 * @typedef {object} DirOptions
 * @property {string} [encoding]
 * @property {boolean} [withFileTypes] false for bare names
 * @property {number} [bufferSize] how many entries to ask for at a time
 */

/** A folder that is being read, in the order of the file system. */
export class Dir {
  #size
  /** @type {Array<{ name: string, type: number }>} */
  #page = []
  #next = 0
  #ended = false

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
    this.#size = options.bufferSize ?? DirectoryHandle.MAX_ENTRIES
  }

  get closed () { return this.handle.closed }
  get closing () { return this.handle.closing }

  /**
   * The next entry, or null at the end; several if `entries` asks for that many.
   * @param {{ entries?: number, encoding?: string, withFileTypes?: boolean, signal?: AbortSignal }} [options]
   * @returns {Promise<any>}
   */
  async read (options = {}) {
    if (this.closed) {
      throw Object.assign(new Error('Directory handle was closed'), { code: 'ERR_DIR_CLOSED' })
    }
    const entries = []
    while (entries.length < (options.entries ?? 1)) {
      if (this.#next === this.#page.length) {
        if (this.#ended) {
          break
        }
        this.#next = 0
        this.#page = await this.handle.read({ entries: this.#size, signal: options.signal })
        this.#ended = this.#page.length === 0
        continue
      }
      const { name, type } = this.#page[this.#next++]
      entries.push((options.withFileTypes ?? this.withFileTypes)
        ? new Dirent(name, type, this.path)
        : encoded(name, options.encoding ?? this.encoding))
    }
    return options.entries === undefined ? entries[0] ?? null : entries
  }

  /** @returns {Promise<void>} */
  async close () {
    await this.handle.close()
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
    await this.close()
  }
}

/**
 * A name as it was asked for.
 * @param {string} name
 * @param {string | null | undefined} encoding `buffer` for bytes
 * @returns {any}
 */
export function encoded (name, encoding) {
  if (!encoding || encoding === 'utf8' || encoding === 'utf-8') {
    return name
  }
  const bytes = new TextEncoder().encode(name)
  return encoding === 'buffer' ? bytes : decode(bytes, encoding)
}

export default { Dir, Dirent, kType, sortDirectoryEntries }
