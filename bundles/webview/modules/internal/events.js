import { stream } from '../ipc.js'

const PAUSE = 500

/**
 * Dispatches the platform's events on `globalThis` as long as the document lives.
 * @return {Promise<void>}
 */
export async function listen () {
  for (;;) {
    try {
      for await (const { event, detail } of stream('platform.events')) {
        globalThis.dispatchEvent(new CustomEvent(event, { detail }))
      }
      return
    } catch (error) {
      if (error?.retryable !== true) throw error // else the router is being replaced
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
}
