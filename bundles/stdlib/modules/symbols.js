export * from './internal/symbols.js'
export { default } from './internal/symbols.js'
