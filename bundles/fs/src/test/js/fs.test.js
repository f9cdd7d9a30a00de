import assert from 'node:assert/strict'
import * as nodeFs from 'node:fs'
import test from 'node:test'
import { calls, install, routes } from '../../../../stdlib/src/test/js/fake-platform.js'

install()

/** A file system of one file, and of folders by name. */
let contents = new TextEncoder().encode('0123456789')
const stat = (mode, size) => ({
  st_dev: '1', st_mode: String(mode), st_nlink: '1', st_uid: '0', st_gid: '0', st_rdev: '0', st_ino: '9007199254740993',
  st_size: String(size), st_blksize: '4096', st_blocks: '8', st_flags: '0', st_gen: '0',
  st_atim: { tv_sec: '1', tv_nsec: '500000000' }, st_mtim: { tv_sec: '1700000000', tv_nsec: '123456789' },
  st_ctim: { tv_sec: '3', tv_nsec: '0' }, st_birthtim: { tv_sec: '4', tv_nsec: '999999999' }
})
const fail = (code, message, errno) => { throw { type: 'Error', code, message: `${code}: ${message}`, errno } } // eslint-disable-line no-throw-literal
const missing = () => fail('ENOENT', 'no such file or directory', -2)
const folders = { '/d': [['b', 1], ['a', 2], ['ä', 3]], '/d/a': [['c', 1]] }
Object.assign(routes, {
  'fs.constants': () => ({ ...nodeFs.constants }),
  'fs.open': ({ path, id }) => path === '/f' ? { id, fd: 3 } : missing(),
  'fs.openWrite': ({ id }) => ({ id, fd: 4 }),
  'fs.openReadWrite': ({ id }) => ({ id, fd: 5 }),
  'fs.close': ({ id }) => ({ id, fd: 3 }),
  'fs.read': ({ offset, size }) => ({ bytes: contents.slice(Number(offset), Number(offset) + Math.min(Number(size), 4)) }),
  'fs.write': ({ id }, body) => ({ id, result: body.byteLength }),
  'fs.fstat': () => stat(0o100644, contents.length),
  'fs.stat': ({ path }) => path === '/f' ? stat(0o100644, 10) : folders[path] ? stat(0o040755, 0) : missing(),
  'fs.lstat': (params) => routes['fs.stat'](params),
  'fs.readFile': ({ path }) => path === '/f' ? { bytes: contents } : path === '/large' ? fail('EFBIG', 'too large') : missing(),
  'fs.writeFile': (params, body) => ({ result: body.byteLength }),
  'fs.scandir': ({ path, types }) =>
    !folders[path] ? missing() : types === 'true' ? folders[path] : folders[path].map(([name]) => name),
  'fs.opendir': ({ id }) => ({ id }),
  'fs.readdir': ({ id }) => folders[id]?.splice(0, 2).map(([name, type]) => ({ name: encodeURIComponent(name), type })) ?? [],
  'fs.closedir': ({ id }) => ({ id }),
  'fs.mkdir': ({ recursive, path }) => ({ result: 0, ...(recursive === 'true' ? { path } : null) }),
  'fs.unlink': () => ({}),
  'fs.rmdir': () => ({}),
  'fs.symlink': () => ({}),
  'fs.utimes': () => ({}),
  'fs.access': ({ mode }) => ({ mode })
})

const fs = await import('socket:fs/promises')
const { normalizeFlags } = await import('socket:fs/flags')
const decode = (bytes, encoding) => new TextDecoder(encoding).decode(bytes)
const importCalls = calls.length
const last = () => calls.at(-1)

test.beforeEach(() => { calls.length = 0 })

test('should import without a call to the platform', () => {
  assert.equal(importCalls, 0)
})

test('should read a file in one call', async () => {
  assert.equal(await fs.readFile('/f', 'utf8'), '0123456789')
  assert.equal(calls.length, 1)
  const bytes = await fs.readFile('/f')
  assert.ok(bytes instanceof Uint8Array)
  assert.equal(bytes.length, 10)
})

