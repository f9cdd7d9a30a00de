/**
 * The file system as Node has it: with callbacks, blocking (`*Sync`), and with promises (`promises`).
 *
 * A blocking call stops the page until the answer is there; use the others where you can. See `socket:fs/promises` for what
 * paths may be.
 * @module fs
 */
import { toOptions, toPath } from './arguments.js'
import bookmarks from './bookmarks.js'
import { callbackOf, promised, runSync, synchronous, withPromise } from './call.js'
import { Dir } from './dir.js'
import { Dirent } from './dirent.js'
import fds from './fds.js'
import * as file from './file-operations.js'
import * as search from './glob.js'
import { DirectoryHandle, FileHandle } from './handle.js'
import { constants } from './host.js'
import * as operations from './operations.js'
import promises from './promises.js'
import { Stats, StatFs } from './stats.js'
import { FileReadStream, FileWriteStream, ReadStream, WriteStream } from './stream.js'
import { Watcher, unwatchFile, watchFile } from './watcher.js'
import { createFile } from './web.js'

export {
  bookmarks, constants, Dir, DirectoryHandle, Dirent, fds, FileHandle, FileReadStream, FileWriteStream, promises, ReadStream, StatFs,
  Stats, unwatchFile, Watcher, watchFile, WriteStream
}

/**
 * @template R
 * @typedef {import('./call.js').Operation<R>} Operation
 */
/** @typedef {import('./arguments.js').PathLike} PathLike */

export const [F_OK, X_OK, W_OK, R_OK] = [0, 1, 2, 4]

export const access = callbackOf(operations.access)
export const appendFile = callbackOf(operations.appendFile)
export const chmod = callbackOf(operations.chmod)
export const chown = callbackOf(operations.chown)
export const copyFile = callbackOf(operations.copyFile)
export const cp = callbackOf(operations.cp)
export const glob = callbackOf(search.glob)
export const lchown = callbackOf(operations.lchown)
export const link = callbackOf(operations.link)
export const lstat = callbackOf(operations.lstat)
export const lutimes = callbackOf(operations.lutimes)
export const mkdir = callbackOf(operations.mkdir)
export const mkdtemp = callbackOf(operations.mkdtemp)
export const opendir = callbackOf(operations.opendir)
export const readdir = callbackOf(operations.readdir)
export const readFile = callbackOf(operations.readFile)
export const readlink = callbackOf(operations.readlink)
export const realpath = callbackOf(operations.realpath)
export const rename = callbackOf(operations.rename)
export const rm = callbackOf(operations.rm)
export const rmdir = callbackOf(operations.rmdir)
export const stat = callbackOf(operations.stat)
export const statfs = callbackOf(operations.statfs)
export const symlink = callbackOf(operations.symlink)
export const truncate = callbackOf(operations.truncate)
export const unlink = callbackOf(operations.unlink)
export const utimes = callbackOf(operations.utimes)
export const writeFile = callbackOf(operations.writeFile)

export const appendFileSync = synchronous(operations.appendFile)
export const chmodSync = synchronous(operations.chmod)
export const chownSync = synchronous(operations.chown)
export const copyFileSync = synchronous(operations.copyFile)
export const cpSync = synchronous(operations.cp)
export const existsSync = synchronous(operations.exists)
export const globSync = synchronous(search.glob)
export const lchownSync = synchronous(operations.lchown)
export const linkSync = synchronous(operations.link)
export const lstatSync = synchronous(operations.lstat)
export const lutimesSync = synchronous(operations.lutimes)
export const mkdirSync = synchronous(operations.mkdir)
export const mkdtempSync = synchronous(operations.mkdtemp)
export const opendirSync = synchronous(operations.opendir)
export const readdirSync = synchronous(operations.readdir)
export const readFileSync = synchronous(operations.readFile)
export const readlinkSync = synchronous(operations.readlink)
export const realpathSync = synchronous(operations.realpath)
export const renameSync = synchronous(operations.rename)
export const rmSync = synchronous(operations.rm)
export const rmdirSync = synchronous(operations.rmdir)
export const statSync = synchronous(operations.stat)
export const statfsSync = synchronous(operations.statfs)
export const symlinkSync = synchronous(operations.symlink)
export const truncateSync = synchronous(operations.truncate)
export const unlinkSync = synchronous(operations.unlink)
export const utimesSync = synchronous(operations.utimes)
export const writeFileSync = synchronous(operations.writeFile)

