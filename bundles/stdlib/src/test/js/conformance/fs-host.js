/** The routes of the plugin `fs`, on Node's own file system: what `socket:fs` calls when its cases run under Node. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { routes, streams } from '../fake-platform.js'

/** What is open, by id. */
const open = new Map()

/** Fails as the platform does. */
function guarded (route) {
  return (params, body) => {
    try {
      const places = ['path', 'src', 'dest'].filter((name) => name in params).map((name) => [name, placed(params[name])])
      return route({ ...params, ...Object.fromEntries(places) }, body)
    } catch (error) {
      throw failed(error)
    }
  }
}

function failed (error) {
  return error.errno === undefined
    ? error
    : { type: 'ErrnoError', code: error.code, errno: error.errno, message: error.message.replace(/, \w+( '.*)?$/s, '') }
}

function handle (id) {
  if (!open.has(id)) {
    throw { type: 'NotFoundError', code: 'ENOTOPEN', message: 'Nothing is open under this id' } // eslint-disable-line no-throw-literal
  }
  return open.get(id)
}

const time = (nanos) => ({ tv_sec: String(nanos / 1000000000n), tv_nsec: String(nanos % 1000000000n) })

function statOf (stats) {
  return {
    ...Object.fromEntries(['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'ino', 'size', 'blksize', 'blocks'].map((name) =>
      [`st_${name}`, String(stats[name])])),
    st_atim: time(stats.atimeNs), st_mtim: time(stats.mtimeNs), st_ctim: time(stats.ctimeNs), st_birthtim: time(stats.birthtimeNs)
  }
}

/** A path that was sent: a `file:` URL if it is no UTF-8. */
const placed = (path) => /^file:/.test(path) ? octetsOf(path.slice('file://'.length)) : path
const octetsOf = (uri) => Buffer.from(uri.replace(/%(..)/g, (_, digits) => String.fromCharCode(parseInt(digits, 16))), 'latin1')

/** A path as it is answered: its octets beside it if it is no UTF-8. */
function told (bytes) {
  const name = named(bytes)
  return typeof name === 'string' ? { path: name } : { path: bytes.toString(), ...name }
}

const flagsOf = (flags = 'r') => /^\d+$/.test(flags) ? Number(flags) : flags

function opens ({ id, path, flags, mode }) {
  const fd = fs.openSync(path, flagsOf(flags), Number(mode ?? 0o666))
  open.set(id, { fd, appends: /a/.test(flags ?? '') })
  return { id, fd }
}

function closes ({ id }) {
  const entry = handle(id)
  open.delete(id)
  entry.dir ? entry.dir.closeSync() : fs.closeSync(entry.fd)
  return { id, fd: entry.fd ?? 0 }
}

function reads (fd, size, offset) {
  const buffer = new Uint8Array(Number(size))
  return { bytes: buffer.subarray(0, fs.readSync(fd, buffer, 0, buffer.byteLength, Number(offset))) }
}

function writes (fd, bytes, offset) {
  let written = 0
  while (written < bytes.byteLength) {
    written += fs.writeSync(fd, bytes, written, bytes.byteLength - written, offset === null ? null : offset + written)
  }
  return written
}

const bytesOf = (body) => ArrayBuffer.isView(body) ? body : new Uint8Array(body)

const types = [0, 1, 2, 3, 4, 5, 6, 7]
const typeOf = (entry) => types[['', 'isFile', 'isDirectory', 'isSymbolicLink', 'isFIFO', 'isSocket', 'isCharacterDevice',
  'isBlockDevice'].findIndex((is) => is !== '' && entry[is]())] ?? 0

const escaped = (name) => Array.from(name, (byte) => /[\w./-]/.test(String.fromCharCode(byte))
  ? String.fromCharCode(byte)
  : `%${byte.toString(16).padStart(2, '0')}`).join('')

/** A name as it is answered: plain if it is UTF-8. */
function named (bytes) {
  const text = bytes.toString()
  return Buffer.from(text).equals(bytes) ? text : { raw: escaped(bytes) }
}

/** A data folder for the app. */
export const data = fs.mkdtempSync(path.join(os.tmpdir(), 'data-'))
process.once('exit', () => fs.rmSync(data, { recursive: true }))

const done = () => ({ result: 0 })
let directories = 100000

Object.assign(routes, Object.fromEntries(Object.entries({
  'fs.constants': () => ({ ...fs.constants }),
  'fs.access': ({ path, mode }) => { fs.accessSync(path, Number(mode)); return { mode: Number(mode) } },
  'fs.stat': ({ path }) => statOf(fs.statSync(path, { bigint: true })),
  'fs.lstat': ({ path }) => statOf(fs.lstatSync(path, { bigint: true })),
  'fs.fstat': ({ id }) => statOf(fs.fstatSync(handle(id).fd, { bigint: true })),
  'fs.statfs': ({ path }) => Object.fromEntries(Object.entries(fs.statfsSync(path, { bigint: true })).map(([key, value]) => [key, String(value)])),
  'fs.realpath': ({ path }) => told(fs.realpathSync.native(path, 'buffer')),
  'fs.readlink': ({ path }) => told(fs.readlinkSync(path, 'buffer')),
  'fs.chmod': ({ path, mode }) => { fs.chmodSync(path, Number(mode)); return { mode: Number(mode) } },
  'fs.chown': ({ path, uid, gid }) => { fs.chownSync(path, Number(uid), Number(gid)); return done() },
  'fs.lchown': ({ path, uid, gid }) => { fs.lchownSync(path, Number(uid), Number(gid)); return done() },
  'fs.utimes': ({ path, atime, mtime }) => { fs.utimesSync(path, atime / 1e6, mtime / 1e6); return done() },
  'fs.lutimes': ({ path, atime, mtime }) => { fs.lutimesSync(path, atime / 1e6, mtime / 1e6); return done() },
  'fs.mkdir': ({ path, mode, recursive }) => ({ result: 0, path: fs.mkdirSync(path, { mode: Number(mode), recursive: recursive === 'true' }) }),
  'fs.rmdir': ({ path }) => { fs.rmdirSync(path); return done() },
  'fs.unlink': ({ path }) => {
    if (fs.lstatSync(path).isDirectory()) {
      throw Object.assign(new Error('EISDIR: illegal operation on a directory, unlink'), { code: 'EISDIR', errno: -21 })
    }
    fs.unlinkSync(path)
    return done()
  },
  'fs.rename': ({ src, dest }) => { fs.renameSync(src, dest); return done() },
  'fs.copyFile': ({ src, dest, flags }) => { fs.copyFileSync(src, dest, Number(flags)); return done() },
  'fs.link': ({ src, dest }) => { fs.linkSync(src, dest); return { mode: 0 } },
  'fs.symlink': ({ target, dest, escaped }) => { fs.symlinkSync(escaped === 'true' ? octetsOf(target) : target, dest); return { mode: 0 } },
  'fs.open': opens,
  'fs.openWrite': opens,
  'fs.openReadWrite': opens,
  'fs.close': closes,
  'fs.closedir': closes,
  'fs.read': ({ id, size, offset }) => reads(handle(id).fd, size, offset),
  'fs.write': ({ id, offset }, body) => ({ id, result: writes(handle(id).fd, bytesOf(body), handle(id).appends ? null : Number(offset)) }),
  'fs.fsync': ({ id }) => { fs.fsyncSync(handle(id).fd); return { id } },
  'fs.fdatasync': ({ id }) => { fs.fdatasyncSync(handle(id).fd); return { id } },
  'fs.ftruncate': ({ id, offset }) => { fs.ftruncateSync(handle(id).fd, Number(offset)); return { id } },
  'fs.readFile': ({ path, limit }) => {
    if (fs.statSync(path).size > Number(limit)) {
      throw Object.assign(new Error('EFBIG: file too large'), { code: 'EFBIG', errno: -27 })
    }
    return { bytes: fs.readFileSync(path) }
  },
  'fs.writeFile': ({ path, flags, mode }, body) => {
    const fd = fs.openSync(path, flagsOf(flags), Number(mode))
    try {
      return { result: writes(fd, bytesOf(body), null) }
    } finally {
      fs.closeSync(fd)
    }
  },
  'fs.opendir': ({ id, path }) => {
    open.set(id, { dir: fs.opendirSync(path, { encoding: 'buffer' }) })
    return { id, fd: ++directories }
  },
  'fs.readdir': ({ id, entries }) => {
    const page = []
    for (let entry; page.length < entries && (entry = handle(id).dir.readSync()) !== null;) {
      page.push({ name: escaped(entry.name), type: typeOf(entry) })
    }
    return page
  },
  'fs.scandir': ({ path, types }) => fs.readdirSync(path, { withFileTypes: true, encoding: 'buffer' }).map((entry) =>
    types === 'true' ? [named(entry.name), typeOf(entry)] : named(entry.name)),
  'fs.getOpenDescriptors': () => [...open].map(([id, { fd }]) => ({ id, fd: fd ?? 0, type: fd === undefined ? 'directory' : 'file' })),
  'fs.retainOpenDescriptor': ({ id }) => { handle(id); return { id } },
  'fs.closeOpenDescriptor': closes,
  'fs.closeOpenDescriptors': () => [...open.keys()].map((id) => closes({ id }))
}).map(([name, route]) => [name, guarded(route)])))

/** Lines of JSON: `ready`, then a change each. */
streams['fs.watch'] = (params) => {
  let watcher
  return new ReadableStream({
    start (controller) {
      const line = (item) => controller.enqueue(new TextEncoder().encode(`${JSON.stringify(item)}\n`))
      try {
        watcher = fs.watch(params.path, { recursive: params.recursive === 'true', encoding: 'buffer' },
          (eventType, bytes) => {
            const { path: filename, ...rest } = told(bytes)
            line({ data: { eventType, filename, ...rest } })
          })
        line({ data: { eventType: 'ready' } })
      } catch (error) {
        line({ err: failed(error) })
        controller.close()
      }
    },
    cancel () { watcher?.close() }
  })
}