test('should fail as Node fails', async () => {
  await assert.rejects(fs.readFile('/none'), {
    message: "ENOENT: no such file or directory, open '/none'", code: 'ENOENT', errno: -2, syscall: 'open', path: '/none'
  })
  await assert.rejects(fs.stat(''), { code: 'ENOENT', message: "ENOENT: no such file or directory, stat ''" })
  routes['fs.rename'] = missing
  await assert.rejects(fs.rename('/a', '/b'), { message: "ENOENT: no such file or directory, rename '/a' -> '/b'", dest: '/b' })
  await assert.rejects(fs.stat('a\0b'), { code: 'ERR_INVALID_ARG_VALUE' })
  await assert.rejects(fs.stat(5), { code: 'ERR_INVALID_ARG_TYPE' })
  await assert.rejects(fs.stat(new URL('http://x/y')), { code: 'ERR_INVALID_URL_SCHEME' })
  await assert.rejects(fs.open('/f', 'q'), { code: 'ERR_INVALID_ARG_VALUE' })
  await assert.rejects(fs.chmod('/f', -1), RangeError)
  routes['fs.chmod'] = () => { throw { type: 'NotAllowedError', code: 'NOT_ALLOWED', message: 'no' } } // eslint-disable-line no-throw-literal
  await assert.rejects(fs.chmod('/f', 0o644), { name: 'NotAllowedError', message: 'no' })
})

test('should write strings, bytes, Blobs and iterables', async () => {
  await fs.writeFile('/w', 'ä')
  assert.deepEqual([last().command, last().params.flags, last().body.byteLength], ['fs.writeFile', 'w', 2])
  await fs.writeFile('/w', '00ff', { encoding: 'hex', mode: '600' })
  assert.deepEqual([last().params.mode, [...last().body]], [String(0o600), [0, 255]])
  await fs.appendFile('/w', new Uint16Array(2))
  assert.deepEqual([last().params.flags, last().body.byteLength], ['a', 4])
  for (const data of [new Blob(['abc']), ['ab', new Uint8Array(1)], (async function * () { yield 'abc' })()]) {
    calls.length = 0
    await fs.writeFile('/w', data)
    const written = calls.filter(({ command }) => command === 'fs.write')
    assert.equal(written.reduce((sum, { body }) => sum + body.byteLength, 0), 3)
    assert.equal(last().command, 'fs.close')
  }
  await assert.rejects(fs.writeFile('/w', 5), { code: 'ERR_INVALID_ARG_TYPE' })
})

test('should stop when its signal aborts', async () => {
  await assert.rejects(fs.readFile('/f', { signal: AbortSignal.abort() }), { name: 'AbortError', code: 'ABORT_ERR' })
})

test('should read and write where it left off, or at a position', async () => {
  const handle = await fs.open('/f')
  const { bytesRead, buffer } = await handle.read(new Uint8Array(4), 1, 3)
  assert.deepEqual([bytesRead, [...buffer]], [3, [0, 48, 49, 50]])
  const both = await Promise.all([handle.read(new Uint8Array(2)), handle.read(new Uint8Array(2))])
  assert.deepEqual(both.map((read) => decode(read.buffer, 'utf8')), ['34', '56'])
  assert.equal(decode((await handle.read({ buffer: new Uint8Array(2), position: 0 })).buffer, 'utf8'), '01')
  assert.equal(await handle.readFile('utf8'), '789')
  assert.equal((await handle.read(new Uint8Array(1))).bytesRead, 0)
  await assert.rejects(handle.read(new Uint8Array(1), 2), RangeError)
  await assert.rejects(handle.read(new Uint8Array(1), 0, 2), { code: 'ERR_OUT_OF_RANGE' })
  await handle.write('abc')
  assert.equal(last().params.offset, '10')
  await handle.write('abc', 2)
  assert.equal(last().params.offset, '2')
  await handle.write(new Uint8Array(5), 1, 2, 7)
  assert.deepEqual([last().params.offset, last().body.byteLength], ['7', 2])
  assert.equal((await handle.stat()).size, 10)
  await handle.close()
  await handle.close()
  assert.equal(calls.filter(({ command }) => command === 'fs.close').length, 1)
  await assert.rejects(handle.read(), { code: 'EBADF' })
  assert.deepEqual([handle.closed, handle.opened, handle.fd], [true, false, null])
})

test('should open by the route that needs least', async () => {
  for (const [flags, command] of [['r', 'fs.open'], ['rs', 'fs.open'], ['w', 'fs.openWrite'], ['xa', 'fs.openWrite'],
    ['r+', 'fs.openReadWrite'], ['a+', 'fs.openReadWrite'], [nodeFs.constants.O_WRONLY, 'fs.openWrite']]) {
    const handle = await fs.open('/f', flags)
    assert.equal(last().command, command)
    assert.match(handle.id, /^\d+$/)
    await handle.close()
  }
})

