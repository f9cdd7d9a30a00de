/** The routes of the plugin `udp`, on Node's own sockets: what `socket:dgram` calls when its cases run under Node. */
import dgram from 'node:dgram'
import { routes, streams } from '../fake-platform.js'

/** What is open, by id. */
const open = new Map()
const feeds = new Map()

const failure = (code, errno, message = code) => ({ type: 'ErrnoError', code, errno, message })

function socketOf ({ id }) {
  if (!open.has(id)) {
    throw failure('ERR_SOCKET_DGRAM_NOT_RUNNING', undefined, 'No socket is open under this id')
  }
  return open.get(id)
}

const nameOf = (id, { address, port, family }) => ({ id, address, port, family })

const parts = (host) => {
  const [, address, port] = /^\[?(.*?)\]?:(\d+)$/.exec(host)
  return { address, port: Number(port) }
}

/** Runs what calls back, and fails as the platform does. */
const awaited = (start) => new Promise((resolve, reject) => start((error, value) =>
  error ? reject(error.code === 'ENOTFOUND' ? { ...failure('ENOTFOUND'), hostname: error.hostname } : failure(error.code, error.errno)) : resolve(value)))

function guarded (act) {
  try {
    return act()
  } catch (error) {
    throw error.code?.startsWith('ERR_') ? failure('EINVAL', -22) : failure(error.code, error.errno)
  }
}

function feedOf (name) {
  if (!feeds.has(name)) {
    feeds.set(name, { last: 0, items: [], controller: null })
  }
  return feeds.get(name)
}

function tell (name, item) {
  const feed = feedOf(name)
  item.n = ++feed.last
  feed.controller ? write(feed.controller, item) : feed.items.push(item)
}

const write = (controller, data) => controller.enqueue(new TextEncoder().encode(JSON.stringify({ data }) + '\n'))

streams['udp.events'] = ({ feed: name }) => {
  const feed = feedOf(name)
  return new ReadableStream({
    start (controller) {
      feed.controller = controller
      write(controller, { n: 0, open: [...open.keys()] })
      feed.items.splice(0).forEach((item) => write(controller, item))
    },
    cancel () { feed.controller = null }
  })
}

/** One packet as the platform encodes a batch of them. */
function encoded (message, { address, port }) {
  const head = Buffer.alloc(5)
  head.writeUInt16BE(1, 0)
  head.writeUInt16BE(port, 2)
  head[4] = address.length
  const size = Buffer.alloc(4)
  size.writeUInt16BE(message.length, 2)
  return Buffer.concat([head, Buffer.from(address), size, message]).toString('base64')
}

async function opens ({ id, feed, type, reuseAddr, ipv6Only, receiveBuffer, sendBuffer }, at) {
  const socket = dgram.createSocket({
    type, reuseAddr: reuseAddr === 'true', ipv6Only: ipv6Only === 'true',
    recvBufferSize: receiveBuffer && Number(receiveBuffer), sendBufferSize: sendBuffer && Number(sendBuffer)
  })
  socket.on('message', (message, from) => tell(feed, { id, data: encoded(message, from) }))
  await awaited((done) => {
    socket.once('error', done)
    socket.bind(at.port, at.address, () => {
      socket.off('error', done)
      done(null)
    })
  })
  socket.on('error', (error) => tell(feed, { id, code: error.code, errno: error.errno }))
  open.set(id, socket)
  return nameOf(id, socket.address())
}

async function sends (socket, body, to) {
  const bytes = Buffer.from(body.buffer ?? body, body.byteOffset, body.byteLength)
  const failed = []
  let index = 0
  for (let offset = 0; offset < bytes.length; index++) {
    const size = bytes.readUInt32BE(offset)
    const packet = bytes.subarray(offset + 4, offset + 4 + size)
    offset += 4 + size
    try {
      await awaited((done) => to ? socket.send(packet, to.port, to.address, done) : socket.send(packet, done))
    } catch ({ code, errno }) {
      if (code === 'ENOTFOUND') {
        throw { ...failure('ENOTFOUND'), hostname: to.address } // eslint-disable-line no-throw-literal
      }
      failed.push({ index, code, errno })
    }
  }
  return { sent: index - failed.length, failed }
}

const settings = { broadcast: 'setBroadcast', ttl: 'setTTL', multicastTtl: 'setMulticastTTL', multicastLoopback: 'setMulticastLoopback' }

Object.assign(routes, {
  'udp.acknowledge': () => ({}),
  'udp.bind': (params) => opens(params, parts(params.host)),
  'udp.open': (params) => opens(params, { port: 0, address: params.type === 'udp6' ? '::' : '0.0.0.0' }),
  'udp.send': (params, body) => sends(socketOf(params), body, parts(params.host)),
  'udp.sendConnected': (params, body) => sends(socketOf(params), body),
  'udp.connect': async (params) => {
    const socket = socketOf(params)
    const { address, port } = parts(params.host)
    await awaited((done) => socket.connect(port, address, done))
    return nameOf(params.id, socket.remoteAddress())
  },
  'udp.disconnect': (params) => { socketOf(params).disconnect(); return { id: params.id } },
  'udp.close': (params) => {
    socketOf(params).close()
    open.delete(params.id)
    return { id: params.id }
  },
  'udp.getState': (params) => ({ id: socketOf(params) && params.id, bound: true, sent: 0, received: 0, waiting: 0, dropped: 0 }),
  'udp.set': (params) => guarded(() => { socketOf(params)[settings[params.setting]](Number(params.value)); return { id: params.id } }),
  'udp.setMulticastInterface': (params) => guarded(() => { socketOf(params).setMulticastInterface(params.address); return { id: params.id } }),
  'udp.join': (params) => guarded(() => {
    const { address } = parts(params.host)
    params.source
      ? socketOf(params).addSourceSpecificMembership(params.source, address, params.network)
      : socketOf(params).addMembership(address, params.network)
    return { id: params.id }
  }),
  'udp.leave': (params) => guarded(() => {
    params.source
      ? socketOf(params).dropSourceSpecificMembership(params.source, params.group, params.network)
      : socketOf(params).dropMembership(params.group, params.network)
    return { id: params.id }
  }),
  'udp.bufferSize': (params) => guarded(() => {
    const name = params.buffer === 'send' ? 'SendBufferSize' : 'RecvBufferSize'
    if (params.size) {
      socketOf(params)[`set${name}`](Number(params.size))
    }
    return { id: params.id, size: socketOf(params)[`get${name}`]() }
  })
})
