/**
 * The engine's own timers, whose ids are numbers.
 * @module timers/platform
 */
const scope = /** @type {any} */ (globalThis)

/** Timers as the page had them when this module was loaded. */
export const platform = Object.freeze({
  setTimeout: scope.setTimeout.bind(scope),
  clearTimeout: scope.clearTimeout.bind(scope),
  setInterval: scope.setInterval.bind(scope),
  clearInterval: scope.clearInterval.bind(scope)
})

export default platform
