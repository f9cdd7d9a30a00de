/** A path as an object, and the functions of paths by the separator that they are written with. */
import { cwd as currentFolder, isWindows } from '../internal/host.js'
import * as posix from '../internal/path-posix.js'
import * as win32 from '../internal/path-win32.js'
import { checkObject, invalidArgValue } from '../internal/node-errors.js'
import location from '../location.js'

const flavour = isWindows ? win32 : posix

/**
 * @typedef {{ sep?: string, posix?: boolean, win32?: boolean } | null | undefined} Options how paths are written: `sep` is `/` or
 *   `\\`; without it, as on this host
 */

/** @param {Options} options */
function flavourOf (options) {
  checkObject('options', options ?? {})
  switch (options?.sep) {
    case '/': return posix
    case '\\': return win32
    case undefined: return options?.win32 === true ? win32 : options?.posix === true ? posix : flavour
    default: throw invalidArgValue('options.sep', options?.sep, "must be '/' or '\\\\'")
  }
}

/**
 * @param {Options} options
 * @param {...(string | URL)} components
 */
export const resolve = (options, ...components) => flavourOf(options).resolve(...components)

/**
 * @param {Options} options
 * @param {...(string | URL)} components
 */
export const join = (options, ...components) => flavourOf(options).join(...components)

/**
 * @param {Options} options
 * @param {string | URL} from
 * @param {string | URL} to
 */
export const relative = (options, from, to) => flavourOf(options).relative(from, to)

/**
 * @param {Options} options
 * @param {string | URL} path
 */
export const dirname = (options, path) => flavourOf(options).dirname(path)

/**
 * @param {Options} options
 * @param {string | URL} path
 */
export const basename = (options, path) => flavourOf(options).basename(path)

/**
 * @param {Options} options
 * @param {string | URL} path
 */
export const extname = (options, path) => flavourOf(options).extname(path)

/**
 * @param {Options} options
 * @param {string | URL} path
 */
export const normalize = (options, path) => flavourOf(options).normalize(path)

/**
 * @param {Options} options
 * @param {Parameters<typeof posix.format>[0]} path
 */
export const format = (options, path) => flavourOf(options).format(path)

/** @param {string | URL} path written as on this host */
export const parse = (path) => flavour.parse(path)

/**
 * The folder that relative paths are relative to.
 * @param {Options} [opts]
 */
export const cwd = (opts) => flavourOf(opts).cwd()

/** What the paths of this page's files begin with in a URL, such as `socket://com.example.app`. */
export const origin = () => location.origin

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
