export * from './path/index.js'
export { default } from './path/index.js'
