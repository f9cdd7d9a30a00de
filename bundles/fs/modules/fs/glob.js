/** Looks for files by patterns of their paths. See `call.js`. */
import { ANY_DEPTH, compile, fits, matches } from '../internal/glob.js'
import { isWindows } from '../internal/host.js'
import { checkType, invalidArgType } from '../internal/node-errors.js'
import { checkBooleans, plainOptions, toPath } from './arguments.js'
import { flavour } from './call.js'
import { listed } from './dir.js'
import { Dirent, namedAs } from './dirent.js'
import { lstat, stat } from './operations.js'
import { shown } from './raw-names.js'

/**
 * @template R
 * @typedef {import('./call.js').Operation<R>} Operation
 */
/**
 * @typedef {object} GlobOptions
 * @property {import('./arguments.js').PathLike} [cwd] the folder that patterns are relative to
 * @property {((entry: any) => boolean) | string[]} [exclude] tells what to leave out, with all that is in it: by its name, or its
 *   `Dirent` if `withFileTypes` is set, or by patterns
 * @property {boolean} [withFileTypes] finds `Dirent`s instead of paths
 */

/** What does not let a folder be listed, and so has nothing in it. */
const NOTHING = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG', 'NOT_ALLOWED']

const NAMES = { FILE: 'isFile', DIR: 'isDirectory', LINK: 'isSymbolicLink', FIFO: 'isFIFO', SOCKET: 'isSocket', CHAR: 'isCharacterDevice', BLOCK: 'isBlockDevice' }

/** @param {any} given */
function checkPatterns (given) {
  const patterns = Array.isArray(given) ? given : [given]
  for (const pattern of patterns) {
    checkType('patterns', pattern, 'string')
  }
  return patterns
}

/**
 * Finds files and folders.
 * @param {string | string[]} pattern
 * @param {GlobOptions | null} [options]
 * @returns {Operation<any[]>} paths as the pattern has them, or `Dirent`s; each once, in no certain order
 */
export function * glob (pattern, options) {
  const patterns = checkPatterns(pattern)
  const given = plainOptions(options)
  checkBooleans(given, 'withFileTypes')
  const search = new Search(given)
  for (const one of patterns.flatMap((text) => compile(text, isWindows))) {
    yield * search.follow(one)
  }
  return search.found()
}

/** A search, by all patterns together. */
class Search {
  #cwd
  #exclude
  #withFileTypes
  /** @type {Map<string, Map<string, Dirent>>} what is in folders that were listed, by name */
  #folders = new Map()
  /** @type {Map<string, Dirent>} by their paths */
  #found = new Map()
  /** @type {Set<string>} places that a pattern has come to */
  #seen = new Set()
  #count = 0

  /** @param {GlobOptions} options */
  constructor ({ cwd, exclude, withFileTypes = false }) {
    this.#cwd = flavour.resolve(cwd === undefined || cwd === null ? '.' : toPath(cwd, 'options.cwd'))
    this.#exclude = excluding(exclude, withFileTypes)
    this.#withFileTypes = withFileTypes
  }

