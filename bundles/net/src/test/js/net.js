/** What `socket:net` does, with the plugin; and what Node's own does, so that the cases are right. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import test from 'node:test'
import { hold, isOurs, load, Node, opened, swap, text } from './suite.js'

const net = await load('net')
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const echo = (options) => opened(net.createServer(options ?? {}, (socket) => {
  socket.on('error', () => {})
  socket.pipe(socket)
}))

test('should carry bytes both ways and end', async () => {
  const { server, port, end } = await echo()
  const socket = net.connect({ port, host: '127.0.0.1' })
  const happened = []
  for (const name of ['connect', 'ready', 'end', 'finish', 'close']) {
    socket.on(name, () => happened.push(name))
  }
  assert.deepEqual([socket.connecting, socket.pending, socket.readyState], [true, true, 'opening'])
  const closed = once(socket, 'close')
  socket.write('hello ')
  socket.end('world')
  assert.equal(await text(socket), 'hello world')
  await closed
  assert.deepEqual(happened.slice(0, 2), ['connect', 'ready'])
  assert.equal(happened.at(-1), 'close')
  assert.deepEqual([socket.bytesRead, socket.bytesWritten, socket.destroyed, socket.readyState], [11, 11, true, 'closed'])
  assert.equal(server.listening, true)
  await end()
  assert.equal(server.listening, false)
})

test('should tell both ends', async () => {
  const { server, port, end } = await echo()
  const accepted = once(server, 'connection')
  const socket = net.createConnection(port, '127.0.0.1')
  await once(socket, 'connect')
  const [other] = await accepted
  assert.deepEqual([socket.remoteAddress, socket.remotePort, socket.remoteFamily], ['127.0.0.1', port, 'IPv4'])
  assert.deepEqual(socket.address(), { address: '127.0.0.1', family: 'IPv4', port: socket.localPort })
  assert.deepEqual([other.remotePort, other.localPort], [socket.localPort, port])
  assert.deepEqual(server.address(), { address: '127.0.0.1', family: 'IPv4', port })
  const count = await new Promise((resolve, reject) => server.getConnections((error, value) => error ? reject(error) : resolve(value)))
  assert.equal(count, 1)
  socket.destroy()
  await end()
})

test('should talk IPv6', async () => {
  const { port, end } = await opened(net.createServer((socket) => socket.end(socket.remoteFamily)), '::1')
  assert.equal(await text(net.connect(port, '::1')), 'IPv6')
  await end()
})

test('should keep the other direction when one has ended', async () => {
  const { port, end } = await opened(net.createServer({ allowHalfOpen: true }, async (socket) => {
    const question = await text(socket)
    socket.end(`you said ${question}`)
  }))
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.end('a')
  assert.equal(await text(socket), 'you said a')
  await end()
})

test('should name what went wrong as Node does', async () => {
  const { port, end } = await echo()
  await end()
  const [refused] = await once(net.connect(port, '127.0.0.1'), 'error')
  assert.deepEqual([refused.code, refused.syscall, refused.address, refused.port, refused.errno], ['ECONNREFUSED', 'connect', '127.0.0.1', port, -111])
  assert.equal(refused.message, `connect ECONNREFUSED 127.0.0.1:${port}`)
  const [unknown] = await once(net.connect(port, 'nothing.invalid'), 'error')
  assert.match(unknown.code, /^(ENOTFOUND|EAI_AGAIN)$/)
  const { port: taken, end: free } = await echo()
  const second = net.createServer()
  second.listen(taken, '127.0.0.1')
  const [clash] = await once(second, 'error')
  assert.deepEqual([clash.code, clash.syscall, clash.port], ['EADDRINUSE', 'listen', taken])
  assert.equal(clash.message, `listen EADDRINUSE: address already in use 127.0.0.1:${taken}`)
  const elsewhere = net.createServer()
  elsewhere.listen(0, '192.0.2.1')
  assert.equal((await once(elsewhere, 'error'))[0].code, 'EADDRNOTAVAIL')
  await free()
})

test('should report a reset, and the close that follows it', async () => {
  const { server, port, end } = await opened(net.createServer())
  server.once('connection', (socket) => socket.on('data', () => socket.resetAndDestroy()))
  const socket = net.connect(port, '127.0.0.1')
  socket.write('x')
  const closed = new Promise((resolve) => socket.once('close', (hadError) => resolve([hadError])))
  const [error] = await once(socket, 'error')
  assert.equal(error.code, 'ECONNRESET')
  assert.deepEqual(await closed, [true])
  await end()
})

test('should wait with a writer whose reader is slow', async () => {
  const { server, port, end } = await opened(net.createServer())
  const socket = net.connect(port, '127.0.0.1')
  const [reader] = await once(server, 'connection')
  reader.pause()
  const chunk = new Uint8Array(256 * 1024).fill(7)
  let written = 0
  while (written < 200 && (socket.write(chunk) || await Promise.race([
    once(socket, 'drain').then(() => true), new Promise((resolve) => setTimeout(resolve, 1000, false))]))) {
    written++
  }
  assert.ok(written < 200, 'the writer was never told to wait')
  socket.end()
  let received = 0
  for await (const piece of reader) {
    received += piece.length
  }
  assert.equal(received, (written + 1) * chunk.length)
  await end()
})

test('should send everything, in order', async () => {
  const { port, end } = await echo()
  const socket = net.connect(port, '127.0.0.1')
  const sizes = Array.from({ length: 300 }, (_, i) => (i * 7919) % 40_000)
  const send = async () => {
    for (const [i, size] of sizes.entries()) {
      if (!socket.write(new Uint8Array(size).fill(i))) {
        await once(socket, 'drain')
      }
    }
    socket.end()
  }
  const sent = send()
  const all = Buffer.concat(await socket.toArray())
  await sent
  let at = 0
  for (const [i, size] of sizes.entries()) {
    assert.ok(all.subarray(at, at += size).every((byte) => byte === i % 256), `piece ${i} is wrong`)
  }
  assert.equal(at, all.length)
  await end()
})

test('should time out, be aborted and be given up', async () => {
  const { port, end } = await echo()
  const socket = net.connect({ port, host: '127.0.0.1', timeout: 30 })
  await once(socket, 'timeout')
  assert.equal(socket.destroyed, false)
  socket.destroy()
  const controller = new AbortController()
  const aborted = net.connect({ port, host: '127.0.0.1', signal: controller.signal })
  controller.abort()
  assert.equal((await once(aborted, 'error'))[0].name, 'AbortError')
  const given = net.connect(port, '127.0.0.1')
  given.destroy(new Error('enough'))
  assert.equal((await once(given, 'error'))[0].message, 'enough')
  const stop = new AbortController()
  const server = net.createServer()
  server.listen({ port: 0, signal: stop.signal })
  await once(server, 'listening')
  stop.abort()
  await once(server, 'close')
  await end()
})

test('should take no more connections than it may', async () => {
  const { server, port, end } = await echo()
  server.maxConnections = 1
  const first = net.connect(port, '127.0.0.1')
  await once(server, 'connection')
  const dropped = once(server, 'drop')
  const second = net.connect(port, '127.0.0.1')
  second.on('error', () => {})
  const [who] = await dropped
  assert.equal(who.remoteAddress, '127.0.0.1')
  first.destroy()
  second.destroy()
  await end()
})

test('should close once the last connection has', async () => {
  const { server, port } = await echo()
  const socket = net.connect(port, '127.0.0.1')
  await once(server, 'connection')
  let closed = false
  const ended = new Promise((resolve) => server.close((error) => resolve([closed, error])))
  closed = true
  socket.end()
  socket.resume()
  assert.deepEqual(await ended, [true, undefined])
  assert.equal((await new Promise((resolve) => server.close(resolve))).code, 'ERR_SERVER_NOT_RUNNING')
})

test('should ask the caller for an address where it wants to', async () => {
  const { port, end } = await echo()
  const lookup = (host, options, callback) => options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4)
  const socket = net.connect({ port, host: 'example.invalid', lookup })
  await once(socket, 'connect')
  socket.destroy()
  await end()
})

test('should refuse bad input', async () => {
  assert.throws(() => net.connect(), { code: 'ERR_MISSING_ARGS' })
  assert.throws(() => net.connect({}), { code: 'ERR_MISSING_ARGS' })
  assert.throws(() => net.connect({ port: 70000 }), { code: 'ERR_SOCKET_BAD_PORT' })
  assert.throws(() => net.connect({ port: {} }), invalid)
  assert.throws(() => net.connect({ port: 1, lookup: 5 }), invalid)
  assert.throws(() => new net.Socket().setTimeout('x'), invalid)
  assert.throws(() => net.createServer(5), invalid)
  assert.throws(() => net.createServer().listen(-1), { code: 'ERR_SOCKET_BAD_PORT' })
  assert.throws(() => net.createServer().listen({}), { code: 'ERR_INVALID_ARG_VALUE' })
  const { server, end } = await echo()
  assert.throws(() => server.listen(0), { code: 'ERR_SERVER_ALREADY_LISTEN' })
  await end()
  assert.throws(() => net.setDefaultAutoSelectFamily('x'), invalid)
  assert.throws(() => net.setDefaultAutoSelectFamilyAttemptTimeout(0), { code: 'ERR_OUT_OF_RANGE' })
})

test('should keep the defaults of families', () => {
  const [select, timeout] = [net.getDefaultAutoSelectFamily(), net.getDefaultAutoSelectFamilyAttemptTimeout()]
  assert.equal(typeof select, 'boolean')
  net.setDefaultAutoSelectFamily(!select)
  net.setDefaultAutoSelectFamilyAttemptTimeout(3)
  assert.deepEqual([net.getDefaultAutoSelectFamily(), net.getDefaultAutoSelectFamilyAttemptTimeout()], [!select, 10])
  net.setDefaultAutoSelectFamily(select)
  net.setDefaultAutoSelectFamilyAttemptTimeout(timeout)
})

test('should know addresses', () => {
  for (const address of ['127.0.0.1', '0.0.0.0', '255.255.255.255', '::', '::1', 'fe80::1%eth0', '2001:db8::ff00:42:8329', '::ffff:1.2.3.4', '1:2:3:4:5:6:7::',
    '', '1', '1.2.3', '256.1.1.1', '01.2.3.4', ':::', '1::2::3', '12345::', '::1.2.3', '1:2:3:4:5:6:7:8:9', 'g::', '::%', ' 127.0.0.1']) {
    assert.deepEqual([net.isIP(address), net.isIPv4(address), net.isIPv6(address)], [Node.net.isIP(address), Node.net.isIPv4(address), Node.net.isIPv6(address)], address)
  }
  const address = new net.SocketAddress({ address: '::1', family: 'ipv6', port: 80, flowlabel: 5 })
  assert.deepEqual([address.address, address.family, address.port, address.flowlabel], ['::1', 'ipv6', 80, 5])
  assert.deepEqual([new net.SocketAddress().address, new net.SocketAddress({ family: 'ipv6' }).address], ['127.0.0.1', '::'])
  assert.throws(() => new net.SocketAddress({ address: 'x' }), { code: 'ERR_INVALID_ADDRESS' })
  assert.throws(() => new net.SocketAddress({ port: -1 }), { code: 'ERR_SOCKET_BAD_PORT' })
  assert.throws(() => new net.SocketAddress({ family: 'ipv5' }), { code: 'ERR_INVALID_ARG_VALUE' })
  assert.throws(() => new net.SocketAddress(5), invalid)
})

test('should look addresses up in lists', () => {
  const list = new net.BlockList()
  list.addAddress('1.2.3.4')
  list.addRange('10.0.0.1', '10.0.0.10')
  list.addSubnet('fd00::', 8, 'ipv6')
  list.addSubnet('192.168.0.0', 16)
  const answers = [['1.2.3.4'], ['1.2.3.5'], ['10.0.0.10'], ['10.0.0.11'], ['fd12::1', 'ipv6'], ['fe12::1', 'ipv6'], ['192.168.77.1'], ['::ffff:1.2.3.4', 'ipv6'], ['nothing']]
    .map((args) => list.check(...args))
  assert.deepEqual(answers, [true, false, true, false, true, false, true, true, false])
  assert.deepEqual(list.rules, ['Subnet: IPv4 192.168.0.0/16', 'Subnet: IPv6 fd00::/8', 'Range: IPv4 10.0.0.1-10.0.0.10', 'Address: IPv4 1.2.3.4'])
  assert.equal(list.check(new net.SocketAddress({ address: '1.2.3.4' })), true)
  assert.throws(() => list.addAddress('x'), { code: 'ERR_INVALID_ADDRESS' })
  assert.throws(() => list.addRange('2.0.0.0', '1.0.0.0'), { code: 'ERR_INVALID_ARG_VALUE' })
  assert.throws(() => list.addSubnet('1.0.0.0', 33), { code: 'ERR_OUT_OF_RANGE' })
  assert.throws(() => list.check(5), invalid)
  if (isOurs) { // newer than Node 20
    const copy = new net.BlockList()
    copy.fromJSON(list.toJSON())
    assert.deepEqual(copy.rules, list.rules)
    assert.throws(() => copy.fromJSON(5), invalid)
    assert.equal(net.SocketAddress.parse('[::1]:80').port, 80)
    assert.equal(net.SocketAddress.parse('x'), undefined)
  }
})

test('should serve a thousand connections', async () => {
  const { port, end } = await echo()
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.end(`number ${i}`)
    return text(socket)
  }))
  assert.deepEqual(answers, Array.from({ length: 1000 }, (_, i) => `number ${i}`))
  await end()
})

test('should take up with Node as the other side', { skip: !isOurs }, async () => {
  const foreign = Node.net.createServer((socket) => socket.pipe(socket))
  await new Promise((resolve) => foreign.listen(0, '127.0.0.1', resolve))
  const socket = net.connect(foreign.address().port, '127.0.0.1')
  socket.end('to Node')
  assert.equal(await text(socket), 'to Node')
  foreign.close()
  const { port, end } = await echo()
  const client = Node.net.connect(port, '127.0.0.1')
  client.end('from Node')
  assert.equal(await text(client), 'from Node')
  await end()
})

test('should send much at once', async () => {
  const { server, port, end } = await opened(net.createServer())
  const socket = net.connect(port, '127.0.0.1')
  const [other] = await once(server, 'connection')
  const much = new Uint8Array(20 * 1024 * 1024).map((_, i) => i % 251)
  socket.end(much)
  const all = Buffer.concat(await other.toArray())
  assert.ok(all.equals(much))
  await end()
})

test('should go on writing when all is sent before the answer comes', { skip: !isOurs }, async () => {
  const { server, port, end } = await opened(net.createServer())
  const socket = net.connect(port, '127.0.0.1')
  const [other] = await once(server, 'connection')
  other.pause()
  const size = 20 * 1024 * 1024 - 64
  const answer = hold('net.send', 4) // of five
  const written = new Promise((resolve) => socket.write(new Uint8Array(size), resolve))
  await answer.arrived
  let received = 0
  other.on('data', (bytes) => { received += bytes.length })
  other.resume()
  while (received < size) {
    await once(other, 'data')
  }
  // what is told of a later connection is told after what was told of this one
  await once(net.connect(port, '127.0.0.1'), 'connect')
  answer.release()
  await written
  await end()
})

test('should go on when the plugin is replaced', { skip: !isOurs }, async () => {
  const { server, port, end } = await echo()
  const socket = net.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let received = 0
  let next = 0
  socket.on('data', (bytes) => {
    for (const byte of bytes) {
      assert.equal(byte, next)
      next = (next + 1) % 251
    }
    received += bytes.length
  })
  const piece = Uint8Array.from({ length: 251 * 400 }, (_, i) => i % 251)
  let sent = 0
  for (let round = 0; round < 5; round++) {
    for (let i = 0; i < 20; i++) {
      sent += piece.length
      if (!socket.write(piece)) {
        await once(socket, 'drain')
      }
    }
    await swap()
  }
  socket.end()
  await once(socket, 'end')
  assert.equal(received, sent)
  // the port is still the same
  assert.equal(server.listening, true)
  const later = net.connect(port, '127.0.0.1')
  later.end('later')
  assert.equal(await text(later), 'later')
  await end()
})
