/**
 * Names of methods that the platform's objects have for each other.
 * @module internal/symbols
 */
export const dispose = /** @type {any} */ (Symbol).dispose ?? Symbol.for('socket.runtime.dispose')
export const serialize = Symbol.for('socket.runtime.serialize')

export default { dispose, serialize }
