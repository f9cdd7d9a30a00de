/**
 * What can be done with paths and with whole files: written once, for promises, callbacks and blocking calls. See `call.js`.
 * @typedef {import('./arguments.js').PathLike} PathLike
 * @typedef {import('./fds.js').Descriptor} Descriptor
 */
import { checkInteger, checkType, coded, invalidArgType, invalidArgValue } from '../internal/node-errors.js'
import {
  checkBooleans, checkOwner, decoded, encoded, plainOptions, toBytes, toMicros, toMode, toOptions, toPath
} from './arguments.js'
import { ask, failure, flavour } from './call.js'
import { Dir, listed } from './dir.js'
import { Dirent, namedAs, sortDirectoryEntries } from './dirent.js'
import { accessOf } from './flags.js'
import * as file from './file-operations.js'
import { DirectoryHandle } from './handle.js'
import { escaped, isRaw, pathOf, shown } from './raw-names.js'
import { Stats, StatFs } from './stats.js'

/**
 * @template R
 * @typedef {import('./call.js').Operation<R>} Operation
 */

/**
 * @typedef {object} WriteOptions
 * @property {string | null} [encoding]
 * @property {string | number | null} [mode]
 * @property {string | number} [flag]
 * @property {string | number} [flags]
 * @property {boolean} [flush] waits until the bytes are on the disk
 * @property {AbortSignal} [signal]
 */

/** Larger data is written piece by piece. */
const ONE_CALL = 64 * 1024 * 1024

/** @param {any} signal */
const withSignal = (signal) => signal ? { signal } : null

/**
 * Tells whether a path can be accessed.
 * @param {PathLike} path
 * @param {number | null} [mode] `F_OK`, `R_OK`, `W_OK`, `X_OK`
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {Operation<number>} the mode
 */
export function * access (path, mode, options) {
  path = toPath(path)
  mode ??= 0
  checkInteger('mode', mode, 0, 7)
  yield ask('fs.access', { path, mode }, { syscall: 'access', path }, withSignal(options?.signal))
  return mode
}

/**
 * Tells whether there is something.
 * @param {PathLike} path
 * @returns {Operation<boolean>}
 */
export function * exists (path) {
  try {
    yield * access(path)
    return true
  } catch {
    return false
  }
}

/**
 * Writes behind what a file has.
 * @param {PathLike | number | Descriptor} path
 * @param {any} data
 * @param {WriteOptions | string | null} [options]
 * @returns {Operation<void>}
 */
export function * appendFile (path, data, options) {
  yield * writeFile(path, data, { flag: 'a', ...toOptions(options) })
}

/**
 * @param {PathLike} path
 * @param {string | number} mode
 * @returns {Operation<void>}
 */
export function * chmod (path, mode) {
  path = toPath(path)
  yield ask('fs.chmod', { path, mode: toMode(mode) & 0o7777 }, { syscall: 'chmod', path })
}

/**
 * @param {PathLike} path
 * @param {number} uid
 * @param {number} gid
 * @returns {Operation<void>}
 */
export function * chown (path, uid, gid) {
  path = toPath(path)
  checkOwner(uid, 'uid')
  checkOwner(gid, 'gid')
  yield ask('fs.chown', { path, uid, gid }, { syscall: 'chown', path })
}

/**
 * Like {@link chown}, but of a symbolic link itself.
 * @param {PathLike} path
 * @param {number} uid
 * @param {number} gid
 * @returns {Operation<void>}
 */
export function * lchown (path, uid, gid) {
  path = toPath(path)
  checkOwner(uid, 'uid')
  checkOwner(gid, 'gid')
  yield ask('fs.lchown', { path, uid, gid }, { syscall: 'lchown', path })
}

/**
 * @param {PathLike} src
 * @param {PathLike} dest
 * @param {number | null} [flags] `COPYFILE_EXCL` to fail if `dest` exists
 * @returns {Operation<void>}
 */
export function * copyFile (src, dest, flags) {
  flags ??= 0
  src = toPath(src, 'src')
  dest = toPath(dest, 'dest')
  checkInteger('mode', flags, 0, 7)
  yield ask('fs.copyFile', { src, dest, flags }, { syscall: 'copyfile', path: src, dest })
}

/**
 * @typedef {object} CopyOptions
 * @property {boolean} [recursive]
 * @property {boolean} [force] false to keep what is there
 * @property {boolean} [errorOnExist]
 * @property {boolean} [preserveTimestamps]
 * @property {boolean} [dereference] copies what links lead to
 * @property {boolean} [verbatimSymlinks] keeps the text of links
 * @property {number} [mode] flags of {@link copyFile}
 * @property {(src: string, dest: string) => boolean | Promise<boolean>} [filter]
 */

