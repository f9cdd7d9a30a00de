/**
 * What this page has open, by the small numbers that Node's functions take, and by the ids that the platform knows.
 * @module fs/fds
 */
import { checkInteger, checkType } from '../internal/node-errors.js'
import { ask, failure, run } from './call.js'

/** A file that is open. Reads and writes without a position go on where the last one ended. */
export class Descriptor {
  position = 0
  /** The end of the last read or write at the current position: the next one waits for it. @type {Promise<any>} */
  turn = Promise.resolve()
  closed = false

  /**
   * @param {string} id
   * @param {number} fd
   * @param {string | null} [path]
   * @param {string | number} [flags]
   */
  constructor (id, fd, path = null, flags = 'r') {
    this.id = id
    this.fd = fd
    this.path = path
    this.flags = flags
  }
}

let watchesPage = false

/** All that is open. The platform closes it with the page, but for what is retained. */
class Descriptors {
  /** @type {Map<number, Descriptor>} */
  #byNumber = new Map()
  /** @type {Map<string, Descriptor>} */
  #byId = new Map()

  get size () { return this.#byNumber.size }

  /**
   * The number of an id, or the id of a number.
   * @param {string | number} key
   * @returns {number | string | undefined}
   */
  get (key) {
    return typeof key === 'number' ? this.#byNumber.get(key)?.id : this.#byId.get(String(key))?.fd
  }

  /**
   * @param {string} id
   * @param {number} fd
   */
  set (id, fd) {
    checkType('id', id, 'string')
    checkInteger('fd', fd, 0, 2 ** 31 - 1)
    this.setEntry(id, new Descriptor(id, fd))
  }

  /** @param {string | number} key */
  has (key) {
    return this.get(key) !== undefined
  }

  /** @param {string | number} key */
  delete (key) {
    const entry = this.getEntry(key)
    if (entry === undefined) {
      return false
    }
    entry.closed = true
    this.#byId.delete(entry.id)
    return this.#byNumber.delete(entry.fd)
  }

  /**
   * @param {string | number} key
   * @returns {Descriptor | undefined}
   */
  getEntry (key) {
    return typeof key === 'number' ? this.#byNumber.get(key) : this.#byId.get(String(key))
  }

  /**
   * @param {string} id
   * @param {Descriptor} entry
   */
  setEntry (id, entry) {
    closeWithPage()
    this.#byId.set(id, entry)
    this.#byNumber.set(entry.fd, entry)
  }

  /** @returns {IterableIterator<string>} the ids */
  keys () { return this.#byId.keys() }

  /** @returns {IterableIterator<number>} the numbers */
  values () { return this.#byNumber.keys() }

  /** @returns {IterableIterator<[string, number]>} */
  * entries () {
    for (const [id, { fd }] of this.#byId) {
      yield [id, fd]
    }
  }

  [Symbol.iterator] () { return this.entries() }

  /**
   * Keeps a file open when the page goes; the next document finds it with {@link syncOpenDescriptors}.
   * @param {string | number} key
   * @returns {Promise<void>}
   */
  async retain (key) {
    await run(request('fs.retainOpenDescriptor', { id: this.#idOf(key) }))
  }

  /**
   * Closes what is open under an id or number.
   * @param {string | number} key
   * @returns {Promise<void>}
   */
  async release (key) {
    const id = this.#idOf(key)
    this.delete(key)
    await run(request('fs.closeOpenDescriptor', { id }))
  }

  /** @param {string | number} key */
  #idOf (key) {
    const entry = this.getEntry(key)
    if (entry === undefined) {
      throw failure('EBADF', { syscall: 'close' })
    }
    return entry.id
  }

  /**
   * Asks the platform what is open: an earlier document may have kept something.
   * @returns {Promise<void>}
   */
  async syncOpenDescriptors () {
    for (const { id, fd } of await run(request('fs.getOpenDescriptors', {}))) {
      if (!this.#byId.has(id)) {
        this.setEntry(id, new Descriptor(id, fd))
      }
    }
  }
}

/**
 * @param {string} command
 * @param {Record<string, any>} params
 * @returns {import('./call.js').Operation<any>}
 */
function * request (command, params) {
  return yield ask(command, params, { syscall: 'close' })
}

function closeWithPage () {
  if (!watchesPage && typeof globalThis.addEventListener === 'function') {
    watchesPage = true
    globalThis.addEventListener('pagehide', () => {
      run(request('fs.closeOpenDescriptors', {})).catch(() => {})
    })
  }
}

const fds = new Descriptors()

/**
 * Refuses what can be no number of a file; whether it is open is asked when all arguments are known to be right.
 * @param {any} fd
 */
export function checkDescriptor (fd) {
  if (!(fd instanceof Descriptor)) {
    checkInteger('fd', fd, 0, 2 ** 31 - 1)
  }
}

/**
 * What is open under a number.
 * @param {any} fd
 * @param {string} syscall
 * @returns {Descriptor}
 */
export function descriptorOf (fd, syscall) {
  if (fd instanceof Descriptor) {
    if (fd.closed) {
      throw failure('EBADF', { syscall })
    }
    return fd
  }
  checkInteger('fd', fd, 0, 2 ** 31 - 1)
  const entry = fds.getEntry(fd)
  if (entry === undefined) {
    throw failure('EBADF', { syscall })
  }
  return entry
}

export default fds
