/**
 * `require`, as `socket:module` makes it.
 * @module commonjs/require
 */
import { createRequire as requireFor, Module } from '../module.js'
import { invalidArgType } from '../internal/node-errors.js'

/** Folders that are looked into besides `node_modules`: none. @type {string[]} */
export const globalPaths = []

/** Where a module comes from, as `import.meta` tells it. */
export class Meta {
  #module

  /** @param {Module} module */
  constructor (module) {
    if (!(module instanceof Module)) {
      throw invalidArgType('module', 'an instance of Module', module)
    }
    this.#module = module
  }

  get url () { return this.#module.id }
  /** The URL of who required it; its own if nobody did. */
  get referrer () { return this.#module.parent?.id ?? this.#module.id }
}

/**
 * A `require` for a module, or for a file.
 * @param {Module | string | URL | { module: Module }} options
 * @returns {any}
 */
export function createRequire (options) {
  const module = options instanceof Module ? options : /** @type {any} */ (options)?.module
  return module instanceof Module ? module.require : requireFor(/** @type {any} */ (options))
}

export default createRequire
