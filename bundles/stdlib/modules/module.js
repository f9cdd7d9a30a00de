/**
 * `require`, and CommonJS packages of `node_modules`.
 *
 * Files are read synchronously and compiled with `new Function`, which the page's content security policy must allow
 * (`script-src 'unsafe-eval'`). ES modules cannot be required: import them.
 * @module module
 */
import { builtins, getBuiltin, isBuiltin } from './commonjs/builtins.js'
import { ModuleNotFoundError } from './errors.js'
import { packageOf, resolve as resolveFile } from './internal/commonjs-resolve.js'
import { checkType, coded, invalidArgValue } from './internal/node-errors.js'
import { isESMSource } from './util.js'

export { builtins, isBuiltin }

/** Names of the modules that are always there. */
export const builtinModules = Object.freeze(Object.keys(builtins).sort())

/** What was read, by URL; null for what is not there. @type {Map<string, string | null>} */
const files = new Map()

/**
 * @param {string} url
 * @returns {string | null}
 */
function read (url) {
  const known = files.get(url)
  if (known !== undefined) {
    return known
  }
  let text = null
  const request = new XMLHttpRequest()
  try {
    request.open('GET', url, false)
    request.send()
    // engines give files of one's own scheme no status
    text = request.status === 200 || (request.status === 0 && request.responseText !== '') ? request.responseText : null
  } catch {
    text = null
  }
  files.set(url, text)
  return text
}

/** A file that was required. */
export class Module {
  /** By URL. @type {Record<string, Module>} */
  static _cache = Object.create(null)
  static builtinModules = builtinModules
  static isBuiltin = isBuiltin
  static createRequire = createRequire
  /** What the text of a module is put between. */
  static wrapper = Object.freeze(['(function (exports, require, module, __filename, __dirname) { ', '\n});'])

  /** @type {Module[]} */
  children = []
  exports = {}
  loaded = false

  /**
   * @param {string} id its URL
   * @param {Module | null} [parent]
   */
  constructor (id, parent = null) {
    checkType('id', id, 'string')
    this.id = id
    this.parent = parent
    this.filename = decodeURIComponent(new URL(id).pathname)
    this.path = this.filename.slice(0, this.filename.lastIndexOf('/')) || '/'
    this.require = requireOf(this)
    parent?.children.push(this)
  }

  /** @param {string} source */
  static wrap (source) {
    return Module.wrapper.join(String(source))
  }

  get [Symbol.toStringTag] () { return 'Module' }

  /** Reads and runs it. */
  load () {
    const source = read(this.id)
    if (source === null) {
      throw new ModuleNotFoundError(`Cannot find module '${this.id}'`)
    }
    if (this.filename.endsWith('.json')) {
      try {
        this.exports = JSON.parse(source)
      } catch (error) {
        throw new SyntaxError(`${this.id}: ${/** @type {Error} */ (error).message}`)
      }
    } else {
      this._compile(source)
    }
    this.loaded = true
  }

  /**
   * Runs a text as this module.
   * @param {string} source
   */
  _compile (source) {
    const isModule = this.filename.endsWith('.mjs') ||
      (!this.filename.endsWith('.cjs') && (packageOf(this.id, read)?.manifest.type === 'module' || isESMSource(source)))
    if (isModule) {
      throw coded(Error, 'ERR_REQUIRE_ESM', `${this.id} is an ES module and cannot be required; import it`)
    }
    const scope = /** @type {any} */ (globalThis)
    const body = `${source.replace(/^#!.*/, '')}\n//# sourceURL=${this.id}`
    // eslint-disable-next-line no-new-func
    const run = new Function('exports', 'require', 'module', '__filename', '__dirname', 'process', 'global', 'Buffer', body)
    run.call(this.exports, this.exports, this.require, this, this.filename, this.path, builtins.process, scope, builtins.buffer.Buffer)
  }
}

/**
 * @param {Module} module who requires
 */
function requireOf (module) {
  /**
   * @param {string} id
   * @returns {any}
   */
  function require (id) {
    check(id)
    if (isBuiltin(id)) {
      return getBuiltin(id)
    }
    const url = resolve(id)
    const known = Module._cache[url]
    if (known !== undefined) {
      return known.exports // of a cycle: what there is by now
    }
    const required = new Module(url, module)
    Module._cache[url] = required
    try {
      required.load()
    } catch (error) {
      delete Module._cache[url]
      throw error
    }
    return required.exports
  }

  /** @param {string} id */
  function check (id) {
    checkType('id', id, 'string')
    if (id === '') {
      throw invalidArgValue('id', id, 'must be a non-empty string')
    }
  }

  /**
   * @param {string} id
   * @returns {string} the URL of the file, or the name of a builtin
   */
  function resolve (id) {
    check(id)
    if (isBuiltin(id)) {
      return id
    }
    if (/^(?:node|socket):(?!\/\/)/.test(id)) {
      throw new ModuleNotFoundError(`No such built-in module: ${id}`)
    }
    return resolveFile(id, module.id, read)
  }

  return Object.assign(require, { resolve, cache: Module._cache, main: undefined, extensions: {} })
}

/**
 * A `require` for a file.
 * @param {string | URL} url of the file: paths are relative to it
 * @returns {ReturnType<typeof requireOf>}
 */
export function createRequire (url) {
  const base = /** @type {any} */ (globalThis).location?.href ?? import.meta.url
  const isAddress = url instanceof URL || (typeof url === 'string' && (url.startsWith('/') || URL.canParse(url)))
  if (!isAddress) {
    throw invalidArgValue('filename', url, 'must be a file URL object, file URL string, or absolute path string')
  }
  return new Module(new URL(url, base).href).require
}

Object.assign(Module, { Module, builtins })

export default Module
