/** Replies that do not end at once: values that follow one another, a line of JSON each. */
import { AbortError, NetworkError } from '../errors.js'
import { isEnvelope, maybeMakeError, statusError } from './ipc-message.js'

/**
 * Cuts text that comes in pieces into lines. A line is joined once, however many pieces it came in.
 */
export class LineSplitter {
  #decoder = new TextDecoder()
  /** @type {string[]} */
  #unfinished = []

  /**
   * @param {Uint8Array} chunk
   * @returns {string[]} the lines that this piece completes
   */
  push (chunk) {
    const text = this.#decoder.decode(chunk, { stream: true })
    const end = text.lastIndexOf('\n')
    if (end < 0) {
      this.#unfinished.push(text)
      return []
    }
    this.#unfinished.push(text.slice(0, end))
    const lines = this.#unfinished.join('').split('\n')
    this.#unfinished = end + 1 < text.length ? [text.slice(end + 1)] : []
    return lines
  }

  /** @returns {string} what stands behind the last line break */
  end () {
    return this.#unfinished.join('') + this.#decoder.decode()
  }
}

/**
 * The values of one streaming call. The call is made when the first value is asked for; it is
 * cancelled when the reader leaves its loop or its signal aborts. The producer stays at most `credit`
 * bytes ahead of the reader.
 *
 * A value that has arrived is handed over without a turn of the event loop: one promise each.
 * @template T
 * @implements {AsyncIterableIterator<T>}
 */
