/**
 * There is nothing here: `postMessage` is the engine's own.
 * @module internal/post-message
 */
export default null
