// One of two apps on different machines: the giver publishes a megabyte, the taker tells what it got; the server waits.

import { Bluetooth } from 'socket:bluetooth'
import process from 'socket:process'
import { check, end, equal } from './story.js'

const SERVICE = '56702d92-69f9-4400-baf8-d5c89ee15d68'
const PIECES = '5f0e4b9a-1111-4222-8333-944455566677'
const ANSWER = '5f0e4b9a-1111-4222-8333-944455566678'
const PIECE = 508 // and its number before it: a value holds 512 bytes
const COUNT = 2065
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
        given ??= give()
      } else if (text !== '') {
        resolve(text)
      }
    }))
    let given
    const give = async () => {
      for (let i = 0; i < COUNT; i++) {
        const value = new Uint8Array(4 + PIECE)
        new DataView(value.buffer).setUint32(0, i)
        value.set(whole.subarray(i * PIECE, (i + 1) * PIECE), 4)
        await peer.publish(PIECES, value)
      }
    }
    await peer.publish(PIECES, '')
    await peer.start()
    await peer.subscribe(ANSWER)
    equal(await answer, await digest(whole))
  } else if (role === 'taker') {
    const taken = new Map() // what is read at first may come as a notification, too
    const all = new Promise((resolve) => peer.on(PIECES, (data, bytes) => {
      if (bytes.byteLength === 0) return
      taken.set(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), bytes.subarray(4))
      if (taken.size === COUNT) resolve()
    }))
    await peer.publish(ANSWER, '')
    await peer.start()
    await peer.subscribe(PIECES)
    await connected
    await peer.publish(ANSWER, 'ready')
    await all
    const joined = new Uint8Array(PIECE * COUNT)
    taken.forEach((bytes, number) => joined.set(bytes, number * PIECE))
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
