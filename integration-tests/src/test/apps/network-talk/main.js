// Talks to somebody who has no window. The introducers are named by the arguments: ID@HOST:PORT.

import { network, Encryption } from 'socket:network'
import process from 'socket:process'
import { check, end, equal } from './story.js'

await check('talk', async () => {
  const introducers = process.argv.map((word) => /^([0-9a-f]{64})@(.+):(\d+)$/.exec(word)).filter(Boolean)
  const bus = await network({
    clusterId: await Encryption.createClusterId('socket'),
    signingKeys: await Encryption.createKeyPair(),
    peers: introducers.map(([, peerId, address, port]) => ({ peerId, address, port, indexed: true }))
  })
  const ready = new Promise((resolve) => bus.on('#ready', resolve))
  const garden = await bus.subcluster({ sharedKey: await Encryption.createSharedKey('garden') })
  const answer = new Promise((resolve) => garden.on('answer', (value, packet) => resolve({ value, packet })))
  equal((await ready).address, '127.0.0.1')

  await garden.emit('question', 'is it raining?')

  const { value, packet } = await answer
  equal(value.toString(), 'not yet')
  equal(packet.verified, true)
})
await end()
