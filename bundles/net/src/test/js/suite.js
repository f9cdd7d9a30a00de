/**
 * What the tests share. With `SOCKET_TEST_SCHEME=node` they run against Node's own modules: what they expect must hold for both.
 */
import { once } from 'node:events'
import net from 'node:net'
import http from 'node:http'
import https from 'node:https'
import tls from 'node:tls'
import * as platform from './platform.js'

const scheme = process.env.SOCKET_TEST_SCHEME ?? 'socket'

export const isOurs = scheme === 'socket'
export const Node = { net, http, https, tls }
export const { hold, swap } = platform

/** @param {string} name */
export const load = async (name) => (await import(`${scheme}:${name}`)).default

/** A server on a port, and how to end it with all that it has. */
export async function opened (server, host = '127.0.0.1') {
  const sockets = new Set()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once?.('close', () => sockets.delete(socket))
  })
  server.listen(0, host)
  await once(server, 'listening')
  const end = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections?.()
    sockets.forEach((socket) => socket.destroy())
    await closed
  }
  return { server, port: server.address().port, end }
}

/** All that comes, until it ends; what is written to the stream goes on. */
export function text (stream) {
  return new Promise((resolve, reject) => {
    const pieces = []
    stream.on('data', (piece) => pieces.push(Buffer.from(piece)))
    stream.on('end', () => resolve(Buffer.concat(pieces).toString()))
    stream.on('error', reject)
    stream.resume()
  })
}
