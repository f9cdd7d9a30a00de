/**
 * HTTPS as Node has it: requests by the `fetch` of the engine, which also checks the certificates.
 * @module https
 */
import * as http from './http.js'

export * from './internal/http-status.js'
export { AgentOptions, Connection, IncomingMessage, OutgoingMessage, ServerResponse, validateHeaderName, validateHeaderValue } from './http.js'

/** Stands for the connections of a client. */
export class Agent extends http.Agent {
  defaultProtocol = 'https:'
  defaultPort = 443
}

/** The agent of requests that name none. */
export const globalAgent = new Agent({ keepAlive: true })

/** A request; it is sent when it is ended. */
export class ClientRequest extends http.ClientRequest {
  get defaultAgent () { return globalAgent }
}

/** Answers requests, by TLS where it listens on a port: a service worker has no certificates. */
export class Server extends http.Server {
  #secure

  /**
   * @param {any} [options] as Node has them: `cert`, `key` and the like, besides those of `http`
   * @param {any} [listener] of the event `request`
   */
  constructor (options = {}, listener) {
    super(options, listener)
    this.#secure = typeof options === 'function' ? {} : { ...options }
  }

  get secureOptions () { return this.#secure }
  get adapterInterace () { return { ...super.adapterInterace, Server } }
}

/**
 * Begins a request, which is sent when it is ended.
 * @param {any} optionsOrURL
 * @param {any} [options]
 * @param {(response: http.IncomingMessage) => void} [callback]
 * @returns {ClientRequest}
 */
export function request (optionsOrURL, options, callback) {
  return new ClientRequest(optionsOrURL, options, callback)
}

/**
 * Sends a request that has no body.
 * @param {any} optionsOrURL
 * @param {any} [options]
 * @param {(response: http.IncomingMessage) => void} [callback]
 * @returns {ClientRequest}
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
  ...http.default, Agent, ClientRequest, Server, createServer, get, globalAgent, request
}
