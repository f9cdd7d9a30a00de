/**
 * The `fetch` of the engine.
 * @module fetch/fetch
 */
export const { DOMException, Headers, Request, Response } = globalThis

/**
 * @param {RequestInfo | URL} input
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
export function fetch (input, init) {
  return globalThis.fetch(input, init)
}

export default { DOMException, Headers, Request, Response, fetch }
