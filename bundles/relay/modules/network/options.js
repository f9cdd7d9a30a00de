/** What an app says about its peer. */
import { ID_BYTES, invalid, isBytes, toBytes, toHex } from './bytes.js'

const KEEPALIVE_MILLIS = 30_000

/**
 * @typedef {object} Options
 * @property {Uint8Array | string} clusterId of the app, 32 bytes; peers of other clusters are of no interest
 * @property {{ publicKey: Uint8Array, privateKey: Uint8Array }} signingKeys of the user; what it writes is signed by them
 * @property {string} [peerId] 64 hexadecimal digits; without it, the hash of the public key, which nobody else can claim
 * @property {Uint8Array} [sharedKey] of the subcluster that the bus itself is in
 * @property {boolean} [udp] false to do without a network
 * @property {boolean} [nearby] true to meet peers nearby as well, over Bluetooth
 * @property {{ peerId: string, address: string, port: number, natType?: number, indexed?: boolean }[]} [peers] to begin with
 * @property {Uint8Array} [data] what an earlier peer held, as {@link Bus#getState} gives it
 * @property {number} [port] of the main socket
 * @property {number} [probeInternalPort] of the socket that helps to find out how the peer is reached
 * @property {string} [address] where others see it, if that is known
 * @property {number} [natType] how others reach it, if that is known
 * @property {boolean} [indexed] true for an introducer
 * @property {number} [keepalive] how often at most an idle peer is asked whether it is there, in ms
 * @property {boolean} [limitExempt] true to take any number of packets of anybody
 */

/** @typedef {{ config: Record<string, any>, seed: Uint8Array<ArrayBuffer>, sharedKey: Uint8Array | undefined, data: Uint8Array, peers: NonNullable<Options['peers']> }} Checked */

/**
 * @param {any} options
 * @returns {Checked}
 */
export function checked (options) {
  if (options === null || typeof options !== 'object') {
    throw invalid('The options must be an object with clusterId and signingKeys')
  }
  const { signingKeys, sharedKey, data = new Uint8Array(0), peers = [], peerId, udp = true, nearby = false, indexed = false, limitExempt = false } = options
  const secret = signingKeys?.privateKey
  if (!isBytes(secret) || (secret.byteLength !== ID_BYTES && secret.byteLength !== 2 * ID_BYTES)) {
    throw invalid('signingKeys must be a pair as Encryption.createKeyPair() makes it')
  }
  if (!Array.isArray(peers)) {
    throw invalid('peers must be an array')
  }
  if (!isBytes(data)) {
    throw invalid('data must be bytes as getState() gives them')
  }
  if (!udp && !nearby) {
    throw invalid('A peer needs the network (udp), peers nearby (nearby), or both')
  }
  const config = {
    clusterId: toHex('clusterId', options.clusterId),
    peerId: peerId === undefined ? undefined : toHex('peerId', peerId),
    udp: Boolean(udp),
    nearby: Boolean(nearby),
    port: number('port', options.port ?? 0),
    probePort: number('probeInternalPort', options.probeInternalPort ?? 0),
    address: options.address,
    natType: options.natType,
    indexed: Boolean(indexed),
    keepalive: number('keepalive', options.keepalive ?? KEEPALIVE_MILLIS),
    limitExempt: Boolean(limitExempt)
  }
  const seed = Uint8Array.from(toBytes('privateKey', secret).subarray(0, ID_BYTES))
  return { config, seed, sharedKey, data: toBytes('data', data), peers }
}

/**
 * @param {string} name
 * @param {any} value
 */
function number (name, value) {
  if (!Number.isInteger(value)) {
    throw invalid(`${name} must be an integer`)
  }
  return value
}
