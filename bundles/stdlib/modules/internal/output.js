/**
 * What a page writes to the terminal that it was started from. Lines keep their order: while some
 * are on their way, later ones wait and then go together.
 */
import * as ipc from '../ipc.js'

/** Longer text goes as a body. */
const URI_LIMIT = 16 * 1024

/** @typedef {'stdout' | 'stderr'} Destination */

/** @type {Array<{ destination: Destination, text: string }>} */
const waiting = []
/** @type {Promise<void> | null} */
let sending = null

/**
 * Writes lines; the platform ends the last one.
 * @param {Destination} destination
 * @param {string} text
 */
export function writeLine (destination, text) {
  const last = waiting[waiting.length - 1]
  if (last?.destination === destination) {
    last.text += `\n${text}`
  } else {
    waiting.push({ destination, text })
  }
  sending ??= Promise.resolve().then(drain).finally(() => { sending = null })
}

async function drain () {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { destination, text } = next
    await (text.length > URI_LIMIT
      ? ipc.write(destination, {}, text)
      : ipc.send(destination, { value: text }))
  }
}

/**
 * Waits until everything is written.
 * @returns {Promise<void>}
 */
export async function flush () {
  while (sending !== null) {
    await sending
  }
}
