/** The streams of the File System Access API that write files; see {@link module:fs/web}. */
import { checkInteger, invalidArgType } from '../internal/node-errors.js'
import { kFileSystemHandleFullName, plainOptions, toBytes } from './arguments.js'
import { open, rename, stat, unlink } from './promises.js'
import { translated } from './web-errors.js'

/** How much is read at once. */
const PIECE = 1024 * 1024

/**
 * Writes a file. What is written goes to a file beside it, which takes its place when the stream is closed; until then, and
 * when the stream is aborted, the file stays as it was.
 */
export class FileSystemWritableFileStream extends WritableStream {
  #draft

  /** @param {Draft} draft */
  constructor (draft) {
    super({
      write: (chunk) => draft.take(chunk).catch(async (error) => {
        await draft.drop().catch(() => {}) // a stream that has failed is neither closed nor aborted
        throw error
      }),
      close: () => draft.keep(),
      abort: () => draft.drop()
    })
    this.#draft = draft
  }

  /**
   * @param {any} data bytes, text, a Blob, or `{ type: 'write' | 'seek' | 'truncate', position, size, data }`
   * @returns {Promise<void>}
   */
  async write (data) {
    const writer = this.getWriter()
    try {
      await writer.write(data)
    } finally {
      writer.releaseLock()
    }
  }

  /**
   * @param {number} position
   * @returns {Promise<void>}
   */
  async seek (position) {
    await this.write({ type: 'seek', position })
  }

  /**
   * @param {number} size
   * @returns {Promise<void>}
   */
  async truncate (size) {
    await this.write({ type: 'truncate', size })
  }

  /** How far the stream is, in bytes. */
  get position () { return this.#draft.position }
}

/** The file that is written in the place of another. */
class Draft {
  position = 0
  #handle
  #path
  #target

  /**
   * @param {import('./handle.js').FileHandle} handle
   * @param {string} path
   * @param {string} target
   */
  constructor (handle, path, target) {
    this.#handle = handle
    this.#path = path
    this.#target = target
  }

  /** @param {any} chunk */
  async take (chunk) {
    const isCommand = chunk !== null && typeof chunk === 'object' && typeof chunk.type === 'string' && !(chunk instanceof Blob)
    const { type, position, size, data } = isCommand ? chunk : { type: 'write', data: chunk }
    if (position !== undefined && position !== null) {
      checkInteger('position', position, 0)
      this.position = position
    }
    if (type === 'truncate') {
      checkInteger('size', size, 0)
      await this.#handle.truncate(size)
      this.position = Math.min(this.position, size)
    } else if (type === 'write') {
      await this.#write(data)
    } else if (type !== 'seek' || position === undefined) {
      throw new TypeError(`A chunk must be data, or of the type write, seek (with a position) or truncate, but it is ${type}`)
    }
  }

  /** @param {any} data */
  async #write (data) {
    if (data instanceof Blob) {
      for (let at = 0; at < data.size; at += PIECE) {
        await this.#write(await data.slice(at, at + PIECE).arrayBuffer())
      }
      return
    }
    const bytes = toBytes(data)
    for (let written = 0; written < bytes.byteLength;) {
      const { bytesWritten } = await this.#handle.write(bytes, written, bytes.byteLength - written, this.position)
      written += bytesWritten
      this.position += bytesWritten
    }
  }

  /**
   * Begins with what a file has.
   * @param {string} path
   */
  async takeFrom (path) {
    const old = await open(path)
    try {
      for (let count = -1; count !== 0;) {
        const { bytesRead, buffer } = await old.read(new Uint8Array(PIECE), 0, PIECE, this.position)
        await this.#write(buffer.subarray(0, bytesRead))
        count = bytesRead
      }
      this.position = 0
    } finally {
      await old.close()
    }
  }

  async keep () {
    await this.#handle.close()
    await rename(this.#path, this.#target)
  }

  async drop () {
    await this.#handle.close()
    await unlink(this.#path)
  }
}

/**
 * A stream that writes a file.
 * @param {import('./web.js').FileSystemFileHandle} handle
 * @param {{ keepExistingData?: boolean } | null} [options]
 * @returns {Promise<FileSystemWritableFileStream>}
 */
export async function createFileSystemWritableFileStream (handle, options = null) {
  const target = handle?.[kFileSystemHandleFullName]
  if (typeof target !== 'string') {
    throw invalidArgType('handle', 'an instance of FileSystemFileHandle', handle)
  }
  const { keepExistingData = false } = plainOptions(options)
  try {
    const { mode } = await stat(target)
    const path = `${target}.${crypto.randomUUID().slice(0, 8)}.crswap`
    const draft = new Draft(await open(path, 'wx+', mode & 0o777), path, target)
    if (keepExistingData) {
      await draft.takeFrom(target).catch(async (error) => {
        await draft.drop()
        throw error
      })
    }
    return new FileSystemWritableFileStream(draft)
  } catch (error) {
    throw translated(error, handle.name)
  }
}
