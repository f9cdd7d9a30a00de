/**
 * The file system, with promises, as Node has it.
 *
 * Paths are strings, `file:` URLs, URLs of the app's own files, or bytes; relative ones are relative
 * to `process.cwd()`. What a page may touch is decided by the `fs` section of the app's capabilities:
 * everything else fails with a `NotAllowedError`.
 *
 * ```js
 * import { readFile } from 'socket:fs/promises'
 * const text = await readFile('notes.txt', 'utf8')
 * ```
 * @module fs/promises
 */
import { coded } from '../internal/node-errors.js'
import { toMode, toOptions, toPath } from './arguments.js'
import bookmarks from './bookmarks.js'
import { promised, run } from './call.js'
import { Dir } from './dir.js'
import { Dirent } from './dirent.js'
import fds from './fds.js'
import * as search from './glob.js'
import { DirectoryHandle, FileHandle } from './handle.js'
import { constants } from './host.js'
import * as operations from './operations.js'
import { Stats } from './stats.js'
import { ReadStream, WriteStream } from './stream.js'
import { Watcher } from './watcher.js'

export { bookmarks, constants, Dir, DirectoryHandle, Dirent, fds, FileHandle, ReadStream, Stats, Watcher, WriteStream }

/**
 * @typedef {import('./arguments.js').PathLike} PathLike
 * @typedef {import('./operations.js').WriteOptions} PromiseWriteOptions
 */

export const access = promised(operations.access)
export const chmod = promised(operations.chmod)
export const chown = promised(operations.chown)
export const copyFile = promised(operations.copyFile)
export const cp = promised(operations.cp)
export const lchown = promised(operations.lchown)
export const link = promised(operations.link)
export const lstat = promised(operations.lstat)
export const lutimes = promised(operations.lutimes)
export const mkdir = promised(operations.mkdir)
export const mkdtemp = promised(operations.mkdtemp)
export const opendir = promised(operations.opendir)
export const readdir = promised(operations.readdir)
export const readlink = promised(operations.readlink)
export const realpath = promised(operations.realpath)
export const rename = promised(operations.rename)
export const rm = promised(operations.rm)
export const rmdir = promised(operations.rmdir)
export const stat = promised(operations.stat)
export const statfs = promised(operations.statfs)
export const symlink = promised(operations.symlink)
export const truncate = promised(operations.truncate)
export const unlink = promised(operations.unlink)
export const utimes = promised(operations.utimes)

const readPath = promised(operations.readFile)
const writePath = promised(operations.writeFile)

/**
 * As in Node, where only macOS has it.
 * @returns {Promise<void>}
 */
export async function lchmod () {
  throw coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED', 'The lchmod() method is not implemented')
}

/**
 * @param {PathLike} path
 * @param {string | number} [flags]
 * @param {string | number | null} [mode] of the file if it is created
 * @returns {Promise<FileHandle>}
 */
export async function open (path, flags = 'r', mode = 0o666) {
  return await FileHandle.open(path, flags, mode)
}

/**
 * @param {PathLike | FileHandle} path
 * @param {{ encoding?: string | null, flag?: string | number, flags?: string | number, signal?: AbortSignal } | string | null} [options]
 * @returns {Promise<any>} a string if there is an encoding, else a `Buffer`
 */
export async function readFile (path, options) {
  return await (path instanceof FileHandle ? path.readFile(options) : readPath(toPath(path), options))
}

/**
 * @param {PathLike | FileHandle} path
 * @param {any} data a string, bytes, a Blob, or an iterable of strings and bytes
 * @param {PromiseWriteOptions | string | null} [options]
 * @returns {Promise<void>}
 */
export async function writeFile (path, data, options) {
  if (path instanceof FileHandle) {
    await path.writeFile(data, /** @type {any} */ (options))
    return
  }
  const isMany = data !== null && typeof data === 'object' && !ArrayBuffer.isView(data) &&
    (Symbol.asyncIterator in data || Symbol.iterator in data || (typeof Blob !== 'undefined' && data instanceof Blob))
  if (!isMany) {
    await writePath(toPath(path), data, options)
    return
  }
  const { encoding, mode, signal, flush, flag, flags = flag ?? 'w' } = toOptions(options)
  const handle = await FileHandle.open(toPath(path), flags, toMode(mode, 0o666), { signal })
  try {
    await handle.writeFile(data, { encoding, signal })
    if (flush) {
      await handle.sync()
    }
  } finally {
    await handle.close()
  }
}

/**
 * @param {PathLike | FileHandle} path
 * @param {any} data
 * @param {PromiseWriteOptions | string | null} [options]
 * @returns {Promise<void>}
 */
export async function appendFile (path, data, options) {
  await writeFile(path, data, { flag: 'a', ...toOptions(options) })
}

/**
 * Finds files and folders: `for await (const path of glob('**' + '/*.js')) { ... }`.
 * @param {string | string[]} pattern
 * @param {import('./glob.js').GlobOptions | null} [options]
 * @returns {AsyncGenerator<any, void, void>} paths, or `Dirent`s
 */
export async function * glob (pattern, options) {
  yield * await run(search.glob(pattern, options))
}

/**
 * Watches a file or folder: `for await (const { eventType, filename } of watch(path)) { ... }`.
 * @param {PathLike} path
 * @param {import('./watcher.js').WatchOptions | string | null} [options]
 * @returns {Watcher}
 */
export function watch (path, options) {
  return new Watcher(path, { ...toOptions(options), start: false })
}

export default {
  access,
  appendFile,
  bookmarks,
  chmod,
  chown,
  constants,
  copyFile,
  cp,
  Dir,
  DirectoryHandle,
  Dirent,
  fds,
  FileHandle,
  glob,
  lchmod,
  lchown,
  link,
  lstat,
  lutimes,
  mkdir,
  mkdtemp,
  open,
  opendir,
  readdir,
  readFile,
  readlink,
  ReadStream,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  statfs,
  Stats,
  symlink,
  truncate,
  unlink,
  utimes,
  watch,
  Watcher,
  writeFile,
  WriteStream
}
