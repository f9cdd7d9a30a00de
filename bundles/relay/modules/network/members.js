/** Who an app talks to. */
import { Buffer } from '../buffer.js'
import EventEmitter from '../events.js'
import { Encryption } from '../latica/encryption.js'

/** @typedef {import('./packet.js').MessageOptions} MessageOptions */

/** Events that an emitter has by itself. */
export const OWN_EVENTS = new Set(['newListener', 'removeListener', 'error'])
const SUBCLUSTER_EVENTS = new Set([...OWN_EVENTS, 'unopened', 'unverified'])

/** Another member of a subcluster. Emits what that member streams to this peer, as `(value, packet)` under the event's name. */
export class RemotePeer extends EventEmitter {
  #subcluster
  address = ''
  port = 0

  /**
   * @param {Subcluster} subcluster
   * @param {string} peerId
   */
  constructor (subcluster, peerId) {
    super()
    this.#subcluster = subcluster
    this.peerId = peerId
  }

  /**
   * Sends a message to this member alone.
   * @param {string} event
   * @param {any} value bytes, text, or what JSON can express
   * @param {MessageOptions} [options]
   * @returns {any} a promise of how many it was sent to: 0 if there is no way to the member
   */
  emit (event, value, options = {}) {
    return OWN_EVENTS.has(event) ? super.emit(event, value) : this.#subcluster.stream(event, value, options, this.peerId)
  }

  /**
   * @param {string} event
   * @param {any[]} args
   */
  tell (event, ...args) {
    super.emit(event, ...args)
  }
}

/**
 * Those who have a key in common.
 *
 * Emits what is published there as `(value, packet)` under the event's name, what this peer publishes as well; `#join` with
 * `(remote, packet, isNew)` and `#leave` with `(remote)`; `#key` with `{ sharedKey, sender, peerId }` when a member offers the
 * next key, `peerId` if to this peer alone, and `#key-received` with the id of a member that has it; `unopened` with `(packet)` for what the key does not open, and
 * `unverified` with `(value, packet)` besides for what nobody is known to have written.
 */
export class Subcluster extends EventEmitter {
  #bus
  /** The other members that are known, by their ids. @type {Map<string, RemotePeer>} */
  peers = new Map()

  /**
   * @param {import('./bus.js').Bus} bus
   * @param {Uint8Array} sharedKey
   * @param {string} subclusterId
   */
  constructor (bus, sharedKey, subclusterId) {
    super()
    this.#bus = bus
    this.peerId = bus.peerId
    this.sharedKey = sharedKey
    this.subclusterId = Buffer.from(subclusterId, 'hex')
  }

  /** The keys that the members derive. @returns {Promise<import('../latica/encryption.js').KeyPair>} */
  get derivedKeys () {
    return Encryption.createKeyPair(this.sharedKey)
  }

  /**
   * Publishes a message to all members, those that come later included.
   * @param {string} event
   * @param {any} value bytes, text, or what JSON can express; at most 16,000,000 bytes
   * @param {MessageOptions} [options]
   * @returns {any} a promise of the packets that carry it: one, with the message's id
   */
  emit (event, value, options = {}) {
    if (SUBCLUSTER_EVENTS.has(event) || event.startsWith('#')) {
      return super.emit(event, value)
    }
    return this.#bus.publish(this, event, value, options)
  }

  /**
   * Sends a message to the members that are known, directly or through another peer, and keeps it nowhere. Where both peers can,
   * it goes by a session: what was recorded cannot be read by who learns the keys later.
   * @param {string} event
   * @param {any} value as for {@link Subcluster#emit}
   * @param {MessageOptions} [options]
   * @param {string} [peerId] one member
   * @returns {Promise<number>} how many it was sent to
   */
  stream (event, value, options = {}, peerId) {
    return this.#bus.stream(this, event, value, options, peerId)
  }

  /**
   * Offers the key of the subcluster that is to take the place of this one. Nobody follows by itself: members are told by
   * `#key`, and the app decides whose offer it takes.
   * @param {Uint8Array} sharedKey 32 bytes
   * @param {string[]} [peerIds] these members alone, at most 256, by sessions, so that the others do not learn it; without it, all
   * @returns {Promise<number>} to how many members it is being sent; 0 if it was published to all
   */
  offerKey (sharedKey, peerIds = []) {
    return this.#bus.offerKey(this, sharedKey, peerIds)
  }

  /** Enters again, after {@link Subcluster#leave}. */
  async join () {
    await this.#bus.enter(this.sharedKey, this)
  }

  /** Leaves, and forgets the key. */
  async leave () {
    await this.#bus.leave(this)
  }

  /**
   * @param {string} event
   * @param {any[]} args
   */
  tell (event, ...args) {
    super.emit(event, ...args)
  }
}
