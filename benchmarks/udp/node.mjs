/** UDP under Node: `send MILLIS PORT...`, or `receive MILLIS`, which prints its port, then how many packets a second came. */
import dgram from 'node:dgram'

const [what, millis, ...ports] = process.argv.slice(2)
const length = Number(millis)
const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: 4 << 20 })

if (what === 'send') {
  const packet = Buffer.alloc(64)
  const start = performance.now()
  let sent = 0
  const step = () => {
    for (let i = 0; i < 256; i++) {
      socket.send(packet, Number(ports[i % ports.length]), '127.0.0.1', (error) => {
        sent++
        if (error) {
          throw error
        }
      })
    }
    if (performance.now() - start < length) {
      setImmediate(step)
    } else {
      setImmediate(() => {
        console.log(`RESULT ${sent * 1000 / (performance.now() - start)}`)
        socket.close()
      })
    }
  }
  socket.bind(0, '127.0.0.1', step)
} else {
  let count = 0
  let start = 0
  socket.on('message', () => {
    if (count++ === 0) {
      start = performance.now()
    } else if (performance.now() - start >= length) {
      console.log(`RESULT ${(count - 1) * 1000 / (performance.now() - start)}`)
      process.exit()
    }
  })
  socket.bind(0, '127.0.0.1', () => console.log(`PORT ${socket.address().port}`))
}
