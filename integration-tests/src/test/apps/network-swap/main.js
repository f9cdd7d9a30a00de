// The bundle is replaced again and again while two peers of this page talk to each other, and each of them is told everything once;
// what a peer without others holds outlives it as well.

import { Buffer } from 'socket:buffer'
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
  const [heard, own] = [[], []]
  his.on('said', (value) => heard.push(value.toString()))
  hers.on('said', (value) => own.push(value.toString()))
  const ids = [alice.peerId, bob.peerId]
  const all = []
  for (let i = 0; i <= SWAPS; i++) {
    all.push(`${i}`)
    await hers.emit('said', `${i}`)
    while (!all.every((each) => heard.includes(each))) {
      await new Promise((resolve) => his.once('said', resolve))
    }
    if (i < SWAPS) {
      all.push(`during ${i}`)
      const sent = hers.emit('said', `during ${i}`) // waits until its peer is there again
      await swap()
      equal((await sent).length, 1)
    }
  }
  equal([alice.peerId, bob.peerId], ids, 'the ids of the peers')
  equal([...heard].sort(), [...all].sort(), 'what he heard')
  equal([...own].sort(), [...all].sort(), 'what she heard')
})

await check('a lonely peer', async () => {
  const lonely = await open(20_000 + Math.floor(Math.random() * 40_000), {})
  const [{ packetId }] = await (await lonely.subcluster({ sharedKey: await Encryption.createSharedKey('nobody') })).emit('said', 'hello')
  const holds = async () => Buffer.from((await lonely.getState()).data).includes(packetId)
  equal(await holds(), true, 'it holds the message')
  await swap()
  equal(await holds(), true, 'it still holds it')
})
await end()
