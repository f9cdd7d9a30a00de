/**
 * Connections and servers of TCP, as Node has them. `[capabilities.net]` says with whom an app may connect and where it may listen.
 *
 * ```js
 * import net from 'socket:net'
 * const socket = net.connect(7, 'localhost', () => socket.end('hello'))
 * for await (const chunk of socket) { ... }
 * ```
 * @module net
 */
import { BlockList, isIP, isIPv4, isIPv6, SocketAddress } from './internal/net-addresses.js'
import { Server } from './internal/net-server.js'
import { connectArguments, families, Socket } from './internal/net-socket.js'
import { checkInteger, checkType } from './internal/node-errors.js'

export { BlockList, isIP, isIPv4, isIPv6, Server, Socket, SocketAddress }
export { Socket as Stream }

/**
 * Connects.
 * @param {...any} args options, or port and host; then a listener of `connect`
 * @returns {Socket}
 */
export function connect (...args) {
  const { options, callback } = connectArguments(args)
  const socket = new Socket(options)
  if (options.timeout) {
    socket.setTimeout(options.timeout)
  }
  return callback === null ? socket.connect(options) : socket.connect(options, callback)
}

export { connect as createConnection }

/**
 * @param {any} [options] of the connections, or the listener
 * @param {(socket: Socket) => void} [listener] of the event `connection`
 * @returns {Server}
 */
export function createServer (options, listener) {
  return new Server(options, listener)
}

/** Whether all addresses of a host are tried, one after the other. */
export function getDefaultAutoSelectFamily () {
  return families.select
}

/** @param {boolean} value is kept; all addresses are tried anyway */
export function setDefaultAutoSelectFamily (value) {
  checkType('value', value, 'boolean')
  families.select = value
}

/** How long each address but the last is tried, in milliseconds. */
export function getDefaultAutoSelectFamilyAttemptTimeout () {
  return families.timeout
}

/** @param {number} value in milliseconds; 10 at least */
export function setDefaultAutoSelectFamilyAttemptTimeout (value) {
  checkInteger('value', value, 1, 2 ** 31 - 1)
  families.timeout = Math.max(10, value)
}

export default {
  BlockList, Server, Socket, SocketAddress, Stream: Socket, connect, createConnection: connect, createServer, getDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout, isIP, isIPv4, isIPv6, setDefaultAutoSelectFamily, setDefaultAutoSelectFamilyAttemptTimeout
}
