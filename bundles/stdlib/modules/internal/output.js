/**
 * What a page writes to the terminal that it was started from. Lines keep their order: while some
 * are on their way, later ones wait and then go together.
 */
import * as ipc from '../ipc.js'

/** Longer text goes as a body. */
const URI_LIMIT = 16 * 1024

/** @type {{ flush: () => Promise<void> } | undefined} */
const bridge = /** @type {any} */ (globalThis)[Symbol.for('socket.bridge')]

/** @typedef {'stdout' | 'stderr'} Destination */

/** @type {Array<{ destination: Destination, text: string }>} */
const waiting = []
/** @type {Promise<void> | null} */
let sending = null

/** Who takes lines instead of the terminal, if anyone does. @type {(destination: Destination) => ((text: string) => void) | null} */
let taker = () => null

/** @param {typeof taker} choose */
export function redirect (choose) {
  taker = choose
}

/**
 * Writes lines; the platform ends the last one.
 * @param {Destination} destination
 * @param {string} text
 */
export function writeLine (destination, text) {
  const take = taker(destination)
  if (take !== null) {
    take(text)
    return
  }
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
 * Waits until everything is written, also what the window's own console has.
 * @returns {Promise<void>}
 */
export async function flush () {
  while (sending !== null) {
    await sending
  }
  await bridge?.flush()
}
