// The bundle is replaced again and again while two peers of this page talk to each other.

import { network, Encryption } from 'socket:network'
import { call, check, end, equal } from './story.js'

const SWAPS = 3
const swap = () => call('test.swap', { bundle: 'relay' })
const clusterId = await Encryption.createClusterId('swap')
const sharedKey = await Encryption.createSharedKey('friends')
const open = async (port, more) => network({
  clusterId, signingKeys: await Encryption.createKeyPair(), address: '127.0.0.1', port, natType: 31, ...more
})
const ports = [0, 0].map(() => 20_000 + Math.floor(Math.random() * 40_000))

await check('two peers', async () => {
  const alice = await open(ports[0], { indexed: true })
  const bob = await open(ports[1], { peers: [{ peerId: alice.peerId, address: '127.0.0.1', port: ports[0], indexed: true }] })
  const [hers, his] = [await alice.subcluster({ sharedKey }), await bob.subcluster({ sharedKey })]
  const heard = []
  his.on('said', (value, packet) => packet.isLocal || heard.push(value.toString()))
  const ids = [alice.peerId, bob.peerId]
  for (let i = 0; i <= SWAPS; i++) {
    await hers.emit('said', `${i}`)
    while (!heard.includes(`${i}`)) {
      await new Promise((resolve) => his.once('said', resolve))
    }
    if (i < SWAPS) {
      const sent = hers.emit('said', `during ${i}`) // waits until its peer is there again
      await swap()
      equal((await sent).length, 1)
    }
  }
  equal([alice.peerId, bob.peerId], ids, 'the ids of the peers')
})
await end()
