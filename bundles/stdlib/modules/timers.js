export * from './timers/index.js'
export { default } from './timers/index.js'
