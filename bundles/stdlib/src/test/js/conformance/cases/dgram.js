/** UDP: sockets and their errors. */
import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { once } from 'node:events'

/** Runs a story with sockets that are closed in the end. */
async function withSockets (m, story) {
  const made = []
  const open = async (options = 'udp4', address = '127.0.0.1') => {
    const socket = m.createSocket(options)
    made.push(socket)
    socket.bind(0, address)
    await once(socket, 'listening')
    return socket
  }
  const track = (socket) => {
    made.push(socket)
    return socket
  }
  try {
    return await story(open, track)
  } finally {
    await Promise.all(made.map((socket) => new Promise((resolve) => {
      try {
        socket.close(resolve)
      } catch {
        resolve() // the story closed it
      }
    })))
  }
}

const sent = (socket, ...args) => new Promise((resolve, reject) =>
  socket.send(...args, (error, bytes) => error ? reject(error) : resolve(bytes)))

const code = (name) => ({ code: name })

async function carries (m) {
  await withSockets(m, async (open) => {
    for (const [type, address] of [['udp4', '127.0.0.1'], ['udp6', '::1']]) {
      const receiver = await open(type, address)
      const sender = await open(type, address)
      const { port } = receiver.address()
      const arrived = []
      receiver.on('message', (message, from) => arrived.push([message, from]))
      assert.equal(await sent(sender, 'text', port, address), 4)
      assert.equal(await sent(sender, Buffer.from('offset'), 3, 3, port, address), 3)
      assert.equal(await sent(sender, ['a', new Uint8Array([98]), new DataView(new ArrayBuffer(1))], port, address), 3)
      assert.equal(await sent(sender, '', port, address), 0)
      assert.equal(await sent(sender, Buffer.alloc(60000, 1), port, address), 60000)
      while (arrived.length < 5) {
        await once(receiver, 'message')
      }
      assert.deepEqual(arrived.slice(0, 4).map(([message]) => message.toString()), ['text', 'set', 'ab\0', ''])
      assert.ok(Buffer.isBuffer(arrived[4][0]) || arrived[4][0] instanceof Uint8Array)
      assert.equal(arrived[4][0].length, 60000)
      assert.deepEqual({ ...arrived[0][1] }, { ...sender.address(), size: 4 })
    }
  })
}

async function connects (m) {
  await withSockets(m, async (open) => {
    const peer = await open()
    const socket = await open()
    socket.connect(peer.address().port)
    assert.throws(() => socket.connect(peer.address().port), code('ERR_SOCKET_DGRAM_IS_CONNECTED'))
    await once(socket, 'connect')
    assert.deepEqual({ ...socket.remoteAddress() }, { ...peer.address() })
    socket.send('hello')
    const [message] = await once(peer, 'message')
    assert.equal(message.toString(), 'hello')
    assert.throws(() => socket.send('x', 0, 1, 5), code('ERR_SOCKET_DGRAM_IS_CONNECTED'))
    socket.disconnect()
    assert.throws(() => socket.remoteAddress(), code('ERR_SOCKET_DGRAM_NOT_CONNECTED'))
    assert.throws(() => socket.disconnect(), code('ERR_SOCKET_DGRAM_NOT_CONNECTED'))
  })
}

async function joins (m) {
  await withSockets(m, async (open) => {
    const socket = await open('udp4', '0.0.0.0')
    const group = '239.83.79.68'
    socket.addMembership(group, '127.0.0.1')
    socket.setMulticastInterface('127.0.0.1')
    assert.equal(socket.setMulticastLoopback(true), true)
    assert.equal(socket.setMulticastTTL(1), 1)
    socket.send('all', socket.address().port, group)
    const [message] = await once(socket, 'message')
    assert.equal(message.toString(), 'all')
    socket.dropMembership(group, '127.0.0.1')
    assert.throws(() => socket.dropMembership(group, '127.0.0.1'), { ...code('EADDRNOTAVAIL'), syscall: 'dropMembership' })
    socket.addSourceSpecificMembership('127.0.0.1', '232.1.2.3', '127.0.0.1')
    socket.dropSourceSpecificMembership('127.0.0.1', '232.1.2.3', '127.0.0.1')
    assert.equal(socket.setTTL(9), 9)
    socket.setBroadcast(true)
    socket.setRecvBufferSize(30000)
    socket.setSendBufferSize(30000)
    assert.ok(socket.getRecvBufferSize() >= 30000 && socket.getSendBufferSize() >= 30000)
  })
}

