/**
 * What `require` is made of.
 * @module commonjs
 */
import { builtins } from './commonjs/builtins.js'
import { Loader } from './commonjs/loader.js'
import { createRequire, Module } from './commonjs/module.js'
import { Package } from './commonjs/package.js'

export { builtins, createRequire, Loader, Module, Package }

export default { Loader, Module, Package, builtins, createRequire }
