export * from './process/signal.js'
export { default } from './process/signal.js'