/**
 * Copies a file, or a folder with all that is in it. Every entry is checked on its own.
 * @param {PathLike} src
 * @param {PathLike} dest
 * @param {CopyOptions} [options]
 * @returns {Operation<void>}
 */
export function * cp (src, dest, options) {
  src = toPath(src, 'src')
  dest = toPath(dest, 'dest')
  const given = plainOptions(options)
  checkBooleans(given, 'recursive', 'force', 'errorOnExist', 'preserveTimestamps', 'dereference', 'verbatimSymlinks')
  if (given.mode !== undefined) {
    checkInteger('mode', given.mode, 0, 7)
  }
  if (given.filter !== undefined) {
    checkType('options.filter', given.filter, 'function')
  }
  const [from, to] = [flavour.resolve(src), flavour.resolve(dest)]
  if (to === from || to.startsWith(from + flavour.sep)) {
    throw coded(Error, 'ERR_FS_CP_EINVAL', `Cannot copy ${src} to itself or into itself, ${dest}`)
  }
  yield * copyEntry(src, dest, given)
}

/**
 * @param {string} src
 * @param {string} dest
 * @param {CopyOptions} options
 * @returns {Operation<void>}
 */
function * copyEntry (src, dest, options) {
  if (options.filter && !(yield options.filter(src, dest))) {
    return
  }
  const stats = yield * (options.dereference ? stat(src) : lstat(src))
  const there = yield * statOrNull(dest)
  if (there !== null && stats.isDirectory() !== there.isDirectory()) {
    throw stats.isDirectory()
      ? coded(Error, 'ERR_FS_CP_DIR_TO_NON_DIR', `Cannot overwrite ${dest}, which is no folder, with the folder ${src}`)
      : coded(Error, 'ERR_FS_CP_NON_DIR_TO_DIR', `Cannot overwrite the folder ${dest} with ${src}, which is none`)
  }
  if (stats.isDirectory()) {
    yield * copyFolder(src, dest, stats, options)
    return
  }
  if (there !== null && options.force === false) {
    if (options.errorOnExist) {
      throw coded(Error, 'ERR_FS_CP_EEXIST', `${dest} is there already`)
    }
    return
  }
  if (stats.isSymbolicLink()) {
    yield * copyLink(src, dest, there !== null, options)
    return
  }
  yield * copyFile(src, dest, options.mode)
  yield * chmod(dest, stats.mode)
  if (options.preserveTimestamps) {
    yield * utimes(dest, stats.atime, stats.mtime)
  }
}

/**
 * @param {string} src
 * @param {string} dest
 * @param {Stats} stats
 * @param {CopyOptions} options
 * @returns {Operation<void>}
 */
function * copyFolder (src, dest, stats, options) {
  if (!options.recursive) {
    throw coded(Error, 'ERR_FS_EISDIR', `Recursive option not enabled, cannot copy a directory: ${src}`)
  }
  yield * mkdir(dest, { recursive: true, mode: stats.mode & 0o777 | 0o700 })
  for (const { name } of yield * listed(src, false)) {
    yield * copyEntry(flavour.join(src, name), flavour.join(dest, name), options)
  }
  yield * chmod(dest, stats.mode)
}

/**
 * @param {string} src
 * @param {string} dest
 * @param {boolean} replaces
 * @param {CopyOptions} options
 * @returns {Operation<void>}
 */
function * copyLink (src, dest, replaces, options) {
  const text = toPath(yield * readlink(src, 'buffer'))
  if (replaces) {
    yield * unlink(dest)
  }
  yield * symlink(options.verbatimSymlinks ? text : flavour.resolve(flavour.dirname(src), text), dest)
}

/**
 * @param {string} path
 * @returns {Operation<Stats | null>}
 */
function * statOrNull (path) {
  try {
    return yield * lstat(path)
  } catch (error) {
    if (/** @type {any} */ (error).code !== 'ENOENT') {
      throw error
    }
    return null
  }
}

/**
 * Gives a file a second name.
 * @param {PathLike} existingPath
 * @param {PathLike} newPath
 * @returns {Operation<void>}
 */
export function * link (existingPath, newPath) {
  const src = toPath(existingPath, 'existingPath')
  const dest = toPath(newPath, 'newPath')
  yield ask('fs.link', { src, dest }, { syscall: 'link', path: src, dest })
}

