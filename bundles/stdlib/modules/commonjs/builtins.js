/**
 * The modules that `require` knows by name. They are loaded when this module is: nothing can be imported synchronously later.
 * @module commonjs/builtins
 */
import { ModuleNotFoundError } from '../errors.js'
import { checkType } from '../internal/node-errors.js'

/** Modules of Node. */
const node = [
  'assert', 'assert/strict', 'async_hooks', 'buffer', 'console', 'constants', 'crypto', 'events', 'fs/constants', 'fs/promises', 'http',
  'https', 'net', 'os', 'os/constants', 'path', 'path/posix', 'path/win32', 'perf_hooks', 'process', 'querystring', 'stream', 'stream/consumers',
  'stream/promises', 'stream/web', 'string_decoder', 'sys', 'timers', 'timers/promises', 'tls', 'tty', 'url', 'util', 'util/types',
  'vm', 'worker_threads'
]

/** Modules of the platform, which `socket:` names, too. */
const platform = [
  'application', 'async', 'diagnostics', 'enumeration', 'errno', 'errors', 'gc', 'hooks', 'i18n', 'ip', 'ipc', 'language', 'location', 'mime', 'signal'
]

/** What `require` returns, by name. @type {Record<string, any>} */
export const builtins = Object.create(null)
/** Those that are not Node's. @type {Set<string>} */
export const runtimeModules = new Set(platform)

/**
 * Makes something a module that `require` knows.
 * @param {string} name
 * @param {any} exports
 * @param {boolean} [copy] keeps what an object has now
 */
export function defineBuiltin (name, exports, copy = true) {
  checkType('name', name, 'string')
  builtins[name] = copy && exports !== null && typeof exports === 'object' && Object.getPrototypeOf(exports) === Object.prototype
    ? { ...exports }
    : exports
}

/** @param {string} name */
function plain (name) {
  return String(name).replace(/^(?:node|socket):/, '')
}

/**
 * @param {string} name with its scheme or without
 * @param {{ builtins?: Record<string, any> } | null} [options] others instead of these
 * @returns {boolean}
 */
export function isBuiltin (name, options = null) {
  const isNode = /^node:/.test(String(name))
  return Object.hasOwn(options?.builtins ?? builtins, plain(name)) && !(isNode && runtimeModules.has(plain(name)))
}

/**
 * @param {string} name
 * @param {{ builtins?: Record<string, any> } | null} [options]
 * @returns {any} what the module exports
 */
export function getBuiltin (name, options = null) {
  if (!isBuiltin(name, options)) {
    throw new ModuleNotFoundError(`Cannot find module '${name}'`)
  }
  return (options?.builtins ?? builtins)[plain(name)]
}

// a plugin that is not installed has no modules
const names = [...node, ...platform]
const loaded = await Promise.allSettled(names.map((name) => import(`../${name}.js`)))
loaded.forEach((result, i) => {
  if (result.status === 'fulfilled') {
    defineBuiltin(names[i], result.value.default ?? result.value, false)
  }
})
export default builtins
