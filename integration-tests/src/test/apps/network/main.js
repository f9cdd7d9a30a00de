// UDP of a page: what it may do, many packets and many sockets, a reader that is too slow, and a peer that is another program.

import { createSocket } from 'socket:dgram'
import * as promises from 'socket:dgram/promises'
import * as ipc from 'socket:ipc'
import process from 'socket:process'
import { check, end, equal, fails } from './story.js'

const peer = Number(process.argv.at(-1))
const PACKETS = 20_000

const open = async (type = 'udp4', address = '127.0.0.1') => {
  const socket = createSocket(type)
  await new Promise((resolve, reject) => socket.once('error', reject).bind(0, address, resolve))
  return socket
}
const close = (socket) => new Promise((resolve) => socket.close(resolve))
const next = (socket, event) => new Promise((resolve) => socket.once(event, (...args) => resolve(args)))

await check('packets in order, none lost', async () => {
  const receiver = await open()
  const sender = await open()
  const { port } = receiver.address()
  let expected = 0
  const all = new Promise((resolve, reject) => receiver.on('message', (message) => {
    if (message.readUInt32BE(0) !== expected) {
      reject(new Error(`${message.readUInt32BE(0)} came instead of ${expected}`))
    } else if (++expected === PACKETS) {
      resolve()
    }
  }))
  for (let i = 0; i < PACKETS; i++) {
    const packet = new Uint8Array(64)
    new DataView(packet.buffer).setUint32(0, i)
    sender.send(packet, port)
    if (i % 100 === 99) {
      await new Promise((resolve) => setTimeout(resolve))
    }
  }
  await all
  const { sent } = await sender.getState()
  equal(sent, PACKETS, 'sent')
  await close(sender)
  await close(receiver)
})

await check('a thousand sockets', async () => {
  const sockets = await Promise.all(Array.from({ length: 1000 }, () => open()))
  const told = sockets.map((socket) => next(socket, 'message'))
  const sender = await open()
  sockets.forEach((socket, i) => sender.send(`to ${i}`, socket.address().port))
  const messages = await Promise.all(told)
  messages.forEach(([message], i) => equal(message.toString(), `to ${i}`))
  await Promise.all([...sockets, sender].map(close))
})

await check('IPv6', async () => {
  const socket = await open('udp6', '::1')
  socket.send('six', socket.address().port)
  const [message, from] = await next(socket, 'message')
  equal(message.toString(), 'six')
  equal(from, { ...socket.address(), size: 3 })
  await close(socket)
})

await check('a page that is too slow is told what it missed', async () => {
  const receiver = await open()
  const sender = await open()
  const { port } = receiver.address()
  let received = 0
  let dropped = 0
  receiver.on('message', () => { received++ }).on('drop', (count) => { dropped += count })
  const packet = new Uint8Array(60_000)
  const rounds = 60
  for (let round = 0; round < rounds; round++) {
    await Promise.all(Array.from({ length: 8 }, () => new Promise((resolve) => sender.send(packet, port, resolve))))
    const start = performance.now()
    while (performance.now() - start < 5) {
      // busy
    }
  }
  for (;;) {
    const state = await receiver.getState()
    if (state.waiting === 0 && state.received === received + dropped) {
      equal(state.dropped, dropped, 'dropped')
      break
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await close(sender)
  await close(receiver)
})

await check('nobody at the other end', async () => {
  const gone = await open()
  const { port } = gone.address()
  await close(gone)
  const socket = await open()
  await new Promise((resolve) => socket.connect(port, resolve))
  socket.send('hello?')
  const [error] = await next(socket, 'error')
  equal(error.code, 'ECONNREFUSED')
  await close(socket)
})

await check('what is not granted is refused', async () => {
  const socket = createSocket('udp4')
  socket.bind(0, '0.0.0.0')
  equal((await next(socket, 'error'))[0].code, 'NOT_ALLOWED')
  equal((await new Promise((resolve) => socket.send('x', 9, '192.0.2.1', resolve))).code, 'NOT_ALLOWED')
  const own = promises.createSocket('udp4')
  await own.bind(0, '127.0.0.1')
  equal((await fails(own.send('x', 9, 'example.com'))).code, 'NOT_ALLOWED')
  equal((await fails(own.connect(9, '192.0.2.1'))).code, 'NOT_ALLOWED')
  await own.close()
})

await check('a worker has sockets of its own', async () => {
  const source = `import { createSocket } from 'socket:dgram'
const socket = createSocket('udp4', (message, from) => socket.send('back ' + message, from.port, from.address))
socket.bind(0, '127.0.0.1', () => postMessage(socket.address().port))`
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })), { type: 'module' })
  const port = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = (event) => reject(new Error(event.message))
  })
  const socket = await open()
  socket.send('there', port)
  equal((await next(socket, 'message'))[0].toString(), 'back there')
  worker.terminate()
  await close(socket)
})

if (peer > 0) {
  await check('a peer that is Node', async () => {
    const socket = await open()
    for (const text of ['one', 'x'.repeat(9000), 'end']) {
      socket.send(text, peer)
      const [message] = await next(socket, 'message')
      equal(message.toString(), `Node got ${text.length}`)
    }
    await close(socket)
  })
}

await check('nothing stays behind', async () => {
  equal((await ipc.send('udp.getState', { id: 'none' })).err.code, 'ERR_SOCKET_DGRAM_NOT_RUNNING')
})

await end()
