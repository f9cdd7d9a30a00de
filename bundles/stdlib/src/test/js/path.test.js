import assert from 'node:assert/strict'
import nodePath from 'node:path'
import test from 'node:test'
import * as posix from '../../../modules/internal/path-posix.js'
import * as win32 from '../../../modules/internal/path-win32.js'

const curated = [
  '', '.', '..', '...', '/', '//', '///', '/.', '/..', './', '../', 'a', 'a/', '/a', '//a', '///a', '/a/', '/a//',
  'a/b', 'a//b', 'a/./b', 'a/../b', 'a/../../b', '/a/../../b', '../../a', './a', 'a/..', 'a/../', '.bashrc',
  'a.txt', 'a.tar.gz', 'a.', 'a..', '..a', '.a.b', 'a/.b', 'a/b.', '/x/y.js/', 'file.ext//', 'a b/c d.é',
  '\\', '\\\\', '\\a', '\\\\a', '\\\\server\\share', '\\\\server\\share\\', '\\\\server\\share\\a\\..\\..\\b',
  '//server/share/x.y', '\\\\server\\', 'C:', 'C:\\', 'C:/', 'c:a', 'C:a\\b', 'C:..\\a', 'C:\\..\\a', 'C:\\a\\b.txt',
  'D:\\a', 'd:/A/B', 'C:\\\\a\\\\', '\\\\.\\pipe\\x', '\\\\?\\C:\\a', 'a:b', 'a/../C:/x', 'file:stream', 'x\\y/z',
  './c:/../d', 'CON:', 'aux:..\\b', 'nul:\\x'
]

/** Paths made of the pieces that decide: a fixed sequence, so that a failure can be repeated. */
function * generated (pieces, count) {
  let state = 42
  const next = (bound) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % bound
  }
  for (let i = 0; i < count; i++) {
    yield Array.from({ length: 1 + next(6) }, () => pieces[next(pieces.length)]).join('')
  }
}

process.cwd = () => folder
let folder = '/home/ada'

const names = ['a', 'b', 'Ab', '.', '..', '.x', 'x.js', 'é']
const inputs = {
  posix: [...curated, ...generated([...names, '/', '/', '//'], 4000)],
  win32: [...curated, ...generated([...names, '\\', '/', '\\\\', 'C:', 'd:', ':'], 8000)]
}

/** Node takes the second dot of `/..` for an extension; we do not. */
const isNodeDefect = (name, path) => name === 'parse' && /^\/+\.\.\/*$/.test(path)

for (const [flavour, ours] of Object.entries({ posix, win32 })) {
  const theirs = nodePath[flavour]
  const paths = inputs[flavour]
  const enter = () => { folder = flavour === 'win32' ? 'C:\\Users\\Ada' : '/home/ada' }

  test(`${flavour} functions of one path should agree with Node`, () => {
    enter()
    for (const path of paths) {
      for (const name of ['normalize', 'dirname', 'basename', 'extname', 'isAbsolute', 'parse', 'resolve', 'join']) {
        if (!isNodeDefect(name, path)) {
          assert.deepEqual(ours[name](path), theirs[name](path), `${name}(${JSON.stringify(path)})`)
        }
      }
      const parsed = theirs.parse(path)
      assert.equal(ours.format(parsed), theirs.format(parsed), `format(parse(${JSON.stringify(path)}))`)
    }
  })

  test(`${flavour} functions of two paths should agree with Node`, () => {
    enter()
    for (let i = 0; i < paths.length; i++) {
      const [a, b, c] = [paths[i], paths[(i * 7 + 3) % paths.length], paths[(i * 13 + 5) % paths.length]]
      for (const name of ['join', 'resolve']) {
        assert.equal(ours[name](a, b, c), theirs[name](a, b, c), `${name}(${JSON.stringify([a, b, c])})`)
      }
      assert.equal(ours.relative(a, b), theirs.relative(a, b), `relative(${JSON.stringify([a, b])})`)
      assert.equal(ours.basename(a, b), theirs.basename(a, b), `basename(${JSON.stringify([a, b])})`)
    }
  })

  test(`${flavour} format should agree with Node when parts are missing`, () => {
    for (const parts of [{}, { name: 'a' }, { ext: 'js' }, { name: 'a', ext: '.js' }, { dir: 'd' }, { root: '/' },
      { root: '/', base: 'b' }, { dir: '/', root: '/', name: 'n', ext: 'e' }, { dir: 'x', base: 'y', name: 'z' }]) {
      assert.equal(ours.format(parts), theirs.format(parts), JSON.stringify(parts))
    }
  })

  test(`${flavour} should refuse what is no path`, () => {
    for (const value of [null, undefined, 1, {}, []]) {
      assert.throws(() => ours.normalize(value), { code: 'ERR_INVALID_ARG_TYPE' })
    }
    assert.throws(() => ours.format(null), { code: 'ERR_INVALID_ARG_TYPE' })
  })

  test(`${flavour} should take URLs`, () => {
    assert.equal(ours.basename(new URL('socket://app.id/a/b%20c.js')), 'b c.js')
  })
}

test('separators should be those of the system', () => {
  assert.deepEqual([posix.sep, posix.delimiter, win32.sep, win32.delimiter], ['/', ':', '\\', ';'])
})
