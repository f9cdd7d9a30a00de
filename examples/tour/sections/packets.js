import { createSocket } from 'socket:dgram'
import { timed } from '../clock.js'
import { count, el, facts, repeat } from '../ui.js'

export const title = 'Packets'
export const about = 'socket:dgram: UDP from one socket of this page to another.'

const SIZE = 64
/** As many as the system keeps for a receiver that is late. */
const BURST = 1000
const PATIENCE = 2000

/** Fills the card. */
export async function show (card) {
  const sender = createSocket('udp4')
  const receiver = createSocket('udp4')
  for (const socket of [sender, receiver]) {
    await new Promise((resolve, reject) => socket.once('error', reject).bind(0, '127.0.0.1', resolve))
  }
  const { address, port } = receiver.address()
  const packet = new Uint8Array(SIZE)
  const figure = el('strong', { class: 'figure' })
  const sent = el('span')
  const received = el('span')
  let all = 0
  let arrived = 0

  /** Resolves when so many have arrived, or some seem to be lost. */
  function arrival (wanted) {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer)
        receiver.off('message', listener)
        resolve()
      }
      const timer = setTimeout(finish, PATIENCE)
      const listener = () => ++arrived === wanted && finish()
      receiver.on('message', listener)
    })
  }

  async function burst () {
    const before = arrived
    const ms = await timed(() => {
      const done = arrival(before + BURST)
      for (let i = 0; i < BURST; i++) sender.send(packet, port, address)
      return done
    })
    all += BURST
    figure.textContent = `${count((arrived - before) / ms * 1000)} /s`
    sent.textContent = count(all)
    received.textContent = count(arrived)
  }

  await burst()
  await burst()
  card.append(
    el('p', {}, figure, el('span', {}, ' each an event')),
    facts([['To', `${address}:${port}`], ['Size', `${SIZE} bytes`], ['Sent', sent], ['Received', received]])
  )
  repeat(3000, burst)
}
