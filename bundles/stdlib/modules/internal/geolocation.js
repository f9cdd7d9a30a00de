/**
 * Where the host is, as the engine tells it.
 * @module internal/geolocation
 */
import { NotSupportedError } from '../errors.js'
import { checkFunction, checkObject } from './node-errors.js'

/** What the engine has; null if nothing. */
export const platform = /** @type {Geolocation | null} */ (globalThis.navigator?.geolocation ?? null)

/**
 * @param {any} onSuccess
 * @param {any} onError
 * @param {any} options
 */
function check (onSuccess, onError, options) {
  checkFunction(onSuccess, 'onSuccess')
  if (onError !== undefined && onError !== null) {
    checkFunction(onError, 'onError')
  }
  checkObject('options', options ?? {})
}

/** @returns {Geolocation} */
function required () {
  if (platform === null) {
    throw new NotSupportedError('The engine does not tell where the host is')
  }
  return platform
}

/** @param {{ timeout?: number | null } | null} options */
const engineOptions = (options) => ({ ...options, timeout: options?.timeout ?? Infinity })

/**
 * @param {(position: GeolocationPosition) => void} onSuccess
 * @param {((error: any) => void) | null} [onError]
 * @param {{ timeout?: number | null, maximumAge?: number, enableHighAccuracy?: boolean } | null} [options]
 * @returns {Promise<void>}
 */
export async function getCurrentPosition (onSuccess, onError = null, options = null) {
  check(onSuccess, onError, options)
  required().getCurrentPosition(onSuccess, onError, engineOptions(options))
}

/**
 * @param {(position: GeolocationPosition) => void} onSuccess
 * @param {((error: any) => void) | null} [onError]
 * @param {{ timeout?: number | null, maximumAge?: number, enableHighAccuracy?: boolean } | null} [options]
 * @returns {number} for {@link clearWatch}
 */
export function watchPosition (onSuccess, onError = null, options = null) {
  check(onSuccess, onError, options)
  return required().watchPosition(onSuccess, onError, engineOptions(options))
}

/** @param {number} id */
export function clearWatch (id) {
  platform?.clearWatch(id)
}

export default { clearWatch, getCurrentPosition, platform, watchPosition }
