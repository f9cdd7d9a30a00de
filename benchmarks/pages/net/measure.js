/** What a page and Node do alike: bytes from a server and to one, answers of an own one. */
const MIB = 2 ** 20
export const BYTES = 256 * MIB

const once = (emitter, name) => new Promise((resolve, reject) => {
  emitter.once(name, resolve)
  emitter.once('error', reject)
})

/** Bytes that a server sends, in MiB/s. */
async function down (net, port) {
  const socket = net.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const start = performance.now()
  let bytes = 0
  socket.on('data', (piece) => { bytes += piece.length })
  await once(socket, 'end')
  if (bytes !== BYTES) {
    throw new Error(`Expected ${BYTES} bytes, got ${bytes}`)
  }
  return BYTES / MIB / ((performance.now() - start) / 1000)
}

/** Bytes to a server, until it has them all, in MiB/s. */
async function up (net, port) {
  const socket = net.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const piece = new Uint8Array(MIB)
  const start = performance.now()
  for (let sent = 0; sent < BYTES; sent += MIB) {
    if (!socket.write(piece)) {
      await once(socket, 'drain')
    }
  }
  socket.end()
  socket.resume()
  await once(socket, 'end')
  return BYTES / MIB / ((performance.now() - start) / 1000)
}

/** One byte there and back on one connection, median of many, in microseconds. */
async function pingPong (net, port) {
  const socket = net.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const rounds = []
  for (let i = 0; i < 21; i++) {
    const start = performance.now()
    for (let turn = 0; turn < 50; turn++) {
      socket.write('x')
      await once(socket, 'data')
      socket.removeAllListeners('error')
    }
    rounds.push(1000 * (performance.now() - start) / 50)
  }
  socket.destroy()
  return rounds.sort((a, b) => a - b)[10]
}

/**
 * @param {{ net: any, http: any }} modules
 * @param {string[]} ports of the servers that send, take and answer
 * @param {(name: string, value: number) => void} keep
 * @param {(name: string) => Promise<any>} phase tells that a server of HTTP is ready, with its port
 */
export async function measure ({ net, http }, [source, sink, echo], keep, phase) {
  keep('tcp_down_mib_s', await down(net, source))
  keep('tcp_up_mib_s', await up(net, sink))
  keep('tcp_pingpong_p50_us', await pingPong(net, echo))
  let stop
  const stopped = new Promise((resolve) => { stop = resolve })
  const server = http.createServer((request, response) => {
    response.end('hello')
    if (request.url === '/end') {
      stop()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await phase(`http-${server.address().port}`)
  await stopped
}
