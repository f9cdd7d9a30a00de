/**
 * HTTP as Node has it: requests by the `fetch` of the engine, servers for a service worker.
 * @module http
 */
import * as client from './internal/http-client.js'
import { validateHeaderName, validateHeaderValue } from './internal/http-headers.js'
import { IncomingMessage, OutgoingMessage } from './internal/http-messages.js'
import { Connection, Server, ServerResponse } from './internal/http-server.js'
import * as status from './internal/http-status.js'

export * from './internal/http-status.js'
export const { Agent, AgentOptions, ClientRequest, globalAgent } = client
export { Connection, IncomingMessage, OutgoingMessage, Server, ServerResponse, validateHeaderName, validateHeaderValue }

/** The most that Node takes of headers, in bytes; the engine has its own. */
export const maxHeaderSize = 16 * 1024

/**
 * Begins a request, which is sent when it is ended.
 * @param {any} optionsOrURL
 * @param {any} [options]
 * @param {(response: IncomingMessage) => void} [callback]
 * @returns {client.ClientRequest}
 */
export function request (optionsOrURL, options, callback) {
  return new ClientRequest(optionsOrURL, options, callback)
}

/**
 * Sends a request that has no body.
 * @param {any} optionsOrURL
 * @param {any} [options]
 * @param {(response: IncomingMessage) => void} [callback]
 * @returns {client.ClientRequest}
 */
export function get (optionsOrURL, options, callback) {
  const own = request(optionsOrURL, options, callback)
  own.end()
  return own
}

/**
 * @param {any} [options] or the callback
 * @param {any} [callback] of the event `request`
 * @returns {Server}
 */
export function createServer (options, callback) {
  return new Server(options ?? {}, callback ?? undefined)
}

export default {
  ...status, Agent, AgentOptions, ClientRequest, Connection, IncomingMessage, OutgoingMessage, Server, ServerResponse, createServer, get,
  globalAgent, maxHeaderSize, request, validateHeaderName, validateHeaderValue
}
