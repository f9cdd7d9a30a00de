/** What can be done with a file that is open, given by its number or its {@link Descriptor}. See `call.js`. */
import { checkInteger, coded, invalidArgType, invalidArgValue, outOfRange } from '../internal/node-errors.js'
import { freed } from '../internal/ipc-pieces.js'
import { bytesOf, checkOwner, decoded, plainOptions, toBytes, toMicros, toMode, toOptions, toPath, toPosition } from './arguments.js'
import { ask, Batch } from './call.js'
import fds, { checkDescriptor, Descriptor, descriptorOf } from './fds.js'
import { accessOf } from './flags.js'
import { Stats } from './stats.js'

export { Descriptor }

/**
 * @template R
 * @typedef {import('./call.js').Operation<R>} Operation
 */
/** @typedef {number | Descriptor} Open */

/** How much one call writes of a large file. */
const PIECE = 16 * 1024 * 1024
/** How much one of several calls reads of a large file: what the platform answers in one piece. */
export const READ_PIECE = 2 * 1024 * 1024
/** The most that the platform reads in one call. */
const READ_LIMIT = 64 * 1024 * 1024
const DEFAULT_READ = 16 * 1024

/** Numbers for the platform to know a handle by; those of an earlier document may still be open. */
export function newId () {
  return crypto.getRandomValues(new BigUint64Array(1))[0].toString()
}

/**
 * @param {import('./arguments.js').PathLike} path
 * @param {string | number | null} [flags]
 * @param {string | number | null} [mode]
 * @param {AbortSignal | null} [signal]
 * @param {string} [id]
 * @returns {Operation<Descriptor>}
 */
export function * open (path, flags, mode, signal = null, id = newId()) {
  path = toPath(path)
  flags ??= 'r'
  if (typeof flags === 'number') {
    checkInteger('flags', flags, 0, 2 ** 31 - 1)
  }
  const { reads, writes } = accessOf(flags)
  const command = !writes ? 'fs.open' : reads ? 'fs.openReadWrite' : 'fs.openWrite'
  const { fd } = yield ask(command, { id, path, flags, mode: toMode(mode, 0o666) }, { syscall: 'open', path }, signal ? { signal } : null)
  const opened = new Descriptor(id, fd, path, flags)
  fds.setEntry(id, opened)
  return opened
}

/**
 * @param {Open} fd
 * @returns {Operation<void>}
 */
export function * close (fd) {
  const { id } = descriptorOf(fd, 'close')
  fds.delete(id)
  yield ask('fs.close', { id }, { syscall: 'close' })
}

/**
 * Runs a read or write, at the current position if none is given: then one after the other.
 * @template {{ count: number }} T
 * @param {Descriptor} descriptor
 * @param {number | null} position
 * @param {(position: number) => Operation<T>} operation
 * @returns {Operation<T>}
 */
function * at (descriptor, position, operation) {
  if (position !== null) {
    return yield * operation(position)
  }
  const before = descriptor.turn
  let done = () => {}
  descriptor.turn = new Promise((resolve) => { done = () => resolve(undefined) })
  try {
    yield before
    const result = yield * operation(descriptor.position)
    descriptor.position += result.count
    return result
  } finally {
    done()
  }
}

/**
 * @param {Descriptor} descriptor
 * @param {number} size
 * @param {number} offset
 * @param {AbortSignal | null} [signal]
 * @returns {Operation<Uint8Array<any>>}
 */
function * fetchBytes ({ id }, size, offset, signal = null) {
  return new Uint8Array(yield ask('fs.read', { id, size: Math.min(size, READ_LIMIT), offset }, { syscall: 'read' },
    { responseType: 'arraybuffer', signal }))
}

/**
 * @param {Descriptor} descriptor
 * @param {Uint8Array<any>} bytes
 * @param {number} offset
 * @param {AbortSignal | null} [signal]
 * @returns {Operation<{ count: number }>}
 */
function * put ({ id }, bytes, offset, signal = null) {
  const { result } = yield ask('fs.write', { id, offset }, { syscall: 'write' }, { bytes, signal })
  return { count: result }
}

/**
 * @param {number} offset
 * @param {number} length
 * @param {number} size of the buffer
 */
