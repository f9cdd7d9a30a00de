/**
 * @module internal/streams
 */
export * from './streams/web.js'

export default null
