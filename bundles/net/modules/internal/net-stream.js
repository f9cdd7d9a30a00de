/** What a page reads and writes on the platform's side: the part that sockets and HTTP messages share. */
import { DATA, END, LARGEST, put, want } from './net-lane.js'

/** How much may be on its way to the platform before a writer waits, in bytes. */
const WINDOW = 1024 * 1024

/** Bytes of a handle, asked for as its reader does. */
export class Intake {
  #id
  #push
  #reading = false
  #asked = false
  #signals = 0
  #seen = 0
  #available = false
  #ended = false
  #over = false

  /**
   * @param {number} id
   * @param {(bytes: Uint8Array | null) => void} push is given bytes, null at the end
   */
  constructor (id, push) {
    this.#id = id
    this.#push = push
  }

  /** Something has come. */
  signal () {
    this.#signals++
    this.#available = true
    this.#advance()
  }

  /** Nothing more will come. */
  end () {
    this.#ended = true
    this.#advance()
  }

  /** The reader wants more. */
  read () {
    this.#reading = true
    this.#advance()
  }

  #advance () {
    if (!this.#reading || this.#asked || this.#over) {
      return
    }
    if (this.#available) {
      this.#asked = true
      this.#seen = this.#signals
      want(this.#id)
    } else if (this.#ended) {
      this.#over = true
      this.#push(null)
    }
  }

  /**
   * @param {Uint8Array | null} bytes
   * @param {boolean} more
   */
  take (bytes, more) {
    this.#asked = false
    this.#available = more || this.#signals !== this.#seen
    if (bytes === null) {
      this.#advance()
      return
    }
    this.#reading = false
    this.#push(bytes)
    this.#advance()
  }
}

/** Bytes to a handle. A writer waits while much is on its way, or kept on the platform's side. */
export class Outlet {
  #id
  #fail
  #unsent = 0
  #choked = false
  #drains = 0
  /** @type {(() => void) | null} */
  #waiting = null
  /** @type {(() => void) | null} */
  #finishing = null
  #finished = false
  written = 0

  /**
   * @param {number} id
   * @param {(error: any) => void} fail
   */
  constructor (id, fail) {
    this.#id = id
    this.#fail = fail
  }

  /** What is written and not sent by the platform, as far as is known. */
  get pending () { return this.#unsent }

  /**
   * @param {Uint8Array} bytes
   * @param {() => void} callback when the next may be written
   */
  write (bytes, callback) {
    for (let at = 0; at < bytes.length; at += LARGEST) {
      this.#put(bytes.subarray(at, at + LARGEST))
    }
    this.#waiting = callback
    this.#go()
  }

  /** @param {Uint8Array} bytes */
  #put (bytes) {
    this.#unsent += bytes.length
    this.written += bytes.length
    const drains = this.#drains
    put(this.#id, DATA, bytes).then((kept) => {
      this.#unsent -= bytes.length
      // that all is sent may be told before this answer
      if (kept > WINDOW && drains === this.#drains) {
        this.#choked = true
      }
      this.#go()
    }, (error) => this.#fail(error))
  }

  /** The platform has sent what it kept. */
  drained () {
    this.#drains++
    this.#choked = false
    this.#go()
  }

  #go () {
    if (this.#waiting !== null && !this.#choked && this.#unsent < WINDOW) {
      const callback = this.#waiting
      this.#waiting = null
      queueMicrotask(callback)
    }
  }

  /**
   * @param {() => void} callback when all is sent
   * @param {Uint8Array} [content] of the last frame
   */
  end (callback, content = new Uint8Array(0)) {
    this.#finishing = callback
    put(this.#id, END, content).then(undefined, (error) => this.#fail(error))
    if (this.#finished) {
      this.finished()
    }
  }

  /** The platform has sent all. */
  finished () {
    this.#finished = true
    const callback = this.#finishing
    this.#finishing = null
    callback?.()
  }
}

