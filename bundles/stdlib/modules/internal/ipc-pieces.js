/**
 * The rest of a large reply of raw bytes, which the platform holds and the page fetches in pieces:
 * the engine delivers several responses at once faster than one large one.
 */
const IN_FLIGHT = 12

/**
 * Gives memory back that would wait for the garbage collector, which begins late and lets hundreds of MiB pile up.
 * @param {any} buffer that nobody needs any more
 */
export const freed = (buffer) => { buffer.transfer?.(0) }

export class Pieces {
  /** @type {Set<XMLHttpRequest>} */
  #requests = new Set()
  #id
  #bytes
  #size
  #next

  /**
   * @param {string} id under which the platform holds the reply
   * @param {number} total
   * @param {ArrayBuffer} first
   */
  constructor (id, total, first) {
    this.#id = id
    this.#bytes = new Uint8Array(total)
    this.#bytes.set(new Uint8Array(first))
    this.#size = first.byteLength
    this.#next = first.byteLength
    freed(first)
  }

  /**
   * Fetches all pieces.
   * @returns {Promise<ArrayBuffer>}
   */
  async all () {
    try {
      await Promise.all(Array.from({ length: IN_FLIGHT }, () => this.#work()))
      return this.#bytes.buffer
    } catch (cause) {
      this.abort()
      throw cause
    }
  }

  /** Gives up, here and on the platform's side. */
  abort () {
    this.#next = this.#bytes.length
    for (const xhr of this.#requests) {
      xhr.abort()
    }
    const xhr = new XMLHttpRequest()
    xhr.open('GET', `ipc://platform.piece?id=${this.#id}&drop=true`)
    xhr.send()
  }

  async #work () {
    while (this.#next < this.#bytes.length) {
      const offset = this.#next
      this.#next += this.#size
      const piece = await this.#fetch(offset)
      this.#bytes.set(new Uint8Array(piece), offset)
      freed(piece)
    }
  }

  /**
   * @param {number} offset
   * @returns {Promise<ArrayBuffer>}
   */
  #fetch (offset) {
    const length = Math.min(this.#size, this.#bytes.length - offset)
    const xhr = new XMLHttpRequest()
    this.#requests.add(xhr)
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#requests.delete(xhr)
        if (xhr.status === 200 && xhr.response?.byteLength === length) {
          resolve(xhr.response)
        } else {
          reject(new Error('A piece of the reply did not arrive'))
        }
      }
      xhr.onloadend = end
      xhr.open('GET', `ipc://platform.piece?id=${this.#id}&offset=${offset}`)
      xhr.responseType = 'arraybuffer'
      xhr.send()
    })
  }
}
