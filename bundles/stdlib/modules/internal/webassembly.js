/**
 * WebAssembly from responses, whatever media type they say that they have: the engine's own functions ask for
 * `application/wasm`.
 * @module internal/webassembly
 */
import { invalidArgType } from './node-errors.js'

/** @param {Response | PromiseLike<Response>} response */
async function bytesOf (response) {
  const arrived = await response
  if (typeof arrived?.arrayBuffer !== 'function') {
    throw invalidArgType('response', 'an instance of Response', arrived)
  }
  if (arrived.ok === false) {
    throw new TypeError(`The response has the status ${arrived.status}`)
  }
  return await arrived.arrayBuffer()
}

/**
 * @param {Response | PromiseLike<Response>} response
 * @param {WebAssembly.Imports} [importObject]
 * @returns {Promise<WebAssembly.WebAssemblyInstantiatedSource>}
 */
export async function instantiateStreaming (response, importObject) {
  return await WebAssembly.instantiate(await bytesOf(response), importObject)
}

/**
 * @param {Response | PromiseLike<Response>} response
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compileStreaming (response) {
  return await WebAssembly.compile(await bytesOf(response))
}

export default { compileStreaming, instantiateStreaming }
