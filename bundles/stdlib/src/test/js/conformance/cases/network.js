/** Peers: what two of them do for an app, on this machine. */
import assert from 'node:assert/strict'
import { Buffer } from 'socket:buffer'
import { ready } from 'socket:crypto'

const noBytes = [undefined, null, '', 5, {}, 'zz', new Uint8Array(31), 'a'.repeat(63)]
const someone = (name) => name.toString('hex')

/** A free port, most likely. */
const anyPort = () => 20_000 + Math.floor(Math.random() * 40_000)

async function peer ({ network, Encryption }, options = {}) {
  const port = anyPort()
  const own = { clusterId: await Encryption.createClusterId('conformance'), signingKeys: await Encryption.createKeyPair() }
  const seen = { address: '127.0.0.1', port, natType: 31 }
  return { bus: await network({ ...own, ...seen, ...options }), port }
}

const once = (emitter, event) => new Promise((resolve) => emitter.once(event, (...args) => resolve(args)))

async function talks (m) {
  const sharedKey = await m.Encryption.createSharedKey(`friends ${Math.random()}`)
  const first = await peer(m, { indexed: true })
  const peers = [{ peerId: first.bus.peerId, address: '127.0.0.1', port: first.port, indexed: true }]
  const second = await peer(m, { peers, sharedKey })
  const [alice, bob] = [first.bus, second.bus]
  let state
  try {
    const ready = new Promise((resolve) => alice.on('#ready', resolve))
    const friends = await alice.subcluster({ sharedKey })
    assert.equal((await ready).peerId, alice.peerId)
    assert.equal(await alice.subcluster({ sharedKey }), friends)
    assert.equal(alice.subclusters.get(someone(friends.subclusterId)), friends)
    assert.deepEqual(Buffer.from((await friends.derivedKeys).publicKey), friends.subclusterId)
    const [remote] = friends.peers.size > 0 ? [...friends.peers.values()] : await once(friends, '#join')
    assert.equal(remote.peerId, bob.peerId)

    const heard = once(bob, 'said')
    const own = once(friends, 'said')
    const [sent] = await friends.emit('said', { text: 'hello' }, { ttl: 60_000 })
    const [value, packet] = await heard
    assert.deepEqual(JSON.parse(value.toString()), { text: 'hello' })
    assert.deepEqual(packet.packetId, sent.packetId)
    assert.deepEqual([packet.verified, packet.verification, packet.isLocal], [true, 'strong', false])
    assert.equal((await own)[1].isLocal, true)

    const bobs = [...bob.subclusters.values()][0]
    const [back] = bobs.peers.size > 0 ? [...bobs.peers.values()] : await once(bobs, '#join')
    const whispered = once(remote, 'whispered')
    assert.equal(await back.emit('whispered', new Uint8Array([1, 2, 3])), 1)
    assert.deepEqual([...(await whispered)[0]], [1, 2, 3])
    const all = once(friends, 'to all')
    assert.equal(await bobs.stream('to all', 'text'), 1)
    assert.equal((await all)[0].toString(), 'text')

    const next = await m.Encryption.createSharedKey()
    for (const [ids, count] of [[[alice.peerId], 1], [[], 0]]) {
      const offered = once(friends, '#key')
      const received = count > 0 ? once(bobs, '#key-received') : null
      assert.equal(await bobs.offerKey(next, ids), count)
      const [offer] = await offered
      assert.deepEqual([...offer.sharedKey], [...next])
      assert.equal(offer.peerId, count > 0 ? bob.peerId : undefined)
      if (received) assert.deepEqual(await received, [alice.peerId])
    }

    const asked = once(bob, '#query')
    const queryId = await alice.query({ who: 'is there' })
    assert.equal((await asked)[0].queryId, queryId)
    assert.equal((await asked)[0].message.who, 'is there')
    await bob.answer(queryId, [])
    assert.equal((await alice.query({ packetId: sent.packetId })).length, 64)

    const info = await bob.getInfo()
    assert.deepEqual([info.peerId, info.address, info.port, info.natType, info.natName], [bob.peerId, '127.0.0.1', second.port, 31, 'UNRESTRICTED'])
    assert.ok(Object.values((await bob.getMetrics()).o).some((count) => count > 0))
    assert.ok(Array.isArray(await bob.getPeers()))
    state = await bob.getState()
    assert.deepEqual(state.peers, [{ peerId: alice.peerId, address: '127.0.0.1', port: first.port, natType: 31, indexed: true }])
    await bob.addIndexedPeer(peers[0])
    await bob.sync(alice.peerId)
    await bob.disconnect()
    await bob.reconnect()
    await bobs.leave()
    assert.equal(bob.subclusters.size, 0)
    await bobs.join()
    assert.deepEqual([...bob.subclusters.values()], [bobs])
    assert.deepEqual(bob.open(bob.seal('secret')).toString(), 'secret')
    assert.deepEqual(bob.openUnsigned(bob.sealUnsigned('secret')).toString(), 'secret')
  } finally {
    alice.close()
    bob.close()
  }
  await assert.rejects(alice.getInfo(), { code: 'PEER_CLOSED' })
  await remembers(m, { sharedKey, data: state.data })
}