export const close = callbackOf(file.close)
export const fchmod = callbackOf(file.fchmod)
export const fchown = callbackOf(file.fchown)
export const fdatasync = callbackOf(file.fdatasync)
export const fstat = callbackOf(file.fstat)
export const fsync = callbackOf(file.fsync)
export const ftruncate = callbackOf(file.ftruncate)
export const futimes = callbackOf(file.futimes)
export const read = callbackOf(file.read, ({ bytesRead, buffer }) => [bytesRead, buffer])
export const readv = callbackOf(file.readv, ({ bytesRead, buffers }) => [bytesRead, buffers])
export const write = callbackOf(file.write, ({ bytesWritten, buffer }) => [bytesWritten, buffer])
export const writev = callbackOf(file.writev, ({ bytesWritten, buffers }) => [bytesWritten, buffers])

export const closeSync = synchronous(file.close)
export const fchmodSync = synchronous(file.fchmod)
export const fchownSync = synchronous(file.fchown)
export const fdatasyncSync = synchronous(file.fdatasync)
export const fstatSync = synchronous(file.fstat)
export const fsyncSync = synchronous(file.fsync)
export const ftruncateSync = synchronous(file.ftruncate)
export const futimesSync = synchronous(file.futimes)

/**
 * Tells whether a path can be accessed, by failing if not.
 * @param {PathLike} path
 * @param {number} [mode] `F_OK`, `R_OK`, `W_OK`, `X_OK`
 * @returns {void}
 */
export function accessSync (path, mode) {
  runSync(operations.access(path, mode))
}

/**
 * Tells whether there is something, to a callback that gets no error.
 * @param {PathLike} path
 * @param {(exists: boolean) => void} callback
 */
export const exists = withPromise((/** @type {PathLike} */ path, /** @type {any} */ callback) => {
  callbackOf(operations.exists)(path, callback && ((/** @type {any} */ error, /** @type {boolean} */ found) => callback(found)))
}, promised(operations.exists))

/**
 * @param {any} path
 * @param {any} [flags]
 * @param {any} [mode]
 * @returns {Operation<number>}
 */
function * opening (path, flags, mode) {
  return (yield * file.open(path, flags, mode)).fd
}

/** Opens a file; the callback gets its number. */
export const open = callbackOf(opening)

/**
 * Opens a file.
 * @param {PathLike} path
 * @param {string | number | null} [flags]
 * @param {string | number | null} [mode] of the file if it is created
 * @returns {number}
 */
export function openSync (path, flags, mode) {
  return runSync(opening(path, flags, mode))
}

/**
 * Reads into a buffer.
 * @param {number} fd
 * @param {any} buffer
 * @param {any} [offset] where in the buffer, or options
 * @param {number | null} [length]
 * @param {number | bigint | null} [position] where in the file
 * @returns {number} how many bytes
 */
export function readSync (fd, buffer, offset, length, position) {
  return runSync(file.read(fd, buffer, offset, length, position)).bytesRead
}

/**
 * Reads into several buffers.
 * @param {number} fd
 * @param {any[]} buffers
 * @param {number | bigint | null} [position]
 * @returns {number} how many bytes
 */
export function readvSync (fd, buffers, position) {
  return runSync(file.readv(fd, buffers, position)).bytesRead
}

/**
 * Writes a buffer or a string.
 * @param {number} fd
 * @param {any} buffer
 * @param {any} [offset] where in the buffer, or options; of a string the position in the file
 * @param {any} [length] how many bytes; of a string its encoding
 * @param {number | bigint | null} [position] where in the file
 * @returns {number} how many bytes
 */
