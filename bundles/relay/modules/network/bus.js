/** What an app sees of its peer. */
import { Buffer } from '../buffer.js'
import EventEmitter from '../events.js'
import { toString as natName, UNRESTRICTED } from '../latica/nat.js'
import { Encryption } from '../latica/encryption.js'
import { hashOf, invalid, toBytes, toHex, toId } from './bytes.js'
import { OWN_EVENTS, RemotePeer, Subcluster } from './members.js'
import { checked } from './options.js'
import { parsed, toPacket } from './packet.js'
import { PlatformPeer } from './peer.js'

const MAX_CACHE_TTL = 6 * 60 * 60 * 1000
/** How many messages are known to have been told. */
const MOST_KNOWN = 65_536
const STATUS = new Map([
  [-2, 'offline'], [-1, 'too few peers to ask'], [0.5, 'asks how its sockets are seen'], [1, 'asks how its sockets are seen'],
  [1.5, 'asks how it is reached'], [2, 'asks how it is reached'], [2.5, 'asks how it is reached'], [3, 'known']
])

/**
 * @typedef {import('./packet.js').Packet} Packet
 * @typedef {import('./packet.js').MessageOptions} MessageOptions
 */

/**
 * A peer.
 *
 * Emits `#ready` with what {@link Bus#getInfo} tells, when others can reach it; `#connecting` with `{ code, status }` on the way
 * there; `#network-change` with the new NAT type; `#connection` and `#disconnection` with the id of another peer; `#join` with
 * `(remote, packet, isNew)`; `#packet` with `(packet, port, address, isLocal)` for every message; `#stream` with `(packet, remote)`;
 * `#query` with `{ queryId, message }`; `#answer` with `{ queryId, packet, value }`; `#limit` with `{ address, port }` of a peer
 * that sends too much; `#delete` with the id of a packet whose time is over; `#lost` with how many events this page has missed.
 */
export class Bus extends EventEmitter {
  MAX_CACHE_TTL = MAX_CACHE_TTL
  /** By their ids, in hexadecimal. @type {Map<string, Subcluster>} */
  subclusters = new Map()
  peerId = ''
  #options
  #signingKeys
  #peer
  #encryption = new Encryption()
  /** @type {Subcluster | null} */
  #own = null
  /** @type {any} */
  #status = null
  /** Where the peers that are connected are. @type {Map<string, { address: string, port: number }>} */
  #places = new Map()
  /** What was told of subclusters while one was being joined. @type {import('./peer.js').Told[]} */
  #early = []
  #joining = 0
  /** The ids of messages that were told. @type {Set<string>} */
  #known = new Set()
  /** @type {Map<string, string>} */
  #hashes = new Map()

  /** @param {import('./options.js').Options} options */
  constructor (options) {
    super()
    this.#options = checked(options)
    this.#signingKeys = options.signingKeys
    this.clusterId = toId('clusterId', options.clusterId)
    this.#peer = new PlatformPeer((told) => this.#told(told), (previous) => this.#begin(previous))
  }

  /**
   * Opens a peer.
   * @param {import('./options.js').Options} options
   */
  static async start (options) {
    const bus = new Bus(options)
    const { sharedKey } = bus.#options
    await bus.#peer.open()
    if (sharedKey) {
      bus.#own = await bus.subcluster({ sharedKey })
    }
    return bus
  }

