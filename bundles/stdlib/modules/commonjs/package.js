/**
 * Packages of `node_modules`: their names, and what their manifests say.
 * @module commonjs/package
 */
import { ModuleNotFoundError } from '../errors.js'
import { resolve as resolveFile } from '../internal/commonjs-resolve.js'
import { checkObject, checkType, coded, invalidArgType, invalidArgValue } from '../internal/node-errors.js'
import { isESMSource } from '../util.js'
import { Loader } from './loader.js'

const inspectCustom = Symbol.for('socket.runtime.util.inspect.custom')

/** What is required of a package that names nothing. */
export const DEFAULT_PACKAGE_INDEX = 'index.js'
export const DEFAULT_PACKAGE_MANIFEST_FILE_NAME = 'package.json'
/** Where packages are, beside what requires them. */
export const DEFAULT_PACKAGE_PREFIX = 'node_modules/'
/** That of a package that tells none. */
export const DEFAULT_PACKAGE_VERSION = '0.0.0'
/** That of a package that tells none. */
export const DEFAULT_LICENSE = 'UNLICENSED'

/**
 * Whether a text is one of an ES module.
 * @param {string} source
 * @returns {boolean}
 */
export function detectESMSource (source) {
  checkType('source', source, 'string')
  return isESMSource(source)
}

/** `@organization/name@version/path`. */
const NAME = /^(?:npm:)?((?:(@[a-z0-9-~][a-z0-9-._~]*)\/)?[a-z0-9-~][a-z0-9-._~]*)(?:@([^/\s]+))?((?:\/[^\0]*)?)$/i
const RELATIVE = /^\.{0,2}\//
/** The longest that a name may be. */
const LONGEST = 4096

/** The name of a package, or of a part of it. */
export class Name {
  #parts

  /**
   * @param {string} name
   * @param {{ version?: string, origin?: string | URL } | null} [options] `version`: if the name has none
   */
  constructor (name, options = null) {
    this.#parts = Name.parse(name, options)
  }

  /**
   * Takes a name apart.
   * @param {string} input
   * @param {{ version?: string, origin?: string | URL } | null} [options]
   */
  static parse (input, options = null) {
    checkType('name', input, 'string')
    checkObject('options', options ?? {})
    const origin = options?.origin === undefined ? null : String(options.origin)
    if (RELATIVE.test(input)) {
      return { name: '', organization: null, version: null, pathname: input, isRelative: true, origin }
    }
    const match = input.length > LONGEST ? null : NAME.exec(input)
    if (match === null) {
      throw invalidArgValue('name', input, 'is not the name of a package')
    }
    const [, name, organization = null, version = options?.version ?? null, pathname] = match
    return { name, organization, version, pathname, isRelative: false, origin }
  }

  /**
   * @param {string} input
   * @param {object | null} [options]
   * @returns {boolean}
   */
  static canParse (input, options = null) {
    try {
      Name.parse(input, options)
      return true
    } catch {
      return false
    }
  }

  /**
   * @param {string | Name} input
   * @param {{ version?: string, origin?: string | URL } | null} [options]
   * @returns {Name}
   */
  static from (input, options = null) {
    return input instanceof Name ? input : new Name(input, options)
  }

