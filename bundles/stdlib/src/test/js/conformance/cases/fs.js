/** The file system: what a function does in its three forms, and what it does with bad input. */
import assert from 'node:assert/strict'
import os from 'node:os'
import path from 'node:path'
import { refusesAsNode } from '../fs-matrix.js'
import { globbing, refusesPatterns } from '../globbing.js'
import { rawNames } from '../raw-names.js'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const outOfRange = { code: 'ERR_OUT_OF_RANGE' }
const textOf = (bytes) => new TextDecoder().decode(bytes)

/** The three forms of a function. */
const forms = {
  callback: (m) => marked(m, (name, ...args) => new Promise((resolve, reject) => {
    m[name](...args, (error, ...results) => error ? reject(error) : resolve(results.length > 1 ? results : results[0]))
  })),
  promise: (m) => marked(m, (name, ...args) => m[name](...args)),
  blocking: (m) => marked(m, async (name, ...args) => m[`${name}Sync`](...args))
}

/** Tells a form of our modules from one of Node's. */
const marked = (m, form) => Object.assign(form, { isOurs: 'fds' in m })

/** Runs a story in a folder of its own. */
async function inFolder (call, story) {
  const folder = await call('mkdtemp', path.join(os.tmpdir(), 'fs case-'))
  try {
    await story((...names) => path.join(folder, ...names), folder)
  } finally {
    await call('rm', folder, { recursive: true })
  }
}

/** A group that a file can be given: only root may choose. */
const otherGroup = ({ uid, gid }) => uid === 0 ? gid + 1 : gid

/** What no function takes for a path. */
async function refusesPaths (call, name, ...rest) {
  for (const bad of [undefined, null, 5, true, {}, [], Symbol('path')]) {
    await assert.rejects(async () => call(name, bad, ...rest), invalid, `${name} of ${String(bad)}`)
  }
  await assert.rejects(async () => call(name, 'a\0b', ...rest), { code: 'ERR_INVALID_ARG_VALUE' }, `${name} with NUL`)
  await assert.rejects(async () => call(name, 'a'.repeat(5000), ...rest), { code: 'ENAMETOOLONG' }, `${name} of a huge path`)
  await assert.rejects(async () => call(name, new URL('http://example.com/a'), ...rest), { code: 'ERR_INVALID_URL_SCHEME' })
  await assert.rejects(async () => call(name, '', ...rest), { code: 'ENOENT' }, `${name} of an empty path`)
}

/** What no function takes for a file that is open. */
async function refusesNumbers (call, name, ...rest) {
  for (const bad of [undefined, null, '5', {}, true]) {
    await assert.rejects(async () => call(name, bad, ...rest), invalid, `${name} of ${String(bad)}`)
  }
  for (const bad of [-1, 1.5, 2 ** 31, NaN]) {
    await assert.rejects(async () => call(name, bad, ...rest), outOfRange, `${name} of ${bad}`)
  }
  await assert.rejects(async () => call(name, 987654, ...rest), { code: 'EBADF' }, `${name} of what is not open`)
}