  /** @param {string | undefined} previous */
  async #begin (previous) {
    const { config, seed, data, peers } = this.#options
    const status = await this.#peer.now(config.nearby ? 'openNearby' : 'open', { config, previous }, seed)
    this.peerId = status.peerId
    if (data.length > 0) {
      await this.#peer.now('restore', {}, data)
      this.#options.data = new Uint8Array(0)
    }
    for (const peer of peers) {
      await this.#peer.now('contact', contact(peer))
    }
    for (const { sharedKey } of this.subclusters.values()) {
      await this.#peer.now('join', {}, sharedKey)
    }
  }

  /**
   * Publishes in the subcluster of the option `sharedKey`.
   * @param {string} event
   * @param {any[]} args the value, and {@link MessageOptions}
   * @returns {any} as {@link Subcluster#emit}
   */
  emit (event, ...args) {
    if (OWN_EVENTS.has(event) || event.startsWith('#')) {
      return super.emit(event, ...args)
    }
    if (this.#own === null) {
      throw Object.assign(new Error('The bus has no sharedKey: emit by a subcluster'), { code: 'ERR_INVALID_STATE' })
    }
    return this.#own.emit(event, args[0], args[1])
  }

  /**
   * @param {string} event names that begin with # are those of the bus; others are of the subcluster of the option `sharedKey`
   * @param {(...args: any[]) => void} listener
   */
  on (event, listener) {
    if (OWN_EVENTS.has(event) || event.startsWith('#')) {
      super.on(event, listener)
      if (event === '#ready' && this.#status) {
        queueMicrotask(() => listener(this.#status))
      }
    } else if (this.#own === null) {
      throw Object.assign(new Error('The bus has no sharedKey: listen to a subcluster'), { code: 'ERR_INVALID_STATE' })
    } else {
      this.#own.on(event, listener)
    }
    return this
  }

  /**
   * Enters a subcluster. Entering twice is the same as once.
   * @param {{ sharedKey: Uint8Array }} options 32 bytes, as {@link Encryption.createSharedKey} makes them
   * @returns {Promise<Subcluster>}
   */
  async subcluster (options) {
    return this.enter(toId('sharedKey', options?.sharedKey))
  }

  /**
   * @param {Uint8Array} sharedKey
   * @param {Subcluster} [left] is to be entered again
   * @returns {Promise<Subcluster>}
   */
  async enter (sharedKey, left) {
    this.#joining++
    try {
      const id = await this.#peer.call('join', {}, sharedKey)
      const entered = this.subclusters.get(id) ?? left ?? new Subcluster(this, sharedKey, id)
      this.subclusters.set(id, entered)
      return entered
    } finally {
      setTimeout(() => this.#joined()) // when whoever waits for it has begun to listen
    }
  }

  #joined () {
    this.#joining--
    if (this.#joining === 0) {
      this.#early.splice(0).forEach((told) => this.#told(told))
    }
  }

  /** @param {Subcluster} subcluster */
  async leave (subcluster) {
    const subclusterId = subcluster.subclusterId.toString('hex')
    this.subclusters.delete(subclusterId)
    await this.#peer.call('leave', { subclusterId })
  }

  /**
   * @param {Subcluster} subcluster
   * @param {string} event
   * @param {any} value
   * @param {MessageOptions} options
   * @returns {Promise<Packet[]>}
   */
  async publish (subcluster, event, value, options) {
    const message = toBytes('value', value)
    const params = { ...this.#params(subcluster, event, options), ...following(options) }
    const packetId = await this.#peer.call('publish', params, message)
    return [toPacket(this.clusterId, {
      packetId,
      subclusterId: params.subclusterId,
      eventId: this.#hash(event),
      sender: toHex('publicKey', this.#signingKeys.publicKey),
      verified: 'strong',
      hops: 0,
      previousId: params.previousId,
      isLocal: true
    }, message)]
  }

  /**
   * @param {Subcluster} subcluster
   * @param {string} event
   * @param {any} value
   * @param {MessageOptions} options
   * @param {string} [peerId]
   * @returns {Promise<number>}
   */
  async stream (subcluster, event, value, options, peerId) {
    const params = { ...this.#params(subcluster, event, options), sessionOnly: Boolean(options.sessionOnly), peerId }
    return this.#peer.call('stream', params, toBytes('value', value))
  }

  /**
   * @param {Subcluster} subcluster
   * @param {Uint8Array} sharedKey
   * @param {string[]} peerIds
   * @returns {Promise<number>}
   */
  async offerKey (subcluster, sharedKey, peerIds) {
    const members = JSON.stringify(peerIds.map((id) => toHex('peerId', id)))
    const params = { subclusterId: subcluster.subclusterId.toString('hex'), members }
    return this.#peer.call('offerKey', params, toId('sharedKey', sharedKey))
  }

  /**
   * @param {Subcluster} subcluster
   * @param {string} event
   * @param {MessageOptions} options
   */
  #params (subcluster, event, { ttl, meta } = {}) {
    if (typeof event !== 'string' || event === '') {
      throw invalid('An event must have a name')
    }
    if (ttl !== undefined && (!Number.isInteger(ttl) || ttl < 1 || ttl > MAX_CACHE_TTL)) {
      throw invalid(`The ttl must be an integer from 1 to ${MAX_CACHE_TTL}`)
    }
    return { subclusterId: subcluster.subclusterId.toString('hex'), event, ttl, meta: meta && JSON.stringify(meta) }
  }

  /** What the peer knows about itself. */
  async getInfo () {
    const info = await this.#peer.call('info')
    return { ...info, natName: natName(info.natType) }
  }

  /** How many packets of each type came (`i`) and went (`o`); `DROPPED` are those of no type that peers of Socket Runtime know. */
  async getMetrics () {
    const { in: came, out: went } = await this.#peer.call('traffic')
    const { 0: DROPPED, ...i } = Object.assign({}, came)
    return { i: { 0: 0, ...i, DROPPED }, o: Object.assign({}, went) }
  }

  /** The other peers that are known, subclusters aside. */
  async getPeers () {
    return this.#peer.call('peers')
  }

  /**
   * What to keep while the app is closed: options for {@link network}, beside the same `clusterId` and `signingKeys`, with which the
   * next peer holds what this one holds, and tells of it again. Messages in it are sealed; keys are not in it.
   * @returns {Promise<{ data: Uint8Array, peers: { peerId: string, address: string, port: number, natType: number, indexed: boolean }[] }>}
   */
  async getState () {
    const data = new Uint8Array(await this.#peer.call('packets', {}, undefined, 'arraybuffer'))
    const peers = (await this.getPeers())
      .filter((/** @type {any} */ { connected, indexed, natType }) => connected && (indexed || natType === UNRESTRICTED))
      .map((/** @type {any} */ { peerId, address, port, natType, indexed }) => ({ peerId, address, port, natType, indexed }))
    return { data, peers }
  }

  /**
   * Makes an introducer known: a peer that stays, and helps others to find each other.
   * @param {{ peerId: string, address: string, port: number }} peer
   */
  async addIndexedPeer (peer) {
    const introducer = { ...peer, indexed: true }
    const params = contact(introducer)
    this.#options.peers = [...this.#options.peers, introducer]
    await this.#peer.call('contact', params)
  }

  /**
   * Compares what this peer and another hold, and exchanges what one of them lacks.
   * @param {string} peerId
   */
  async sync (peerId) {
    await this.#peer.call('sync', { peerId: toHex('peerId', peerId) })
  }

  /**
   * Asks the network.
   * @param {{ packetId?: string | Uint8Array, [name: string]: any }} query `{ packetId }` for a packet; anything else is for the
   *   app's listeners to `#query`, and has at most 900 bytes as JSON
   * @returns {Promise<string>} the `queryId` that each `#answer` has
   */
  async query (query) {
    if (query === null || typeof query !== 'object') {
      throw invalid('A query must be an object')
    }
    return query.packetId === undefined
      ? this.#peer.call('ask', { json: JSON.stringify(query) })
      : this.#peer.call('query', { packetId: toHex('packetId', query.packetId) })
  }

  /**
   * Answers a `#query` with packets that this peer holds.
   * @param {string} queryId
   * @param {(string | Uint8Array)[]} packetIds at most 64
   */
  async answer (queryId, packetIds) {
    const ids = packetIds.map((id) => toHex('packetId', id))
    await this.#peer.call('answer', { queryId: toHex('queryId', queryId), packetIds: JSON.stringify(ids) })
  }

  /** Finds out again where it is seen, as after a change of networks. */
  async reconnect () {
    await this.#peer.call('reconnect')
  }

  /** Takes part no more, until it is to {@link Bus#reconnect}. */
  async disconnect () {
    this.#status = null
    await this.#peer.call('disconnect')
  }

  /** Says good-bye. */
  close () {
    this.#peer.close()
  }

  /** See {@link Encryption#seal}. @param {any} message @param {any} [keys] */
  seal (message, keys = this.#signingKeys) { return this.#encryption.seal(message, keys) }
  /** See {@link Encryption#open}. @param {any} message @param {any} [keys] */
  open (message, keys = this.#signingKeys) { return this.#encryption.open(message, keys) }
  /** See {@link Encryption#sealUnsigned}. @param {any} message @param {any} [keys] */
  sealUnsigned (message, keys = this.#signingKeys) { return this.#encryption.sealUnsigned(message, keys) }
  /** See {@link Encryption#openUnsigned}. @param {any} message @param {any} [keys] */
  openUnsigned (message, keys = this.#signingKeys) { return this.#encryption.openUnsigned(message, keys) }

  /** @param {import('./peer.js').Told} told */
  #told (told) {
    const isOfSubcluster = told.subclusterId && told.type !== 'answer'
    if (isOfSubcluster && this.#joining > 0) {
      this.#early.push(told)
      return
    }
    const subcluster = this.subclusters.get(told.subclusterId)
    if (subcluster || !isOfSubcluster) {
      this.#tell(told, /** @type {Subcluster} */ (subcluster))
    }
  }

  /**
   * @param {import('./peer.js').Told} told
   * @param {Subcluster} subcluster
   */
  #tell (told, subcluster) {
    const { type, peerId, address, port } = told
    switch (type) {
      case 'connecting':
        super.emit('#connecting', { code: told.code, status: STATUS.get(told.code) })
        break
      case 'online':
        this.#status = { ...told.status, natName: natName(told.status.natType) }
        super.emit('#ready', this.#status)
        break
      case 'natChanged':
        super.emit('#network-change', told.natType)
        break
      case 'connected':
        this.#places.set(peerId, { address, port })
        super.emit('#connection', peerId, port, address)
        break
      case 'disconnected':
        this.#places.delete(peerId)
        super.emit('#disconnection', peerId)
        break
      case 'memberJoined':
        this.#memberJoined(subcluster, told)
        break
      case 'memberLeft':
        this.#memberLeft(subcluster, peerId)
        break
      case 'message':
        this.#message(subcluster, told)
        break
      case 'streamed':
        this.#streamed(subcluster, told)
        break
      case 'keyOffered': {
        const [sharedKey, sender] = [Buffer.from(told.sharedKey, 'base64'), Buffer.from(told.sender, 'hex')]
        subcluster.tell('#key', { sharedKey, sender, peerId })
        break
      }
      case 'keyReceived':
        subcluster.tell('#key-received', peerId)
        break
      case 'unopened':
        subcluster.tell('unopened', toPacket(this.clusterId, told, Buffer.alloc(0)))
        break
      case 'question':
        super.emit('#query', { queryId: told.queryId, message: parsed(told.json), address, port })
        break
      case 'answer': {
        const value = Buffer.from(told.value, 'base64')
        super.emit('#answer', { queryId: told.queryId, packet: toPacket(this.clusterId, told, value), value })
        break
      }
      case 'expired':
        super.emit('#delete', Buffer.from(told.packetId, 'hex'))
        break
      case 'limited':
        super.emit('#limit', { address, port })
        break
      case 'lost':
        super.emit('#lost', told.count)
    }
  }

  /**
   * @param {Subcluster} subcluster
   * @param {import('./peer.js').Told} told
   */
  #memberJoined (subcluster, { peerId, isNew, subclusterId }) {
    const remote = subcluster.peers.get(peerId) ?? new RemotePeer(subcluster, peerId)
    Object.assign(remote, this.#places.get(peerId))
    subcluster.peers.set(peerId, remote)
    const packet = { clusterId: this.clusterId, subclusterId: Buffer.from(subclusterId, 'hex') }
    subcluster.tell('#join', remote, packet, isNew)
    super.emit('#join', remote, packet, isNew)
  }

  /**
   * @param {Subcluster} subcluster
   * @param {string} peerId
   */
  #memberLeft (subcluster, peerId) {
    const remote = subcluster.peers.get(peerId)
    if (remote) {
      subcluster.peers.delete(peerId)
      subcluster.tell('#leave', remote)
    }
  }

  /**
   * A peer that is opened anew tells again of what it holds.
   * @param {string} packetId
   */
  #isNews (packetId) {
    const known = this.#known
    if (known.has(packetId)) {
      return false
    }
    known.add(packetId)
    if (known.size > MOST_KNOWN) {
      known.delete(/** @type {string} */ (known.values().next().value))
    }
    return true
  }

  /**
   * @param {Subcluster} subcluster
   * @param {import('./peer.js').Told} told
   */
  #message (subcluster, told) {
    if (!this.#isNews(told.packetId)) {
      return
    }
    const value = Buffer.from(told.value, 'base64')
    const packet = toPacket(this.clusterId, told, value)
    super.emit('#packet', packet, 0, '', told.isLocal)
    this.#deliver(subcluster, told.eventId, value, packet)
    if (!packet.verified) {
      subcluster.tell('unverified', value, packet)
    }
  }

  /**
   * @param {Subcluster} subcluster
   * @param {import('./peer.js').Told} told
   */
  #streamed (subcluster, told) {
    const value = Buffer.from(told.value, 'base64')
    const packet = toPacket(this.clusterId, told, value)
    const remote = subcluster.peers.get(told.peerId)
    super.emit('#stream', packet, remote)
    if (remote) {
      this.#deliver(remote, told.eventId, value, packet)
    }
    this.#deliver(subcluster, told.eventId, value, packet)
  }

  /**
   * Packets name an event by its hash: whoever listens to an event of that hash is told.
   * @param {Subcluster | RemotePeer} emitter
   * @param {string} eventId
   * @param {Buffer} value
   * @param {Packet} packet
   */
  #deliver (emitter, eventId, value, packet) {
    for (const name of emitter.eventNames()) {
      if (typeof name === 'string' && this.#hash(name) === eventId) {
        emitter.tell(name, value, packet)
      }
    }
  }

  /** @param {string} event */
  #hash (event) {
    const hash = this.#hashes.get(event) ?? hashOf(event).toString('hex')
    this.#hashes.set(event, hash)
    return hash
  }
}

/** @param {MessageOptions} options */
function following ({ packet, nextId }) {
  return {
    previousId: packet === undefined ? undefined : toHex('packetId', packet.packetId),
    nextId: nextId === undefined ? undefined : toHex('nextId', nextId)
  }
}

/** @param {{ peerId: string, address: string, port: number, natType?: number, indexed?: boolean }} peer */
function contact ({ peerId, address, port, natType = 31, indexed = false }) {
  return { peerId: toHex('peerId', peerId), address: String(address), port: Number(port), natType, indexed }
}
