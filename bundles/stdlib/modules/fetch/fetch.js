/**
 * The `fetch` of the engine.
 * @module fetch/fetch
 */
export const { DOMException, Headers, Request, Response } = globalThis

/**
 * @param {[input: RequestInfo | URL, init?: RequestInit]} args
 * @returns {Promise<Response>}
 */
export async function fetch (...args) {
  return await globalThis.fetch(...args)
}

export default { DOMException, Headers, Request, Response, fetch }
