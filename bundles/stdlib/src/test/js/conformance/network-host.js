/** The routes of the plugin `network`, with all peers in one room: what `socket:network` calls when its cases run under Node. */
import { createHash, randomUUID } from 'node:crypto'
import { ready, sodium } from '../../../../modules/crypto.js'
import { routes, streams } from '../fake-platform.js'

/** What is open, by session. */
const open = new Map()

const failure = (code, message, type = 'BadRequestError') => ({ type, code, message })
const hex = (bytes) => Buffer.from(bytes).toString('hex')
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex')
const write = (controller, data) => controller.enqueue(new TextEncoder().encode(JSON.stringify({ data }) + '\n'))

function peerOf ({ session }) {
  const peer = open.get(session)
  if (!peer?.peerId) {
    throw failure('PEER_CLOSED', 'The peer is closed', 'InvalidStateError')
  }
  return peer
}

const infoOf = ({ peerId, config }) =>
  ({ peerId, address: config.address ?? '', port: config.port, natType: config.natType ?? 0, clock: 1, uptime: 1, peers: 1, connected: 1, packets: 0 })

async function publicKey (seed) {
  await ready
  return sodium.crypto_sign_seed_keypair(new Uint8Array(seed)).publicKey
}

async function start (params, body) {
  const peer = open.get(params.session)
  peer.config = JSON.parse(params.config)
  peer.sender = hex(await publicKey(body))
  peer.peerId = peer.config.peerId ?? hash(Buffer.from(peer.sender, 'hex'))
  setTimeout(() => open.has(params.session) && write(peer.controller, { type: 'online', status: infoOf(peer) }))
  return infoOf(peer)
}

const others = (peer, subclusterId) => [...open.values()].filter((each) => each !== peer && each.joined.has(subclusterId))

function carry (peer, params, body, type, more) {
  const eventId = hash(params.event)
  const value = Buffer.from(body).toString('base64')
  return { type, subclusterId: params.subclusterId, eventId, value, sender: peer.sender, verified: 'strong', meta: params.meta ?? '{}', ...more }
}

Object.assign(routes, {
  'network.sharedKey': async (params, body) => {
    await ready
    return { bytes: sodium.crypto_generichash(32, new Uint8Array(body)) }
  },
  'network.publicKey': async (params, body) => ({ bytes: await publicKey(body) }),
  'network.open': start,
  'network.openNearby': start,
  'network.info': (params) => infoOf(peerOf(params)),
  'network.peers': (params) => {
    const peer = peerOf(params)
    return [...open.values()].filter((each) => each !== peer && each.peerId).map(({ peerId, config: { address, port, natType, indexed } }) =>
      ({ peerId, address, port, natType, indexed, connected: true }))
  },
  'network.traffic': (params) => { peerOf(params); return { in: Array(9).fill(0), out: Array(9).fill(1) } },
  'network.contact': (params) => { peerOf(params); return {} },
  'network.packets': (params) => ({ bytes: Buffer.from(JSON.stringify(peerOf(params).held)) }),
  'network.restore': (params, body) => {
    try {
      return peerOf(params).held.push(...JSON.parse(Buffer.from(body).toString()))
    } catch {
      throw failure('BAD_REQUEST', 'The data is not whole')
    }
  },
  'network.sync': (params) => { peerOf(params); return {} },
  'network.reconnect': (params) => { peerOf(params); return {} },
  'network.disconnect': (params) => { peerOf(params); return {} },
  'network.join': async (params, body) => {
    const peer = peerOf(params)
    const subclusterId = hex(await publicKey(body))
    for (const other of others(peer, subclusterId)) {
      write(other.controller, { type: 'memberJoined', subclusterId, peerId: peer.peerId, isNew: true })
      write(peer.controller, { type: 'memberJoined', subclusterId, peerId: other.peerId, isNew: true })
    }
    peer.joined.add(subclusterId)
    peer.held.filter((told) => told.subclusterId === subclusterId).forEach((told) => write(peer.controller, told))
    return subclusterId
  },
  'network.leave': (params) => {
    const peer = peerOf(params)
    peer.joined.delete(params.subclusterId)
    others(peer, params.subclusterId).forEach(({ controller }) =>
      write(controller, { type: 'memberLeft', subclusterId: params.subclusterId, peerId: peer.peerId }))
    return {}
  },
  'network.publish': (params, body) => {
    const peer = peerOf(params)
    const packetId = hash(randomUUID())
    const more = { packetId, hops: 1, clock: 1, previousId: params.previousId }
    write(peer.controller, carry(peer, params, body, 'message', { ...more, isLocal: true }))
    const told = carry(peer, params, body, 'message', { ...more, isLocal: false })
    peer.held.push(told)
    others(peer, params.subclusterId).forEach(({ controller, held }) => {
      held.push(told)
      write(controller, told)
    })
    return packetId
  },
  'network.stream': (params, body) => {
    const peer = peerOf(params)
    const members = others(peer, params.subclusterId).filter(({ peerId }) => params.peerId === undefined || params.peerId === peerId)
    members.forEach(({ controller }) => write(controller, carry(peer, params, body, 'streamed', { peerId: peer.peerId })))
    return members.length
  },
  'network.offerKey': (params, body) => {
    const peer = peerOf(params)
    const chosen = JSON.parse(params.members)
    const members = others(peer, params.subclusterId).filter(({ peerId }) => chosen.length === 0 || chosen.includes(peerId))
    const sharedKey = Buffer.from(body).toString('base64')
    const { subclusterId } = params
    members.forEach(({ controller, peerId }) => {
      write(controller, { type: 'keyOffered', subclusterId, sharedKey, sender: peer.sender, verified: 'strong', ...chosen.length > 0 && { peerId: peer.peerId } })
      if (chosen.length > 0) write(peer.controller, { type: 'keyReceived', subclusterId, peerId })
    })
    return chosen.length > 0 ? members.length : 0
  },
  'network.ask': (params) => {
    const peer = peerOf(params)
    const queryId = hash(randomUUID())
    const told = { type: 'question', queryId, json: params.json, address: '127.0.0.1', port: 1 }
    open.forEach((each) => each !== peer && write(each.controller, told))
    return queryId
  },
  'network.query': (params) => { peerOf(params); return hash(randomUUID()) },
  'network.answer': (params) => { peerOf(params); return {} }
})

streams['network.events'] = ({ session }) => new ReadableStream({
  start (controller) {
    open.set(session, { controller, joined: new Set(), held: [] })
    write(controller, { type: 'ready' })
  },
  cancel () {
    open.delete(session)
  }
})
