/** The bare lanes of the engine. */
const handler = globalThis.webkit.messageHandlers.ipc

/** @param {string} text */
export const small = (text) => handler.postMessage(text)

/** @param {Uint8Array} body */
export async function up (body) {
  const response = await fetch('ipc://probe.sink', { method: 'POST', body })
  return (await response.json()).data.bytes
}

/** @param {number} bytes */
export const down = async (bytes) =>
  (await fetch('ipc://probe.source?bytes=' + bytes)).arrayBuffer()
