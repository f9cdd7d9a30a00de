export * from './url/index.js'
export { default } from './url/index.js'
