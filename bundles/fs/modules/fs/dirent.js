/** Entries of folders. */
import { encoded } from './arguments.js'
import { isRaw, shown } from './raw-names.js'

/** A name in a folder, and what it stands for. */
export class Dirent {
  static get UNKNOWN () { return 0 }
  static get FILE () { return 1 }
  static get DIR () { return 2 }
  static get LINK () { return 3 }
  static get FIFO () { return 4 }
  static get SOCKET () { return 5 }
  static get CHAR () { return 6 }
  static get BLOCK () { return 7 }

  /**
   * @param {string | { name: string, type: number }} name
   * @param {number} [type]
   * @returns {Dirent}
   */
  static from (name, type = Dirent.UNKNOWN) {
    return typeof name === 'object' ? new Dirent(name.name, name.type) : new Dirent(name, type)
  }

  /**
   * @param {any} name
   * @param {number} type
   * @param {string} [parentPath] the folder that it is in
   */
  constructor (name, type, parentPath = '') {
    this.name = name
    this.parentPath = parentPath
    Object.defineProperty(this, 'type', { value: type })
    /** One of the constants of this class. @type {number} */
    this.type // eslint-disable-line no-unused-expressions
  }

  /** As older versions of Node call it. */
  get path () { return this.parentPath }

  isFile () { return this.type === Dirent.FILE }
  isDirectory () { return this.type === Dirent.DIR }
  isSymbolicLink () { return this.type === Dirent.LINK }
  isFIFO () { return this.type === Dirent.FIFO }
  isSocket () { return this.type === Dirent.SOCKET }
  isCharacterDevice () { return this.type === Dirent.CHAR }
  isBlockDevice () { return this.type === Dirent.BLOCK }
}

/**
 * An entry with its name as it was asked for.
 * @param {Dirent} entry
 * @param {string | null | undefined} encoding `buffer` for bytes
 * @returns {Dirent}
 */
export function namedAs (entry, encoding) {
  const { name, type, parentPath } = entry
  const isText = !encoding || encoding === 'utf8' || encoding === 'utf-8'
  return isText && !isRaw(name) && !isRaw(parentPath) ? entry : new Dirent(encoded(name, encoding), type, shown(parentPath))
}

/**
 * Orders entries, or names, as `readdir` lists them.
 * @param {Dirent | string} a
 * @param {Dirent | string} b
 */
export function sortDirectoryEntries (a, b) {
  const left = typeof a === 'string' ? a : a.name
  const right = typeof b === 'string' ? b : b.name
  return left < right ? -1 : left > right ? 1 : 0
}

export default Dirent
