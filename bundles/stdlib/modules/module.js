/**
 * `require`, and CommonJS packages of `node_modules`; see {@link module:commonjs/module}.
 * @module module
 */
export { builtins, isBuiltin } from './commonjs/builtins.js'
export { builtinModules, createRequire, Module, Module as default } from './commonjs/module.js'
