/**
 * Modules that are required: files of the app, packages of `node_modules`, JSON and WebAssembly.
 *
 * Files are read synchronously and compiled with `new Function`, which the page's content security policy must allow
 * (`script-src 'unsafe-eval'`). ES modules cannot be required: import them.
 * @module commonjs/module
 */
import { ModuleNotFoundError } from '../errors.js'
import { packageOf, resolve as resolveFile } from '../internal/commonjs-resolve.js'
import { checkFunction, checkObject, checkType, coded, invalidArgType, invalidArgValue } from '../internal/node-errors.js'
import { isESMSource } from '../util.js'
import { builtins, getBuiltin, isBuiltin } from './builtins.js'
import { Loader } from './loader.js'
import { Package } from './package.js'

/** @typedef {((id: string) => any) & { resolve (id: string): string, cache: Record<string, Module>, main: Module | undefined, extensions: object }} Require */

/** Names of the modules that are always there. */
export const builtinModules = Object.freeze(Object.keys(builtins).sort())

/** What the text of a module is put between. */
export const COMMONJS_WRAPPER = Object.freeze(['(function (exports, require, module, __filename, __dirname) { ', '\n});'])

/** @returns {string} */
const base = () => globalThis.location?.href ?? import.meta.url

/** Reads for all modules of this document. */
const shared = new Loader(new URL('/', base()))

/**
 * @param {string} url
 * @returns {string | null}
 */
function read (url) {
  const response = shared.load(url)
  return response.ok ? response.text : null
}

/** Names and what they stand for instead, as in `<script type="importmap">`: paths are relative to the page. */
export class ImportMap {
  /** @type {Record<string, string>} */
  #imports = {}

