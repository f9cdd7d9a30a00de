/**
 * Keys, and what is done with them.
 * @module latica/encryption
 */
import { Buffer } from '../buffer.js'
import { getRandomValues, sodium } from '../crypto.js'
import * as ipc from '../ipc.js'
import { ID_BYTES, hashOf, invalid, isBytes, toBytes } from '../network/bytes.js'

/** @typedef {{ publicKey: Uint8Array, privateKey: Uint8Array }} KeyPair */

const SIGNATURE_BYTES = 64
const random = () => getRandomValues(new Uint8Array(ID_BYTES))

/**
 * Has the platform derive something: pages may not be allowed to load libsodium.
 * @param {string} command
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>}
 */
async function derived (command, bytes) {
  const { err, data } = await ipc.write(`network.${command}`, {}, bytes, { responseType: 'arraybuffer' })
  if (err) {
    throw err
  }
  return new Uint8Array(data)
}

/**
 * A key ring. To sign, verify, seal and open, it needs libsodium: wait for `ready` of `socket:crypto` first. What it seals can be opened by whoever has the private key; what was changed on the way, or was written by somebody
 * without that key, does not open.
 */
export class Encryption {
  /** The key pairs of the ring, by their public keys in base 64. @type {Record<string, KeyPair>} */
  keys = {}

  /**
   * A key of 32 bytes for a subcluster.
   * @param {string | Uint8Array} [seed] the same seed makes the same key, for whoever guesses it as well; without one, nobody guesses it
   * @returns {Promise<Uint8Array>}
   */
  static async createSharedKey (seed) {
    return seed === undefined ? random() : derived('sharedKey', toSeed(seed))
  }

  /**
   * A pair of keys to sign with.
   * @param {string | Uint8Array} [seed] text, or 32 bytes; the same seed makes the same pair
   * @returns {Promise<KeyPair>}
   */
  static async createKeyPair (seed) {
    const bytes = seed === undefined ? random() : typeof seed === 'string' ? await derived('sharedKey', toSeed(seed)) : toSeed(seed)
    if (bytes.length !== ID_BYTES) {
      throw invalid('The seed must be a text, or have 32 bytes')
    }
    const publicKey = await derived('publicKey', bytes)
    return { publicKey, privateKey: Uint8Array.from([...bytes, ...publicKey]) }
  }

  /**
   * An id in 64 hexadecimal digits.
   * @param {string} [text] the same text makes the same id; without one, it is new
   * @returns {Promise<string>}
   */
  static async createId (text) {
    return hashOf(text === undefined ? random() : toSeed(text)).toString('hex')
  }

  /**
   * The id of the app's cluster, 32 bytes.
   * @param {string} [text] the same text makes the same id; without one, it is new
   * @returns {Promise<Uint8Array>}
   */
  static async createClusterId (text) {
    return hashOf(text === undefined ? random() : toSeed(text))
  }

  /**
   * Signs bytes.
   * @param {string | ArrayBuffer | ArrayBufferView} message
   * @param {Uint8Array} privateKey
   * @returns {Uint8Array} 64 bytes
   */
  static sign (message, privateKey) {
    checkKey('privateKey', privateKey, 2 * ID_BYTES)
    return sodium.crypto_sign_detached(toBytes('message', message), privateKey)
  }

  /**
   * Whether the owner of a key signed the bytes.
   * @param {string | ArrayBuffer | ArrayBufferView} message
   * @param {Uint8Array} signature
   * @param {Uint8Array} publicKey
   * @returns {boolean}
   */
  static verify (message, signature, publicKey) {
    checkKey('signature', signature, SIGNATURE_BYTES)
    checkKey('publicKey', publicKey, ID_BYTES)
    return sodium.crypto_sign_verify_detached(signature, toBytes('message', message), publicKey)
  }

  /**
   * Adds a pair to the ring.
   * @param {Uint8Array} publicKey
   * @param {Uint8Array} privateKey
   */
  add (publicKey, privateKey) {
    checkKey('publicKey', publicKey, ID_BYTES)
    checkKey('privateKey', privateKey, 2 * ID_BYTES)
    this.keys[nameOf(publicKey)] = { publicKey, privateKey }
  }

  /**
   * Takes a pair from the ring.
   * @param {Uint8Array | string} publicKey bytes, or in base 64
   */
  remove (publicKey) {
    delete this.keys[nameOf(publicKey)]
  }

