/**
 * The file system as Node has it.
 * @module fs
 */
export * from './fs/index.js'
export { default } from './fs/index.js'