export function writeSync (fd, buffer, offset, length, position) {
  return runSync(file.write(fd, buffer, offset, length, position)).bytesWritten
}

/**
 * Writes several buffers.
 * @param {number} fd
 * @param {any[]} buffers
 * @param {number | bigint | null} [position]
 * @returns {number} how many bytes
 */
export function writevSync (fd, buffers, position) {
  return runSync(file.writev(fd, buffers, position)).bytesWritten
}

Object.defineProperty(realpath, 'native', { value: realpath })
Object.defineProperty(realpathSync, 'native', { value: realpathSync })

/**
 * A stream that reads a file.
 * @param {PathLike} path
 * @param {import('./stream.js').ReadOptions | string | null} [options]
 * @returns {ReadStream}
 */
export function createReadStream (path, options) {
  return new ReadStream(path, options)
}

/**
 * A stream that writes a file.
 * @param {PathLike} path
 * @param {import('./stream.js').WriteOptions | string | null} [options]
 * @returns {WriteStream}
 */
export function createWriteStream (path, options) {
  return new WriteStream(path, options)
}

/**
 * Watches a file or folder. That it is there is made sure before this returns.
 * @param {PathLike} path
 * @param {any} [options] or the listener
 * @param {((eventType: string, filename: any) => void) | null} [listener]
 * @returns {Watcher}
 */
export function watch (path, options, listener = null) {
  const called = typeof options === 'function' ? options : listener
  const given = typeof options === 'function' ? {} : toOptions(options)
  try {
    runSync(operations.lstat(toPath(path, 'filename')))
  } catch (/** @type {any} */ error) {
    throw error.syscall === undefined
      ? error
      : Object.assign(error, { syscall: 'watch', message: error.message.replace(', lstat ', ', watch ') })
  }
  const watcher = new Watcher(path, given)
  if (called) {
    watcher.on('change', called)
  }
  return watcher
}

/**
 * A file as a Blob that is read when it is used.
 * @param {PathLike} path
 * @param {{ type?: string }} [options]
 * @returns {Promise<Blob>}
 */
export async function openAsBlob (path, options) {
  return await createFile(path, options)
}

export default {
  access,
  accessSync,
  appendFile,
  appendFileSync,
  bookmarks,
  chmod,
  chmodSync,
  chown,
  chownSync,
  close,
  closeSync,
  constants,
  copyFile,
  copyFileSync,
  cp,
  cpSync,
  createReadStream,
  createWriteStream,
  Dir,
  DirectoryHandle,
  Dirent,
  exists,
  existsSync,
  F_OK,
  fchmod,
  fchmodSync,
  fchown,
  fchownSync,
  fdatasync,
  fdatasyncSync,
  fds,
  FileHandle,
  FileReadStream,
  FileWriteStream,
  fstat,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncate,
  ftruncateSync,
  futimes,
  futimesSync,
  glob,
  globSync,
  lchown,
  lchownSync,
  link,
  linkSync,
  lstat,
  lstatSync,
  lutimes,
  lutimesSync,
  mkdir,
  mkdirSync,
  mkdtemp,
  mkdtempSync,
  open,
  openAsBlob,
  opendir,
  opendirSync,
  openSync,
  promises,
  R_OK,
  read,
  readdir,
  readdirSync,
  readFile,
  readFileSync,
  readlink,
  readlinkSync,
  ReadStream,
  readSync,
  readv,
  readvSync,
  realpath,
  realpathSync,
  rename,
  renameSync,
  rm,
  rmdir,
  rmdirSync,
  rmSync,
  stat,
  StatFs,
  statfs,
  statfsSync,
  Stats,
  statSync,
  symlink,
  symlinkSync,
  truncate,
  truncateSync,
  unlink,
  unlinkSync,
  unwatchFile,
  utimes,
  utimesSync,
  W_OK,
  watch,
  Watcher,
  watchFile,
  write,
  writeFile,
  writeFileSync,
  WriteStream,
  writeSync,
  writev,
  writevSync,
  X_OK
}