/** By name: what it does, and what it refuses beyond bad paths. */
const withPaths = {
  access: [async (call, at) => {
    await call('writeFile', at('f'), '')
    await call('access', at('f'))
    await call('access', at('f'), 4)
    await assert.rejects(async () => call('access', at('none')), (error) => {
      assert.deepEqual([error.code, error.syscall, error.path], ['ENOENT', 'access', at('none')])
      assert.equal(error.message, `ENOENT: no such file or directory, access '${at('none')}'`)
      return true
    })
  }, async (call) => {
    await assert.rejects(async () => call('access', '/', '4'), invalid)
    await assert.rejects(async () => call('access', '/', 8), outOfRange)
  }],
  appendFile: [async (call, at) => {
    await call('appendFile', at('f'), 'one')
    await call('appendFile', at('f'), new TextEncoder().encode(' two'))
    assert.equal(await call('readFile', at('f'), 'utf8'), 'one two')
  }, (call) => assert.rejects(async () => call('appendFile', '/none/f', 5), invalid), null],
  chmod: [async (call, at) => {
    await call('writeFile', at('f'), '')
    await call('chmod', at('f'), 0o640)
    assert.equal((await call('stat', at('f'))).mode & 0o777, 0o640)
    await call('chmod', at('f'), '600')
    assert.equal((await call('stat', at('f'))).mode & 0o777, 0o600)
  }, async (call) => {
    await assert.rejects(async () => call('chmod', '/none', '9'), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(async () => call('chmod', '/none', {}), invalid)
    await assert.rejects(async () => call('chmod', '/none', -1), outOfRange)
  }, [0o644]],
  chown: [async (call, at) => {
    await call('writeFile', at('f'), '')
    const { uid, gid } = await call('stat', at('f'))
    await call('chown', at('f'), uid, otherGroup({ uid, gid }))
    assert.equal((await call('stat', at('f'))).gid, otherGroup({ uid, gid }))
  }, async (call) => {
    await assert.rejects(async () => call('chown', '/none', '0', 0), invalid)
    await assert.rejects(async () => call('chown', '/none', 0, 2 ** 33), outOfRange)
  }, [0, 0]],
  lchown: [async (call, at) => {
    await call('symlink', 'none', at('l'))
    const { uid, gid } = await call('lstat', at('l'))
    await call('lchown', at('l'), uid, otherGroup({ uid, gid }))
    assert.equal((await call('lstat', at('l'))).gid, otherGroup({ uid, gid }))
  }, (call) => assert.rejects(async () => call('lchown', '/none', 0, -2), outOfRange), [0, 0]],
  copyFile: [async (call, at) => {
    await call('writeFile', at('a'), 'text')
    await call('copyFile', at('a'), at('b'))
    assert.equal(await call('readFile', at('b'), 'utf8'), 'text')
    await assert.rejects(async () => call('copyFile', at('a'), at('b'), 1), { code: 'EEXIST', dest: at('b') })
    await assert.rejects(async () => call('copyFile', at('none'), at('b')), { code: 'ENOENT' })
  }, async (call) => {
    await assert.rejects(async () => call('copyFile', '/none', 5), invalid)
    await assert.rejects(async () => call('copyFile', '/none', 'a\0b'), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(async () => call('copyFile', '/none', '/none', 99), outOfRange)
  }, ['/none/b']],
  cp: [async (call, at) => {
    await call('mkdir', at('a', 'b'), { recursive: true })
    await call('writeFile', at('a', 'b', 'f'), 'deep')
    await call('writeFile', at('a', 'skip'), '')
    await call('symlink', at('a', 'b', 'f'), at('a', 'l'))
    await assert.rejects(async () => call('cp', at('a'), at('c')), { code: 'ERR_FS_EISDIR' })
    await call('cp', at('a'), at('c'), { recursive: true, filter: (from) => !from.endsWith('skip') })
    assert.deepEqual((await call('readdir', at('c'))).sort(), ['b', 'l'])
    assert.equal(await call('readFile', at('c', 'b', 'f'), 'utf8'), 'deep')
    assert.equal(await call('readlink', at('c', 'l')), at('a', 'b', 'f'))
    await assert.rejects(async () => call('cp', at('a', 'skip'), at('c', 'b', 'f'), { force: false, errorOnExist: true }), { code: 'ERR_FS_CP_EEXIST' })
    await assert.rejects(async () => call('cp', at('a'), at('a', 'b'), { recursive: true }), { code: 'ERR_FS_CP_EINVAL' })
  }, (call) => assert.rejects(async () => call('cp', '/none', '/none2', 5), invalid), ['/none/b']],
  link: [async (call, at) => {
    await call('writeFile', at('a'), 'x')
    await call('link', at('a'), at('b'))
    const stats = await call('stat', at('b'))
    assert.deepEqual([stats.nlink, stats.ino === (await call('stat', at('a'))).ino], [2, true])
  }, (call) => assert.rejects(async () => call('link', '/none', {}), invalid), ['/none/b']],
  lstat: [async (call, at) => {
    await call('symlink', 'f', at('l'))
    const stats = await call('lstat', at('l'))
    assert.deepEqual([stats.isSymbolicLink(), stats.isFile(), stats.isDirectory()], [true, false, false])
  }, (call) => assert.rejects(async () => call('lstat', '/none/x'), { code: 'ENOENT', syscall: 'lstat' })],
  lutimes: [async (call, at) => {
    await call('symlink', 'none', at('l'))
    await call('lutimes', at('l'), 1000, 2000.5)
    assert.equal((await call('lstat', at('l'))).mtimeMs, 2000500)
  }, (call) => assert.rejects(async () => call('lutimes', '/none', {}, 1), invalid), [1, 1]],
  mkdir: [async (call, at) => {
    assert.equal(await call('mkdir', at('a')), undefined)
    assert.equal(await call('mkdir', at('b', 'c'), { recursive: true }), at('b'))
    assert.ok((await call('stat', at('b', 'c'))).isDirectory())
    await assert.rejects(async () => call('mkdir', at('a')), { code: 'EEXIST' })
    await assert.rejects(async () => call('mkdir', at('x', 'y')), { code: 'ENOENT' })
    await call('mkdir', at('m'), 0o700)
    assert.equal((await call('stat', at('m'))).mode & 0o777, 0o700)
  }, async (call) => {
    await assert.rejects(async () => call('mkdir', '/none/x', { recursive: 5 }), invalid)
    await assert.rejects(async () => call('mkdir', '/none/x', { mode: 'x' }), { code: 'ERR_INVALID_ARG_VALUE' })
  }],
  mkdtemp: [async (call, at) => {
    const one = await call('mkdtemp', at('t-'))
    assert.equal(one.length, at('t-').length + 6)
    assert.notEqual(one, await call('mkdtemp', at('t-')))
    assert.equal((await call('stat', one)).mode & 0o777, 0o700)
  }, async (call) => {
    await assert.rejects(async () => call('mkdtemp', 5), invalid)
    await assert.rejects(async () => call('mkdtemp', '/none/\0'), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(async () => call('mkdtemp', '/none/t-'), (error) =>
      error.code === 'ENOENT' && error.syscall === 'mkdtemp' && error.path.startsWith('/none/t-'))
  }, null],
  opendir: [async (call, at) => {
    await call('mkdir', at('a'))
    await call('writeFile', at('b'), '')
    const folder = await call('opendir', at(''))
    assert.equal(typeof folder.path, 'string')
    const found = {}
    for await (const entry of folder) {
      found[entry.name] = entry.isDirectory()
    }
    assert.deepEqual(found, { a: true, b: false })
    await assert.rejects(async () => call('opendir', at('b')), { code: 'ENOTDIR', syscall: 'opendir' })
  }, (call) => assert.rejects(async () => call('opendir', '/', 'no-encoding'), { code: 'ERR_INVALID_ARG_VALUE' })],
  readdir: [async (call, at) => {
    for (const name of ['b', 'ä', 'a']) {
      await call('writeFile', at(name), '')
    }
    await call('mkdir', at('d'))
    await call('writeFile', at('d', 'deep'), '')
    assert.deepEqual((await call('readdir', at(''))).sort(), ['a', 'b', 'd', 'ä'])
    const entries = await call('readdir', at(''), { withFileTypes: true })
    assert.deepEqual(entries.map((entry) => [entry.name, entry.isDirectory(), entry.isFile()]).sort(),
      [['a', false, true], ['b', false, true], ['d', true, false], ['ä', false, true]])
    assert.deepEqual((await call('readdir', at(''), { recursive: true })).sort(), ['a', 'b', 'd', path.join('d', 'deep'), 'ä'])
    assert.ok((await call('readdir', at(''), 'buffer')).every((name) => name instanceof Uint8Array))
    await assert.rejects(async () => call('readdir', at('a')), { code: 'ENOTDIR', syscall: 'scandir' })
    await call('mkdir', at('raw'))
    await rawNames(call, at('raw'), call.isOurs)
  }, async (call) => {
    await assert.rejects(async () => call('readdir', '/', 'no-encoding'), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(async () => call('readdir', '/', 5), invalid)
  }],
  readFile: [async (call, at) => {
    await call('writeFile', at('f'), 'Grüße')
    const bytes = await call('readFile', at('f'))
    assert.deepEqual([bytes.constructor.name, bytes.length, textOf(bytes)], ['Buffer', 7, 'Grüße'])
    assert.equal(await call('readFile', at('f'), 'utf8'), 'Grüße')
    assert.equal(await call('readFile', at('f'), { encoding: 'base64' }), 'R3LDvMOfZQ==')
    assert.equal(await call('readFile', new TextEncoder().encode(at('f')), 'hex'), '4772c3bcc39f65')
    assert.equal(await call('readFile', new URL(`file://${encodeURI(at('f'))}`), 'utf8'), 'Grüße')
    const many = large(5_000_003)
    await call('writeFile', at('large'), many)
    assert.ok(many.every((byte, i) => byte === i * 7 % 251) && (await call('readFile', at('large'))).every((byte, i) => byte === many[i]))
    await call('writeFile', at('empty'), '')
    assert.equal((await call('readFile', at('empty'))).length, 0)
    await assert.rejects(async () => call('readFile', at('none')), {
      code: 'ENOENT', syscall: 'open', path: at('none'), message: `ENOENT: no such file or directory, open '${at('none')}'`
    })
    await assert.rejects(async () => call('readFile', at('')), { code: 'EISDIR', message: 'EISDIR: illegal operation on a directory, read' })
  }, async (call) => {
    await assert.rejects(async () => call('readFile', '/none', 'no-encoding'), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(async () => call('readFile', '/none', { flag: 'q' }), { code: 'ERR_INVALID_ARG_VALUE' })
  }, null],
  readlink: [async (call, at) => {
    await call('symlink', 'some/where', at('l'))
    assert.equal(await call('readlink', at('l')), 'some/where')
    assert.equal(textOf(await call('readlink', at('l'), 'buffer')), 'some/where')
    await assert.rejects(async () => call('readlink', at('')), { code: 'EINVAL' })
  }, (call) => assert.rejects(async () => call('readlink', '/none'), { code: 'ENOENT', syscall: 'readlink' })],
  realpath: [async (call, at) => {
    await call('mkdir', at('d'))
    await call('symlink', at('d'), at('l'))
    assert.equal(await call('realpath', at('l')), await call('realpath', at('d')))
    assert.equal(path.basename(await call('realpath', at('l'))), 'd')
  }, (call) => assert.rejects(async () => call('realpath', '/none/x'), { code: 'ENOENT' }), null],
  rename: [async (call, at) => {
    await call('writeFile', at('a'), 'a')
    await call('writeFile', at('b'), 'b')
    await call('rename', at('a'), at('b'))
    assert.deepEqual([await call('readdir', at('')), await call('readFile', at('b'), 'utf8')], [['b'], 'a'])
    await assert.rejects(async () => call('rename', at('none'), at('b')), {
      code: 'ENOENT', message: `ENOENT: no such file or directory, rename '${at('none')}' -> '${at('b')}'`, dest: at('b')
    })
  }, (call) => assert.rejects(async () => call('rename', '/none', undefined), invalid), ['/none/b']],
  rm: [async (call, at) => {
    await call('mkdir', at('a', 'b'), { recursive: true })
    await call('writeFile', at('a', 'f'), '')
    await assert.rejects(async () => call('rm', at('a')), { code: 'ERR_FS_EISDIR' })
    await call('rm', at('a'), { recursive: true })
    await assert.rejects(async () => call('rm', at('a')), { code: 'ENOENT' })
    await call('rm', at('a'), { force: true })
  }, async (call) => {
    await assert.rejects(async () => call('rm', '/none', { recursive: 1 }), invalid)
    await assert.rejects(async () => call('rm', '/none', 'options'), invalid)
  }],
  rmdir: [async (call, at) => {
    await call('mkdir', at('a', 'b'), { recursive: true })
    await assert.rejects(async () => call('rmdir', at('a')), { code: 'ENOTEMPTY' })
    await call('rmdir', at('a', 'b'))
    assert.deepEqual(await call('readdir', at('a')), [])
    await call('writeFile', at('f'), '')
    await assert.rejects(async () => call('rmdir', at('f')), { code: 'ENOTDIR' })
  }, (call) => assert.rejects(async () => call('rmdir', '/none'), { code: 'ENOENT', syscall: 'rmdir' })],
  stat: [async (call, at) => {
    await call('writeFile', at('f'), '12345', { mode: 0o600 })
    const stats = await call('stat', at('f'))
    assert.deepEqual([stats.size, stats.mode & 0o777, stats.isFile(), stats.nlink], [5, 0o600, true, 1])
    assert.ok(Math.abs(stats.mtimeMs - Date.now()) < 60000 && stats.mtime instanceof Date)
    const big = await call('stat', at('f'), { bigint: true })
    assert.deepEqual([big.size, big.mtimeNs / 1000000n], [5n, big.mtimeMs])
    await call('symlink', 'f', at('l'))
    assert.equal((await call('stat', at('l'))).size, 5)
    await call('symlink', 'none', at('dangling'))
    await assert.rejects(async () => call('stat', at('dangling')), { code: 'ENOENT', errno: -2 })
    await assert.rejects(async () => call('stat', at('f', 'x')), { code: 'ENOTDIR' })
  }, null],
  statfs: [async (call, at) => {
    const stats = await call('statfs', at(''))
    assert.ok(stats.bsize > 0 && stats.blocks >= stats.bfree && stats.bfree >= stats.bavail)
    assert.equal(typeof (await call('statfs', at(''), { bigint: true })).blocks, 'bigint')
  }, (call) => assert.rejects(async () => call('statfs', '/none'), { code: 'ENOENT', syscall: 'statfs' })],
  symlink: [async (call, at) => {
    await call('writeFile', at('f'), 'x')
    await call('symlink', at('f'), at('l'))
    await call('symlink', 'f', at('relative'), 'file')
    assert.deepEqual([await call('readFile', at('l'), 'utf8'), await call('readFile', at('relative'), 'utf8')], ['x', 'x'])
    await assert.rejects(async () => call('symlink', 'f', at('l')), { code: 'EEXIST', path: 'f', dest: at('l') })
  }, async (call) => {
    await assert.rejects(async () => call('symlink', 'f', 5), invalid)
    await assert.rejects(async () => call('symlink', 5, 'l'), invalid)
    await assert.rejects(async () => call('symlink', 'f', 'a\0b'), { code: 'ERR_INVALID_ARG_VALUE' })
  }, null],
  truncate: [async (call, at) => {
    await call('writeFile', at('f'), '123456')
    await call('truncate', at('f'), 3)
    assert.equal(await call('readFile', at('f'), 'utf8'), '123')
    await call('truncate', at('f'), 2 ** 32)
    assert.equal((await call('stat', at('f'))).size, 2 ** 32)
    await call('truncate', at('f'))
    assert.equal((await call('stat', at('f'))).size, 0)
    await assert.rejects(async () => call('truncate', at('f'), '5'), invalid)
    await assert.rejects(async () => call('truncate', at('f'), 1.5), outOfRange)
  }, async (call) => {
    await assert.rejects(async () => call('truncate', {}), invalid)
    await assert.rejects(async () => call('truncate', 'a\0b'), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(async () => call('truncate', '/none/x'), { code: 'ENOENT', syscall: 'open' })
  }, null],
  unlink: [async (call, at) => {
    await call('writeFile', at('f'), '')
    await call('symlink', 'f', at('l'))
    await call('unlink', at('l'))
    await call('unlink', at('f'))
    assert.deepEqual(await call('readdir', at('')), [])
    await assert.rejects(async () => call('unlink', at('')), (error) => ['EISDIR', 'EPERM'].includes(error.code))
  }, (call) => assert.rejects(async () => call('unlink', '/none'), { code: 'ENOENT', syscall: 'unlink' })],
  utimes: [async (call, at) => {
    await call('writeFile', at('f'), '')
    await call('utimes', at('f'), new Date(1000), 1234.5)
    const { atimeMs, mtimeMs } = await call('stat', at('f'))
    assert.deepEqual([atimeMs, mtimeMs], [1000, 1234500])
  }, async (call) => {
    await assert.rejects(async () => call('utimes', '/none', 'x', 1), invalid)
    await assert.rejects(async () => call('utimes', '/none', 1, {}), invalid)
  }, [1, 1]],
  writeFile: [async (call, at) => {
    await call('writeFile', at('f'), 'text')
    await call('writeFile', at('f'), '00ff', 'hex')
    assert.deepEqual([...await call('readFile', at('f'))], [0, 255])
    await call('writeFile', at('f'), new Uint16Array([1, 2]))
    assert.equal((await call('stat', at('f'))).size, 4)
    await call('writeFile', at('f'), 'more', { flag: 'a', flush: true })
    assert.equal((await call('stat', at('f'))).size, 8)
    await assert.rejects(async () => call('writeFile', at('f'), 'x', { flag: 'wx' }), { code: 'EEXIST', syscall: 'open' })
    await assert.rejects(async () => call('writeFile', at('none', 'f'), 'x'), { code: 'ENOENT' })
    await assert.rejects(async () => call('writeFile', at(''), 'x'), { code: 'EISDIR' })
  }, async (call) => {
    for (const bad of [undefined, null, 5, true, Symbol('data')]) {
      await assert.rejects(async () => call('writeFile', '/none/f', bad), invalid)
    }
    await assert.rejects(async () => call('writeFile', '/none/f', 'x', 'no-encoding'), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(async () => call('writeFile', '/none/f', 'x', { mode: '8' }), { code: 'ERR_INVALID_ARG_VALUE' })
  }, null]
}

/** Of a file that is open: what it does, what it refuses beyond bad numbers, and what comes after the number. */
const withNumbers = {
  close: [async (call, at) => {
    await call('writeFile', at('f'), '')
    const fd = await call('open', at('f'))
    assert.ok(Number.isInteger(fd))
    await call('close', fd)
    await assert.rejects(async () => call('close', fd), { code: 'EBADF', syscall: 'close' })
  }],
  fchmod: [async (call, at) => {
    await opened(call, at('f'), 'w', async (fd) => {
      await call('fchmod', fd, 0o600)
      assert.equal((await call('fstat', fd)).mode & 0o777, 0o600)
    })
  }, [0o600]],
  fchown: [async (call, at) => {
    await opened(call, at('f'), 'w', async (fd) => {
      const { uid, gid } = await call('fstat', fd)
      await call('fchown', fd, uid, otherGroup({ uid, gid }))
      assert.equal((await call('fstat', fd)).gid, otherGroup({ uid, gid }))
    })
  }, [0, 0]],
  fdatasync: [async (call, at) => opened(call, at('f'), 'w', (fd) => call('fdatasync', fd))],
  fsync: [async (call, at) => opened(call, at('f'), 'w', (fd) => call('fsync', fd))],
  fstat: [async (call, at) => {
    await call('writeFile', at('f'), 'abc')
    await opened(call, at('f'), 'r', async (fd) => {
      assert.equal((await call('fstat', fd)).size, 3)
      assert.equal((await call('fstat', fd, { bigint: true })).size, 3n)
    })
  }],
  ftruncate: [async (call, at) => {
    await call('writeFile', at('f'), '12345')
    await opened(call, at('f'), 'r+', async (fd) => {
      await call('ftruncate', fd, 2)
      assert.equal((await call('fstat', fd)).size, 2)
      await call('ftruncate', fd)
      assert.equal((await call('fstat', fd)).size, 0)
      await assert.rejects(async () => call('ftruncate', fd, '5'), invalid)
    })
  }],
  futimes: [async (call, at) => {
    await opened(call, at('f'), 'w', async (fd) => {
      await call('futimes', fd, 100, 200)
      assert.equal((await call('fstat', fd)).mtimeMs, 200000)
    })
  }, [1, 1]],
  read: [async (call, at) => {
    await call('writeFile', at('f'), '0123456789')
    await opened(call, at('f'), 'r', async (fd) => {
      const buffer = new Uint8Array(4)
      const count = (result) => Array.isArray(result) ? result[0] : result
      assert.equal(count(await call('read', fd, buffer, 0, 4, null)), 4)
      assert.equal(count(await call('read', fd, buffer, 1, 2, null)), 2)
      assert.equal(textOf(buffer), '0453')
      assert.equal(count(await call('read', fd, buffer, { position: 8 })), 2)
      assert.equal(textOf(buffer), '8953')
      assert.equal(count(await call('read', fd, buffer, 0, 4, 100n)), 0)
      await assert.rejects(async () => call('read', fd, buffer, 5, 1, 0), outOfRange)
      await assert.rejects(async () => call('read', fd, buffer, 0, 5, 0), outOfRange)
      await assert.rejects(async () => call('read', fd, buffer, 0, -1, 0), outOfRange)
      await assert.rejects(async () => call('read', fd, new Uint8Array(0), 0, 1, 0), { code: 'ERR_INVALID_ARG_VALUE' })
    })
    await opened(call, at('f'), 'a', (fd) =>
      assert.rejects(async () => call('read', fd, new Uint8Array(1), 0, 1, 0), { code: 'EBADF', syscall: 'read' }))
  }, [new Uint8Array(1), 0, 1, 0]],
  readv: [async (call, at) => {
    await call('writeFile', at('f'), '01234')
    await opened(call, at('f'), 'r', async (fd) => {
      const buffers = [new Uint8Array(2), new Uint8Array(4)]
      await call('readv', fd, buffers, 0)
      assert.deepEqual(buffers.map(textOf), ['01', '234\0'])
      await assert.rejects(async () => call('readv', fd, 'text'), invalid)
      await assert.rejects(async () => call('readv', fd, [5]), invalid)
    })
  }, [[new Uint8Array(1)]]],
  write: [async (call, at) => {
    await opened(call, at('f'), 'w+', async (fd) => {
      await call('write', fd, 'abcdef')
      await call('write', fd, new TextEncoder().encode('xyz'), 1, 2, null)
      await call('write', fd, 'Q', 0)
      assert.equal(await call('readFile', at('f'), 'utf8'), 'Qbcdefyz')
      await assert.rejects(async () => call('write', fd, 5), invalid)
      await assert.rejects(async () => call('write', fd, new Uint8Array(2), 3), outOfRange)
      await assert.rejects(async () => call('write', fd, new Uint8Array(2), 0, 3), outOfRange)
    })
    await opened(call, at('f'), 'r', (fd) => assert.rejects(async () => call('write', fd, 'x'), { code: 'EBADF', syscall: 'write' }))
  }, ['text']],
  writev: [async (call, at) => {
    await opened(call, at('f'), 'w', async (fd) => {
      await call('writev', fd, [new TextEncoder().encode('ab'), new TextEncoder().encode('cd')])
      await call('writev', fd, [new TextEncoder().encode('X')], 1)
      await assert.rejects(async () => call('writev', fd, ['text']), invalid)
    })
    assert.equal(await call('readFile', at('f'), 'utf8'), 'aXcd')
  }, [[new Uint8Array(1)]]],
  open: [async (call, at) => {
    await opened(call, at('f'), 'wx', () => {}, 0o600)
    assert.equal((await call('stat', at('f'))).mode & 0o777, 0o600)
    await assert.rejects(async () => call('open', at('f'), 'wx'), { code: 'EEXIST', syscall: 'open', path: at('f') })
    await assert.rejects(async () => call('open', at('none')), { code: 'ENOENT' })
    await assert.rejects(async () => call('open', at(''), 'w'), { code: 'EISDIR' })
  }]
}

async function opened (call, name, flags, story, ...rest) {
  const fd = await call('open', name, flags, ...rest)
  try {
    await story(fd)
  } finally {
    await call('close', fd)
  }
}

async function refusesFlags (call) {
  await refusesPaths(call, 'open', 'r')
  await assert.rejects(async () => call('open', '/none', 'q'), { code: 'ERR_INVALID_ARG_VALUE' })
  await assert.rejects(async () => call('open', '/none', {}), { code: 'ERR_INVALID_ARG_VALUE' })
  await assert.rejects(async () => call('open', '/none', 'r', 'x'), { code: 'ERR_INVALID_ARG_VALUE' })
}

/** The cases of one form. */
function functions (form, suffix = '', names = Object.keys(withPaths)) {
  return Object.fromEntries(names.map((name) => {
    const [does, refuses, rest = []] = withPaths[name]
    return [name + suffix, {
      does: (m) => inFolder(form(m), (at) => does(form(m), at)),
      refuses: async (m) => {
        const call = form(m)
        if (rest !== null) {
          await refusesPaths(call, name, ...rest)
        }
        await refuses?.(call)
      }
    }]
  }))
}

function numbered (form, suffix = '') {
  return Object.fromEntries(Object.entries(withNumbers).map(([name, [does, rest = []]]) => [name + suffix, {
    does: (m) => inFolder(form(m), (at) => does(form(m), at)),
    refuses: (m) => name === 'open' ? refusesFlags(form(m)) : refusesNumbers(form(m), name, ...rest)
  }]))
}

const large = (size) => Uint8Array.from({ length: size }, (_, i) => i * 7 % 251)

async function collected (stream) {
  const chunks = []
  for await (const chunk of stream) {
    chunks.push(chunk)
  }
  return chunks
}

const joined = (chunks) => new Uint8Array(chunks.flatMap((chunk) => [...chunk]))
const ended = (stream, event = 'close') => new Promise((resolve, reject) => {
  stream.once('error', reject)
  stream.once(event, resolve)
})

/** Of a function that makes one, or of the class. */
const readStream = (make) => ({
  does: (m) => inFolder(forms.blocking(m), async (at) => {
    const bytes = large(200_000)
    m.writeFileSync(at('f'), bytes)
    const own = make(m)(at('f'))
    const events = []
    for (const name of ['open', 'ready', 'end', 'close']) {
      own.on(name, () => events.push(name))
    }
    const chunks = await collected(own)
    assert.ok(chunks.every((chunk) => chunk.length <= 65536) && chunks.length > 1)
    assert.deepEqual(joined(chunks), bytes)
    assert.deepEqual([own.bytesRead, own.path, events.slice(0, 3)], [200_000, at('f'), ['open', 'ready', 'end']])
    assert.deepEqual(joined(await collected(make(m)(at('f'), { start: 10, end: 12 }))), bytes.slice(10, 13))
    assert.deepEqual((await collected(make(m)(at('f'), { highWaterMark: 3, end: 6 }))).map((chunk) => chunk.length), [3, 3, 1])
    m.writeFileSync(at('text'), 'a€b')
    assert.equal((await collected(make(m)(at('text'), { encoding: 'utf8', highWaterMark: 2 }))).join(''), 'a€b')
    const fd = m.openSync(at('text'))
    assert.equal(textOf(joined(await collected(make(m)(null, { fd, autoClose: false })))), 'a€b')
    m.closeSync(fd)
  }),
  refuses: (m) => inFolder(forms.blocking(m), async (at) => {
    assert.throws(() => make(m)(), invalid)
    assert.throws(() => make(m)('a\0b'), { code: 'ERR_INVALID_ARG_VALUE' })
    assert.throws(() => make(m)('f', { start: '5' }), invalid)
    assert.throws(() => make(m)('f', { start: 5, end: 4 }), outOfRange)
    assert.throws(() => make(m)('f', { end: -1 }), outOfRange)
    await assert.rejects(collected(make(m)(at('none'))), { code: 'ENOENT', syscall: 'open' })
    await assert.rejects(collected(make(m)(at(''))), { code: 'EISDIR' })
    await assert.rejects(collected(make(m)(at('none'), { signal: AbortSignal.abort() })), { name: 'AbortError' })
  })
})

const writeStream = (make) => ({
  does: (m) => inFolder(forms.blocking(m), async (at) => {
    const own = make(m)(at('f'), { highWaterMark: 10 })
    assert.equal(own.write('0123456789'), false)
    await ended(own, 'drain')
    own.write(new Uint8Array([97, 98]))
    own.end('ende')
    await ended(own)
    assert.deepEqual([m.readFileSync(at('f'), 'utf8'), own.bytesWritten], ['0123456789abende', 16])
    const middle = make(m)(at('f'), { flags: 'r+', start: 2 })
    middle.end('XY')
    await ended(middle)
    const more = make(m)(at('f'), { flags: 'a', flush: true })
    more.end('!')
    await ended(more)
    assert.equal(m.readFileSync(at('f'), 'utf8'), '01XY456789abende!')
    const bytes = large(300_000)
    m.writeFileSync(at('large'), bytes)
    const copy = m.createReadStream(at('large')).pipe(make(m)(at('copy')))
    await ended(copy)
    assert.deepEqual(new Uint8Array(m.readFileSync(at('copy'))), bytes)
  }),
  refuses: (m) => inFolder(forms.blocking(m), async (at) => {
    assert.throws(() => make(m)(), invalid)
    assert.throws(() => make(m)('f', { start: '5' }), invalid)
    assert.throws(() => make(m)('f', { start: -1 }), outOfRange)
    await assert.rejects(ended(make(m)(at('none', 'f'))), { code: 'ENOENT', syscall: 'open' })
    const typed = make(m)(at('f'))
    assert.throws(() => typed.write(5), invalid)
    typed.end()
    await ended(typed)
  })
})

/** Waits until something is so. */
async function until (check) {
  while (!check()) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const watching = {
  does: (m) => inFolder(forms.blocking(m), async (at) => {
    const seen = new Set()
    const watcher = m.watch(at(''), (eventType, filename) => seen.add(`${eventType} ${filename}`))
    await watcher.start?.()
    m.writeFileSync(at('f'), 'text')
    await until(() => seen.has('rename f') && seen.has('change f'))
    m.unlinkSync(at('f'))
    const closed = ended(watcher)
    watcher.close()
    await closed
  }),
  async refuses (m) {
    assert.throws(() => m.watch(5), invalid)
    assert.throws(() => m.watch('a\0b'), { code: 'ERR_INVALID_ARG_VALUE' })
    assert.throws(() => m.watch('/none/x'), { code: 'ENOENT', syscall: 'watch' })
  }
}

const existing = (call) => ({
  does: (m) => inFolder(forms.blocking(m), async (at) => {
    m.writeFileSync(at('f'), '')
    assert.deepEqual([await call(m)(at('f')), await call(m)(at('')), await call(m)(at('none'))], [true, true, false])
  }),
  refuses: async (m) => assert.deepEqual([await call(m)(5), await call(m)('a\0b'), await call(m)('')], [false, false, false])
})

const shared = {
  constants: value('constants', (own) => assert.deepEqual([own.F_OK, own.R_OK, own.O_RDONLY, own.COPYFILE_EXCL, own.S_IFDIR], [0, 4, 0, 1, 0o40000]))
}

/** What both `fs` and `fs/promises` have of ours alone. */
const classes = {
  ...shared,
  bookmarks: value('bookmarks', (own) => assert.ok(own.temporary instanceof Map)),
  Dir: { ...value('Dir', (own) => assert.equal(own.name, 'Dir')), refuses: (m) => assert.throws(() => m.Dir(), TypeError) },
  DirectoryHandle: directoryHandle(),
  Dirent: dirent(),
  fds: value('fds', (own) => assert.equal(typeof own.syncOpenDescriptors, 'function')),
  Stats: statsClass(),
  Watcher: watcherClass()
}

function dirent () {
  return {
    does ({ Dirent }) {
      const entry = new Dirent('name', 2, '/folder')
      assert.deepEqual([entry.name, entry.isDirectory(), entry.isFile(), entry.isSymbolicLink(), entry.isFIFO(), entry.isSocket(),
        entry.isCharacterDevice(), entry.isBlockDevice()], ['name', true, false, false, false, false, false, false])
      assert.deepEqual([Dirent.UNKNOWN, Dirent.FILE, Dirent.BLOCK], [0, 1, 7])
      assert.equal(Dirent.from({ name: 'x', type: 3 }).isSymbolicLink(), true)
    },
    refuses: ({ Dirent }) => assert.throws(() => Dirent('x', 1), TypeError)
  }
}

function statsClass () {
  const zero = { tv_sec: '1', tv_nsec: '500000000' }
  const raw = {
    st_dev: '1', st_mode: String(0o100644), st_nlink: '1', st_uid: '0', st_gid: '0', st_rdev: '0', st_ino: '9007199254740993',
    st_size: '7', st_blksize: '4096', st_blocks: '8', st_atim: zero, st_mtim: zero, st_ctim: zero, st_birthtim: zero
  }
  return {
    does ({ Stats }) {
      const stats = Stats.from(raw)
      assert.deepEqual([stats.size, stats.mtimeMs, stats.isFile(), stats.isDirectory(), stats.isFIFO(), stats.isSocket(),
        stats.isBlockDevice(), stats.isCharacterDevice(), stats.isSymbolicLink()], [7, 1500, true, false, false, false, false, false, false])
      assert.equal(Stats.from(raw, true).ino, 9007199254740993n)
      assert.equal(Stats.from(stats), stats)
    },
    refuses: ({ Stats }) => assert.throws(() => Stats.from(null), TypeError)
  }
}

function directoryHandle () {
  return {
    async does ({ DirectoryHandle }) {
      const handle = await DirectoryHandle.open(os.tmpdir())
      assert.deepEqual([handle.opened, handle.closed, DirectoryHandle.MAX_ENTRIES], [true, false, 256])
      assert.ok((await handle.read({ entries: 2 })).length <= 2)
      await handle.close()
      assert.equal(handle.closed, true)
    },
    async refuses ({ DirectoryHandle }) {
      await assert.rejects(DirectoryHandle.open(), invalid)
      await assert.rejects(DirectoryHandle.open('/none'), { code: 'ENOENT' })
      await assert.rejects(DirectoryHandle.from('123').read(), { code: 'EBADF' })
    }
  }
}

function watcherClass () {
  return {
    async does ({ Watcher }) {
      const controller = new AbortController()
      const watcher = new Watcher(os.tmpdir(), { signal: controller.signal })
      await watcher.start()
      assert.deepEqual([watcher.path, watcher.closed, watcher.aborted], [os.tmpdir(), false, false])
      controller.abort()
      assert.deepEqual([watcher.closed, watcher.aborted], [true, true])
    },
    async refuses ({ Watcher }) {
      assert.throws(() => new Watcher(5), invalid)
      const watcher = new Watcher('/none/x')
      const [failed] = await Promise.all([new Promise((resolve) => watcher.once('error', resolve)), assert.rejects(watcher.start(), { code: 'ENOENT' })])
      assert.deepEqual([failed.code, failed.syscall], ['ENOENT', 'watch'])
    }
  }
}

function fileHandle (open) {
  return {
    async does (m) {
      const folder = path.join(os.tmpdir(), `handle-${crypto.randomUUID()}`)
      const file = await open(m)(folder, 'w+')
      try {
        assert.deepEqual((await file.write('0123456789')).bytesWritten, 10)
        assert.deepEqual((await file.writev([new Uint8Array([97]), new Uint8Array([98])])).bytesWritten, 2)
        const { bytesRead, buffer } = await file.read(new Uint8Array(4), 1, 3, 2)
        assert.deepEqual([bytesRead, [...buffer]], [3, [0, 50, 51, 52]])
        assert.equal((await file.readv([new Uint8Array(2)], 0)).bytesRead, 2)
        assert.equal((await file.stat()).size, 12)
        assert.equal((await file.stat({ bigint: true })).size, 12n)
        await file.truncate(5)
        await file.appendFile('!')
        await file.chmod(0o600)
        await file.utimes(1, 2)
        await file.sync()
        await file.datasync()
        assert.deepEqual([(await file.stat()).mode & 0o777, (await file.stat()).mtimeMs], [0o600, 2000])
        assert.equal(typeof file.fd, 'number')
        assert.equal(file.createReadStream({ start: 0, autoClose: false }).constructor.name, 'ReadStream')
      } finally {
        await file.close()
      }
      const again = await open(m)(folder, 'r')
      const text = await again.readFile('utf8')
      assert.ok(text.startsWith('01234') && text.endsWith('!'))
      assert.equal(await again.readFile('utf8'), '')
      await again.close()
      await (await import('node:fs/promises')).unlink(folder)
    },
    async refuses (m) {
      await assert.rejects(async () => open(m)(), invalid)
      await assert.rejects(async () => open(m)('a\0b'), { code: 'ERR_INVALID_ARG_VALUE' })
      await assert.rejects(async () => open(m)('/none', 'q'), { code: 'ERR_INVALID_ARG_VALUE' })
      await assert.rejects(async () => open(m)('/none/x'), { code: 'ENOENT', syscall: 'open' })
      const file = await open(m)(os.tmpdir())
      await assert.rejects(file.read(new Uint8Array(1), 2), outOfRange)
      await assert.rejects(file.truncate('5'), invalid)
      await file.close()
      await file.close()
      await assert.rejects(file.stat(), { code: 'EBADF' })
    }
  }
}

/** A file made by the module under test, for those that only have objects. */
async function withFile (text, story) {
  const { default: fs } = await import('socket:fs/promises')
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'web-'))
  try {
    await fs.writeFile(path.join(folder, 'f.txt'), text)
    await story(path.join(folder, 'f.txt'), folder, fs)
  } finally {
    await fs.rm(folder, { recursive: true })
  }
}

/** Looking for files, by a form and the function of it that answers an array. */
const searching = (form, globOf) => ({
  does: (m) => inFolder(form(m), (at, folder) => globbing(globOf(m), form(m), folder)),
  refuses: (m) => refusesPatterns(globOf(m))
})

const callbackCases = {
  glob: searching(forms.callback, (m) => (...args) => forms.callback(m)('glob', ...args)),
  globSync: searching(forms.blocking, (m) => async (...args) => m.globSync(...args)),
  ...functions(forms.callback),
  ...functions(forms.blocking, 'Sync'),
  ...numbered(forms.callback),
  ...numbered(forms.blocking, 'Sync'),
  exists: existing((m) => (name) => new Promise((resolve) => m.exists(name, resolve))),
  existsSync: existing((m) => (name) => m.existsSync(name)),
  createReadStream: readStream((m) => (...args) => m.createReadStream(...args)),
  createWriteStream: writeStream((m) => (...args) => m.createWriteStream(...args)),
  ReadStream: readStream((m) => (...args) => new m.ReadStream(...args)),
  WriteStream: writeStream((m) => (...args) => new m.WriteStream(...args)),
  watch: watching,
  watchFile: {
    does: (m) => inFolder(forms.blocking(m), async (at) => {
      m.writeFileSync(at('f'), '')
      const sizes = new Promise((resolve) => m.watchFile(at('f'), { interval: 10 }, (now, before) => resolve([before.size, now.size])))
      await new Promise((resolve) => setTimeout(resolve, 50))
      m.writeFileSync(at('f'), 'abc')
      assert.deepEqual(await sizes, [0, 3])
      m.unwatchFile(at('f'))
    }),
    refuses (m) {
      assert.throws(() => m.watchFile('/none'), invalid)
      assert.throws(() => m.watchFile(5, () => {}), invalid)
    }
  },
  unwatchFile: {
    does: (m) => inFolder(forms.blocking(m), async (at) => {
      m.writeFileSync(at('f'), '')
      let told = 0
      m.watchFile(at('f'), { interval: 10 }, () => told++)
      await new Promise((resolve) => setTimeout(resolve, 30))
      m.unwatchFile(at('f'))
      m.writeFileSync(at('f'), 'abc')
      await new Promise((resolve) => setTimeout(resolve, 60))
      assert.equal(told, 0)
    }),
    refuses: (m) => assert.throws(() => m.unwatchFile(5), invalid)
  },
  promises: value('promises', (own) => assert.equal(typeof own.readFile, 'function')),
  ...shared,
  default: value('default', (own) => assert.equal(typeof own.readFileSync, 'function'))
}

/** A callback is called once, outside of the promise that led to it. */
callbackCases.stat.refuses = async (m) => {
  await refusesPaths(forms.callback(m), 'stat')
  assert.throws(() => m.stat('/'), invalid)
  assert.throws(() => m.stat(5, () => {}), invalid)
}

export default {
  fs: {
    ...callbackCases,
    default: {
      ...callbackCases.default,
      async refuses (m) {
        await refusesAsNode(forms.callback(m), 'callback', 'fds' in m)
        if (!('fds' in m)) {
          await refusesAsNode(forms.blocking(m), 'blocking', false)
        }
      }
    }
  },
  'fs/index': {
    ...callbackCases,
    ...classes,
    default: { ...callbackCases.default, refuses: (m) => refusesAsNode(forms.blocking(m), 'blocking', true) },
    FileHandle: fileHandle((m) => (...args) => m.FileHandle.open(...args))
  },
  'fs/promises': {
    ...functions(forms.promise),
    ...classes,
    open: fileHandle((m) => (...args) => m.open(...args)),
    FileHandle: fileHandle((m) => (...args) => m.FileHandle.open(...args)),
    ReadStream: { does: (m) => assert.equal(m.ReadStream.name, 'ReadStream'), refuses: (m) => assert.throws(() => new m.ReadStream(5), invalid) },
    WriteStream: { does: (m) => assert.equal(m.WriteStream.name, 'WriteStream'), refuses: (m) => assert.throws(() => new m.WriteStream(5), invalid) },
    glob: searching(forms.promise, (m) => async (...args) => {
      const found = []
      for await (const item of m.glob(...args)) {
        found.push(item)
      }
      return found
    }),
    watch: {
      does: (m) => inFolder(forms.promise(m), async (at) => {
        const seen = []
        const controller = new AbortController()
        const end = assert.rejects(async () => {
          for await (const { eventType, filename } of m.watch(at(''), { signal: controller.signal })) {
            seen.push(`${eventType} ${filename}`)
          }
        }, { name: 'AbortError' })
        for (let i = 0; !seen.includes('rename f'); i++) { // Node does not tell when it has begun
          await m.rm(at('f'), { force: true })
          await m.writeFile(at('f'), 'text')
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
        controller.abort()
        await end
      }),
      async refuses (m) {
        const first = async (...args) => { for await (const change of m.watch(...args)) { return change } }
        await assert.rejects(async () => first(5), invalid)
        await assert.rejects(async () => first('/none/x'), { code: 'ENOENT' })
      }
    },
    default: {
      ...value('default', (own) => assert.equal(typeof own.readFile, 'function')),
      refuses: (m) => refusesAsNode(forms.promise(m), 'promise', 'fds' in m)
    }
  },
  'fs/bookmarks': {
    temporary: value('temporary', (own) => assert.ok(own instanceof Map)),
    default: value('default', (own) => assert.deepEqual(Object.keys(own), ['temporary']))
  },
  'fs/constants': {
    ...Object.fromEntries(Object.entries({
      COPYFILE_EXCL: 1, COPYFILE_FICLONE: 2, COPYFILE_FICLONE_FORCE: 4, UV_DIRENT_UNKNOWN: 0, UV_DIRENT_FILE: 1, UV_DIRENT_DIR: 2,
      UV_DIRENT_LINK: 3, UV_DIRENT_FIFO: 4, UV_DIRENT_SOCKET: 5, UV_DIRENT_CHAR: 6, UV_DIRENT_BLOCK: 7, UV_FS_SYMLINK_DIR: 1,
      UV_FS_SYMLINK_JUNCTION: 2, F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, O_RDONLY: 0, S_IFMT: 0o170000
    }).map(([name, number]) => [name, value(name, (own) => assert.equal(own, number))])),
    default: value('default', (own) => assert.equal(own.R_OK, 4))
  },
  'fs/dir': {
    kType: value('kType', (own) => assert.equal(typeof own, 'symbol')),
    Dirent: dirent(),
    sortDirectoryEntries: {
      does: (m) => assert.deepEqual(['b', 'a', 'c'].sort(m.sortDirectoryEntries), ['a', 'b', 'c']),
      refuses: (m) => assert.throws(() => m.sortDirectoryEntries(undefined, 'a'), TypeError)
    },
    Dir: {
      does: () => withFile('', async (file, folder, fs) => {
        await fs.writeFile(path.join(folder, 'second'), '')
        const dir = await fs.opendir(folder)
        assert.deepEqual([dir.path, dir.closed, dir.encoding], [folder, false, 'utf8'])
        assert.equal((await dir.read()).isFile(), true)
        assert.equal(dir.readSync().isFile(), true)
        assert.equal(await new Promise((resolve, reject) => dir.read((error, entry) => error ? reject(error) : resolve(entry))), null)
        await dir.close()
        assert.equal(dir.closed, true)
        const bare = await fs.opendir(folder, { bufferSize: 1 })
        assert.deepEqual((await bare.read({ entries: 5, withFileTypes: false })).sort(), ['f.txt', 'second'])
        bare.closeSync()
      }),
      refuses: (m) => withFile('', async (file, folder, fs) => {
        const dir = await fs.opendir(folder)
        assert.throws(() => dir.read({}, 'no callback'), invalid)
        await dir.close()
        await assert.rejects(dir.read(), { code: 'ERR_DIR_CLOSED' })
        await assert.rejects(dir.close(), { code: 'ERR_DIR_CLOSED' })
        assert.throws(() => dir.readSync(), { code: 'ERR_DIR_CLOSED' })
        assert.throws(() => m.Dir(), TypeError)
      })
    },
    default: value('default', (own) => assert.equal(own.Dir.name, 'Dir'))
  },
  'fs/fds': {
    default: {
      does: ({ default: fds }) => withFile('', async (file, folder, fs) => {
        const before = fds.size
        const handle = await fs.open(file)
        assert.deepEqual([fds.size, fds.get(handle.id), fds.get(handle.fd), fds.has(handle.fd)], [before + 1, handle.fd, handle.id, true])
        assert.ok([...fds.keys()].includes(handle.id) && [...fds.values()].includes(handle.fd) && new Map(fds).get(handle.id) === handle.fd)
        await fds.retain(handle.id)
        await fds.syncOpenDescriptors()
        assert.equal(fds.getEntry(handle.fd).path, file)
        await fds.release(handle.fd)
        assert.equal(fds.has(handle.id), false)
        fds.set('77', 12345)
        assert.deepEqual([fds.get('77'), fds.delete('77'), fds.delete('77')], [12345, true, false])
      }),
      async refuses ({ default: fds }) {
        assert.equal(fds.get('none'), undefined)
        assert.throws(() => fds.set(5, 5), invalid)
        assert.throws(() => fds.set('5', -5), outOfRange)
        await assert.rejects(fds.release(999999), { code: 'EBADF' })
        await assert.rejects(fds.retain('none'), { code: 'EBADF' })
      }
    }
  },
  'fs/flags': {
    normalizeFlags: {
      does: (m) => assert.deepEqual(['r', 'w+', 'ax', undefined, 577].map(m.normalizeFlags), [0, 0o1102, 0o2301, 0, 577]),
      refuses (m) {
        assert.equal(m.normalizeFlags('unknown'), 0)
        assert.throws(() => m.normalizeFlags({}), TypeError)
      }
    },
    default: value('default', (own) => assert.equal(typeof own.normalizeFlags, 'function'))
  },
  'fs/handle': {
    kOpening: value('kOpening', (own) => assert.equal(typeof own, 'symbol')),
    kClosing: value('kClosing', (own) => assert.equal(typeof own, 'symbol')),
    kClosed: value('kClosed', (own) => assert.equal(typeof own, 'symbol')),
    FileHandle: fileHandle((m) => (...args) => m.FileHandle.open(...args)),
    DirectoryHandle: directoryHandle(),
    default: value('default', (own) => assert.equal(own.FileHandle.name, 'FileHandle'))
  },
  'fs/sandbox': {
    ...Object.fromEntries(Object.entries({ DOCUMENTS: /Documents$/, LIBRARY: /Library$/, CACHES: /Library.Caches$/, PREFERENCES: /Library.Preferences$/, TMP: /tmp$/ })
      .map(([name, end]) => [name, value(name, (own) => assert.match(own, end))])),
    prepare: {
      async does (m) {
        await m.prepare()
        await m.prepare()
        const { default: fs } = await import('socket:fs')
        assert.ok([m.DOCUMENTS, m.LIBRARY, m.CACHES, m.PREFERENCES, m.TMP].every((folder) => fs.statSync(folder).isDirectory()))
      },
      refuses: null
    },
    default: value('default', (own) => assert.equal(typeof own.prepare, 'function'))
  },
  'fs/stats': { Stats: statsClass(), default: value('default', (own) => assert.equal(own.name, 'Stats')) },
  'fs/stream': {
    DEFAULT_STREAM_HIGH_WATER_MARK: value('DEFAULT_STREAM_HIGH_WATER_MARK', (own) => assert.equal(own, 65536)),
    ...Object.fromEntries(['ReadStream', 'FileReadStream'].map((name) => [name, {
      does: (m) => withFile('0123456789', async (file, folder, fs) => {
        const own = new m[name]({ highWaterMark: 4 })
        assert.deepEqual([own.pending, own.highWaterMark], [true, 4])
        own.setHandle(await fs.open(file))
        assert.deepEqual((await collected(own)).map(textOf), ['0123', '4567', '89'])
        assert.equal(own.path, file)
      }),
      refuses (m) {
        assert.throws(() => new m[name](), invalid)
        assert.throws(() => new m[name]({ start: -1 }), outOfRange)
      }
    }])),
    ...Object.fromEntries(['WriteStream', 'FileWriteStream'].map((name) => [name, {
      does: (m) => withFile('', async (file, folder, fs) => {
        const own = new m[name]({})
        own.setHandle(await fs.open(file, 'w'))
        own.end('text')
        await ended(own)
        assert.deepEqual([await fs.readFile(file, 'utf8'), own.bytesWritten], ['text', 4])
      }),
      refuses (m) {
        assert.throws(() => new m[name](), invalid)
        assert.throws(() => new m[name]('f', { start: '1' }), invalid)
      }
    }])),
    default: value('default', (own) => assert.equal(typeof own.ReadStream, 'function'))
  },
  'fs/watcher': { Watcher: watcherClass(), default: value('default', (own) => assert.equal(own.name, 'Watcher')) },
  'fs/web': {
    ...Object.fromEntries(['kFileSystemHandleFullName', 'kFileDescriptor', 'kFileFullName'].map((name) =>
      [name, value(name, (own) => assert.equal(typeof own, 'symbol'))])),
    createFile: {
      does: (m) => withFile('0123456789', async (name) => {
        const file = await m.createFile(name, { type: 'text/plain', highWaterMark: 4 })
        assert.deepEqual([file.name, file.size, file.type, file instanceof Blob], ['f.txt', 10, 'text/plain', true])
        assert.deepEqual([await file.text(), await file.slice(2, -5).text()], ['0123456789', '234'])
        assert.equal((await file.slice(20).arrayBuffer()).byteLength, 0)
        const reader = file.stream().getReader()
        const chunks = []
        for (let read = await reader.read(); !read.done; read = await reader.read()) {
          chunks.push(textOf(read.value))
        }
        assert.deepEqual(chunks, ['0123', '4567', '89'])
      }),
      async refuses (m) {
        await assert.rejects(m.createFile(), invalid)
        await assert.rejects(m.createFile('/none/x'), { code: 'ENOENT' })
        await assert.rejects(m.createFile(os.tmpdir()), { name: 'TypeMismatchError' })
        await assert.rejects(m.createFile('/none/x', { highWaterMark: 0 }), outOfRange)
      }
    },
    createFileSystemFileHandle: {
      does: (m) => withFile('text', async (name, folder, fs) => {
        const handle = await m.createFileSystemFileHandle(name)
        assert.deepEqual([handle.kind, handle.name, await handle.queryPermission(), await (await handle.getFile()).text()],
          ['file', 'f.txt', 'granted', 'text'])
        const writable = await handle.createWritable({ keepExistingData: true })
        await writable.write({ type: 'write', position: 2, data: 'XY' })
        assert.equal(await fs.readFile(name, 'utf8'), 'text')
        await writable.close()
        assert.equal(await fs.readFile(name, 'utf8'), 'teXY')
        assert.equal(await fs.readFile(handle, 'utf8'), 'teXY')
      }),
      refuses: (m) => withFile('', async (name, folder) => {
        await assert.rejects(m.createFileSystemFileHandle(5), invalid)
        await assert.rejects(m.createFileSystemFileHandle(folder), { name: 'TypeMismatchError' })
        const fixed = await m.createFileSystemFileHandle(name, { writable: false })
        await assert.rejects(fixed.createWritable(), { name: 'NotAllowedError' })
      })
    },
    createFileSystemDirectoryHandle: {
      does: (m) => withFile('', async (name, folder) => {
        const handle = await m.createFileSystemDirectoryHandle(folder)
        assert.equal(handle.kind, 'directory')
        const child = await handle.getDirectoryHandle('sub', { create: true })
        const file = await child.getFileHandle('new', { create: true })
        assert.deepEqual(await handle.resolve(file), ['sub', 'new'])
        assert.deepEqual((await collected(handle.keys())).sort(), ['f.txt', 'sub'])
        assert.deepEqual((await collected(handle.values())).map(({ kind }) => kind).sort(), ['directory', 'file'])
        assert.equal(await child.isSameEntry(await handle.getDirectoryHandle('sub')), true)
        await assert.rejects(handle.removeEntry('sub'), { name: 'InvalidModificationError' })
        await handle.removeEntry('sub', { recursive: true })
        assert.deepEqual((await collected(handle)).map(([key]) => key), ['f.txt'])
      }),
      refuses: (m) => withFile('', async (name, folder) => {
        await assert.rejects(m.createFileSystemDirectoryHandle(), invalid)
        await assert.rejects(m.createFileSystemDirectoryHandle(name), { name: 'TypeMismatchError' })
        const handle = await m.createFileSystemDirectoryHandle(folder)
        for (const bad of ['', '.', '..', 'a/b', '../x', 'a\0b', 5]) {
          await assert.rejects(handle.getFileHandle(bad, { create: true }), TypeError)
        }
        await assert.rejects(handle.getFileHandle('none'), { name: 'NotFoundError' })
        await assert.rejects(handle.getDirectoryHandle('f.txt'), { name: 'TypeMismatchError' })
      })
    },
    createFileSystemWritableFileStream: {
      does: (m) => withFile('old text', async (name, folder, fs) => {
        const stream = await m.createFileSystemWritableFileStream(await m.createFileSystemFileHandle(name))
        await stream.write('abc')
        await stream.seek(1)
        await stream.write(new Blob(['Z']))
        await stream.truncate(2)
        await stream.close()
        assert.equal(await fs.readFile(name, 'utf8'), 'aZ')
        const dropped = await m.createFileSystemWritableFileStream(await m.createFileSystemFileHandle(name))
        await dropped.write('never')
        await dropped.abort()
        assert.deepEqual([await fs.readFile(name, 'utf8'), await fs.readdir(folder)], ['aZ', ['f.txt']])
      }),
      refuses: (m) => withFile('', async (name) => {
        await assert.rejects(m.createFileSystemWritableFileStream({}), invalid)
        const stream = await m.createFileSystemWritableFileStream(await m.createFileSystemFileHandle(name))
        await assert.rejects(stream.write({ type: 'unknown' }), TypeError)
      })
    },
    ...Object.fromEntries(['File', 'FileSystemHandle', 'FileSystemFileHandle', 'FileSystemDirectoryHandle', 'FileSystemWritableFileStream'].map((name) =>
      [name, { does: (m) => assert.equal(m[name].name, name), refuses: (m) => assert.throws(() => m[name](), TypeError) }])),
    default: value('default', (own) => assert.equal(typeof own.createFile, 'function'))
  }
}
