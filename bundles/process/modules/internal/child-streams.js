/** The pipes of a program as streams: what nobody reads stays in the pipe, and the program waits. */
import { Buffer } from '../buffer.js'
import { Duplex, Readable, Writable } from '../stream.js'
import * as client from './child-client.js'
import { coded } from './node-errors.js'

/** From this many bytes in one answer on it pays to ask for more before they are needed. */
const PLENTY = 256 * 1024

/** How many answers may be on their way then. */
const AHEAD = 3

/** The most that one call carries to a program, in bytes. */
const LARGEST_WRITE = 1024 * 1024

/** Fetches what a program writes, in order and without gaps, whatever gets there first. */
class Source {
  #id
  #fd
  #take
  #fail
  #position = 0
  #underWay = 0
  #isPlenty = false
  #isWanted = false
  #hasEnded = false
  /** @type {Map<number, { bytes: Uint8Array, end: boolean }>} */
  #early = new Map()

  /**
   * @param {string} id
   * @param {number} fd
   * @param {(bytes: Uint8Array | null) => boolean} take called with what there is, null at the end; false to wait
   * @param {(error: Error) => void} fail
   */
  constructor (id, fd, take, fail) {
    this.#id = id
    this.#fd = fd
    this.#take = take
    this.#fail = fail
  }

  /** The reader wants more. */
  want () {
    this.#isWanted = true
    this.#ask()
  }

  /** Asks anew: the platform may have forgotten that it was asked. */
  resume () {
    if (this.#isWanted && this.#underWay === 0) {
      this.#ask()
    }
  }

  /** @param {import('./child-client.js').Item} item */
  receive ({ from = 0, data = '', end = false }) {
    const bytes = new Uint8Array(data.length)
    for (let i = 0; i < data.length; i++) {
      bytes[i] = data.charCodeAt(i)
    }
    this.#arrived(from, bytes, end)
  }

  #ask () {
    while (!this.#hasEnded && this.#underWay < (this.#isPlenty ? AHEAD : 1)) {
      this.#underWay++
      // Of several at a time nobody knows which is served first.
      client.read(this.#id, this.#fd, this.#isPlenty ? null : this.#position).then(
        ({ bytes, from, end }) => {
          this.#underWay--
          this.#isPlenty = bytes.length >= PLENTY
          this.#arrived(from, bytes, end)
          if (this.#isWanted && from < this.#position) {
            this.#ask() // what was told has overtaken this answer, and nobody else asks for what follows
          }
        },
        (error) => {
          this.#underWay--
          if (error.retryable !== true) { // else the platform is asked anew in a moment
            this.#hasEnded = true
            this.#fail(error)
          }
        })
    }
  }

  /**
   * @param {number} from
   * @param {Uint8Array} bytes
   * @param {boolean} end
   */
  #arrived (from, bytes, end) {
    if (bytes.length > 0 || end) {
      this.#early.set(from, { bytes, end })
    }
    let next = this.#early.get(this.#position)
    while (next !== undefined && !this.#hasEnded) {
      this.#early.delete(this.#position)
      this.#position += next.bytes.length
      this.#hasEnded = next.end
      this.#isWanted = false
      if (next.bytes.length > 0) {
        this.#take(next.bytes)
      }
      if (next.end) {
        this.#take(null)
      }
      next = this.#early.get(this.#position)
    }
    for (const start of this.#early.keys()) {
      if (start < this.#position) {
        this.#early.delete(start) // it came twice
      }
    }
  }
}

/**
 * @param {import('../stream.js').Readable} stream
 * @param {string} id
 * @param {number} fd
 */
function sourceOf (stream, id, fd) {
  return new Source(id, fd,
    (bytes) => stream.push(bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    (error) => stream.destroy(error))
}

/**
 * Writes all of it, however slowly the program takes it.
 * @param {string} id
 * @param {number} fd
 * @param {Uint8Array} bytes
 */
async function writeAll (id, fd, bytes) {
  for (let position = 0; position < bytes.length;) {
    try {
      position += await client.write(id, fd, bytes.subarray(position, position + LARGEST_WRITE))
    } catch (error) {
      const { code } = /** @type {any} */ (error)
      throw code === 'EPIPE' || code === 'NOT_FOUND'
        ? Object.assign(coded(Error, 'EPIPE', 'write EPIPE'), { errno: -32, syscall: 'write' })
        : error
    }
  }
}

/**
 * @param {string} id
 * @param {number} fd
 */
function writing (id, fd) {
  return {
    /** @param {Uint8Array} chunk @param {string} _ @param {(error?: any) => void} callback */
    write: (chunk, _, callback) => { writeAll(id, fd, chunk).then(() => callback(), callback) },
    /** @param {Array<{ chunk: Uint8Array }>} chunks @param {(error?: any) => void} callback */
    writev: (chunks, callback) => {
      writeAll(id, fd, Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => callback(), callback)
    },
    /** @param {(error?: any) => void} callback */
    final: (callback) => { client.close(id, fd, true).then(() => callback()) }
  }
}

/**
 * @param {string} id
 * @param {number} fd
 * @returns {any} a stream of what the program writes there
 */
export function readableOf (id, fd) {
  /** @type {any} */
  const stream = new Readable({
    read () { source.want() },
    /** @param {any} error @param {(error: any) => void} callback */
    destroy (error, callback) {
      client.close(id, fd, false).then(() => callback(error))
    }
  })
  const source = sourceOf(stream, id, fd)
  return Object.assign(stream, { source, fd })
}

/**
 * @param {string} id
 * @param {number} fd
 * @returns {any} a stream to what the program reads there
 */
export function writableOf (id, fd) {
  return Object.assign(new Writable(/** @type {any} */ ({
    ...writing(id, fd),
    /** @param {any} error @param {(error: any) => void} callback */
    destroy: (error, callback) => { client.close(id, fd, true).then(() => callback(error)) }
  })), { fd })
}

/**
 * @param {string} id
 * @param {number} fd
 * @returns {any} a stream both ways
 */
export function duplexOf (id, fd) {
  /** @type {any} */
  const stream = new Duplex(/** @type {any} */ ({
    ...writing(id, fd),
    read () { source.want() },
    /** @param {any} error @param {(error: any) => void} callback */
    destroy: (error, callback) => { client.close(id, fd, false).then(() => callback(error)) }
  }))
  const source = sourceOf(stream, id, fd)
  return Object.assign(stream, { source, fd })
}