/**
 * @param {string} command
 * @param {string} syscall
 * @param {PathLike} path
 * @param {any} options
 * @returns {Operation<any>}
 */
function * attributes (command, syscall, path, options) {
  path = toPath(path)
  const { bigint = false, throwIfNoEntry = true, signal } = plainOptions(options)
  try {
    return Stats.from(yield ask(command, { path }, { syscall, path }, withSignal(signal)), bigint === true)
  } catch (error) {
    if (throwIfNoEntry || !['ENOENT', 'ENOTDIR'].includes(/** @type {any} */ (error).code)) {
      throw error
    }
  }
}

/**
 * @param {PathLike} path
 * @param {{ bigint?: boolean, signal?: AbortSignal, throwIfNoEntry?: boolean } | null} [options]
 * @returns {Operation<Stats>} undefined if there is nothing and `throwIfNoEntry` is false
 */
export function * stat (path, options) {
  return yield * attributes('fs.stat', 'stat', path, options)
}

/**
 * Like {@link stat}, but of a symbolic link itself.
 * @param {PathLike} path
 * @param {{ bigint?: boolean, signal?: AbortSignal, throwIfNoEntry?: boolean } | null} [options]
 * @returns {Operation<Stats>}
 */
export function * lstat (path, options) {
  return yield * attributes('fs.lstat', 'lstat', path, options)
}

/**
 * What is known of the file system that something is on.
 * @param {PathLike} path
 * @param {{ bigint?: boolean } | null} [options]
 * @returns {Operation<StatFs>}
 */
export function * statfs (path, options) {
  path = toPath(path)
  const { bigint = false } = plainOptions(options)
  return new StatFs(yield ask('fs.statfs', { path }, { syscall: 'statfs', path }), bigint === true)
}

/**
 * @param {PathLike} path
 * @param {{ recursive?: boolean, mode?: string | number | null } | string | number | null} [options]
 * @returns {Operation<string | undefined>} with `recursive`, the first folder that had to be made
 */
export function * mkdir (path, options) {
  path = toPath(path)
  const { mode, recursive = false } = options !== null && typeof options === 'object'
    ? options
    : { mode: ['number', 'string'].includes(typeof options) ? options : null, recursive: false }
  checkType('options.recursive', recursive, 'boolean')
  const data = yield ask('fs.mkdir', { path, mode: toMode(mode, 0o777), recursive }, { syscall: 'mkdir', path })
  return data.path === undefined ? undefined : shown(pathOf(data))
}

/**
 * Makes a folder with a name of its own.
 * @param {PathLike} prefix what its path begins with
 * @param {{ encoding?: string | null } | string | null} [options]
 * @returns {Operation<any>} the path
 */
export function * mkdtemp (prefix, options) {
  prefix = toPath(prefix, 'prefix')
  const { encoding } = toOptions(options)
  for (let attempt = 1; ; attempt++) {
    const path = prefix + randomName()
    try {
      yield ask('fs.mkdir', { path, mode: 0o700 }, { syscall: 'mkdtemp', path: `${prefix}XXXXXX` })
      return encoded(path, encoding)
    } catch (error) {
      if (/** @type {any} */ (error).code !== 'EEXIST' || attempt === 10) {
        throw error
      }
    }
  }
}

function randomName () {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from(crypto.getRandomValues(new Uint16Array(6)), (value) => letters[value % letters.length]).join('')
}

/**
 * @param {PathLike} path
 * @param {import('./dir.js').DirOptions | string | null} [options]
 * @returns {Operation<Dir>}
 */
export function * opendir (path, options) {
  const { encoding, bufferSize, recursive, withFileTypes } = toOptions(options)
  if (bufferSize !== undefined) {
    checkInteger('options.bufferSize', bufferSize, 1, 2 ** 32 - 1)
  }
  const handle = new DirectoryHandle({ path: toPath(path) })
  yield * handle.opens()
  return new Dir(handle, { encoding, bufferSize, recursive, withFileTypes })
}

/**
 * Names, or entries, in a folder, sorted by name.
 * @param {PathLike} path
 * @param {{
 *   withFileTypes?: boolean, encoding?: string | null, recursive?: boolean, signal?: AbortSignal
 * } | string | null} [options]
 * @returns {Operation<any[]>}
 */
