/**
 * The terminal that the app was started from, as far as it is there.
 *
 * What is written goes to it line by line. What is written to the app is read by one document or worker at a time: who begins to
 * read later goes on where the one before ends. Importing this gives `process` its `stdin`.
 * @module tty
 */
import { Buffer } from './buffer.js'
import { checkInteger } from './internal/node-errors.js'
import { flush, writeLine } from './internal/output.js'
import { stream } from './ipc.js'
import process from './process.js'
import { Readable, Writable } from './stream.js'

/** @param {unknown} fd */
function checkDescriptor (fd) {
  checkInteger('fd', fd, 0, 2 ** 31 - 1)
}

/** Lets a class be called as a function, as old code does. @param {any} Class @returns {any} */
const withoutNew = (Class) => new Proxy(Class, { apply: (target, _, args) => new target(...args) })

class TerminalOutput extends Writable {
  #rest = ''
  #decoder = new TextDecoder()
  isTTY = false

  /** @param {number} fd 1 for standard output, 2 for standard error */
  constructor (fd) {
    checkDescriptor(fd)
    super({ decodeStrings: false })
    this.fd = fd
  }

  /**
   * @param {string | Uint8Array} chunk
   * @param {string} encoding
   * @param {(error?: any) => void} callback
   */
  _write (chunk, encoding, callback) {
    const text = this.#rest + (typeof chunk === 'string' ? chunk : this.#decoder.decode(chunk, { stream: true }))
    const end = text.lastIndexOf('\n')
    if (end >= 0) {
      writeLine(this.fd === 2 ? 'stderr' : 'stdout', text.slice(0, end))
    }
    this.#rest = text.slice(end + 1)
    flush().then(() => callback(), callback)
  }

  /** @param {(error?: any) => void} callback */
  _final (callback) {
    if (this.#rest !== '') {
      writeLine(this.fd === 2 ? 'stderr' : 'stdout', this.#rest)
      this.#rest = ''
    }
    flush().then(() => callback(), callback)
  }
}

class TerminalInput extends Readable {
  #end = new AbortController()
  #isReading = false
  /** Goes on with reading. */
  #resume = () => {}
  isTTY = false
  isRaw = false

  /** @param {number} fd 0 for standard input */
  constructor (fd) {
    checkDescriptor(fd)
    super()
    this.fd = fd
  }

  _read () {
    this.#resume()
    if (this.fd === 0 && !this.#isReading) {
      this.#isReading = true
      this.#pump()
    }
  }

  /**
   * @param {any} error
   * @param {(error: any) => void} callback
   */
  _destroy (error, callback) {
    this.#end.abort()
    this.#resume()
    callback(error)
  }

  async #pump () {
    try {
      for await (const { data } of stream('platform.stdin', {}, { signal: this.#end.signal })) {
        if (!this.push(Buffer.from(data, 'base64'))) {
          await /** @type {Promise<void>} */ (new Promise((resolve) => { this.#resume = resolve }))
        }
      }
      this.push(null)
    } catch (error) {
      if (!this.#end.signal.aborted) {
        this.destroy(error)
      }
    }
  }

  /** A page cannot make the terminal raw; says so by leaving `isRaw` false. */
  setRawMode () {
    return this
  }
}

/** Writes to the terminal. @type {any} */
export const WriteStream = withoutNew(TerminalOutput)
/** Reads from the terminal. @type {any} */
export const ReadStream = withoutNew(TerminalInput)

/** Of the process, once it is asked for. @type {TerminalInput | null} */
let input = null

if (process.stdin === null) { // a thread has one of its own
  Object.defineProperty(process, 'stdin', {
    configurable: true,
    enumerable: true,
    get: () => (input ??= new TerminalInput(0)),
    set: (value) => Object.defineProperty(process, 'stdin', { value, writable: true })
  })
}

/**
 * Whether this is a terminal: never, for a page.
 * @param {unknown} fd
 */
export function isatty (fd) {
  void fd
  return false
}

export default { ReadStream, WriteStream, isatty }
