/**
 * Packets of 64 bytes from page to page: one `send()` and one `message` event each.
 *
 * The sender goes through some speeds. After each it asks how many packets came and how long they took, until it is told: that
 * question may be lost like any packet.
 */
import { Buffer } from 'socket:buffer'
import { createSocket } from 'socket:dgram'
import process from 'socket:process'

const SIZE = 64
const SECONDS = 3
const SPEEDS = [25_000, 30_000, 40_000, 50_000, 60_000, 80_000, 100_000]
const TICK_MILLIS = 4
const QUESTION = 0xffffffff

const ask = (route, params) => fetch(`ipc://probe.${route}?${params}`)
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis))
const log = (text) => document.querySelector('pre').append(`${text}\n`)

const port = Number(process.argv.at(-1))
try {
  await (port > 0 ? send(port) : receive())
} catch (error) {
  await ask('result', `json=${encodeURIComponent(JSON.stringify({ error: `${error.name}: ${error.message}` }))}`)
}

async function receive () {
  const socket = createSocket('udp4')
  let round = -1
  let received = 0
  let first = 0
  let last = 0
  socket.on('message', (message, from) => {
    const number = message.readUInt32BE(0)
    if (number === QUESTION) {
      const answer = Buffer.alloc(20)
      answer.writeUInt32BE(message.readUInt32BE(4), 0)
      answer.writeUInt32BE(received, 4)
      answer.writeDoubleBE(last - first, 8)
      socket.send(answer, from.port, from.address)
      return
    }
    if (message.readUInt32BE(4) !== round) {
      round = message.readUInt32BE(4)
      received = 0
      first = performance.now()
    }
    received++
    last = performance.now()
  })
  await new Promise((resolve) => socket.bind(0, '127.0.0.1', resolve))
  await ask('phase', `name=${socket.address().port}`)
}

async function send (port) {
  const socket = createSocket('udp4')
  await new Promise((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const result = {}
  await run(socket, port, 1000, 10_000, 5000) // to warm up
  let best = { rate: 0, lost: 0 }
  for (const [round, speed] of SPEEDS.entries()) {
    const outcome = await run(socket, port, round, speed, speed * SECONDS)
    log(`${speed}/s: ${outcome.rate.toFixed(0)}/s received, ${outcome.lost} lost`)
    result[`at_${speed}`] = outcome.rate
    result[`lost_at_${speed}`] = outcome.lost
    if (outcome.lost === 0 && outcome.rate > best.rate) {
      best = outcome
    } else if (round === 0) {
      best = outcome
    }
    if (outcome.rate < speed * 0.8) {
      break // it does not get faster
    }
  }
  result.page_to_page_per_s = best.rate
  result.page_lost = best.lost
  await ask('result', `json=${encodeURIComponent(JSON.stringify(result))}`)
}

/** Sends so many packets at that speed. */
async function run (socket, port, round, speed, count) {
  const start = performance.now()
  for (let sent = 0; sent < count;) {
    const due = Math.min(count, Math.floor((performance.now() - start) * speed / 1000))
    // what cannot be sent that fast waits in this page, and the system is not asked to take more
    for (; sent < due && socket.getSendQueueCount() < 4096; sent++) {
      const packet = Buffer.alloc(SIZE)
      packet.writeUInt32BE(sent, 0)
      packet.writeUInt32BE(round, 4)
      socket.send(packet, port, '127.0.0.1')
    }
    await pause(TICK_MILLIS)
  }
  const question = Buffer.alloc(8)
  question.writeUInt32BE(QUESTION, 0)
  question.writeUInt32BE(round, 4)
  const answered = new Promise((resolve) => {
    const listener = (message) => {
      if (message.readUInt32BE(0) === round) {
        socket.off('message', listener)
        resolve(message)
      }
    }
    socket.on('message', listener)
  })
  for (;;) {
    await pause(300)
    socket.send(question, port, '127.0.0.1')
    const answer = await Promise.race([answered, pause(300)])
    if (answer) {
      const received = answer.readUInt32BE(4)
      return { rate: (received - 1) * 1000 / answer.readDoubleBE(8), lost: count - received }
    }
  }
}