export class ReplyStream {
  #open
  #acknowledge
  #cancelCall
  #signal
  #credit
  /** @type {ReadableStreamDefaultReader<Uint8Array> | null} */
  #reader = null
  #splitter = new LineSplitter()
  /** @type {string[]} */
  #lines = []
  #next = 0
  #streamId = ''
  #consumed = 0
  #arrived = 0
  #done = false
  /** @type {Promise<IteratorResult<T>> | null} the read under way; later ones line up behind it */
  #reading = null
  /** @type {(error: Error) => void} */
  #abort = () => {}
  /** @type {Error | null} why the stream ended, until someone was told */
  #failure = null
  #onAbort = () => {
    const error = this.#stop(new AbortError(this.#signal))
    if (this.#reading === null) {
      this.#failure = error
    } else {
      this.#abort(error)
    }
  }

  /**
   * @param {object} call
   * @param {() => Promise<Response>} call.open makes the call
   * @param {(stream: string, bytes: number) => void} call.acknowledge
   * @param {() => void} call.cancel
   * @param {number} call.credit
   * @param {AbortSignal | null} [call.signal]
   */
  constructor ({ open, acknowledge, cancel, credit, signal = null }) {
    this.#open = open
    this.#acknowledge = acknowledge
    this.#cancelCall = cancel
    this.#credit = credit
    this.#signal = signal
  }

  [Symbol.asyncIterator] () { return this }

  /** @returns {Promise<IteratorResult<T>>} */
  next () {
    if (this.#reading !== null) {
      return this.#reading.then(() => this.next(), () => this.next())
    }
    while (this.#next < this.#lines.length) {
      const line = this.#lines[this.#next++]
      if (line !== '') {
        return this.#deliver(line)
      }
    }
    if (this.#failure !== null) {
      const failure = this.#failure
      this.#failure = null
      return Promise.reject(failure)
    }
    if (this.#done) {
      return Promise.resolve({ value: undefined, done: true })
    }
    this.#reading = this.#read().finally(() => {
      this.#reading = null
      this.#abort = () => {}
    })
    return this.#reading
  }

  /**
   * Ends the stream early.
   * @param {any} [value]
   * @returns {Promise<IteratorResult<T>>}
   */
  async return (value) {
    this.#stop(null)
    return { value, done: true }
  }

  /**
   * @param {any} error
   * @returns {Promise<IteratorResult<T>>}
   */
  async throw (error) {
    this.#stop(null)
    throw error
  }

  /**
   * @param {string} line
   * @returns {Promise<IteratorResult<T>>}
   */
  #deliver (line) {
    let item
    try {
      item = JSON.parse(line)
    } catch (cause) {
      this.#stop(null)
      return Promise.reject(new NetworkError('The platform sent a line that is no JSON'))
    }
    if (item.err) {
      this.#finish()
      return Promise.reject(maybeMakeError(item.err, ReplyStream))
    }
    return Promise.resolve({ value: item.data, done: false })
  }

  /**
   * Waits for lines, then hands over the first of them.
   * @returns {Promise<IteratorResult<T>>}
   */
  async #read () {
    if (this.#signal?.aborted) {
      this.#done = true
      throw new AbortError(this.#signal)
    }
    const aborted = new Promise((resolve, reject) => { this.#abort = reject })
    aborted.catch(() => {})
    if (this.#reader === null) {
      this.#signal?.addEventListener('abort', this.#onAbort, { once: true })
      const single = await Promise.race([this.#start(), aborted])
      if (single !== null) {
        return single
      }
    }
    for (;;) {
      this.#settle()
      const { value: chunk, done } = await Promise.race([this.#pull(), aborted])
      if (this.#done) {
        return { value: undefined, done: true }
      }
      if (done) {
        this.#finish()
        this.#lines = [this.#splitter.end()]
      } else {
        this.#arrived = chunk.byteLength
        this.#lines = this.#splitter.push(chunk)
      }
      this.#next = 0
      while (this.#next < this.#lines.length) {
        const line = this.#lines[this.#next++]
        if (line !== '') {
          return this.#deliver(line)
        }
      }
      if (done) {
        return { value: undefined, done: true }
      }
    }
  }

  /** @returns {Promise<any>} */
  async #pull () {
    try {
      return await /** @type {ReadableStreamDefaultReader<Uint8Array>} */ (this.#reader).read()
    } catch (cause) {
      if (this.#done) {
        return { done: true }
      }
      this.#finish()
      throw Object.assign(new NetworkError('The stream broke off'), { cause, retryable: true })
    }
  }

  /**
   * Makes the call.
   * @returns {Promise<IteratorResult<T> | null>} what to hand over if the reply is no stream
   */
  async #start () {
    let response
    try {
      response = await this.#open()
    } catch (cause) {
      this.#finish()
      throw Object.assign(new NetworkError('The platform cannot be reached'), { cause })
    }
    if (this.#done) {
      response.body?.cancel().catch(() => {})
      return { value: undefined, done: true }
    }
    if (response.body !== null && response.headers.get('content-type')?.startsWith('application/x-ndjson')) {
      this.#streamId = response.headers.get('x-socket-stream') ?? ''
      this.#reader = response.body.getReader()
      return null
    }
    this.#finish()
    const value = await response.json().catch(() => null)
    const error = maybeMakeError(value?.err, ReplyStream) ?? statusError(response.status, response.url)
    if (error) {
      throw error
    }
    return { value: isEnvelope(value) ? value.data : value, done: false }
  }

  /** Acknowledges what the reader has consumed, a quarter of the credit at a time. */
  #settle () {
    this.#consumed += this.#arrived
    this.#arrived = 0
    if (this.#consumed >= this.#credit / 4 && this.#streamId !== '') {
      this.#acknowledge(this.#streamId, this.#consumed)
      this.#consumed = 0
    }
  }

  /**
   * @template {Error | null} E
   * @param {E} error
   * @returns {E}
   */
  #stop (error) {
    if (!this.#done) {
      const started = this.#reader !== null || this.#reading !== null
      this.#finish()
      this.#reader?.cancel().catch(() => {})
      if (started) {
        this.#cancelCall()
      }
    }
    return error
  }

  #finish () {
    this.#done = true
    this.#lines = []
    this.#next = 0
    this.#signal?.removeEventListener('abort', this.#onAbort)
  }
}