  found () {
    return this.#withFileTypes
      ? Array.from(this.#found.values(), (entry) => namedAs(entry, null))
      : Array.from(this.#found.keys(), (path) => shown(path === '' ? '.' : path))
  }

  /**
   * @param {import('../internal/glob.js').Pattern} pattern
   * @returns {Operation<void>}
   */
  * follow (pattern) {
    this.#count++
    yield * this.#step(pattern, pattern.root, 0)
  }

  /**
   * Goes on with a part of a pattern, in a folder.
   * @param {import('../internal/glob.js').Pattern} pattern
   * @param {string} folder
   * @param {number} index
   * @param {boolean} [isLink] true for a link that `**` has come to, which leads it no further
   * @returns {Operation<void>}
   */
  * #step (pattern, folder, index, isLink = false) {
    const key = `${this.#count}:${index}:${isLink}:${folder}`
    if (this.#seen.has(key)) {
      return
    }
    this.#seen.add(key)
    const { parts } = pattern
    if (index === parts.length) {
      yield * this.#take(pattern, folder)
      return
    }
    const part = parts[index]
    const isLast = index === parts.length - 1
    if (part === ANY_DEPTH) {
      yield * this.#step(pattern, folder, index + 1)
      if (!isLink) {
        yield * this.#deeper(pattern, folder, index)
      }
    } else if (typeof part === 'string') {
      if (part !== '..' || (yield * this.#isFolder(folder))) {
        const path = flavour.join(folder, part)
        if (!this.#exclude(path, path.endsWith('..') ? null : new Dirent(flavour.basename(path), Dirent.UNKNOWN, flavour.dirname(path)))) {
          yield * this.#step(pattern, path === '.' ? '' : path, index + 1)
        }
      }
    } else {
      for (const entry of (yield * this.#list(folder)).values()) {
        if (fits(part, entry.name) && (isLast || entry.type !== Dirent.FILE) && !this.#exclude(flavour.join(folder, entry.name), entry)) {
          yield * this.#step(pattern, flavour.join(folder, entry.name), index + 1)
        }
      }
    }
  }

  /**
   * @param {import('../internal/glob.js').Pattern} pattern
   * @param {string} folder
   * @param {number} index of `**`
   * @returns {Operation<void>}
   */
  * #deeper (pattern, folder, index) {
    const isLast = index === pattern.parts.length - 1
    for (const entry of (yield * this.#list(folder)).values()) {
      const path = flavour.join(folder, entry.name)
      if (entry.name.startsWith('.') || this.#exclude(path, entry)) {
        continue
      }
      if (entry.isDirectory()) {
        yield * this.#step(pattern, path, index)
      } else if (isLast) {
        yield * this.#take(pattern, path)
      } else if (entry.isSymbolicLink() && index > 0) {
        yield * this.#step(pattern, path, index, true)
      }
    }
  }

  /**
   * @param {import('../internal/glob.js').Pattern} pattern
   * @param {string} path
   * @returns {Operation<void>}
   */
  * #take (pattern, path) {
    if (this.#found.has(path)) {
      return
    }
    const entry = yield * this.#entry(path)
    if (entry !== null && (!pattern.foldersOnly || entry.isDirectory() || (yield * this.#isFolder(path)))) {
      this.#found.set(path, entry)
    }
  }

  /**
   * @param {string} path
   * @returns {Operation<Dirent | null>}
   */
  * #entry (path) {
    const full = this.#full(path)
    const [parent, name] = [flavour.dirname(full), flavour.basename(full)]
    const known = this.#folders.get(parent)?.get(name)
    if (known !== undefined) {
      return known
    }
    try {
      const stats = yield * lstat(full)
      const type = Object.entries(NAMES).find(([, is]) => /** @type {any} */ (stats)[is]())?.[0] ?? 'UNKNOWN'
      return new Dirent(name, /** @type {any} */ (Dirent)[type], parent)
    } catch (error) {
      return ignored(error, null)
    }
  }

  /**
   * @param {string} path
   * @returns {Operation<boolean>}
   */
  * #isFolder (path) {
    try {
      return (yield * stat(this.#full(path))).isDirectory()
    } catch (error) {
      return ignored(error, false)
    }
  }

  /**
   * @param {string} folder
   * @returns {Operation<Map<string, Dirent>>} nothing if it cannot be listed
   */
  * #list (folder) {
    const path = this.#full(folder)
    const known = this.#folders.get(path)
    if (known !== undefined) {
      return known
    }
    let entries = /** @type {Dirent[]} */ ([])
    try {
      entries = yield * listed(path, true)
    } catch (/** @type {any} */ error) {
      if (error.code === 'NOT_ALLOWED' && this.#folders.size === 0) {
        throw error // where the search begins
      }
      ignored(error, entries)
    }
    const byName = new Map(entries.map((entry) => [entry.name, entry]))
    this.#folders.set(path, byName)
    return byName
  }

  /** @param {string} path */
  #full (path) {
    return flavour.resolve(this.#cwd, path)
  }
}

/**
 * @template T
 * @param {any} error
 * @param {T} otherwise
 * @returns {T}
 */
function ignored (error, otherwise) {
  if (!NOTHING.includes(error.code)) {
    throw error
  }
  return otherwise
}

/**
 * What tells whether to leave something out.
 * @param {any} exclude
 * @param {boolean} withFileTypes
 * @returns {(path: string, entry: Dirent | null) => boolean}
 */
function excluding (exclude, withFileTypes) {
  if (exclude === undefined || exclude === null) {
    return () => false
  }
  if (typeof exclude === 'function') {
    return (path, entry) => entry !== null && Boolean(exclude(withFileTypes ? namedAs(entry, null) : shown(entry.name)))
  }
  if (!Array.isArray(exclude)) {
    throw invalidArgType('options.exclude', 'of type function or an instance of Array', exclude)
  }
  const patterns = checkPatterns(exclude).flatMap((text) => compile(text, isWindows))
  return (path) => {
    const { root } = flavour.parse(path)
    const names = path.slice(root.length).split(flavour.sep).filter(Boolean)
    return patterns.some((pattern) => matches(pattern, root, names))
  }
}
