/**
 * The file system, with promises, as Node has it.
 *
 * Paths are strings, `file:` URLs, URLs of the app's own files, or bytes; relative ones are relative
 * to `process.cwd()`. What a page may touch is decided by the `fs` section of the app's capabilities:
 * everything else fails with a `NotAllowedError`. Where Node gives a `Buffer`, a `Uint8Array` is
 * given until `socket:buffer` is there.
 *
 * ```js
 * import { readFile } from 'socket:fs/promises'
 * const text = await readFile('notes.txt', 'utf8')
 * ```
 * @module fs/promises
 */
import { call, flavour, toBytes, toMode, toOptions, toPath } from './call.js'
import { Dir, encoded } from './dir.js'
import { Dirent, sortDirectoryEntries } from './dirent.js'
import { decode } from './encoding.js'
import { accessOf } from './flags.js'
import { DirectoryHandle, FileHandle } from './handle.js'
import { constants } from './host.js'
import { Stats } from './stats.js'

export { constants, Dir, DirectoryHandle, Dirent, FileHandle, Stats }

/** @typedef {import('./call.js').PathLike} PathLike */

/**
 * @typedef {object} WriteOptions
 * @property {string | null} [encoding]
 * @property {string | number} [mode]
 * @property {string} [flag]
 * @property {string} [flags]
 * @property {boolean} [flush] waits until the bytes are on the disk
 * @property {AbortSignal} [signal]
 */

/** Larger data is written piece by piece. */
const ONE_CALL = 64 * 1024 * 1024

/**
 * Tells whether a path can be accessed.
 * @param {PathLike} path
 * @param {number} [mode] `F_OK`, `R_OK`, `W_OK`, `X_OK`
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {Promise<number>} the mode
 */
export async function access (path, mode = FileHandle.DEFAULT_ACCESS_MODE, options) {
  return await FileHandle.access(path, mode, options)
}

/**
 * @param {PathLike | FileHandle} path
 * @param {any} data
 * @param {WriteOptions | string | null} [options]
 * @returns {Promise<void>}
 */
export async function appendFile (path, data, options) {
  await writeFile(path, data, { flag: 'a', ...toOptions(options) })
}

/**
 * @param {PathLike} path
 * @param {string | number} mode
 * @returns {Promise<void>}
 */
export async function chmod (path, mode) {
  path = toPath(path)
  await call('fs.chmod', { path, mode: toMode(mode, 0) }, { syscall: 'chmod', path })
}

/**
 * @param {PathLike} path
 * @param {number} uid
 * @param {number} gid
 * @returns {Promise<void>}
 */
export async function chown (path, uid, gid) {
  path = toPath(path)
  await call('fs.chown', { path, uid, gid }, { syscall: 'chown', path })
}

/**
 * Like {@link chown}, but of a symbolic link itself.
 * @param {PathLike} path
 * @param {number} uid
 * @param {number} gid
 * @returns {Promise<void>}
 */
export async function lchown (path, uid, gid) {
  path = toPath(path)
  await call('fs.lchown', { path, uid, gid }, { syscall: 'lchown', path })
}

/**
 * @param {PathLike} src
 * @param {PathLike} dest
 * @param {number} [flags] `COPYFILE_EXCL` to fail if `dest` exists
 * @returns {Promise<void>}
 */
export async function copyFile (src, dest, flags = 0) {
  src = toPath(src, 'src')
  dest = toPath(dest, 'dest')
  await call('fs.copyFile', { src, dest, flags }, { syscall: 'copyfile', path: src, dest })
}

/**
 * Copies a file, or a folder with all that is in it. Every entry is checked on its own.
 * @param {PathLike} src
 * @param {PathLike} dest
 * @param {{
 *   recursive?: boolean, force?: boolean, errorOnExist?: boolean, preserveTimestamps?: boolean,
 *   dereference?: boolean,
 *   filter?: (src: string, dest: string) => boolean | Promise<boolean>
 * }} [options]
 * @returns {Promise<void>}
 */
export async function cp (src, dest, options = {}) {
  src = toPath(src, 'src')
  dest = toPath(dest, 'dest')
  const [from, to] = [flavour.resolve(src), flavour.resolve(dest)]
  if (to === from || to.startsWith(from + flavour.sep)) {
    throw Object.assign(
      new Error(`Cannot copy ${src} to itself or into itself, ${dest}`), { code: 'ERR_FS_CP_EINVAL' })
  }
  await copyEntry(src, dest, options)
}

