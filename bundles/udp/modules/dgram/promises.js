/**
 * UDP by promises, which Node does not have.
 *
 * ```js
 * import { createSocket } from 'socket:dgram/promises'
 * const socket = createSocket('udp4')
 * await socket.bind(41234)
 * for await (const { message, from } of socket.messages()) { ... }
 * ```
 * @module dgram/promises
 */
import { createSocket as create } from '../dgram.js'
import { abortError, checkSignal } from '../internal/node-errors.js'

/** How many packets wait for a reader; what comes then is dropped and counted. */
const QUEUE = 65536

/** A UDP socket whose methods return promises. */
export class PromiseSocket {
  /** @param {import('../dgram.js').Socket} socket */
  constructor (socket) {
    /** The socket with callbacks and events. */
    this.socket = socket
    socket.on('error', () => {}) // each method tells of its own
  }

  /**
   * @param {number | { port?: number, address?: string }} [port]
   * @param {string} [address]
   * @returns {Promise<import('../dgram.js').Address>} where it is bound to
   */
  async bind (port, address) {
    await this.#event('listening', () => this.socket.bind(port, address))
    return this.socket.address()
  }

  /**
   * @param {number} port
   * @param {string} [host]
   * @returns {Promise<import('../dgram.js').Address>} the peer
   */
  async connect (port, host) {
    await new Promise((resolve, reject) => this.socket.connect(port, host ?? '', (/** @type {any} */ error) =>
      error instanceof Error ? reject(error) : resolve(undefined)))
    return this.socket.remoteAddress()
  }

  /**
   * Sends a packet; takes what `socket.send` takes.
   * @param {any} message
   * @param {...any} args
   * @returns {Promise<number>} how many bytes it had
   */
  send (message, ...args) {
    return new Promise((resolve, reject) => this.socket.send(message, ...args, (/** @type {any} */ error, /** @type {number} */ bytes) =>
      error ? reject(error) : resolve(bytes)))
  }

  /** @returns {Promise<void>} */
  close () {
    return new Promise((resolve) => { this.socket.close(() => resolve(undefined)) })
  }

  /** @returns {Promise<void>} */
  [Symbol.asyncDispose] () {
    return this.socket[Symbol.asyncDispose]()
  }

  /**
   * The packets that come from now on, until the socket is closed.
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {AsyncIterableIterator<{ message: import('../buffer.js').Buffer, from: import('../dgram.js').RemoteInfo }>}
   */
  messages ({ signal } = {}) {
    checkSignal('options.signal', signal)
    /** @type {any[]} */
    const waiting = []
    let dropped = 0
    /** @type {any} */
    let end = null
    let wake = () => {}
    const onMessage = (/** @type {any} */ message, /** @type {any} */ from) => {
      waiting.length < QUEUE ? waiting.push({ message, from }) : dropped++
      wake()
    }
    const onError = (/** @type {any} */ error) => {
      end ??= { error }
      wake()
    }
    const onClose = () => {
      end ??= {}
      wake()
    }
    const onAbort = () => onError(abortError(signal))
    const { socket } = this
    socket.on('message', onMessage).on('error', onError).on('close', onClose)
    signal?.aborted ? onAbort() : signal?.addEventListener('abort', onAbort, { once: true })
    const stop = () => {
      socket.off('message', onMessage).off('error', onError).off('close', onClose)
      signal?.removeEventListener('abort', onAbort)
    }
    return (async function * () {
      try {
        for (;;) {
          if (end?.error && signal?.aborted) {
            throw end.error
          } else if (waiting.length > 0) {
            yield waiting.shift()
          } else if (dropped > 0) {
            socket.emit('drop', dropped)
            dropped = 0
          } else if (end?.error) {
            throw end.error
          } else if (end) {
            return
          } else {
            await new Promise((resolve) => { wake = () => resolve(undefined) })
          }
        }
      } finally {
        stop()
      }
    })()
  }

  /**
   * @param {string} name
   * @param {() => void} start
   * @returns {Promise<void>}
   */
  #event (name, start) {
    return new Promise((resolve, reject) => {
      const off = () => this.socket.off(name, onEvent).off('error', onError)
      const onEvent = () => {
        off()
        resolve()
      }
      const onError = (/** @type {any} */ error) => {
        off()
        reject(error)
      }
      this.socket.on(name, onEvent).on('error', onError)
      try {
        start()
      } catch (error) {
        off()
        reject(error)
      }
    })
  }
}

/**
 * @param {'udp4' | 'udp6' | import('../dgram.js').SocketOptions} options
 * @returns {PromiseSocket}
 */
export function createSocket (options) {
  return new PromiseSocket(create(options))
}

export default { createSocket, PromiseSocket }
