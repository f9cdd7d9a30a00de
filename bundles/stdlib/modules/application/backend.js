/**
 * The programs that `socket.ini` names as backends of the app, in any language: what they send arrives as an event of the window.
 *
 * ```js
 * import application from 'socket:application'
 * addEventListener('progress', ({ detail }) => { ... })
 * const answer = await application.backend.request('convert', { file })
 * ```
 * @module application/backend
 */
import { checkType } from '../internal/node-errors.js'
import { send, write } from '../ipc.js'

/** From this many characters on a value goes as the body of a call: addresses are not for so much. */
const LONG = 64 * 1024

/**
 * @typedef {object} BackendOptions
 * @property {string} [name] which backend, if the app has several
 * @property {AbortSignal | null} [signal]
 * @property {number} [timeout] in milliseconds
 * @property {string} [responseType] `arraybuffer` of a request that is answered by bytes
 */

/** @param {{ name?: string } | null | undefined} options */
const nameOf = (options) => {
  const name = options?.name
  if (name === undefined) {
    return {}
  }
  checkType('options.name', name, 'string')
  return { backend: name }
}

/**
 * Starts a backend, if it does not run.
 * @param {{ force?: boolean, name?: string } | null} [options] `force`: ends it first
 * @returns {Promise<import('../ipc.js').Result>} with `data` of `{ name, cmd, argv, path, pid }`
 */
export async function open (options) {
  return send('process.open', { force: options?.force === true, ...nameOf(options) })
}

/**
 * Ends a backend.
 * @param {{ name?: string } | null} [options]
 * @returns {Promise<import('../ipc.js').Result>}
 */
export async function close (options) {
  return send('process.kill', nameOf(options))
}

/**
 * @param {any} event
 * @param {any} value
 * @param {BackendOptions} options
 * @param {string} route
 */
function say (event, value, options, route) {
  checkType('event', event, 'string')
  const { signal, timeout, responseType } = options
  const params = { ...nameOf(options), event }
  const how = signal || timeout || responseType ? { signal, timeout, responseType } : null
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return write(route, params, value, { ...how, responseType: 'arraybuffer' })
  }
  const text = JSON.stringify(JSON.stringify(value ?? null)) // as backends made for the original expect it
  return text.length > LONG
    ? write(route, { ...params, encoded: true }, encodeURIComponent(text), { ...how, responseType: 'arraybuffer' })
    : send(route, { ...params, value: text }, how)
}

/**
 * Sends a message to a backend.
 * @param {string} event
 * @param {any} [value] what JSON can hold, or bytes
 * @param {BackendOptions} [options]
 * @returns {Promise<import('../ipc.js').Result>}
 */
export async function sendMessage (event, value, options = {}) {
  return say(event, value, options, 'process.write')
}

/**
 * Sends a message to a backend and waits for its answer.
 * @param {string} event
 * @param {any} [value] what JSON can hold, or bytes
 * @param {BackendOptions} [options]
 * @returns {Promise<any>} what JSON can hold, or an `ArrayBuffer`
 */
export async function request (event, value, options = {}) {
  const { err, data } = await say(event, value, options, 'process.request')
  if (err) {
    throw err
  }
  if (data instanceof ArrayBuffer) {
    return data
  }
  try {
    return JSON.parse(data.value)
  } catch {
    return data.value
  }
}

export default { close, open, request, sendMessage }