export function * readdir (path, options) {
  path = toPath(path)
  const { withFileTypes = false, encoding, recursive = false, signal } = toOptions(options)
  checkBooleans({ recursive }, 'recursive')
  const entries = yield * listed(path, withFileTypes || recursive, signal)
  for (let i = 0; recursive && i < entries.length; i++) {
    if (entries[i].isDirectory()) {
      entries.push(...yield * listed(flavour.join(entries[i].parentPath, entries[i].name), true, signal))
    }
  }
  if (withFileTypes) {
    return entries.sort(sortDirectoryEntries).map((entry) => namedAs(entry, encoding))
  }
  const root = path
  const names = entries.map((entry) => recursive
    ? new Dirent(flavour.join(flavour.relative(root, entry.parentPath), entry.name), entry.type)
    : entry)
  return names.sort(sortDirectoryEntries).map((entry) => namedAs(entry, encoding).name)
}

/**
 * @param {PathLike | number | Descriptor} path
 * @param {{ encoding?: string | null, flag?: string | number, flags?: string | number, signal?: AbortSignal } | string | null} [options]
 * @returns {Operation<any>} a string if there is an encoding, else a `Buffer`
 */
export function * readFile (path, options) {
  if (isOpen(path)) {
    return yield * file.readAll(path, options)
  }
  const { encoding, signal, flag, flags = flag ?? 'r' } = toOptions(options)
  path = toPath(path)
  if (flags === 'r') {
    try {
      return decoded(yield ask('fs.readFile', { path, limit: file.READ_PIECE }, { syscall: 'open', path }, { responseType: 'arraybuffer', signal }), encoding)
    } catch (/** @type {any} */ error) {
      if (error.code === 'EISDIR') {
        throw failure('EISDIR', { syscall: 'read' })
      }
      if (error.code !== 'EFBIG') {
        throw error
      }
    }
  }
  const opened = yield * file.open(path, flags, 0o666, signal)
  try {
    return yield * file.readAll(opened, { encoding, signal })
  } finally {
    yield * file.close(opened)
  }
}

/**
 * @param {any} path
 * @returns {path is number | Descriptor}
 */
function isOpen (path) {
  return typeof path === 'number' || path instanceof file.Descriptor
}

/**
 * Where a symbolic link leads.
 * @param {PathLike} path
 * @param {{ encoding?: string | null } | string | null} [options]
 * @returns {Operation<any>}
 */
export function * readlink (path, options) {
  path = toPath(path)
  const { encoding } = toOptions(options)
  const data = yield ask('fs.readlink', { path }, { syscall: 'readlink', path })
  return encoded(pathOf(data), encoding)
}

/**
 * The path with every symbolic link resolved.
 * @param {PathLike} path
 * @param {{ encoding?: string | null } | string | null} [options]
 * @returns {Operation<any>}
 */
export function * realpath (path, options) {
  path = toPath(path)
  const { encoding } = toOptions(options)
  const data = yield ask('fs.realpath', { path }, { syscall: 'realpath', path })
  return encoded(pathOf(data), encoding)
}

/**
 * @param {PathLike} oldPath
 * @param {PathLike} newPath
 * @returns {Operation<void>}
 */
export function * rename (oldPath, newPath) {
  const src = toPath(oldPath, 'oldPath')
  const dest = toPath(newPath, 'newPath')
  yield ask('fs.rename', { src, dest }, { syscall: 'rename', path: src, dest })
}

/**
 * Removes a file, or a folder with all that is in it. Every entry is checked on its own.
 * @param {PathLike} path
 * @param {{ force?: boolean, recursive?: boolean } | null} [options] `force`: nothing there is no error
 * @returns {Operation<void>}
 */
export function * rm (path, options) {
  path = toPath(path)
  const given = plainOptions(options)
  checkBooleans(given, 'force', 'recursive')
  const { force = false, recursive = false } = given
  try {
    const stats = yield * lstat(path)
    if (!stats.isDirectory()) {
      yield * unlink(path)
    } else if (recursive) {
      yield * removeFolder(path)
    } else {
      throw Object.assign(
        coded(Error, 'ERR_FS_EISDIR', `Path is a directory: rm returned EISDIR (is a directory) ${path}`),
        { syscall: 'rm', path, errno: 21 })
    }
  } catch (error) {
    if (!force || /** @type {any} */ (error).code !== 'ENOENT') {
      throw error
    }
  }
}

/**
 * @param {string} path
 * @returns {Operation<void>}
 */
function * removeFolder (path) {
  for (const entry of yield * listed(path, true)) {
    const child = flavour.join(path, entry.name)
    yield * entry.isDirectory() ? removeFolder(child) : unlink(child)
  }
  yield * rmdir(path)
}

