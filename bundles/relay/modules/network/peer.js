/** A peer that the platform runs for this document. */
import { Promise as Settled } from '../internal/promise.js'
import * as ipc from '../ipc.js'

/** @typedef {{ type: string, [name: string]: any }} Told */

const closed = () => Object.assign(new Error('The peer is closed'), { name: 'InvalidStateError', code: 'PEER_CLOSED' })

/**
 * Makes calls once the peer is open. When the platform has replaced the plugin, it is opened anew, and what was to be there is
 * brought back, before calls go on.
 */
export class PlatformPeer {
  /** @type {(told: Told) => void} */
  #listener
  /** @type {(previous: string | undefined) => Promise<void>} */
  #begin
  /** Another one for each opening: calls that were made before go to none. */
  #session = ''
  #closing = new AbortController()
  /** Settled when what was to be there is there. @type {Promise<void>} */
  #opened = Promise.resolve()
  /** Resolved when the peer is to be opened anew, or not any more. */
  #renewed = Settled.withResolvers()

  /**
   * @param {(told: Told) => void} listener told what happens
   * @param {(previous: string | undefined) => Promise<void>} begin opens the peer and joins, by {@link PlatformPeer#now}; is given
   *   the session that was open before
   */
  constructor (listener, begin) {
    this.#listener = listener
    this.#begin = begin
  }

  /** @returns {Promise<void>} */
  open () {
    const { promise, resolve, reject } = Settled.withResolvers()
    this.#follow(resolve).catch(reject)
    return promise.then(() => this.#opened)
  }

  /** @param {(value?: any) => void} started */
  async #follow (started) {
    const { signal } = this.#closing
    /** @type {string | undefined} */
    let previous
    while (!signal.aborted) {
      const session = crypto.randomUUID()
      const opening = this.#renew()
      this.#session = session
      try {
        for await (const told of ipc.stream('network.events', { session }, { signal })) {
          if (told.type === 'ready') {
            opening.resolve(this.#begin(previous).then(() => { previous = session }))
            started()
          } else {
            this.#listener(told)
          }
        }
        return
      } catch (/** @type {any} */ error) {
        if (error.code !== 'PLUGIN_RELOADED' && !signal.aborted) {
          this.#renew().reject(error)
          throw error
        }
      }
    }
  }

  #renew () {
    const opening = Settled.withResolvers()
    opening.promise.catch(() => {}) // who calls is told
    this.#opened = opening.promise
    this.#renewed.resolve(undefined)
    this.#renewed = Settled.withResolvers()
    return opening
  }

  /**
   * Makes a call as soon as the peer is open.
   * @param {string} command
   * @param {Record<string, any>} [params]
   * @param {Uint8Array} [bytes]
   * @param {string} [responseType] `arraybuffer` if it answers with bytes
   * @returns {Promise<any>}
   */
  async call (command, params = {}, bytes, responseType) {
    for (;;) {
      const { promise: renewed } = this.#renewed
      const opened = this.#opened
      try {
        await opened
        return await this.now(command, params, bytes, responseType)
      } catch (/** @type {any} */ error) {
        if (error.code !== 'PEER_CLOSED' || this.#closing.signal.aborted) {
          throw error
        }
        if (opened === this.#opened) {
          await renewed // the plugin was replaced, which this page is still to notice
        }
      }
    }
  }

  /**
   * Makes a call at once.
   * @param {string} command
   * @param {Record<string, any>} [params]
   * @param {Uint8Array} [bytes]
   * @param {string} [responseType] `arraybuffer` if it answers with bytes
   * @returns {Promise<any>}
   */
  async now (command, params = {}, bytes, responseType) {
    if (this.#closing.signal.aborted) {
      throw closed()
    }
    const all = { ...params, session: this.#session }
    const { err, data } = bytes !== undefined
      ? await ipc.write(`network.${command}`, all, bytes)
      : responseType === undefined ? await ipc.send(`network.${command}`, all) : await ipc.request(`network.${command}`, all, { responseType })
    if (err) {
      throw err
    }
    return data
  }

  close () {
    this.#closing.abort()
    this.#renew().reject(closed())
  }
}