async function closes (m) {
  const socket = m.createSocket('udp4')
  assert.equal(socket.ref(), socket)
  assert.equal(socket.unref(), socket)
  assert.equal(socket.getSendQueueSize(), 0)
  assert.equal(socket.getSendQueueCount(), 0)
  assert.equal(socket.bind(0), socket)
  assert.throws(() => socket.bind(0), code('ERR_SOCKET_ALREADY_BOUND'))
  await once(socket, 'listening')
  assert.throws(() => socket.bind(0), code('ERR_SOCKET_ALREADY_BOUND'))
  socket.close()
  await once(socket, 'close')
  for (const late of [(own) => own.close(), (own) => own.bind(0), (own) => own.address(), (own) => own.send('x', 5)]) {
    assert.throws(() => late(socket), code('ERR_SOCKET_DGRAM_NOT_RUNNING'))
  }
  const controller = new AbortController()
  const aborted = m.createSocket({ type: 'udp4', signal: controller.signal })
  aborted.bind(0)
  controller.abort()
  await once(aborted, 'close')
}

async function refuses (m) {
  for (const bad of [undefined, null, 5, 'udp', {}, { type: 'x' }]) {
    assert.throws(() => m.createSocket(bad), { ...code('ERR_SOCKET_BAD_TYPE'), name: 'TypeError' })
  }
  assert.throws(() => m.createSocket({ type: 'udp4', signal: 5 }), code('ERR_INVALID_ARG_TYPE'))
  assert.throws(() => m.createSocket({ type: 'udp4', lookup: 5 }), code('ERR_INVALID_ARG_TYPE'))
  await withSockets(m, async (open, track) => {
    const socket = track(m.createSocket('udp4'))
    assert.throws(() => socket.address(), { ...code('EBADF'), syscall: 'getsockname' })
    assert.throws(() => socket.setTTL(5), code('EBADF'))
    assert.throws(() => socket.setBroadcast(true), code('EBADF'))
    for (const bad of [undefined, null, 'x', -1, 0, 65536, 1.5, {}]) {
      assert.throws(() => socket.connect(bad), { ...code('ERR_SOCKET_BAD_PORT'), name: 'RangeError' })
      assert.throws(() => socket.send('x', bad), code('ERR_SOCKET_BAD_PORT'))
    }
    for (const bad of [undefined, null, 5, {}, true]) {
      assert.throws(() => socket.send(bad, 1), code('ERR_INVALID_ARG_TYPE'))
    }
    assert.throws(() => socket.send(['a', 5], 1), code('ERR_INVALID_ARG_TYPE'))
    assert.throws(() => socket.send('x', 1, 5), code('ERR_INVALID_ARG_TYPE'))
    assert.throws(() => socket.send('abc', 5, 1, 1000), code('ERR_BUFFER_OUT_OF_BOUNDS'))
    assert.throws(() => socket.send('abc', 2, 5, 1000), code('ERR_BUFFER_OUT_OF_BOUNDS'))
    for (const name of ['setTTL', 'setMulticastTTL']) {
      assert.throws(() => socket[name]('x'), code('ERR_INVALID_ARG_TYPE'))
    }
    assert.throws(() => socket.setMulticastInterface(5), code('ERR_INVALID_ARG_TYPE'))
    for (const name of ['addMembership', 'dropMembership']) {
      assert.throws(() => socket[name](), code('ERR_MISSING_ARGS'))
    }
    for (const name of ['addSourceSpecificMembership', 'dropSourceSpecificMembership']) {
      assert.throws(() => socket[name](5, '232.1.1.1'), code('ERR_INVALID_ARG_TYPE'))
      assert.throws(() => socket[name]('127.0.0.1'), code('ERR_INVALID_ARG_TYPE'))
    }
    for (const bad of [-1, 1.5, 'a', NaN]) {
      assert.throws(() => socket.setRecvBufferSize(bad), code('ERR_SOCKET_BAD_BUFFER_SIZE'))
      assert.throws(() => socket.setSendBufferSize(bad), code('ERR_SOCKET_BAD_BUFFER_SIZE'))
    }
    const taken = await open()
    const { port } = taken.address()
    const second = track(m.createSocket('udp4'))
    second.bind(port, '127.0.0.1')
    const [error] = await once(second, 'error')
    assert.deepEqual({ code: error.code, syscall: error.syscall, address: error.address, port: error.port, message: error.message },
      { code: 'EADDRINUSE', syscall: 'bind', address: '127.0.0.1', port, message: `bind EADDRINUSE 127.0.0.1:${port}` })
    for (const ttl of [0, 300]) {
      assert.throws(() => taken.setTTL(ttl), { ...code('EINVAL'), syscall: 'setTTL', message: 'setTTL EINVAL' })
    }
    assert.throws(() => taken.addMembership('10.1.2.3'), code('EINVAL'))
    assert.throws(() => taken.addMembership('none'), code('EINVAL'))
    await assert.rejects(sent(taken, Buffer.alloc(70000), port, '127.0.0.1'), { ...code('EMSGSIZE'), syscall: 'send' })
    await assert.rejects(sent(taken, 'x', port, 'no.such.host.invalid'), (found) => /^E(NOTFOUND|AI_AGAIN)$/.test(found.code))
  })
}