/**
 * @param {string} src
 * @param {string} dest
 * @param {NonNullable<Parameters<typeof cp>[2]>} options
 * @returns {Promise<void>}
 */
async function copyEntry (src, dest, options) {
  if (options.filter && !await options.filter(src, dest)) {
    return
  }
  const stats = await (options.dereference ? stat(src) : lstat(src))
  if (stats.isDirectory()) {
    if (!options.recursive) {
      throw Object.assign(
        new Error(`${src} is a folder; set recursive to copy it`), { code: 'ERR_FS_EISDIR' })
    }
    await mkdir(dest, { recursive: true, mode: stats.mode & 0o777 })
    for (const name of await readdir(src)) {
      await copyEntry(flavour.join(src, name), flavour.join(dest, name), options)
    }
    return
  }
  try {
    if (stats.isSymbolicLink()) {
      await symlink(await readlink(src), dest)
    } else {
      await copyFile(src, dest, options.force === false || options.errorOnExist ? constants.COPYFILE_EXCL : 0)
    }
  } catch (error) {
    if (/** @type {any} */ (error).code !== 'EEXIST' || options.errorOnExist) {
      throw error
    }
    if (stats.isSymbolicLink() && options.force !== false) {
      await unlink(dest)
      await symlink(await readlink(src), dest)
    }
    return
  }
  if (options.preserveTimestamps && !stats.isSymbolicLink()) {
    await utimes(dest, stats.atime, stats.mtime)
  }
}

/**
 * Gives a file a second name.
 * @param {PathLike} src
 * @param {PathLike} dest
 * @returns {Promise<void>}
 */
export async function link (src, dest) {
  src = toPath(src, 'src')
  dest = toPath(dest, 'dest')
  await call('fs.link', { src, dest }, { syscall: 'link', path: src, dest })
}

/**
 * @param {PathLike} path
 * @param {{ bigint?: boolean, signal?: AbortSignal }} [options]
 * @returns {Promise<Stats>}
 */
export async function lstat (path, options) {
  path = toPath(path)
  return Stats.from(await call('fs.lstat', { path }, { syscall: 'lstat', path }, options ?? null), options?.bigint)
}

/**
 * @param {PathLike} path
 * @param {{ recursive?: boolean, mode?: string | number } | string | number | null} [options]
 * @returns {Promise<string | undefined>} with `recursive`, the first folder that had to be made
 */
export async function mkdir (path, options) {
  path = toPath(path)
  const { mode, recursive } = options !== null && typeof options === 'object'
    ? options
    : { mode: options, recursive: false }
  const data = await call('fs.mkdir', { path, mode: toMode(mode, 0o777), recursive: recursive === true },
    { syscall: 'mkdir', path })
  return data.path
}

/**
 * Makes a folder with a name of its own.
 * @param {PathLike} prefix what its path begins with
 * @param {{ encoding?: string | null } | string | null} [options]
 * @returns {Promise<any>} the path
 */
