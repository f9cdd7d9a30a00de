import { request, stream } from '../ipc.js'

const PAUSE = 500

/**
 * Dispatches the platform's events on `globalThis` as long as the document lives, and those of the app's backends.
 * @return {Promise<void>}
 */
export async function listen () {
  const config = /** @type {any} */ (globalThis).__args?.config ?? {}
  if (Object.keys(config).some((key) => /^(backend_.*|linux|mac|win)_cmd$/.test(key))) {
    follow('process.events').catch(() => {}) // the page may not use backends, or there are none on this system
  }
  await follow('platform.events')
}

/** @param {string} route */
async function follow (route) {
  for (;;) {
    try {
      for await (const item of stream(route)) {
        globalThis.dispatchEvent(new CustomEvent(item.event, { detail: await detailOf(item) }))
      }
      return
    } catch (error) {
      if (error?.retryable !== true) throw error // else the router is being replaced
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
}

/**
 * What came along: a value, text that may be JSON, or bytes that are to be fetched.
 * @param {{ detail?: any, value?: string, bytes?: string }} item
 */
async function detailOf ({ detail, value, bytes }) {
  if (bytes !== undefined) {
    return (await request('process.take', { id: bytes }, { responseType: 'arraybuffer' })).data
  }
  if (value === undefined) {
    return detail
  }
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