function checkPart (offset, length, size) {
  if (offset > size) {
    throw outOfRange('offset', `<= ${size}`, offset)
  }
  if (length > size - offset) {
    throw outOfRange('length', `<= ${size - offset}`, length)
  }
  if (length < 0) {
    throw outOfRange('length', '>= 0', length)
  }
}

/**
 * Reads into a buffer: `read(fd, buffer, offset, length, position)`, or with options in place of the buffer or of what
 * follows it.
 * @param {Open} fd
 * @param {any} [buffer]
 * @param {any} [offset] where in the buffer
 * @param {number | null} [length] how many bytes at most
 * @param {number | bigint | null} [position] where in the file
 * @param {{ signal?: AbortSignal } | null} [options]
 * @returns {Operation<{ bytesRead: number, buffer: any }>}
 */
export function * read (fd, buffer, offset, length, position, options) {
  checkDescriptor(fd)
  if (buffer === null || buffer === undefined || !(ArrayBuffer.isView(buffer) || buffer instanceof ArrayBuffer)) {
    const given = plainOptions(buffer);
    ({ buffer = decoded(new ArrayBuffer(DEFAULT_READ), null), offset, length, position, ...options } = given)
  } else if (offset !== null && typeof offset === 'object') {
    ({ offset, length, position, ...options } = offset)
  }
  const target = bytesOf(buffer)
  const start = offset ?? 0
  checkInteger('offset', start, 0)
  const size = length ?? target.byteLength - start
  checkInteger('length', size)
  const from = toPosition(position)
  if (size === 0) {
    return { bytesRead: 0, buffer }
  }
  if (target.byteLength === 0) {
    throw invalidArgValue('buffer', buffer, 'is empty and cannot be written')
  }
  checkPart(start, size, target.byteLength)
  const descriptor = descriptorOf(fd, 'read')
  const { count } = yield * at(descriptor, from, function * (place) {
    const bytes = yield * fetchBytes(descriptor, size, place, options?.signal)
    const count = bytes.byteLength
    target.set(bytes, start)
    freed(bytes.buffer)
    return { count }
  })
  return { bytesRead: count, buffer }
}

/**
 * Writes a buffer: `write(fd, buffer, offset, length, position)`; or a string: `write(fd, string, position, encoding)`.
 * @param {Open} fd
 * @param {any} buffer
 * @param {any} [offset] where in the buffer, or options; of a string the position in the file
 * @param {any} [length] how many bytes; of a string its encoding
 * @param {number | bigint | null} [position] where in the file
 * @param {{ signal?: AbortSignal } | null} [options]
 * @returns {Operation<{ bytesWritten: number, buffer: any }>}
 */
export function * write (fd, buffer, offset, length, position, options) {
  checkDescriptor(fd)
  let source
  if (typeof buffer === 'string') {
    toOptions(length)
    source = toBytes(buffer, length ?? 'utf8')
    position = typeof offset === 'number' || typeof offset === 'bigint' ? offset : null
  } else {
    if (offset !== null && typeof offset === 'object') {
      ({ offset, length, position, ...options } = offset)
    }
    if (!ArrayBuffer.isView(buffer) && !(buffer instanceof ArrayBuffer)) {
      throw invalidArgType('buffer', 'of type string or an instance of Buffer, TypedArray, or DataView', buffer)
    }
    source = bytesOf(buffer)
    const start = offset ?? 0
    checkInteger('offset', start, 0)
    const size = length ?? source.byteLength - start
    checkInteger('length', size)
    checkPart(start, size, source.byteLength)
    source = source.subarray(start, start + size)
  }
  const from = typeof position === 'number' || typeof position === 'bigint' ? toPosition(position) : null
  const bytes = source
  const descriptor = descriptorOf(fd, 'write')
  const { count } = yield * at(descriptor, from, (place) => put(descriptor, bytes, place, options?.signal))
  return { bytesWritten: count, buffer }
}

/** @param {any} buffers */
function checkBuffers (buffers) {
  if (!Array.isArray(buffers) || !buffers.every((buffer) => ArrayBuffer.isView(buffer))) {
    throw invalidArgType('buffers', 'an instance of ArrayBufferView[]', buffers)
  }
}

