/**
 * Extensions by their names. The original's are libraries for its interface in C; here they are plugins, and
 * `import 'plugin:NAME'` gives the same commands with types. What an extension may do is up to the app's `[capabilities]`.
 * @module extension
 */
import { NotFoundError, NotSupportedError } from './errors.js'
import { checkObject, checkType, invalidArgValue } from './internal/node-errors.js'
import { createBinding } from './ipc.js'

/** @typedef {{ allow?: string[] | string, type?: string, path?: string, binding?: Record<string, string> }} ExtensionOptions */

const NAME = /^[a-z][a-z0-9_-]{0,63}$/

/** Those that are loaded, with how often. @type {Map<string, number>} */
const loaded = new Map()

/**
 * @param {string} name
 * @returns {Promise<any>} what its module exports
 */
async function commandsOf (name) {
  checkType('name', name, 'string')
  if (!NAME.test(name)) {
    throw invalidArgValue('name', name, 'is not the name of a plugin')
  }
  try {
    return await import(`plugin:${name}`)
  } catch (cause) {
    throw Object.assign(new NotFoundError(`There is no plugin ${name}, or the app does not name it in [plugins]`), { cause })
  }
}

/** A plugin that was loaded. */
export class Extension extends EventTarget {
  /** Whether it can be used. */
  loaded = true
  /** Of the interface that plugins are written for. */
  abi = 1
  #binding
  #commands

  /**
   * @param {string} name
   * @param {any} commands what its module exports
   * @param {ExtensionOptions | null} [options]
   */
  constructor (name, commands, options = null) {
    super()
    checkType('name', name, 'string')
    checkObject('commands', commands)
    checkObject('options', options ?? {})
    this.name = name
    this.options = { ...options }
    this.#commands = commands
    this.#binding = createBinding(name, { default: 'request', ...options?.binding })
  }

  /**
   * @param {string} name
   * @param {ExtensionOptions | null} [options] `allow`: see `[capabilities]` of the app, which hold instead
   * @returns {Promise<Extension>}
   */
  static async load (name, options = null) {
    checkObject('options', options ?? {})
    if (options?.type === 'wasm32' || /\.wasm$/.test(options?.path ?? '')) {
      throw new NotSupportedError('Extensions of WebAssembly need the C interface of Socket Runtime; instantiate the module with WebAssembly instead')
    }
    const extension = new Extension(name, await commandsOf(name), options)
    loaded.set(name, (loaded.get(name) ?? 0) + 1)
    return extension
  }

  /**
   * What kind of extension a name stands for.
   * @param {string} name
   * @returns {Promise<'shared' | 'unknown'>} `shared` for a plugin
   */
  static async type (name) {
    return await commandsOf(name).then(() => 'shared', (error) => {
      if (error.code === 'ERR_INVALID_ARG_TYPE') {
        throw error
      }
      return 'unknown'
    })
  }

  /** @returns {Promise<{ abi: number, loaded: number }>} how many extensions this document has loaded */
  static async stats () {
    return { abi: 1, loaded: loaded.size }
  }

  get type () { return 'shared' }
  /** What the module of the plugin exports: its commands as functions. */
  get adapter () { return this.#commands }
  /** Its commands as those of `ipc://`: `binding.hello({ name })` calls `NAME.hello`. */
  get binding () { return this.#binding }

  /**
   * Does without it in this document. The plugin itself stays.
   * @returns {Promise<boolean>} false if that was said before
   */
  async unload () {
    if (!this.loaded) {
      return false
    }
    this.loaded = false
    const count = (loaded.get(this.name) ?? 1) - 1
    count === 0 ? loaded.delete(this.name) : loaded.set(this.name, count)
    this.dispatchEvent(new Event('unload'))
    return true
  }
}

/**
 * @param {string} name
 * @param {ExtensionOptions | null} [options]
 * @returns {Promise<Extension>}
 */
export async function load (name, options = null) {
  return await Extension.load(name, options)
}

/** @returns {Promise<{ abi: number, loaded: number }>} */
export async function stats () {
  return await Extension.stats()
}

export default { Extension, load, stats }