  get imports () { return this.#imports }

  /** @param {{ imports?: Record<string, string> }} importmap whose names are added */
  extend (importmap) {
    checkObject('importmap', importmap)
    checkObject('importmap.imports', importmap.imports ?? {})
    for (const [name, target] of Object.entries(importmap.imports ?? {})) {
      checkType(`importmap.imports.${name}`, target, 'string')
      this.#imports[name] = /^\.{0,2}\//.test(target) ? new URL(target, globalThis.document?.baseURI ?? base()).href : target
    }
    return this
  }

  /**
   * @param {string} specifier
   * @returns {string} the same if it names nothing
   */
  resolve (specifier) {
    if (Object.hasOwn(this.#imports, specifier)) {
      return this.#imports[specifier]
    }
    const folder = Object.keys(this.#imports).filter((name) => name.endsWith('/') && specifier.startsWith(name)).sort((a, b) => b.length - a.length)[0]
    return folder === undefined ? specifier : this.#imports[folder] + specifier.slice(folder.length)
  }
}

/** How far a module has come. */
export class State {
  loading = false
  loaded = false
  /** @type {any} */
  error = null

  /** @param {Partial<State> | null} [state] */
  constructor (state = null) {
    checkObject('state', state ?? {})
    this.loading = state?.loading ?? false
    this.loaded = state?.loaded ?? false
    this.error = state?.error ?? null
  }
}

/** What a module sees of itself. */
export class ModuleScope {
  #module

  /** @param {Module} module */
  constructor (module) {
    this.#module = checkModule(module)
  }

  get id () { return this.#module.id }
  get filename () { return this.#module.filename }
  get loaded () { return this.#module.loaded }
  get children () { return this.#module.children }
  get exports () { return this.#module.exports }
  set exports (exports) { this.#module.exports = exports }

  toJSON () {
    const { id, filename, loaded, exports } = this
    return { id, filename, loaded, children: this.children.map((child) => child.id), exports }
  }
}

/**
 * @param {any} module
 * @returns {Module}
 */
function checkModule (module) {
  if (!(module instanceof Module)) {
    throw invalidArgType('module', 'an instance of Module', module)
  }
  return module
}

/** Makes a module of what was read. */
export class ModuleLoader {
  /**
   * That for a module, by the extension of its name.
   * @param {Module} module
   * @param {object | null} [options] none yet
   * @returns {ModuleLoader}
   */
  static from (module, options = null) { // eslint-disable-line no-unused-vars
    const extension = /\.\w+$/.exec(checkModule(module).filename)?.[0] ?? '.js'
    return new (module.loaders[extension] ?? JavaScriptModuleLoader)()
  }

  /**
   * @param {Module} module
   * @param {object | null} [options] none yet
   * @returns {boolean}
   */
  static load (module, options = null) {
    return this.from(module, options).load(module, options)
  }

  /**
   * Reads the file of a module, and does nothing with it.
   * @param {Module} module
   * @param {object | null} [options] none yet
   * @returns {boolean} false if there is none
   */
  load (module, options = null) { // eslint-disable-line no-unused-vars
    return shared.load(checkModule(module).id).ok
  }
}

/** The text of a module is run. */
export class JavaScriptModuleLoader extends ModuleLoader {
  /**
   * @param {Module} module
   * @param {object | null} [options] none yet
   */
  load (module, options = null) {
    if (!super.load(module, options)) {
      return false
    }
    module._compile(/** @type {string} */ (read(module.id)))
    return true
  }
}

/** A module is a value. */
export class JSONModuleLoader extends ModuleLoader {
  /**
   * @param {Module} module
   * @param {object | null} [options] none yet
   */
  load (module, options = null) {
    if (!super.load(module, options)) {
      return false
    }
    try {
      module.exports = JSON.parse(/** @type {string} */ (read(module.id)))
    } catch (error) {
      throw new SyntaxError(`${module.id}: ${/** @type {Error} */ (error).message}`)
    }
    return true
  }
}

/** A module exports what an instance of WebAssembly does, which is given nothing to import. */
export class WASMModuleLoader extends ModuleLoader {
  /**
   * @param {Module} module
   * @param {object | null} [options] none yet
   */
  load (module, options = null) {
    if (!super.load(module, options)) {
      return false
    }
    const compiled = new WebAssembly.Module(/** @type {any} */ (shared.load(module.id).buffer))
    module.exports = new WebAssembly.Instance(compiled, {}).exports
    return true
  }
}

/** A file that was required. Its events are `load` and `error`. */
export class Module extends EventTarget {
  /** By URL. @type {Record<string, Module>} */
  static _cache = Object.create(null)
  /** The module that runs at the moment. @type {Module | null} */
  static current = null
  /** The one before it. @type {Module | null} */
  static previous = null
  /** Are asked first where a name is: each answers a URL, or null. @type {Array<(specifier: string, module: Module) => string | null>} */
  static resolvers = []
  static importmap = new ImportMap()
  static builtins = builtins
  static builtinModules = builtinModules
  static isBuiltin = isBuiltin
  static createRequire = createRequire
  static wrapper = COMMONJS_WRAPPER
  /** Folders that are looked into besides `node_modules`: none. @type {string[]} */
  static globalPaths = []
  /** Who makes modules of files, by extension. @type {Record<string, typeof ModuleLoader>} */
  static loaders = { '.js': JavaScriptModuleLoader, '.cjs': JavaScriptModuleLoader, '.json': JSONModuleLoader, '.wasm': WASMModuleLoader }
  /** The page, which nobody requires. @type {Module | null} */
  static #main = null

  /** @type {Module[]} */
  children = []
  /** @type {any} */
  exports = {}
  #state = new State()
  #scope = new ModuleScope(this)
  /** @type {Package | null} */
  #package = null

  /**
   * @param {string} id its URL
   * @param {Module | { parent?: Module | null, exports?: any } | null} [options] or who requires it
   */
  constructor (id, options = null) {
    super()
    checkType('id', id, 'string')
    if (!URL.canParse(id, base())) {
      throw invalidArgValue('id', id, 'must be a URL')
    }
    /** @type {Module | null} */
    const parent = options instanceof Module ? options : options?.parent ?? null
    this.id = new URL(id, base()).href
    /** @type {Module | null} */
    this.parent = parent
    this.exports = options instanceof Module ? {} : options?.exports ?? {}
    this.filename = decodeURIComponent(new URL(this.id).pathname)
    this.path = this.filename.slice(0, this.filename.lastIndexOf('/')) || '/'
    this.require = requireOf(this)
    parent?.children.push(this)
  }

  /** By URL. */
  static get cache () { return Module._cache }

  static get main () {
    return (Module.#main ??= new Module(base()))
  }

  /** @param {string} source */
  static wrap (source) {
    return COMMONJS_WRAPPER.join(String(source))
  }

  /**
   * A text as the function of a module.
   * @param {string} source
   * @param {{ filename?: string } | null} [options] what the text is called in stacks
   * @returns {Function} of `exports`, `require`, `module`, `__filename`, `__dirname`, `process`, `global` and `Buffer`
   */
  static compile (source, options = null) {
    checkType('source', source, 'string')
    const name = String(options?.filename ?? 'anonymous').replace(/\s/g, '%20')
    const body = `${source.replace(/^#!.*/, '')}\n//# sourceURL=${name}`
    // eslint-disable-next-line no-new-func
    return new Function('exports', 'require', 'module', '__filename', '__dirname', 'process', 'global', 'Buffer', body)
  }

  /**
   * @param {string | URL | Module} url
   * @param {{ parent?: Module | null } | null} [options]
   * @returns {Module} the one that was required, or a new one
   */
  static from (url, options = null) {
    if (url instanceof Module) {
      return url
    }
    const { href } = new URL(Loader.resolve(url, options?.parent?.id ?? base()))
    return Module._cache[href] ?? new Module(href, options)
  }

  get main () { return Module.main }
  get cache () { return Module._cache }
  get importmap () { return Module.importmap }
  get resolvers () { return Module.resolvers }
  get loaders () { return Module.loaders }
  get loader () { return shared }
  get origin () { return new URL('.', this.id).href }
  get scope () { return this.#scope }
  get loading () { return this.#state.loading }
  get loaded () { return this.#state.loaded }
  set loaded (loaded) { this.#state.loaded = Boolean(loaded) }
  /** Why it could not be loaded. */
  get error () { return this.#state.error }
  /** The package that it belongs to; a nameless one at the root of the app if it belongs to none. */
  get package () {
    if (this.#package === null) {
      const folder = packageOf(this.id, read)?.folder ?? new URL('/', this.id).href
      this.#package = new Package(new URL(folder).pathname, { origin: this.id, loader: shared })
      this.#package.load()
    }
    return this.#package
  }

  get [Symbol.toStringTag] () { return 'Module' }

  /** @param {object | null} [options] none yet */
  createRequire (options = null) { // eslint-disable-line no-unused-vars
    return this.require
  }

  /**
   * A module that this one requires.
   * @param {string | URL} url
   * @param {object | null} [options]
   * @returns {Module}
   */
  createModule (url, options = null) {
    return Module.from(url, { ...options, parent: this })
  }

  /**
   * @param {string} input
   * @returns {string} the URL of the file, or the name of a builtin
   */
  resolve (input) {
    return this.require.resolve(input)
  }

  /**
   * Reads and runs it.
   * @param {object | null} [options] none yet
   * @returns {boolean}
   */
  load (options = null) {
    const before = [Module.current, Module.previous]
    Module.previous = Module.current
    Module.current = this
    this.#state.loading = true
    try {
      if (!ModuleLoader.load(this, options)) {
        throw new ModuleNotFoundError(`Cannot find module '${this.id}'`)
      }
      this.#state.loaded = true
    } catch (error) {
      this.#state.error = error
      this.dispatchEvent(Object.assign(new Event('error'), { error }))
      throw error
    } finally {
      this.#state.loading = false;
      [Module.current, Module.previous] = before
    }
    this.dispatchEvent(new Event('load'))
    return true
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
    const run = Module.compile(source, { filename: this.id })
    run.call(this.exports, this.exports, this.require, this, this.filename, this.path, builtins.process, globalThis, builtins.buffer.Buffer)
  }
}

/**
 * @param {Module} module who requires
 * @returns {Require}
 */
function requireOf (module) {
  /**
   * @param {string} id
   * @returns {any}
   */
  function require (id) {
    const url = resolve(id)
    if (isBuiltin(url)) {
      return getBuiltin(url)
    }
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

  /**
   * @param {string} id
   * @returns {string} the URL of the file, or the name of a builtin
   */
  function resolve (id) {
    checkType('id', id, 'string')
    if (id === '') {
      throw invalidArgValue('id', id, 'must be a non-empty string')
    }
    for (const resolver of Module.resolvers) {
      checkFunction(resolver, 'resolver')
      const url = resolver(id, module)
      if (url !== null && url !== undefined) {
        return url
      }
    }
    const name = Module.importmap.resolve(id)
    if (isBuiltin(name)) {
      return name
    }
    if (/^(?:node|socket):(?!\/\/)/.test(name)) {
      throw new ModuleNotFoundError(`No such built-in module: ${name}`)
    }
    return resolveFile(name, module.id, read)
  }

  return Object.assign(require, { resolve, cache: Module._cache, main: undefined, extensions: {} })
}

/**
 * A `require` for a file.
 * @param {string | URL} url of the file: paths are relative to it
 * @param {object | null} [options] none yet
 * @returns {Require}
 */
export function createRequire (url, options = null) { // eslint-disable-line no-unused-vars
  const isAddress = url instanceof URL || (typeof url === 'string' && (url.startsWith('/') || URL.canParse(url)))
  if (!isAddress) {
    throw invalidArgValue('filename', url, 'must be a file URL object, file URL string, or absolute path string')
  }
  return new Module(new URL(url, base()).href).require
}

Object.assign(Module, { Module })

if (typeof document !== 'undefined') {
  for (const element of document.querySelectorAll('script[type=importmap]')) {
    try {
      Module.importmap.extend(JSON.parse(element.textContent ?? ''))
    } catch (error) {
      globalThis.console.warn(`An import map of the page is not one, and require() goes without it: ${/** @type {Error} */ (error).message}`)
    }
  }
}

export default Module
