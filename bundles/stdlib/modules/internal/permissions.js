/**
 * What the person who uses the app has allowed the page, as the engine tells it.
 * @module internal/permissions
 */
import { NotSupportedError } from '../errors.js'
import { checkObject, checkSignal, coded } from './node-errors.js'

/** Names of what can be asked for. */
export const types = Object.freeze({
  GEOLOCATION: 'geolocation',
  NOTIFICATIONS: 'notifications',
  PUSH: 'push',
  PERSISTENT_STORAGE: 'persistent-storage',
  MIDI: 'midi',
  STORAGE_ACCESS: 'storage-access',
  CAMERA: 'camera',
  MICROPHONE: 'microphone'
})

/**
 * @param {any} descriptor
 * @param {any} options
 */
function check (descriptor, options) {
  checkObject('descriptor', descriptor)
  checkSignal('options.signal', options?.signal ?? undefined)
  options?.signal?.throwIfAborted()
  if (!Object.values(/** @type {Record<string, string>} */ (types)).includes(descriptor.name)) {
    throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `There is no permission "${String(descriptor.name)}"`)
  }
}

/**
 * @param {{ name: string }} descriptor
 * @param {{ signal?: AbortSignal } | null} [options]
 * @returns {Promise<PermissionStatus>}
 */
export async function query (descriptor, options = null) {
  check(descriptor, options)
  const permissions = globalThis.navigator?.permissions
  if (typeof permissions?.query !== 'function') {
    throw new NotSupportedError('The engine does not tell what the page is allowed')
  }
  return await permissions.query(/** @type {any} */ (descriptor))
}

/**
 * Asks for a permission, where the engine has a way to.
 * @param {{ name: string }} descriptor
 * @param {{ signal?: AbortSignal } | null} [options]
 * @returns {Promise<PermissionStatus>} what is allowed by then
 */
export async function request (descriptor, options = null) {
  check(descriptor, options)
  const { name } = descriptor
  const scope = /** @type {any} */ (globalThis)
  if (name === types.NOTIFICATIONS) {
    await scope.Notification?.requestPermission?.()
  } else if (name === types.PERSISTENT_STORAGE) {
    await scope.navigator?.storage?.persist?.()
  } else if (name === types.CAMERA || name === types.MICROPHONE) {
    const stream = await scope.navigator?.mediaDevices?.getUserMedia({ video: name === types.CAMERA, audio: name === types.MICROPHONE }).catch(() => null)
    stream?.getTracks().forEach((/** @type {any} */ track) => track.stop())
  } else if (name === types.GEOLOCATION && scope.navigator?.geolocation) {
    await new Promise((resolve) => scope.navigator.geolocation.getCurrentPosition(resolve, resolve))
  }
  return await query(descriptor, options)
}

export default { query, request, types }