test('should read what is too large for one call in several', async () => {
  routes['fs.open'] = ({ id }) => ({ id, fd: 3 })
  assert.equal(await fs.readFile('/large', 'latin1'), '0123456789')
})

test('should list names and entries in order', async () => {
  assert.deepEqual(await fs.readdir('/d'), ['a', 'b', 'ä'])
  const entries = await fs.readdir('/d', { withFileTypes: true })
  assert.deepEqual(entries.map((entry) => [entry.name, entry.isDirectory(), entry.isSymbolicLink(), entry.parentPath]),
    [['a', true, false, '/d'], ['b', false, false, '/d'], ['ä', false, true, '/d']])
  assert.deepEqual(await fs.readdir('/d', { recursive: true }), ['a', 'a/c', 'b', 'ä'])
})

test('should iterate over a folder and close it', async () => {
  const dir = await fs.opendir('/d')
  folders[dir.handle.id] = [['x', 1], ['y z', 2], ['ü', 1]]
  const names = []
  for await (const entry of dir) {
    names.push(entry.name)
  }
  assert.deepEqual(names, ['x', 'y z', 'ü'])
  assert.equal(last().command, 'fs.closedir')
  assert.equal(dir.closed, true)
  await assert.rejects(dir.read(), { code: 'ERR_DIR_CLOSED' })
})

test('should remove a folder entry by entry', async () => {
  await fs.rm('/d', { recursive: true })
  assert.deepEqual(calls.filter(({ command }) => /unlink|rmdir/.test(command)).map(({ command, params }) => `${command} ${params.path}`),
    ['fs.unlink /d/b', 'fs.unlink /d/a/c', 'fs.rmdir /d/a', 'fs.unlink /d/ä', 'fs.rmdir /d'])
  await assert.rejects(fs.rm('/d'), { code: 'ERR_FS_EISDIR' })
  await assert.rejects(fs.rm('/none'), { code: 'ENOENT' })
  await fs.rm('/none', { force: true })
})

test('should make folders, links and times', async () => {
  assert.equal(await fs.mkdir('/m'), undefined)
  assert.equal(await fs.mkdir('/m', { recursive: true }), '/m')
  assert.match(await fs.mkdtemp('/tmp/x-'), /^\/tmp\/x-[A-Za-z0-9]{6}$/)
  assert.equal(last().params.mode, String(0o700))
  await fs.symlink('../t', '/a/b/link')
  assert.deepEqual([last().params.src, last().params.target, last().params.dest], ['/a/t', '../t', '/a/b/link'])
  await fs.utimes('/f', new Date(1500), 2.5)
  assert.deepEqual([last().params.atime, last().params.mtime], ['1500000', '2500000'])
  assert.equal(await fs.access('/f', fs.constants.R_OK), nodeFs.constants.R_OK)
})

test('should tell attributes in the shape of Node', async () => {
  const stats = await fs.stat('/f')
  assert.deepEqual(Object.keys(stats).sort(), Object.keys(nodeFs.statSync('.')).sort()
    .concat(['atime', 'mtime', 'ctime', 'birthtime'].filter((name) => !Object.keys(nodeFs.statSync('.')).includes(name))).sort())
  assert.deepEqual([stats.isFile(), stats.isDirectory(), stats.size, stats.mtimeMs], [true, false, 10, 1700000000123.4568])
  assert.equal(stats.mtime.toISOString(), '2023-11-14T22:13:20.123Z')
  const big = await fs.stat('/f', { bigint: true })
  assert.deepEqual([big.ino, big.mtimeNs, big.mtimeMs, big.isFile()], [9007199254740993n, 1700000000123456789n, 1700000000123n, true])
})

test('should normalize flags as Node does', () => {
  const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_EXCL, O_APPEND, O_SYNC } = nodeFs.constants
  for (const [flags, number] of [
    ['r', O_RDONLY], ['sr', O_RDONLY | O_SYNC], ['r+', O_RDWR], ['w', O_WRONLY | O_CREAT | O_TRUNC],
    ['xw+', O_RDWR | O_CREAT | O_EXCL], ['a', O_WRONLY | O_CREAT | O_APPEND], ['as+', O_RDWR | O_CREAT | O_APPEND | O_SYNC],
    ['nonsense', O_RDONLY], [undefined, O_RDONLY], [66, 66]
  ]) {
    assert.equal(normalizeFlags(flags), number, String(flags))
  }
  assert.throws(() => normalizeFlags({}), TypeError)
})
