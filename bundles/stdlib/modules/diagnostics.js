export * from './diagnostics/index.js'
export { default } from './diagnostics/index.js'
