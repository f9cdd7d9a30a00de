// Those who know the same secret: a subcluster of the peer-to-peer network.
import { Encryption, network } from 'socket:network'

export const CLUSTER = 'org.socketplatform.chat'

/** The keys of the user, made at the first start. */
export async function keepUser () {
  const kept = localStorage.getItem('seed')
  const seed = kept ? Uint8Array.from(JSON.parse(kept)) : crypto.getRandomValues(new Uint8Array(32))
  localStorage.setItem('seed', JSON.stringify([...seed]))
  return Encryption.createKeyPair(seed)
}

/** What somebody wrote, or null if it is nothing that this chat would write. */
function read (bytes) {
  try {
    const { from, text } = JSON.parse(bytes.toString())
    return typeof from === 'string' && typeof text === 'string' ? { from: from.slice(0, 24), text: text.slice(0, 2000) } : null
  } catch {
    return null
  }
}

/** Events: `said` ({ from, text, key, verified, own }), and `changed` when others come or go. */
export class Room extends EventTarget {
  isReady = false
  #keys
  #bus
  #friends

  constructor (keys) {
    super()
    this.#keys = keys
  }

  get members () {
    return this.#friends?.peers.size ?? 0
  }

  async open () {
    this.#bus = await network({ clusterId: await Encryption.createClusterId(CLUSTER), signingKeys: this.#keys })
    this.#bus.on('#ready', () => {
      this.isReady = true
      this.#changed()
    })
  }

  /** Leaves the room, if in one, and enters that of a secret. */
  async enter (secret) {
    await this.#friends?.leave()
    this.#friends = await this.#bus.subcluster({ sharedKey: await Encryption.createSharedKey(secret) })
    this.#friends.on('said', (value, packet) => this.#hear(value, packet))
    this.#friends.on('#join', () => this.#changed())
    this.#friends.on('#leave', () => this.#changed())
    this.#changed()
  }

  /** To those who are here, and to those who come in the next hours. */
  async say (from, text) {
    await this.#friends.emit('said', { from, text })
  }

  #hear (value, { usr2: key, verified, isLocal: own }) {
    const message = read(value)
    if (message && key) this.dispatchEvent(new CustomEvent('said', { detail: { ...message, key, verified, own } }))
  }

  #changed () {
    this.dispatchEvent(new Event('changed'))
  }
}
