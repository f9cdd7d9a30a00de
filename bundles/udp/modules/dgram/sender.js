/** Sends the packets of one socket: those of one turn of the page go in one call for each destination. */
import { Buffer } from '../buffer.js'
import * as ipc from '../ipc.js'
import { systemError } from './errors.js'

/** The most bytes of one call, with four for each packet; one packet may be larger. */
const MOST = 192 * 1024

/** The most that the platform takes. */
const LARGEST = 512 * 1024 - 8

/**
 * @typedef {object} Packet
 * @property {Uint8Array} bytes
 * @property {string} to as `host:port`; empty for the peer of a connected socket
 * @property {{ address?: string, port?: number }} at the same, for errors
 * @property {(error: any, bytes?: number) => void} done
 */

export class Sender {
  /** @type {Packet[]} */
  #queue = []
  #bytes = 0
  #underWay = 0
  #isScheduled = false
  /** @type {Promise<void> | null} */
  #flushing = null
  #id

  /** @param {string} id of the socket */
  constructor (id) {
    this.#id = id
  }

  /** Bytes that were not handed to the system yet. */
  get size () { return this.#bytes }

  /** Packets that were not handed to the system yet. */
  get count () { return this.#queue.length + this.#underWay }

  /** @param {Packet} packet */
  push (packet) {
    if (packet.bytes.byteLength > LARGEST) {
      queueMicrotask(() => packet.done(systemError({ code: 'EMSGSIZE', errno: -90 }, 'send', packet.at)))
      return
    }
    this.#queue.push(packet)
    this.#bytes += packet.bytes.byteLength
    if (!this.#isScheduled && this.#flushing === null) {
      this.#isScheduled = true
      queueMicrotask(() => {
        this.#isScheduled = false
        this.flush()
      })
    }
  }

  /** Settled when all that was pushed before is sent. */
  flush () {
    this.#flushing ??= this.#work().finally(() => { this.#flushing = null })
    return this.#flushing
  }

  async #work () {
    while (this.#queue.length > 0) {
      const packets = this.#queue
      this.#queue = []
      this.#underWay = packets.length
      /** @type {Map<string, Packet[]>} */
      const destinations = new Map()
      for (const packet of packets) {
        const others = destinations.get(packet.to)
        others ? others.push(packet) : destinations.set(packet.to, [packet])
      }
      await Promise.all([...destinations].map(([to, list]) => this.#sendTo(to, list)))
      this.#underWay = 0
    }
  }

  /**
   * @param {string} to
   * @param {Packet[]} packets
   */
  async #sendTo (to, packets) {
    for (let start = 0; start < packets.length;) {
      let end = start
      let size = 0
      while (end < packets.length && (end === start || size + 4 + packets[end].bytes.byteLength <= MOST)) {
        size += 4 + packets[end++].bytes.byteLength
      }
      await this.#call(to, packets.slice(start, end), size)
      start = end
    }
  }

  /**
   * @param {string} to
   * @param {Packet[]} packets
   * @param {number} size
   */
  async #call (to, packets, size) {
    const body = new Uint8Array(size)
    const view = new DataView(body.buffer)
    let offset = 0
    for (const { bytes } of packets) {
      view.setUint32(offset, bytes.byteLength)
      body.set(bytes, offset + 4)
      offset += 4 + bytes.byteLength
    }
    const { err, data } = to === ''
      ? await ipc.write('udp.sendConnected', { id: this.#id }, body)
      : await ipc.write('udp.send', { id: this.#id, host: to }, body)
    /** @type {Map<number, any>} */
    const failed = new Map(data?.failed?.map((/** @type {any} */ item) => [item.index, item]))
    packets.forEach(({ bytes, at, done }, index) => {
      this.#bytes -= bytes.byteLength
      const error = err ?? failed.get(index)
      error ? done(systemError(error, 'send', at)) : done(null, bytes.byteLength)
    })
  }
}

/**
 * One packet of what `send` takes, or an error.
 * @param {any} message
 * @returns {Uint8Array | null} null if it is nothing that can be sent
 */
export function bytesOf (message) {
  if (typeof message === 'string') {
    return Buffer.from(message)
  }
  return ArrayBuffer.isView(message) ? new Uint8Array(message.buffer, message.byteOffset, message.byteLength) : null
}
