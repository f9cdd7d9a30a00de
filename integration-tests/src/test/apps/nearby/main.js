// One of two apps on different machines: the giver publishes a megabyte, the taker tells what it got; the server waits.

import { Bluetooth } from 'socket:bluetooth'
import process from 'socket:process'
import { check, end, equal } from './story.js'

const SERVICE = '56702d92-69f9-4400-baf8-d5c89ee15d68'
const PIECES = '5f0e4b9a-1111-4222-8333-944455566677'
const ANSWER = '5f0e4b9a-1111-4222-8333-944455566678'
const PIECE = 512
const COUNT = 2048
const role = process.argv.at(-1)

const whole = new Uint8Array(PIECE * COUNT)
for (let i = 0; i < whole.length; i++) whole[i] = (i * 31 + (i >> 9)) & 255
const digest = async (bytes) =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

const peer = new Bluetooth(SERVICE)
const connected = new Promise((resolve) => peer.once('connect', resolve))

await check(role, async () => {
  if (role === 'giver') {
    const answer = new Promise((resolve) => peer.on(ANSWER, (data, bytes) => {
      const text = new TextDecoder().decode(bytes)
      if (text === 'ready') {
        give()
      } else if (text !== '') {
        resolve(text)
      }
    }))
    const give = async () => {
      for (let i = 0; i < COUNT; i++) await peer.publish(PIECES, whole.subarray(i * PIECE, (i + 1) * PIECE))
    }
    await peer.publish(PIECES, '')
    await peer.start()
    await peer.subscribe(ANSWER)
    equal(await answer, await digest(whole))
  } else if (role === 'taker') {
    const taken = []
    const all = new Promise((resolve) => peer.on(PIECES, (data, bytes) => {
      if (taken.push(bytes) === COUNT) resolve()
    }))
    await peer.publish(ANSWER, '')
    await peer.start()
    await peer.subscribe(PIECES)
    await connected
    await peer.publish(ANSWER, 'ready')
    await all
    const joined = new Uint8Array(PIECE * COUNT)
    taken.forEach((bytes, i) => joined.set(bytes, i * PIECE))
    await peer.publish(ANSWER, await digest(joined))
    await new Promise((resolve) => peer.once('disconnect', resolve))
  } else {
    await peer.publish(PIECES, 'served from JavaScript')
    await peer.start()
    console.log('serving')
    const written = await new Promise((resolve) => peer.on(PIECES, (data, bytes) => resolve(new TextDecoder().decode(bytes))))
    equal(written, 'hello')
  }
})
await end()
