import { stream } from '../ipc.js'

/**
 * Dispatches the platform's events on `globalThis` as long as the document lives.
 * @return {Promise<void>}
 */
export async function listen () {
  for await (const { event, detail } of stream('platform.events')) {
    globalThis.dispatchEvent(new CustomEvent(event, { detail }))
  }
}
