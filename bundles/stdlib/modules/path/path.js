/** A path as an object. */
import { cwd as currentFolder, isWindows } from '../internal/host.js'
import * as posix from '../internal/path-posix.js'
import * as win32 from '../internal/path-win32.js'

const flavour = isWindows ? win32 : posix

/**
 * A path and its parts.
 *
 * ```js
 * Path.from('images/logo.png', '/srv').name // 'logo'
 * ```
 */
export class Path {
  #parsed

  /**
   * @param {string | URL | Path | { pathname: string }} input
   * @param {string | URL | Path | null} [cwd] what a relative path is relative to
   * @returns {Path}
   */
  static from (input, cwd = null) {
    if (input instanceof Path) {
      return cwd === null ? input : new Path(input.source, cwd)
    }
    return new Path(input, cwd)
  }

  /**
   * @param {string | URL | Path | { pathname: string }} pathname
   * @param {string | URL | Path | null} [cwd]
   */
  constructor (pathname, cwd = null) {
    const isUrl = pathname instanceof URL
    const source = pathname instanceof Path
      ? pathname.source
      : typeof pathname === 'object' && pathname !== null
        ? decodeURIComponent(pathname.pathname)
        : pathname
    /** The path as it was given. @type {string} */
    this.source = flavour.normalize(source) && source
    /** The scheme that the path is written with in a URL. @type {string} */
    this.protocol = isUrl ? pathname.protocol : 'file:'
    /** True if it was given relative to another. @type {boolean} */
    this.isRelative = !flavour.isAbsolute(source)
    const base = cwd === null ? null : cwd instanceof Path ? cwd.value : cwd
    /** The path, made absolute if there was something to be relative to. @type {string} */
    this.value = flavour.normalize(this.isRelative && base !== null ? flavour.join(base, source) : source)
    this.#parsed = flavour.parse(this.value)
  }

  get pathname () { return this.value }
  get root () { return this.#parsed.root }
  get dir () { return this.#parsed.dir }
  get base () { return this.#parsed.base }
  get name () { return this.#parsed.name }
  get ext () { return this.#parsed.ext }

  /** The folder that it is in. */
  get parent () { return flavour.dirname(this.value) }

  /** The drive, such as `C:`; null if there is none. */
  get drive () { return /^[a-z]:/i.exec(this.value)?.[0] ?? null }

  get href () { return this.toURL().href }

  /** @returns {URL} */
  toURL () {
    const absolute = flavour.isAbsolute(this.value) ? this.value : flavour.resolve(currentFolder(), this.value)
    const names = absolute.split(/[\\/]/).map(encodeURIComponent).join('/')
    return new URL(`${this.protocol}//${names.startsWith('/') ? '' : '/'}${names.replace(/%3A/i, ':')}`)
  }

  toString () { return this.value }
  toJSON () { return this.value }
  get [Symbol.toStringTag] () { return 'Path' }
}

export default Path
