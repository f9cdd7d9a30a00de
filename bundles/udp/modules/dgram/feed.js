/**
 * What the platform tells of the sockets of this document or worker: one stream for all of them. Its items are numbered, and
 * acknowledged when they were dealt with; until then the platform keeps them, and sends no more than it may keep.
 */
import * as ipc from '../ipc.js'

/** How much is dealt with before it is acknowledged, in characters. */
const STEP = 128 * 1024

/** The platform bounds the stream by what is acknowledged, so the lane need not. */
const CREDIT = 64 * 1024 * 1024

/** How long to wait before the stream is opened again that could not be opened, in milliseconds; then it is given up. */
const PAUSES = [0, 50, 200, 1000, 5000]

/**
 * @typedef {object} Sink is told of one socket
 * @property {(bytes: Uint8Array) => void} packets
 * @property {(count: number) => void} lost
 * @property {(error: { code: string, errno: number }) => void} failed
 * @property {(error: any) => void} gone the platform does not have the socket any more
 * @property {() => boolean} isBound
 */

/** @type {Map<string, Sink>} */
const sinks = new Map()

/** @type {Feed | null} */
let current = null

/**
 * Has a socket told of; answers the name of the feed, for the platform.
 * @param {string} id
 * @param {Sink} sink
 */
export function follow (id, sink) {
  sinks.set(id, sink)
  current ??= new Feed()
  return current.name
}

/** @param {string} id */
export function leave (id) {
  sinks.delete(id)
  if (sinks.size === 0) {
    current?.stop()
    current = null
  }
}

/** @param {string} text in Base64 */
const bytesOf = (text) => {
  const own = /** @type {any} */ (Uint8Array)
  return own.fromBase64 ? own.fromBase64(text) : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

class Feed {
  name = crypto.getRandomValues(new BigUint64Array(1))[0].toString(36)
  #stop = new AbortController()
  #seen = 0
  #acknowledged = 0
  #pending = 0
  #acknowledging = false
  #failures = 0
  /** Sockets that the platform had before the stream was opened. @type {[string, Sink][]} */
  #before = []

  constructor () {
    this.#run()
  }

  stop () {
    this.#stop.abort()
  }

  async #run () {
    while (!this.#stop.signal.aborted) {
      this.#before = [...sinks].filter(([, sink]) => sink.isBound())
      /** @type {any} */
      let cause = null
      try {
        for await (const item of ipc.stream('udp.events', { feed: this.name, after: this.#seen }, { signal: this.#stop.signal, credit: CREDIT })) {
          this.#failures = 0
          this.#take(item)
        }
      } catch (error) {
        cause = error
      }
      if (this.#stop.signal.aborted) {
        return
      }
      const pause = PAUSES[this.#failures++]
      if (pause === undefined || cause?.code === 'NOT_ALLOWED') {
        this.#giveUp(cause)
        return
      }
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }

  /** @param {any} cause */
  #giveUp (cause) {
    current = null
    for (const sink of [...sinks.values()]) {
      sink.gone(cause ?? lost())
    }
  }

  /** @param {any} item */
  #take (item) {
    if (item.open) {
      const open = new Set(item.open)
      for (const [id, sink] of this.#before) {
        if (sinks.get(id) === sink && !open.has(id)) {
          sink.gone(lost())
        }
      }
      return
    }
    if (item.n <= this.#seen) {
      return
    }
    this.#seen = item.n
    const sink = sinks.get(item.id)
    if (sink) {
      if (item.data !== undefined) {
        sink.packets(bytesOf(item.data))
      } else if (item.lost !== undefined) {
        sink.lost(item.lost)
      } else {
        sink.failed(item)
      }
    }
    this.#pending += 64 + (item.data?.length ?? 0)
    if (this.#pending >= STEP) {
      this.#acknowledge()
    }
  }

  async #acknowledge () {
    if (this.#acknowledging) {
      return
    }
    this.#acknowledging = true
    while (this.#pending >= STEP && this.#acknowledged < this.#seen) {
      this.#pending = 0
      this.#acknowledged = this.#seen
      await ipc.send('udp.acknowledge', { feed: this.name, number: this.#seen })
    }
    this.#acknowledging = false
  }
}

function lost () {
  return Object.assign(new Error('The socket was closed by the platform; open it anew'), { code: 'PLUGIN_RELOADED', retryable: true })
}