export async function mkdtemp (prefix, options) {
  prefix = toPath(prefix, 'prefix')
  for (let attempt = 1; ; attempt++) {
    const path = prefix + randomName()
    try {
      await call('fs.mkdir', { path, mode: 0o700 }, { syscall: 'mkdtemp', path: `${prefix}XXXXXX` })
      return encoded(path, toOptions(options).encoding)
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
 * @param {string | number} [flags]
 * @param {string | number} [mode] of the file if it is created
 * @returns {Promise<FileHandle>}
 */
export async function open (path, flags = 'r', mode = 0o666) {
  return await FileHandle.open(path, flags, mode)
}

/**
 * @param {PathLike} path
 * @param {import('./dir.js').DirOptions} [options]
 * @returns {Promise<Dir>}
 */
export async function opendir (path, options) {
  return new Dir(await DirectoryHandle.open(path), options)
}

/**
 * Names, or entries, in a folder, sorted by name.
 * @param {PathLike} path
 * @param {{
 *   withFileTypes?: boolean, encoding?: string | null, recursive?: boolean, entries?: number,
 *   signal?: AbortSignal
 * } | string | null} [options]
 * @returns {Promise<any[]>}
 */
export async function readdir (path, options) {
  path = toPath(path)
  const { withFileTypes = false, encoding, recursive = false, signal } = toOptions(options)
  const entries = await list(path, withFileTypes || recursive, signal)
  if (recursive) {
    for (let i = 0; i < entries.length; i++) {
      const entry = /** @type {Dirent} */ (entries[i])
      if (entry.isDirectory()) {
        entries.push(...await list(flavour.join(entry.parentPath, entry.name), true, signal))
      }
    }
  }
  if (withFileTypes) {
    return recursive ? entries : entries.sort(sortDirectoryEntries)
  }
  const root = path
  const names = entries.map((entry) => typeof entry === 'string'
    ? entry
    : flavour.join(flavour.relative(root, entry.parentPath), entry.name))
  return names.sort(sortDirectoryEntries).map((name) => encoded(name, encoding))
}

/**
 * @param {string} path
 * @param {boolean} types
 * @param {AbortSignal} [signal]
 * @returns {Promise<Array<string | Dirent>>}
 */
async function list (path, types, signal) {
  try {
    const entries = await call('fs.scandir', { path, types }, { syscall: 'scandir', path }, signal ? { signal } : null)
    return types
      ? entries.map((/** @type {[string, number]} */ [name, type]) => new Dirent(name, type, path))
      : entries
  } catch (error) {
    if (/** @type {any} */ (error).code !== 'TOO_MANY_ENTRIES') {
      throw error
    }
  }
  const entries = []
  for await (const entry of await opendir(path)) {
    entries.push(types ? entry : entry.name)
  }
  return entries
}

/**
 * @param {PathLike | FileHandle} path
 * @param {{ encoding?: string | null, flag?: string, flags?: string, signal?: AbortSignal } | string | null} [options]
 * @returns {Promise<any>} a string if there is an encoding, else a `Uint8Array`
 */
export async function readFile (path, options) {
  const { encoding, signal, flag, flags = flag ?? 'r' } = toOptions(options)
  if (path instanceof FileHandle) {
    return await path.readFile(options)
  }
  path = toPath(path)
  if (flags === 'r') {
    try {
      const data = await call('fs.readFile', { path }, { syscall: 'open', path },
        { responseType: 'arraybuffer', signal })
      const bytes = new Uint8Array(data)
      return encoding && encoding !== 'buffer' ? decode(bytes, encoding) : bytes
    } catch (error) {
      if (/** @type {any} */ (error).code !== 'EFBIG') {
        throw error
      }
    }
  }
  const handle = await FileHandle.open(path, flags, 0o666, { signal })
  try {
    return await handle.readFile({ encoding, signal })
  } finally {
    await handle.close()
  }
}

/**
 * Where a symbolic link leads.
 * @param {PathLike} path
 * @param {{ encoding?: string | null } | string | null} [options]
 * @returns {Promise<any>}
 */
export async function readlink (path, options) {
  path = toPath(path)
  const data = await call('fs.readlink', { path }, { syscall: 'readlink', path })
  return encoded(data.path, toOptions(options).encoding)
}

/**
 * The path with every symbolic link resolved.
 * @param {PathLike} path
 * @param {{ encoding?: string | null } | string | null} [options]
 * @returns {Promise<any>}
 */
export async function realpath (path, options) {
  path = toPath(path)
  const data = await call('fs.realpath', { path }, { syscall: 'realpath', path })
  return encoded(data.path, toOptions(options).encoding)
}

/**
 * @param {PathLike} src
 * @param {PathLike} dest
 * @returns {Promise<void>}
 */
export async function rename (src, dest) {
  src = toPath(src, 'src')
  dest = toPath(dest, 'dest')
  await call('fs.rename', { src, dest }, { syscall: 'rename', path: src, dest })
}

/**
 * Removes a file, or a folder with all that is in it. Every entry is checked on its own.
 * @param {PathLike} path
 * @param {{ force?: boolean, recursive?: boolean }} [options] `force`: nothing there is no error
 * @returns {Promise<void>}
 */
export async function rm (path, { force = false, recursive = false } = {}) {
  path = toPath(path)
  try {
    const stats = await lstat(path)
    if (!stats.isDirectory()) {
      await unlink(path)
    } else if (recursive) {
      await removeFolder(path)
    } else {
      throw Object.assign(
        new Error(`Path is a directory: rm returned EISDIR (is a directory) ${path}`),
        { code: 'ERR_FS_EISDIR', syscall: 'rm', path, errno: 21 })
    }
  } catch (error) {
    if (!force || /** @type {any} */ (error).code !== 'ENOENT') {
      throw error
    }
  }
}

/**
 * @param {string} path
 * @returns {Promise<void>}
 */
async function removeFolder (path) {
  for (const entry of await list(path, true)) {
    const child = flavour.join(path, /** @type {Dirent} */ (entry).name)
    if (/** @type {Dirent} */ (entry).isDirectory()) {
      await removeFolder(child)
    } else {
      await unlink(child)
    }
  }
  await rmdir(path)
}

/**
 * @param {PathLike} path of an empty folder
 * @returns {Promise<void>}
 */
export async function rmdir (path) {
  path = toPath(path)
  await call('fs.rmdir', { path }, { syscall: 'rmdir', path })
}

/**
 * @param {PathLike} path
 * @param {{ bigint?: boolean, signal?: AbortSignal }} [options]
 * @returns {Promise<Stats>}
 */
export async function stat (path, options) {
  path = toPath(path)
  return Stats.from(await call('fs.stat', { path }, { syscall: 'stat', path }, options ?? null), options?.bigint)
}

/**
 * Makes a symbolic link.
 * @param {PathLike} target what it leads to; relative to the folder of `path`
 * @param {PathLike} path of the link
 * @param {'file' | 'dir' | 'junction' | null} [type] matters on Windows only
 * @returns {Promise<void>}
 */
export async function symlink (target, path, type = null) {
  target = toPath(target, 'target')
  path = toPath(path)
  const src = flavour.isAbsolute(target) ? target : flavour.join(flavour.dirname(path), target)
  const flags = type === 'dir' ? 1 : type === 'junction' ? 2 : 0
  await call('fs.symlink', { src, dest: path, target, flags }, { syscall: 'symlink', path: target, dest: path })
}

/**
 * Sets the size of a file.
 * @param {PathLike} path
 * @param {number} [length]
 * @returns {Promise<void>}
 */
export async function truncate (path, length = 0) {
  const handle = await open(path, 'r+')
  try {
    await handle.truncate(length)
  } finally {
    await handle.close()
  }
}

/**
 * @param {PathLike} path
 * @returns {Promise<void>}
 */
export async function unlink (path) {
  path = toPath(path)
  await call('fs.unlink', { path }, { syscall: 'unlink', path })
}

/**
 * Sets when a file was last read and changed.
 * @param {PathLike} path
 * @param {Date | number | string} atime a date, or seconds since 1970
 * @param {Date | number | string} mtime
 * @returns {Promise<void>}
 */
export async function utimes (path, atime, mtime) {
  path = toPath(path)
  await call('fs.utimes', { path, atime: toMicros(atime), mtime: toMicros(mtime) }, { syscall: 'utime', path })
}

/** @param {Date | number | string} time */
function toMicros (time) {
  const seconds = time instanceof Date ? time.getTime() / 1000 : Number(time)
  if (!Number.isFinite(seconds)) {
    throw Object.assign(
      new TypeError(`A time must be a date or a number of seconds, but it is ${time}`),
      { code: 'ERR_INVALID_ARG_TYPE' })
  }
  return Math.round(seconds * 1e6)
}

/**
 * @param {PathLike | FileHandle} path
 * @param {any} data a string, bytes, a Blob, or an iterable of strings and bytes
 * @param {WriteOptions | string | null} [options]
 * @returns {Promise<void>}
 */
export async function writeFile (path, data, options) {
  const { encoding, mode, signal, flush, flag, flags = flag ?? 'w' } = toOptions(options)
  if (path instanceof FileHandle) {
    await path.writeFile(data, options)
    return
  }
  path = toPath(path)
  const bytes = typeof data === 'string' || ArrayBuffer.isView(data) || data instanceof ArrayBuffer
    ? toBytes(data, encoding)
    : null
  if (bytes !== null && bytes.byteLength <= ONE_CALL && !flush && !accessOf(flags).reads) {
    await call('fs.writeFile', { path, flags, mode: toMode(mode, 0o666) }, { syscall: 'open', path }, { bytes, signal })
    return
  }
  const handle = await FileHandle.open(path, flags, mode ?? 0o666, { signal })
  try {
    await handle.writeFile(bytes ?? data, { encoding, signal })
    if (flush) {
      await handle.sync()
    }
  } finally {
    await handle.close()
  }
}

export default {
  access,
  appendFile,
  chmod,
  chown,
  constants,
  copyFile,
  cp,
  Dir,
  DirectoryHandle,
  Dirent,
  FileHandle,
  lchown,
  link,
  lstat,
  mkdir,
  mkdtemp,
  open,
  opendir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  Stats,
  symlink,
  truncate,
  unlink,
  utimes,
  writeFile
}
