export * from './mime/index.js'
export { default } from './mime/index.js'