  /** With the version, without the path. */
  get id () { return this.#parts.version === null ? this.name : `${this.name}@${this.#parts.version}` }
  /** With the organization. */
  get name () { return this.#parts.name }
  /** What is required: the name and the path. */
  get value () { return this.name + this.#parts.pathname }
  get origin () { return this.#parts.origin }
  get version () { return this.#parts.version }
  /** Of the part that is named, such as `/fp`; empty for the package itself. */
  get pathname () { return this.#parts.pathname }
  get organization () { return this.#parts.organization }
  get isRelative () { return this.#parts.isRelative }

  toString () {
    return this.id + (this.isRelative ? '' : this.#parts.pathname) || this.#parts.pathname
  }

  toJSON () {
    return this.toString()
  }
}

/** What a package depends on, by name. */
export class Dependencies {
  /** @type {Map<string, Package>} */
  #map = new Map()
  #parent

  /**
   * @param {Package} parent
   * @param {Record<string, string> | null} [options] versions by name
   */
  constructor (parent, options = null) {
    if (!(parent instanceof Package)) {
      throw invalidArgType('parent', 'an instance of Package', parent)
    }
    checkObject('options', options ?? {})
    this.#parent = parent
    for (const [name, version] of Object.entries(options ?? {})) {
      this.add(name, { version })
    }
  }

  get map () { return this.#map }
  get origin () { return this.#parent.origin }

  /**
   * @param {string} name
   * @param {{ version?: string } | string | null} [info] or its version
   * @returns {Package}
   */
  add (name, info = null) {
    const version = typeof info === 'string' ? info : info?.version
    const found = new Package(name, { version: /^\d/.test(version ?? '') ? version : undefined, origin: this.#parent.url, loader: this.#parent.loader })
    this.#map.set(found.name, found)
    return found
  }

  /**
   * @param {string} name
   * @param {object | null} [options] none yet
   * @returns {Package | undefined}
   */
  get (name, options = null) { // eslint-disable-line no-unused-vars
    return this.#map.get(name)
  }

  entries () { return this.#map.entries() }
  keys () { return this.#map.keys() }
  values () { return this.#map.values() }

  /**
   * Reads the manifests of all.
   * @param {object | null} [options] none yet
   * @returns {Dependencies}
   */
  load (options = null) { // eslint-disable-line no-unused-vars
    this.#map.forEach((found) => found.load())
    return this
  }

  [Symbol.iterator] () { return this.#map.entries() }
}

/** A package. */
export class Package {
  static Name = Name
  static Dependencies = Dependencies

  #name
  #origin
  #loader
  #url
  /** @type {any} */
  #info = null
  /** @type {Dependencies | null} */
  #dependencies = null

  /**
   * @param {string | Name} name
   * @param {{ version?: string, origin?: string | URL | null, loader?: Loader } | null} [options] `origin`: who requires it; the page
   *   if nobody is named
   */
  constructor (name, options = null) {
    this.#name = Name.from(name, options?.version === undefined ? null : { version: options.version })
    this.#origin = Loader.resolve(options?.origin ?? new URL('/', globalThis.location?.href ?? import.meta.url))
    this.#loader = options?.loader ?? new Loader(this.#origin)
    this.#url = Loader.resolve(this.#name.isRelative ? this.#name.pathname : `./${DEFAULT_PACKAGE_PREFIX}${this.#name.name}/`, this.#origin)
  }

  /**
   * @param {string} name
   * @param {{ version?: string, origin?: string | URL | null, loader?: Loader } | null} [options]
   * @returns {Package} whose manifest was read
   */
  static load (name, options = null) {
    const found = new Package(name, options)
    found.load()
    return found
  }

  get id () { return `${this.name}@${this.version}` }
  /** The address of its folder. */
  get url () { return this.#url }
  get loader () { return this.#loader }
  get origin () { return this.#origin }
  /** Whether its manifest was read. */
  get loaded () { return this.#info !== null }
  /** The manifest; empty until it was read. */
  get info () { return this.#info ?? {} }
  get name () { return this.info.name ?? this.#name.name }
  get organization () { return this.#name.organization }
  get description () { return this.info.description ?? '' }
  get license () { return this.info.license ?? DEFAULT_LICENSE }
  get version () { return this.info.version ?? this.#name.version ?? DEFAULT_PACKAGE_VERSION }
  get imports () { return this.info.imports ?? {} }
  get exports () { return this.info.exports ?? {} }
  /** @returns {'module' | 'commonjs'} */
  get type () { return this.info.type === 'module' ? 'module' : 'commonjs' }
  get main () { return this.info.main ?? DEFAULT_PACKAGE_INDEX }
  /** The address of what is required by its name alone; null if there is none. */
  get entry () {
    try {
      return this.resolve()
    } catch {
      return null
    }
  }

  get dependencies () {
    return (this.#dependencies ??= new Dependencies(this, this.info.dependencies ?? null))
  }

  /**
   * Reads its manifest, where it is found first: beside who requires it, or in a folder above.
   * @param {string | URL | null} [origin] who requires it instead
   * @param {object | null} [options] none yet
   * @returns {boolean} false if it is not there
   */
  load (origin = null, options = null) { // eslint-disable-line no-unused-vars
    const start = Loader.resolve(origin ?? this.#origin)
    for (const folder of this.#name.isRelative ? [new URL(this.#name.pathname, start)] : homes(start, this.#name.name)) {
      const url = Loader.resolve(DEFAULT_PACKAGE_MANIFEST_FILE_NAME, folder.href.endsWith('/') ? folder : `${folder.href}/`)
      const response = this.#loader.load(url)
      if (response.ok) {
        this.#info = parsed(response.text, url)
        this.#url = new URL('.', url).href
        this.#dependencies = null
        return true
      }
    }
    return false
  }

  /**
   * The address of a part of it.
   * @param {string} [pathname] such as `./fp`; the package itself without
   * @param {object | null} [options] none yet
   * @returns {string}
   */
  resolve (pathname = '.', options = null) { // eslint-disable-line no-unused-vars
    checkType('pathname', pathname, 'string')
    const part = pathname.replace(/^\.?\/?/, '')
    if (!this.loaded && !this.load()) {
      throw new ModuleNotFoundError(`Cannot find package '${this.#name}'`, [this.#origin])
    }
    const specifier = this.#name.isRelative ? this.#url + part : part === '' ? this.#name.name : `${this.#name.name}/${part}`
    const from = this.#name.isRelative ? this.#url : new URL('../'.repeat(this.#name.name.split('/').length + 1), this.#url).href
    return resolveFile(specifier, from, (url) => {
      const response = this.#loader.load(url)
      return response.ok ? response.text : null
    })
  }

  [inspectCustom] () {
    return `Package { id: '${this.id}', url: '${this.#url}' }`
  }
}

/**
 * Where a package may be, from a place upwards.
 * @param {string} start
 * @param {string} name
 * @returns {Generator<URL>}
 */
function * homes (start, name) {
  for (let folder = new URL('.', start); ; folder = new URL('..', folder)) {
    if (!folder.pathname.endsWith(`/${DEFAULT_PACKAGE_PREFIX}`)) {
      yield new URL(`${DEFAULT_PACKAGE_PREFIX}${name}/`, folder)
    }
    if (folder.pathname === '/') {
      return
    }
  }
}

/**
 * @param {string} text
 * @param {string} url
 */
function parsed (text, url) {
  try {
    const info = JSON.parse(text)
    checkObject('package', info)
    return info
  } catch (error) {
    throw coded(Error, 'ERR_INVALID_PACKAGE_CONFIG', `Invalid package config ${url}: ${/** @type {Error} */ (error).message}`)
  }
}

export default Package
