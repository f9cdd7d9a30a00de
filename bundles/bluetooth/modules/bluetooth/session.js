/** What this document or worker does over Bluetooth, and what it is told. */
import * as ipc from '../ipc.js'

/** Names this document to the platform. */
const session = crypto.randomUUID()

/** @typedef {{ type: string, [name: string]: any }} Told */

/** @type {Set<(told: Told) => void>} */
const listeners = new Set()
/** @type {Set<() => Promise<void>>} */
const restorers = new Set()
/** @type {Promise<void> | null} */
let following = null

/**
 * Calls the listener with all that is told from now on.
 * @param {(told: Told) => void} listener
 */
export function listen (listener) {
  listeners.add(listener)
}

/**
 * Calls the function when the plugin was replaced: it is to bring back what was there.
 * @param {() => Promise<void>} restore
 */
export function onRestore (restore) {
  restorers.add(restore)
}

/**
 * Makes a call once events are told, so that none is missed; throws what fails.
 * @param {string} command
 * @param {Record<string, any>} params
 * @param {{ bytes?: ArrayBuffer | ArrayBufferView, binary?: boolean, signal?: AbortSignal }} [options]
 * @returns {Promise<any>}
 */
export async function call (command, params, { bytes, binary = false, signal } = {}) {
  following ??= follow()
  await following
  const all = { ...params, session }
  const { err, data } = bytes !== undefined
    ? await ipc.write(`bluetooth.${command}`, all, bytes, { signal })
    : binary
      ? await ipc.request(`bluetooth.${command}`, all, { responseType: 'arraybuffer', signal })
      : await ipc.send(`bluetooth.${command}`, all, signal ? { signal } : null)
  if (err) {
    throw err
  }
  return data
}

/**
 * Opens a stream of the session.
 * @param {string} command
 * @param {Record<string, any>} params
 * @param {AbortSignal} signal
 * @returns {AsyncIterableIterator<any>}
 */
export function stream (command, params, signal) {
  return ipc.stream(`bluetooth.${command}`, { ...params, session }, { signal })
}

/** @returns {Promise<void>} settled when events are told */
function follow () {
  return new Promise((resolve, reject) => {
    read(resolve, reject)
  })
}

/**
 * @param {() => void} started
 * @param {(error: Error) => void} failed
 */
async function read (started, failed) {
  for (let again = false; ; again = true) {
    try {
      for await (const told of ipc.stream('bluetooth.events', { session })) {
        if (told.type !== 'ready') {
          listeners.forEach((listener) => outside(() => listener(told)))
        } else if (again) {
          restorers.forEach((restore) => { restore().catch((error) => outside(() => { throw error })) })
        } else {
          started()
        }
      }
    } catch (/** @type {any} */ error) {
      if (error.code !== 'PLUGIN_RELOADED') {
        following = null
        failed(error)
        return
      }
    }
  }
}

/**
 * Runs it; what it throws becomes an error of the page, not of what goes on here.
 * @param {() => void} action
 */
function outside (action) {
  try {
    action()
  } catch (error) {
    queueMicrotask(() => { throw error })
  }
}

/**
 * @param {string} text in base 64
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function decoded (text) {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) {
    bytes[i] = binary.charCodeAt(i)
  }
  return bytes
}
