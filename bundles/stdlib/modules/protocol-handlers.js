/**
 * The schemes of an app's own.
 * @module protocol-handlers
 */
import { checkObject } from './internal/node-errors.js'
import { send } from './ipc.js'
import { ServiceWorkerRegistration } from './service-worker/registration.js'

/**
 * The service worker that answers the requests of a scheme.
 * @param {{ scheme: string }} options
 * @returns {Promise<import('./service-worker/instance.js').ServiceWorker | null>} null if there is none, or none that is active yet
 */
export async function getServiceWorker (options) {
  checkObject('options', options)
  if (typeof options.scheme !== 'string' || options.scheme === '') {
    throw new TypeError('The option "scheme" must be the name of a scheme')
  }
  const { err, data } = await send('protocol.getServiceWorkerRegistration', { scheme: options.scheme })
  if (err) {
    throw err
  }
  return data === null ? null : ServiceWorkerRegistration.from(data).active
}

export default { getServiceWorker }
