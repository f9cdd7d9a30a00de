/**
 * The terminal that the app was started from, as far as it is there.
 *
 * What is written goes to it line by line. Input comes as events `process.stdin` of the page, if the app was started with
 * `--stdin`.
 * @module tty
 */
import { Buffer } from './buffer.js'
import { checkInteger } from './internal/node-errors.js'
import { flush, writeLine } from './internal/output.js'
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
  isTTY = false
  isRaw = false

  /** @param {number} fd 0 for standard input */
  constructor (fd) {
    checkDescriptor(fd)
    super()
    this.fd = fd
    if (fd === 0) {
      const onInput = (/** @type {any} */ { detail }) => {
        const data = detail?.data ?? detail
        this.push(data == null ? null : Buffer.from(data))
      }
      globalThis.addEventListener?.('process.stdin', onInput)
      this.once('close', () => globalThis.removeEventListener?.('process.stdin', onInput))
    }
  }

  _read () {}

  /** A page cannot make the terminal raw; says so by leaving `isRaw` false. */
  setRawMode () {
    return this
  }
}

/** Writes to the terminal. @type {any} */
export const WriteStream = withoutNew(TerminalOutput)
/** Reads from the terminal. @type {any} */
export const ReadStream = withoutNew(TerminalInput)

/**
 * Whether this is a terminal: never, for a page.
 * @param {unknown} fd
 */
export function isatty (fd) {
  void fd
  return false
}

export default { ReadStream, WriteStream, isatty }