/**
 * Reads into several buffers, one after the other.
 * @param {Open} fd
 * @param {any[]} buffers
 * @param {number | bigint | null} [position]
 * @returns {Operation<{ bytesRead: number, buffers: any[] }>}
 */
export function * readv (fd, buffers, position) {
  checkDescriptor(fd)
  checkBuffers(buffers)
  const descriptor = descriptorOf(fd, 'read')
  const from = typeof position === 'number' ? toPosition(position) : null
  const size = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const { count } = yield * at(descriptor, from, function * (place) {
    const bytes = yield * fetchBytes(descriptor, size, place)
    let start = 0
    for (const target of buffers.map((buffer) => bytesOf(buffer))) {
      const part = bytes.subarray(start, start + target.byteLength)
      target.set(part)
      start += part.byteLength
    }
    const count = bytes.byteLength
    freed(bytes.buffer)
    return { count }
  })
  return { bytesRead: count, buffers }
}

/**
 * Writes several buffers, one after the other, in one call.
 * @param {Open} fd
 * @param {any[]} buffers
 * @param {number | bigint | null} [position]
 * @returns {Operation<{ bytesWritten: number, buffers: any[] }>}
 */
export function * writev (fd, buffers, position) {
  checkDescriptor(fd)
  checkBuffers(buffers)
  const descriptor = descriptorOf(fd, 'write')
  const from = typeof position === 'number' ? toPosition(position) : null
  const bytes = joined(buffers)
  const { count } = yield * at(descriptor, from, (place) => put(descriptor, bytes, place))
  return { bytesWritten: count, buffers }
}

/**
 * @param {any[]} buffers
 * @returns {Uint8Array<any>}
 */