/**
 * @param {PathLike} path of an empty folder
 * @param {{ recursive?: boolean } | null} [options]
 * @returns {Operation<void>}
 */
export function * rmdir (path, options) {
  path = toPath(path)
  const given = plainOptions(options)
  checkBooleans(given, 'recursive')
  if (given.recursive) {
    yield * removeFolder(path)
  } else {
    yield ask('fs.rmdir', { path }, { syscall: 'rmdir', path })
  }
}

/**
 * Makes a symbolic link.
 * @param {PathLike} target what it leads to; relative to the folder of `path`
 * @param {PathLike} path of the link
 * @param {'file' | 'dir' | 'junction' | null} [type] matters on Windows only
 * @returns {Operation<void>}
 */
export function * symlink (target, path, type) {
  target = toPath(target, 'target')
  path = toPath(path)
  if (typeof type === 'string' && !['file', 'dir', 'junction'].includes(type)) {
    throw coded(Error, 'ERR_FS_INVALID_SYMLINK_TYPE', `Symlink type must be one of "dir", "file", or "junction". Received "${type}"`)
  }
  if (target === '') {
    throw failure('ENOENT', { syscall: 'symlink', path: target, dest: path })
  }
  const src = flavour.isAbsolute(target) ? target : flavour.join(flavour.dirname(path), target)
  const flags = type === 'dir' ? 1 : type === 'junction' ? 2 : 0
  const text = isRaw(target) ? { target: escaped(target), escaped: true } : { target }
  yield ask('fs.symlink', { src, dest: path, flags, ...text }, { syscall: 'symlink', path: target, dest: path })
}

/**
 * Sets the size of a file.
 * @param {PathLike} path
 * @param {number} [length]
 * @returns {Operation<void>}
 */
export function * truncate (path, length = 0) {
  path = toPath(path)
  checkInteger('len', length)
  const opened = yield * file.open(path, 'r+')
  try {
    yield * file.ftruncate(opened, length)
  } finally {
    yield * file.close(opened)
  }
}

/**
 * @param {PathLike} path
 * @returns {Operation<void>}
 */
export function * unlink (path) {
  path = toPath(path)
  yield ask('fs.unlink', { path }, { syscall: 'unlink', path })
}

/**
 * Sets when a file was last read and changed.
 * @param {PathLike} path
 * @param {Date | number | string} atime a date, or seconds since 1970
 * @param {Date | number | string} mtime
 * @returns {Operation<void>}
 */
export function * utimes (path, atime, mtime) {
  path = toPath(path)
  yield ask('fs.utimes', { path, atime: toMicros(atime, 'atime'), mtime: toMicros(mtime, 'mtime') }, { syscall: 'utime', path })
}

/**
 * Like {@link utimes}, but of a symbolic link itself.
 * @param {PathLike} path
 * @param {Date | number | string} atime
 * @param {Date | number | string} mtime
 * @returns {Operation<void>}
 */
export function * lutimes (path, atime, mtime) {
  path = toPath(path)
  yield ask('fs.lutimes', { path, atime: toMicros(atime, 'atime'), mtime: toMicros(mtime, 'mtime') }, { syscall: 'lutime', path })
}

/**
 * @param {PathLike | number | Descriptor} path
 * @param {any} data a string or bytes
 * @param {WriteOptions | string | null} [options]
 * @returns {Operation<void>}
 */
export function * writeFile (path, data, options) {
  const { encoding, mode, signal, flush = false, flag, flags = flag ?? 'w' } = toOptions(options)
  if (encoding === 'buffer') {
    throw invalidArgValue('encoding', encoding, 'is invalid encoding')
  }
  checkType('options.flush', flush ?? false, 'boolean')
  if (data !== null && typeof data === 'object' && !ArrayBuffer.isView(data) && !(data instanceof ArrayBuffer)) {
    throw invalidArgType('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data)
  }
  const bytes = toBytes(data, encoding)
  if (isOpen(path)) {
    yield * file.writeAll(path, bytes, signal)
    return
  }
  path = toPath(path)
  const bits = toMode(mode, 0o666)
  if (bytes.byteLength <= ONE_CALL && !flush && !accessOf(flags).reads) {
    yield ask('fs.writeFile', { path, flags, mode: bits }, { syscall: 'open', path }, { bytes, signal })
    return
  }
  const opened = yield * file.open(path, flags, bits, signal)
  try {
    yield * file.writeAll(opened, bytes, signal)
    if (flush) {
      yield * file.fsync(opened)
    }
  } finally {
    yield * file.close(opened)
  }
}

