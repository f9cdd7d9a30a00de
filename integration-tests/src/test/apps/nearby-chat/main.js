// One of two apps on different machines without a network between them: each says something, and hears the other.

import { network, Encryption } from 'socket:network'
import { Buffer } from 'socket:buffer'
import process from 'socket:process'
import { check, end, equal } from './story.js'

const role = process.argv.at(-1)
const other = role === 'alice' ? 'bob' : 'alice'

await check(role, async () => {
  const signingKeys = await Encryption.createKeyPair(role)
  const bus = await network({ clusterId: await Encryption.createClusterId('chat'), signingKeys, udp: false, nearby: true })
  const friends = await bus.subcluster({ sharedKey: await Encryption.createSharedKey('friends') })
  const heard = new Promise((resolve) => friends.on('said', (value, packet) => packet.isLocal || resolve({ value: value.toString(), packet })))
  const answered = new Promise((resolve) => friends.on('heard', (value, packet) => packet.isLocal || resolve(value.toString())))

  await friends.emit('said', `hello from ${role}`)

  const { value, packet } = await heard
  equal(value, `hello from ${other}`)
  equal(packet.verified, true)
  equal(packet.usr2.toString('hex'), Buffer.from((await Encryption.createKeyPair(other)).publicKey).toString('hex'))
  await friends.emit('heard', role)
  equal(await answered, other)
})
await end()