function joined (buffers) {
  const all = new Uint8Array(buffers.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let start = 0
  for (const buffer of buffers) {
    all.set(bytesOf(buffer), start)
    start += buffer.byteLength
  }
  return all
}

/**
 * Reads from the current position to the end.
 * @param {Open} fd
 * @param {any} [options]
 * @returns {Operation<any>} a string if there is an encoding, else a `Buffer`
 */
export function * readAll (fd, options) {
  const descriptor = descriptorOf(fd, 'read')
  const { encoding, signal } = toOptions(options)
  const { size } = yield * fstat(descriptor)
  const { bytes } = yield * at(descriptor, null, (start) => rest(descriptor, start, Math.max(size - start, 0), signal))
  return decoded(bytes, encoding)
}

/**
 * @param {Descriptor} descriptor
 * @param {number} start
 * @param {number} expected
 * @param {AbortSignal} [signal]
 * @returns {Operation<{ count: number, bytes: Uint8Array<any> }>}
 */
function * rest (descriptor, start, expected, signal) {
  let bytes = new Uint8Array(expected)
  let count = yield * known(descriptor, start, bytes, signal)
  for (;;) { // what has come since, and files that say that they are empty
    const piece = yield * fetchBytes(descriptor, DEFAULT_READ, start + count, signal)
    if (piece.byteLength === 0) {
      return { count, bytes: bytes.subarray(0, count) }
    }
    if (count + piece.byteLength > bytes.byteLength) {
      const larger = new Uint8Array(Math.max(2 * bytes.byteLength, count + piece.byteLength))
      larger.set(bytes)
      bytes = larger
    }
    bytes.set(piece, count)
    count += piece.byteLength
  }
}

/**
 * Reads as much as a file said it has, several pieces at a time.
 * @param {Descriptor} descriptor
 * @param {number} start
 * @param {Uint8Array<any>} bytes to fill
 * @param {AbortSignal} [signal]
 * @returns {Operation<number>} how many bytes were there
 */
function * known ({ id }, start, bytes, signal) {
  let end = bytes.byteLength
  const sizeOf = (/** @type {number} */ index) => Math.min(READ_PIECE, bytes.byteLength - index * READ_PIECE)
  yield new Batch(
    Math.ceil(bytes.byteLength / READ_PIECE),
    (index) => ask('fs.read', { id, size: sizeOf(index), offset: start + index * READ_PIECE }, { syscall: 'read' },
      { responseType: 'arraybuffer', signal }),
    (index, data) => {
      bytes.set(new Uint8Array(data), index * READ_PIECE)
      if (data.byteLength < sizeOf(index)) { // the file has become shorter
        end = Math.min(end, index * READ_PIECE + data.byteLength)
      }
    })
  return end
}

/**
 * The next bytes of a file, without a copy; none at its end.
 * @param {Open} fd
 * @param {number} size
 * @param {number | null} position
 * @returns {Operation<Uint8Array<any>>}
 */
export function * take (fd, size, position) {
  const descriptor = descriptorOf(fd, 'read')
  const { bytes } = yield * at(descriptor, position, function * (place) {
    const bytes = yield * fetchBytes(descriptor, size, place)
    return { count: bytes.byteLength, bytes }
  })
  return bytes
}

/**
 * Writes all bytes at the current position.
 * @param {Open} fd
 * @param {Uint8Array<any>} bytes
 * @param {AbortSignal} [signal]
 * @returns {Operation<void>}
 */
export function * writeAll (fd, bytes, signal) {
  const descriptor = descriptorOf(fd, 'write')
  for (let start = 0; start < bytes.byteLength; start += PIECE) {
    const piece = bytes.subarray(start, start + PIECE)
    yield * at(descriptor, null, (place) => put(descriptor, piece, place, signal))
  }
}

/**
 * @param {Open} fd
 * @param {{ bigint?: boolean, signal?: AbortSignal } | null} [options]
 * @returns {Operation<Stats>}
 */
export function * fstat (fd, options) {
  checkDescriptor(fd)
  const { bigint = false, signal } = plainOptions(options)
  const { id } = descriptorOf(fd, 'fstat')
  return Stats.from(yield ask('fs.fstat', { id }, { syscall: 'fstat' }, signal ? { signal } : null), bigint === true)
}

/**
 * Waits until all of the file is on its device.
 * @param {Open} fd
 * @returns {Operation<void>}
 */
export function * fsync (fd) {
  const { id } = descriptorOf(fd, 'fsync')
  yield ask('fs.fsync', { id }, { syscall: 'fsync' })
}

/**
 * Waits until the contents of the file are on its device.
 * @param {Open} fd
 * @returns {Operation<void>}
 */
export function * fdatasync (fd) {
  const { id } = descriptorOf(fd, 'fdatasync')
  yield ask('fs.fdatasync', { id }, { syscall: 'fdatasync' })
}

/**
 * Sets the size of the file.
 * @param {Open} fd
 * @param {number} [length]
 * @returns {Operation<void>}
 */
export function * ftruncate (fd, length = 0) {
  checkDescriptor(fd)
  checkInteger('len', length)
  const { id } = descriptorOf(fd, 'ftruncate')
  yield ask('fs.ftruncate', { id, offset: Math.max(length, 0) }, { syscall: 'ftruncate' })
}

/**
 * @param {Open} fd
 * @param {string | number} mode
 * @returns {Operation<void>}
 */
export function * fchmod (fd, mode) {
  checkDescriptor(fd)
  const bits = toMode(mode) & 0o7777
  const path = pathOf(fd, 'fchmod')
  yield ask('fs.chmod', { path, mode: bits }, { syscall: 'fchmod' })
}

/**
 * @param {Open} fd
 * @param {number} uid
 * @param {number} gid
 * @returns {Operation<void>}
 */
export function * fchown (fd, uid, gid) {
  checkDescriptor(fd)
  checkOwner(uid, 'uid')
  checkOwner(gid, 'gid')
  const path = pathOf(fd, 'fchown')
  yield ask('fs.chown', { path, uid, gid }, { syscall: 'fchown' })
}

/**
 * @param {Open} fd
 * @param {Date | number | string} atime
 * @param {Date | number | string} mtime
 * @returns {Operation<void>}
 */
export function * futimes (fd, atime, mtime) {
  checkDescriptor(fd)
  const times = { atime: toMicros(atime, 'atime'), mtime: toMicros(mtime, 'mtime') }
  const path = pathOf(fd, 'futime')
  yield ask('fs.utimes', { path, ...times }, { syscall: 'futime' })
}

/**
 * The path that a file was opened under: what changes its attributes is checked by it.
 * @param {Open} fd
 * @param {string} syscall
 */
function pathOf (fd, syscall) {
  const { path } = descriptorOf(fd, syscall)
  if (path === null) {
    throw coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED', `${syscall} of a file that an earlier document opened; use its path`)
  }
  return path
}