/** A peer that is alone holds what an earlier one held. */
async function remembers (m, options) {
  const { bus } = await peer(m, options)
  try {
    const [value, packet] = await once(bus, 'said')
    assert.deepEqual(JSON.parse(value.toString()), { text: 'hello' })
    assert.equal(packet.verification, 'strong')
  } finally {
    bus.close()
  }
}

async function refuses (m) {
  const clusterId = await m.Encryption.createClusterId()
  const signingKeys = await m.Encryption.createKeyPair()
  for (const options of [undefined, null, 5, {}, { clusterId }, { signingKeys }, { clusterId, signingKeys: {} },
    { clusterId, signingKeys, udp: false }, { clusterId, signingKeys, port: 1.5 }, { clusterId, signingKeys, peers: {} }, { clusterId, signingKeys, data: 'text' },
    ...noBytes.map((bad) => ({ clusterId: bad, signingKeys })), ...noBytes.slice(1).map((peerId) => ({ clusterId, signingKeys, peerId }))]) {
    await assert.rejects(m.network(options), { code: 'ERR_INVALID_ARG_VALUE' })
  }
  await assert.rejects(m.network({ clusterId, signingKeys, data: new Uint8Array(1) }), { code: 'BAD_REQUEST' })
  const { bus } = await peer(m)
  try {
    for (const sharedKey of noBytes) {
      await assert.rejects(bus.subcluster({ sharedKey }), { code: 'ERR_INVALID_ARG_VALUE' })
    }
    await assert.rejects(bus.subcluster(), { code: 'ERR_INVALID_ARG_VALUE' })
    assert.throws(() => bus.emit('said', 'to nobody'), { code: 'ERR_INVALID_STATE' })
    assert.throws(() => bus.on('said', () => {}), { code: 'ERR_INVALID_STATE' })
    const sub = await bus.subcluster({ sharedKey: await m.Encryption.createSharedKey() })
    for (const ttl of [0, -1, 1.5, '5', bus.MAX_CACHE_TTL + 1]) {
      await assert.rejects(sub.emit('said', 'x', { ttl }), { code: 'ERR_INVALID_ARG_VALUE' })
    }
    await assert.rejects(sub.emit('', 'x'), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(sub.emit('said', () => {}), { code: 'ERR_INVALID_ARG_TYPE' })
    await assert.rejects(sub.emit('said', 'x', { packet: { packetId: 'none' } }), { code: 'ERR_INVALID_ARG_VALUE' })
    for (const bad of noBytes) {
      await assert.rejects(sub.offerKey(bad), { code: 'ERR_INVALID_ARG_VALUE' })
    }
    await assert.rejects(sub.offerKey(sub.sharedKey, ['none']), { code: 'ERR_INVALID_ARG_VALUE' })
    for (const query of [undefined, null, 'text', { packetId: 'none' }]) {
      await assert.rejects(bus.query(query), { code: 'ERR_INVALID_ARG_VALUE' })
    }
    await assert.rejects(bus.sync('none'), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(bus.answer('none', []), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(bus.addIndexedPeer({ peerId: 'none', address: '127.0.0.1', port: 1 }), { code: 'ERR_INVALID_ARG_VALUE' })
  } finally {
    bus.close()
  }
}

async function encrypts ({ Encryption }) {
  const same = await Encryption.createSharedKey('seed')
  assert.equal(Buffer.from(same).toString('hex'), '04d8436bb843cd0c10e2cdc6c24103b1c3f388311f9d8f0c874cabc27897117c')
  assert.notDeepEqual(await Encryption.createSharedKey(), await Encryption.createSharedKey())
  const pair = await Encryption.createKeyPair('seed')
  assert.deepEqual(await Encryption.createKeyPair(same), pair)
  assert.deepEqual([pair.publicKey.length, pair.privateKey.length], [32, 64])
  assert.deepEqual(pair.privateKey.subarray(32), pair.publicKey)
  assert.equal(await Encryption.createId('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  assert.equal(Buffer.from(await Encryption.createClusterId('abc')).toString('hex'), await Encryption.createId('abc'))
  assert.match(await Encryption.createId(), /^[0-9a-f]{64}$/)

  await ready
  const signature = Encryption.sign('text', pair.privateKey)
  assert.equal(Encryption.verify('text', signature, pair.publicKey), true)
  assert.equal(Encryption.verify('texts', signature, pair.publicKey), false)
  const ring = new Encryption()
  ring.add(pair.publicKey, pair.privateKey)
  const name = Buffer.from(pair.publicKey).toString('base64')
  assert.deepEqual([ring.has(pair.publicKey), ring.has(name), Object.keys(ring.keys)], [true, true, [name]])
  const sealed = ring.seal('text', name)
  assert.equal(sealed.length, 164)
  assert.equal(ring.open(sealed, pair).toString(), 'text')
  assert.equal(ring.openUnsigned(ring.sealUnsigned('text', pair), pair.publicKey).toString(), 'text')
  ring.remove(pair.publicKey)
  assert.equal(ring.has(pair.publicKey), false)
}

async function refusesKeys ({ Encryption }) {
  for (const seed of [null, 5, {}]) {
    await assert.rejects(Encryption.createSharedKey(seed), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(Encryption.createKeyPair(seed), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(Encryption.createId(seed), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(Encryption.createClusterId(seed), { code: 'ERR_INVALID_ARG_VALUE' })
  }
  await assert.rejects(Encryption.createKeyPair(new Uint8Array(31)), { code: 'ERR_INVALID_ARG_VALUE' })
  await ready
  const pair = await Encryption.createKeyPair()
  const ring = new Encryption()
  assert.throws(() => Encryption.sign('text', pair.publicKey), { code: 'ERR_INVALID_ARG_VALUE' })
  assert.throws(() => Encryption.verify('text', pair.publicKey, pair.publicKey), { code: 'ERR_INVALID_ARG_VALUE' })
  assert.throws(() => ring.add(pair.publicKey, pair.publicKey), { code: 'ERR_INVALID_ARG_VALUE' })
  assert.throws(() => ring.seal('text', 'none'), { code: 'ERR_NO_KEY' })
  const sealed = ring.seal('text', pair)
  sealed[sealed.length - 1] ^= 1
  assert.throws(() => ring.open(sealed, pair), { code: 'ERR_NOT_OPENED' })
  assert.throws(() => ring.open(new Uint8Array(3), pair), { code: 'ERR_NOT_OPENED' })
  assert.throws(() => ring.openUnsigned(sealed.subarray(1), pair), { code: 'ERR_NOT_OPENED' })
}

const encryption = { does: encrypts, refuses: refusesKeys }

const hashes = {
  does: async ({ sha256 }) => {
    const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    assert.equal(await sha256('abc'), digest)
    assert.equal((await sha256(new TextEncoder().encode('abc'), { bytes: true })).toString('hex'), digest)
  },
  refuses: async ({ sha256 }) => {
    for (const bad of [undefined, null, 5, {}]) {
      await assert.rejects(sha256(bad), { code: 'ERR_INVALID_ARG_VALUE' })
    }
  }
}

const types = { UNKNOWN: 0, UNRESTRICTED: 31, ADDR_RESTRICTED: 15, PORT_RESTRICTED: 7, ENDPOINT_RESTRICTED: 5 }
const mappings = { MAPPING_ENDPOINT_INDEPENDENT: 3, MAPPING_ENDPOINT_DEPENDENT: 1 }
const filters = { FIREWALL_ALLOW_ANY: 28, FIREWALL_ALLOW_KNOWN_IP: 12, FIREWALL_ALLOW_KNOWN_IP_AND_PORT: 4 }
const strategies = {
  STRATEGY_DEFER: 0, STRATEGY_DIRECT_CONNECT: 1, STRATEGY_TRAVERSAL_OPEN: 2, STRATEGY_TRAVERSAL_CONNECT: 3, STRATEGY_PROXY: 4
}
const constants = (numbers) => Object.fromEntries(Object.entries(numbers).map(([name, number]) =>
  [name, { does: (m) => assert.equal(m[name], number), refuses: null }]))
const noTypes = [undefined, null, '', -1, 6, {}, 99]

/** Rows: the own type; columns: that of the other; both from open to hard. */
const TABLE = [[1, 0, 0, 0], [1, 1, 1, 1], [1, 1, 1, 2], [1, 1, 3, 4]]
const ORDER = [31, 15, 7, 5]

const nat = {
  ...constants({ ...types, ...mappings, ...filters, ...strategies }),
  isEndpointDependenceDefined: {
    does: (m) => assert.deepEqual([0, 1, 3, 4, 31].map(m.isEndpointDependenceDefined), [false, true, true, false, true]),
    refuses: (m) => assert.equal(m.isEndpointDependenceDefined(undefined), false)
  },
  isFirewallDefined: {
    does: (m) => assert.deepEqual([0, 1, 3, 4, 31].map(m.isFirewallDefined), [false, false, false, true, true]),
    refuses: (m) => assert.equal(m.isFirewallDefined(undefined), false)
  },
  isValid: {
    does: (m) => assert.deepEqual([0, 3, 4, 5, 7, 15, 31].map(m.isValid), [false, false, false, true, true, true, true]),
    refuses: (m) => assert.equal(m.isValid(undefined), false)
  },
  toString: {
    does: (m) => assert.deepEqual(Object.values(types).map((type) => m.toString(type)), Object.keys(types)),
    refuses: (m) => noTypes.forEach((bad) => assert.equal(m.toString(bad), 'UNKNOWN'))
  },
  toStringStrategy: {
    does: (m) => assert.deepEqual(Object.values(strategies).map((n) => m.toStringStrategy(n)), Object.keys(strategies)),
    refuses: (m) => [undefined, -1, 5].forEach((bad) => assert.equal(m.toStringStrategy(bad), 'STRATEGY_UNKNOWN'))
  },
  connectionStrategy: {
    does: (m) => assert.deepEqual(ORDER.map((mine) => ORDER.map((other) => m.connectionStrategy(mine, other))), TABLE),
    refuses: (m) => noTypes.forEach((bad) => assert.equal(m.connectionStrategy(bad, 31), 4))
  }
}

const network = {
  network: { does: talks, refuses },
  Encryption: encryption,
  NAT: { does: (m) => assert.equal(m.NAT.connectionStrategy(7, 5), 2), refuses: null },
  sha256: hashes
}
const withDefault = { ...network, default: { does: (m) => assert.equal(m.default, m.network), refuses: null } }

export default {
  network: withDefault,
  index: network,
  'node/index': withDefault,
  latica: { default: { does: (m) => assert.equal(typeof m.default, 'function'), refuses: null } },
  'latica/api': {
    api: { does: (m) => assert.equal(typeof m.api, 'function'), refuses: (m) => assert.rejects(m.api(), { code: 'ERR_INVALID_ARG_VALUE' }) },
    default: { does: (m) => assert.equal(m.default, m.api), refuses: null }
  },
  'latica/encryption': { Encryption: encryption },
  'latica/nat': nat
}
