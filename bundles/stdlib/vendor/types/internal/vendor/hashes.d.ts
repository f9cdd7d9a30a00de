/** A hash that is fed and then read once. */
export interface Hasher {
  blockLen: number
  outputLen: number
  update(data: Uint8Array): this
  digest(): Uint8Array
  /** Of those whose result may have any length. */
  xof(length: number): Uint8Array
  clone(): Hasher
}

export interface HashFunction {
  (data: Uint8Array): Uint8Array
  blockLen: number
  outputLen: number
  create(): Hasher
}

export const md5: HashFunction
export const ripemd160: HashFunction
export const sha1: HashFunction
export const sha224: HashFunction
export const sha256: HashFunction
export const sha384: HashFunction
export const sha512: HashFunction
export const sha512_224: HashFunction
export const sha512_256: HashFunction
export const sha3_224: HashFunction
export const sha3_256: HashFunction
export const sha3_384: HashFunction
export const sha3_512: HashFunction
export const shake128: HashFunction
export const shake256: HashFunction
export const blake2b: HashFunction
export const blake2s: HashFunction

export const hmac: { create(hash: HashFunction, key: Uint8Array): Hasher }
export function hkdf(hash: HashFunction, ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array
export function pbkdf2(hash: HashFunction, password: Uint8Array, salt: Uint8Array, options: { c: number, dkLen: number }): Uint8Array
export function pbkdf2Async(hash: HashFunction, password: Uint8Array, salt: Uint8Array, options: { c: number, dkLen: number }): Promise<Uint8Array>

export interface ScryptOptions { N: number, r: number, p: number, dkLen: number, maxmem: number }
export function scrypt(password: Uint8Array, salt: Uint8Array, options: ScryptOptions): Uint8Array
export function scryptAsync(password: Uint8Array, salt: Uint8Array, options: ScryptOptions): Promise<Uint8Array>