const error = (name, base) => ({
  does (m) {
    const made = new m[name]()
    assert.ok(made instanceof base && made.code === name)
  },
  refuses: null
})

export default {
  dgram: {
    createSocket: {
      async does (m) {
        await carries(m)
        await joins(m)
      },
      refuses
    },
    Socket: {
      async does (m) {
        assert.ok(m.createSocket('udp4') instanceof m.Socket)
        await connects(m)
        await closes(m)
      },
      refuses: (m) => assert.throws(() => new m.Socket('tcp'), code('ERR_SOCKET_BAD_TYPE'))
    },
    SocketError: {
      does (m) {
        class Own extends m.SocketError {}
        assert.equal(new Own('what').code, 'Own')
        assert.equal(new Own('what').message, 'what')
      },
      refuses: null
    },
    ERR_SOCKET_ALREADY_BOUND: error('ERR_SOCKET_ALREADY_BOUND', Error),
    ERR_SOCKET_BAD_BUFFER_SIZE: error('ERR_SOCKET_BAD_BUFFER_SIZE', TypeError),
    ERR_SOCKET_BUFFER_SIZE: error('ERR_SOCKET_BUFFER_SIZE', Error),
    ERR_SOCKET_DGRAM_IS_CONNECTED: error('ERR_SOCKET_DGRAM_IS_CONNECTED', Error),
    ERR_SOCKET_DGRAM_NOT_CONNECTED: error('ERR_SOCKET_DGRAM_NOT_CONNECTED', Error),
    ERR_SOCKET_DGRAM_NOT_RUNNING: error('ERR_SOCKET_DGRAM_NOT_RUNNING', Error),
    ERR_SOCKET_BAD_TYPE: error('ERR_SOCKET_BAD_TYPE', TypeError),
    ERR_SOCKET_BAD_PORT: error('ERR_SOCKET_BAD_PORT', RangeError),
    default: { does: (m) => assert.equal(m.default.createSocket, m.createSocket), refuses: null }
  },
  'dgram/promises': {
    createSocket: {
      async does (m) {
        const receiver = m.createSocket('udp4')
        const { address, port } = await receiver.bind(0, '127.0.0.1')
        const messages = receiver.messages()
        const first = messages.next()
        const sender = m.createSocket('udp4')
        assert.equal(await sender.send('one', port, address), 3)
        assert.equal((await first).value.message.toString(), 'one')
        assert.equal((await sender.connect(port)).port, port)
        assert.equal(await sender.send('two'), 3)
        const { value: { message, from } } = await messages.next()
        assert.equal(message.toString(), 'two')
        assert.equal(from.port, sender.socket.address().port)
        await sender.close()
        await receiver.close()
        assert.equal((await messages.next()).done, true)
      },
      async refuses (m) {
        assert.throws(() => m.createSocket('x'), code('ERR_SOCKET_BAD_TYPE'))
        const socket = m.createSocket('udp4')
        await assert.rejects(socket.bind(0, '192.0.2.1'), code('EADDRNOTAVAIL'))
        await assert.rejects(async () => socket.send('x', 0), code('ERR_SOCKET_BAD_PORT'))
        await assert.rejects(socket.connect(0), code('ERR_SOCKET_BAD_PORT'))
        const controller = new AbortController()
        const messages = socket.messages({ signal: controller.signal })
        const next = messages.next()
        controller.abort()
        await assert.rejects(next, { name: 'AbortError' })
        assert.throws(() => socket.messages({ signal: 5 }), code('ERR_INVALID_ARG_TYPE'))
        await socket[Symbol.asyncDispose]()
      }
    },
    PromiseSocket: { does: (m) => assert.ok(m.createSocket('udp4') instanceof m.PromiseSocket), refuses: null },
    default: { does: (m) => assert.equal(m.default.createSocket, m.createSocket), refuses: null }
  }
}