  /**
   * Whether a pair is in the ring.
   * @param {Uint8Array | string} publicKey bytes, or in base 64
   */
  has (publicKey) {
    return Object.hasOwn(this.keys, nameOf(publicKey))
  }

  /** @param {KeyPair | Uint8Array | string} keys a pair, or one of the ring by its public key @returns {KeyPair} */
  #pair (keys) {
    if (keys && typeof keys === 'object' && 'publicKey' in keys) {
      checkKey('publicKey', keys.publicKey, ID_BYTES)
      return keys
    }
    if (!this.has(/** @type {any} */ (keys))) {
      throw Object.assign(new Error('There is no such key in the ring'), { code: 'ERR_NO_KEY' })
    }
    return this.keys[nameOf(/** @type {any} */ (keys))]
  }

  /**
   * Encrypts, signs, and encrypts: 160 bytes longer.
   * @param {string | ArrayBuffer | ArrayBufferView} message
   * @param {KeyPair | Uint8Array | string} keys
   * @returns {Buffer}
   */
  seal (message, keys) {
    const { publicKey, privateKey } = this.#pair(keys)
    checkKey('privateKey', privateKey, 2 * ID_BYTES)
    const to = sodium.crypto_sign_ed25519_pk_to_curve25519(publicKey)
    const inner = sodium.crypto_box_seal(toBytes('message', message), to)
    const signature = sodium.crypto_sign_detached(inner, privateKey)
    return Buffer.from(sodium.crypto_box_seal(Buffer.concat([signature, inner]), to))
  }

  /**
   * Opens what {@link Encryption#seal} made.
   * @param {ArrayBuffer | ArrayBufferView} message
   * @param {KeyPair | Uint8Array | string} keys
   * @returns {Buffer}
   */
  open (message, keys) {
    const pair = this.#pair(keys)
    const outer = unbox(toBytes('message', message), pair)
    const signature = outer.subarray(0, SIGNATURE_BYTES)
    const inner = outer.subarray(SIGNATURE_BYTES)
    if (signature.length < SIGNATURE_BYTES || !sodium.crypto_sign_verify_detached(signature, inner, pair.publicKey)) {
      throw notOpened()
    }
    return Buffer.from(unbox(inner, pair))
  }

  /**
   * Encrypts: 48 bytes longer.
   * @param {string | ArrayBuffer | ArrayBufferView} message
   * @param {KeyPair | Uint8Array | string} keys
   * @returns {Buffer}
   */
  sealUnsigned (message, keys) {
    const { publicKey } = this.#pair(keys)
    return Buffer.from(sodium.crypto_box_seal(toBytes('message', message), sodium.crypto_sign_ed25519_pk_to_curve25519(publicKey)))
  }

  /**
   * Opens what {@link Encryption#sealUnsigned} made.
   * @param {ArrayBuffer | ArrayBufferView} message
   * @param {KeyPair | Uint8Array | string} keys
   * @returns {Buffer}
   */
  openUnsigned (message, keys) {
    return Buffer.from(unbox(toBytes('message', message), this.#pair(keys)))
  }
}

/**
 * @param {Uint8Array} sealed
 * @param {KeyPair} pair
 */
function unbox (sealed, { publicKey, privateKey }) {
  checkKey('privateKey', privateKey, 2 * ID_BYTES)
  const to = sodium.crypto_sign_ed25519_pk_to_curve25519(publicKey)
  const key = sodium.crypto_sign_ed25519_sk_to_curve25519(privateKey)
  try {
    return sodium.crypto_box_seal_open(sealed, to, key)
  } catch {
    throw notOpened()
  }
}

const notOpened = () => Object.assign(new Error('It was not sealed for this key, or was changed'), { code: 'ERR_NOT_OPENED' })

/** @param {any} seed */
function toSeed (seed) {
  if (typeof seed !== 'string' && !isBytes(seed)) {
    throw invalid('The seed must be a string or bytes')
  }
  return toBytes('seed', seed)
}

/**
 * @param {string} name
 * @param {any} key
 * @param {number} length
 */
function checkKey (name, key, length) {
  if (!(key instanceof Uint8Array) || key.length !== length) {
    throw invalid(`The ${name} must be a Uint8Array of ${length} bytes`)
  }
}

/** @param {Uint8Array | string} publicKey */
const nameOf = (publicKey) => typeof publicKey === 'string' ? publicKey : Buffer.from(publicKey ?? []).toString('base64')
