/**
 * Fetches a file that an app needs, once, and makes sure that it is the right one.
 * @module bootstrap
 */
import { createHash } from './crypto.js'
import { checkObject, checkType, coded, invalidArgValue } from './internal/node-errors.js'
import { createReadStream } from './fs.js'
import { mkdir, open, rename, rm } from './fs/promises.js'
import { dirname } from './path.js'
import { EventEmitter } from './events.js'

/**
 * Tells whether a file has a hash.
 * @param {string} dest
 * @param {string} hash in hexadecimal digits
 * @param {string} hashAlgorithm as `crypto.createHash` names it
 * @returns {Promise<boolean>} false also if there is no such file
 */
export async function checkHash (dest, hash, hashAlgorithm) {
  checkType('dest', dest, 'string')
  checkType('hash', hash, 'string')
  checkType('hashAlgorithm', hashAlgorithm, 'string')
  const made = createHash(hashAlgorithm)
  try {
    for await (const chunk of /** @type {any} */ (createReadStream(dest))) {
      made.update(chunk)
    }
  } catch (/** @type {any} */ error) {
    if (error.code === 'ENOENT') {
      return false
    }
    throw error
  }
  return made.digest('hex') === hash.toLowerCase()
}

/**
 * @typedef {object} BootstrapOptions
 * @property {string} url where the file is
 * @property {string} dest where it is to be
 * @property {string} [hash] what it must have, in hexadecimal digits
 * @property {string} [hashAlgorithm] `sha256` unless given
 */

/** A file on its way. Emits `progress` with bytes so far and in all, then `success` or `error`. */
class Bootstrap extends EventEmitter {
  #options

  /** @param {Required<BootstrapOptions>} options */
  constructor (options) {
    super()
    this.#options = options
  }

  /**
   * @returns {Promise<string>} the path of the file
   */
  async run () {
    const { url, dest, hash, hashAlgorithm } = this.#options
    if (hash !== '' && await checkHash(dest, hash, hashAlgorithm)) {
      return dest
    }
    await mkdir(dirname(dest), { recursive: true })
    const draft = `${dest}.${crypto.getRandomValues(new Uint32Array(1))[0].toString(16)}.part`
    try {
      await this.#download(url, draft)
      if (hash !== '' && !(await checkHash(draft, hash, hashAlgorithm))) {
        throw coded(Error, 'ERR_HASH_MISMATCH', `What ${url} answers has not the hash ${hash}`)
      }
      await rename(draft, dest)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
    return dest
  }

  /**
   * @param {string} url
   * @param {string} draft
   */
  async #download (url, draft) {
    const response = await fetch(url)
    if (!response.ok || response.body === null) {
      throw coded(Error, 'ERR_BAD_RESPONSE', `${url} answers with the status ${response.status}`)
    }
    const total = Number(response.headers.get('content-length') ?? 0)
    const file = await open(draft, 'w')
    try {
      let done = 0
      const reader = response.body.getReader()
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        await file.writeFile(piece.value)
        done += piece.value.byteLength
        this.emit('progress', done, total)
      }
    } finally {
      await file.close()
    }
  }
}

/**
 * Fetches a file unless it is there already, with the right hash. It takes its place only when it is complete and right.
 * @param {BootstrapOptions} options
 * @returns {any} an `EventEmitter` with `progress`, `success` (the path), `error`
 */
export function bootstrap (options) {
  checkObject('options', options)
  const { url, dest, hash = '', hashAlgorithm = 'sha256' } = options
  for (const [name, value] of Object.entries({ url, dest, hash, hashAlgorithm })) {
    checkType(`options.${name}`, value, 'string')
  }
  if (dest === '') {
    throw invalidArgValue('options.dest', dest, 'must not be empty')
  }
  createHash(hashAlgorithm)
  const started = new Bootstrap({ url, dest, hash, hashAlgorithm })
  queueMicrotask(async () => {
    try {
      const path = await started.run()
      started.emit('success', path)
    } catch (error) {
      started.emit('error', error)
    }
  })
  return started
}

export default { bootstrap, checkHash }
