// Connections, servers and TLS from a page, with a foreign peer, while the plugin behind them is replaced.

import net from 'socket:net'
import http from 'socket:http'
import process from 'socket:process'
import { call, check, end, equal, fails } from './story.js'

const [foreign] = process.argv.slice(-1)
const MIB = 1024 * 1024

const once = (emitter, name) => new Promise((resolve, reject) => {
  emitter.once(name, resolve)
  if (name !== 'error') emitter.once('error', reject)
})

async function received (socket) {
  let size = 0
  let text = ''
  socket.on('data', (piece) => {
    size += piece.length
    text = piece.length < 1000 ? text + piece : ''
  })
  await once(socket, 'end')
  return { size, text }
}

async function listening (server, host = '127.0.0.1') {
  server.listen(0, host)
  await once(server, 'listening')
  return server.address().port
}

await check('carries bytes there and back', async () => {
  const server = net.createServer((socket) => socket.pipe(socket))
  const socket = net.connect(await listening(server), '127.0.0.1')
  const answer = received(socket)
  const piece = new Uint8Array(MIB).fill(5)
  for (let i = 0; i < 16; i++) {
    if (!socket.write(piece)) await once(socket, 'drain')
  }
  socket.end()
  equal((await answer).size, 16 * MIB)
  await new Promise((resolve) => server.close(resolve))
})

await check('serves many connections, over IPv6', async () => {
  const server = net.createServer((socket) => socket.pipe(socket))
  const port = await listening(server, '::1')
  const answers = await Promise.all(Array.from({ length: 200 }, async (_, i) => {
    const socket = net.connect(port, '::1')
    socket.end(`number ${i}`)
    return (await received(socket)).text
  }))
  equal(answers.every((text, i) => text === `number ${i}`), true)
  await new Promise((resolve) => server.close(resolve))
})

await check('is refused what it was not granted', async () => {
  equal((await fails(once(net.connect(80, '192.0.2.1'), 'connect'))).code, 'NOT_ALLOWED')
  const server = net.createServer()
  server.listen(0, '0.0.0.0')
  equal((await fails(once(server, 'listening'))).code, 'NOT_ALLOWED')
})

await check('answers a foreign client of HTTP', async () => {
  const server = http.createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    response.setHeader('X-Page', 'yes')
    response.end(`${request.method} ${request.url} ${body}`)
  })
  const control = net.connect(foreign, '127.0.0.1')
  control.end(`${await listening(server)}\n`)
  equal((await received(control)).text, 'yes POST /from/java hello page')
  await new Promise((resolve) => server.close(resolve))
})

await check('goes on while the plugin is replaced', async () => {
  const server = net.createServer((socket) => socket.pipe(socket))
  const port = await listening(server)
  const socket = net.connect(port, '127.0.0.1')
  const answer = received(socket)
  const piece = new Uint8Array(100_000).fill(7)
  for (let i = 0; i < 50; i++) {
    if (i % 10 === 5) await call('test.swap', { bundle: 'net' })
    if (!socket.write(piece)) await once(socket, 'drain')
  }
  socket.end()
  equal((await answer).size, 50 * piece.length)
  const later = net.connect(port, '127.0.0.1')
  later.end('later')
  equal((await received(later)).text, 'later')
})

await end()
