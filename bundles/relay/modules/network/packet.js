/** Messages as apps see them. */
import { Buffer } from '../buffer.js'

/**
 * What a message says about itself besides its value.
 * @typedef {object} Packet
 * @property {Buffer} packetId
 * @property {Buffer} clusterId
 * @property {Buffer} subclusterId
 * @property {Buffer} usr1 the hash of the event's name
 * @property {Buffer | undefined} usr2 the public key that its writer claims
 * @property {Buffer} message the value
 * @property {boolean} verified true if the owner of that key wrote it
 * @property {'strong' | 'legacy' | 'none'} verification `strong` if it is verified; `legacy` for what peers of Socket Runtime sign, which proves nothing
 * @property {number} hops how many peers it has passed
 * @property {number} clock
 * @property {Buffer | undefined} previousId the message that it follows
 * @property {any} meta
 * @property {number} index always -1: it is whole
 * @property {boolean} isLocal true if this peer published it
 */

/**
 * How a message is sent.
 * @typedef {object} MessageOptions
 * @property {number} [ttl] how long it is of use, in ms; six hours at most, and by default
 * @property {{ packetId: Uint8Array }} [packet] the message that it follows
 * @property {Uint8Array | string} [nextId] the id to be written as the one that follows
 * @property {boolean} [sessionOnly] true if a stream is rather lost than sealed with the key that all members have
 * @property {Record<string, any>} [meta] for the members, with messages of more than one packet
 */

/**
 * @param {Buffer} clusterId
 * @param {Record<string, any>} told what the platform says about it
 * @param {Buffer} message
 * @returns {Packet}
 */
export function toPacket (clusterId, told, message) {
  const { packetId, subclusterId, eventId, sender, verified, hops = 0, clock = 0, previousId, meta = '{}', isLocal = false } = told
  return {
    packetId: bytes(packetId),
    clusterId,
    subclusterId: bytes(subclusterId),
    usr1: bytes(eventId),
    usr2: bytes(sender),
    message,
    verified: verified === 'strong',
    verification: verified,
    hops,
    clock,
    previousId: bytes(previousId),
    meta: parsed(meta),
    index: -1,
    isLocal
  }
}

/** @param {string | undefined} hex @returns {any} undefined if there is none */
const bytes = (hex) => hex === undefined ? undefined : Buffer.from(hex, 'hex')

/** @param {string} json as another peer has written it */
export function parsed (json) {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}
