/**
 * The same as `socket:network`, by the name of the protocol.
 * @module latica
 */
export { default } from './latica/api.js'
