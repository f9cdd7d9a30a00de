import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }

/** By function: arguments and results, for either way of writing paths. */
const samples = {
  posix: {
    resolve: [[['/a', 'b', '../c'], '/a/c'], [['/a', '/b'], '/b'], [['/a/', ''], '/a']],
    join: [[['a', '..', 'b'], 'b'], [[], '.'], [['/a', './b//c/'], '/a/b/c/'], [['..', 'a'], '../a']],
    dirname: [[['/a/b'], '/a'], [['a'], '.'], [['/'], '/'], [['/a/b/'], '/a']],
    basename: [[['/a/b.js'], 'b.js'], [['/a/b.js', '.js'], 'b'], [['.js', '.js'], ''], [['/a/'], 'a']],
    extname: [[['a.b.c'], '.c'], [['.bashrc'], ''], [['a.'], '.'], [['a/b'], '']],
    isAbsolute: [[['/a'], true], [['a'], false], [[''], false]],
    normalize: [[['/a/./b/../c'], '/a/c'], [['//a'], '/a'], [[''], '.'], [['./a/'], 'a/']],
    relative: [[['/a/b', '/a/c/d'], '../c/d'], [['/a', '/a'], ''], [['/a/b', '/'], '../..']],
    parse: [[['/a/b.c'], { root: '/', dir: '/a', base: 'b.c', ext: '.c', name: 'b' }]],
    format: [[[{ dir: '/a', base: 'b.c' }], '/a/b.c'], [[{ root: '/', name: 'b', ext: 'c' }], '/b.c']]
  },
  win32: {
    resolve: [[['C:\\a', 'b', '..\\c'], 'C:\\a\\c'], [['C:\\a', 'D:\\b'], 'D:\\b'], [['C:/a', '/b'], 'C:\\b']],
    join: [[['a', '..', 'b'], 'b'], [['C:\\', 'a/b'], 'C:\\a\\b'], [[], '.']],
    dirname: [[['C:\\a\\b'], 'C:\\a'], [['C:\\'], 'C:\\'], [['a/b'], 'a']],
    basename: [[['C:\\a\\b.js'], 'b.js'], [['a/b.js', '.js'], 'b'], [['C:'], '']],
    extname: [[['a\\b.c'], '.c'], [['a\\.c'], '']],
    isAbsolute: [[['C:\\'], true], [['C:'], false], [['/a'], true], [['a'], false]],
    normalize: [[['C:/a/../b'], 'C:\\b'], [['a//b'], 'a\\b'], [[''], '.']],
    relative: [[['C:\\a\\b', 'C:\\A\\c'], '..\\c'], [['C:\\a', 'D:\\b'], 'D:\\b']],
    parse: [[['C:\\a\\b.c'], { root: 'C:\\', dir: 'C:\\a', base: 'b.c', ext: '.c', name: 'b' }]],
    format: [[[{ dir: 'C:\\a', base: 'b.c' }], 'C:\\a\\b.c'], [[{ root: 'C:\\', name: 'b', ext: '.c' }], 'C:\\b.c']]
  }
}

/** An object without a prototype of its own. */
const plain = (result) => typeof result === 'object' ? { ...result } : result

const functions = (flavour) => Object.fromEntries(Object.entries(samples[flavour]).map(([name, list]) => [name, {
  does: (m) => list.forEach(([args, expected]) => assert.deepEqual(plain(m[name](...args)), expected, `${name}(${args.join()})`)),
  refuses (m) {
    for (const bad of [5, true, Symbol('a'), {}, null]) {
      if (!(name === 'format' && bad !== null && typeof bad === 'object')) {
        assert.throws(() => m[name](bad), invalid)
      }
    }
  }
}]))

const withOptions = Object.fromEntries(['resolve', 'join', 'dirname', 'basename', 'extname', 'normalize', 'relative', 'format'].map((name) => [name, {
  does (m) {
    for (const [flavour, options] of [['posix', { sep: '/' }], ['win32', { sep: '\\' }], ['win32', { win32: true }]]) {
      samples[flavour][name].filter(([args]) => name !== 'basename' || args.length === 1)
        .forEach(([args, expected]) => assert.equal(m[name](options, ...args), expected))
    }
  },
  refuses (m) {
    assert.throws(() => m[name]({ sep: ':' }, 'a', 'b'), { code: 'ERR_INVALID_ARG_VALUE' })
    assert.throws(() => m[name]('a', 'b'), invalid)
    assert.throws(() => m[name](null, 5, 'b'), invalid)
  }
}]))

const wellKnown = Object.fromEntries(['DOWNLOADS', 'DOCUMENTS', 'RESOURCES', 'PICTURES', 'DESKTOP', 'VIDEOS', 'CONFIG', 'MEDIA', 'MUSIC', 'HOME', 'DATA', 'LOG', 'TMP']
  .map((name) => [name, value(name, (own) => assert.ok(own === null || /^(\/|[A-Z]:\\)/.test(own), own))]))
wellKnown.HOME = value('HOME', (own) => assert.match(own, /^\//))

const Path = {
  does ({ Path }) {
    const path = Path.from('b/c.txt', '/a')
    assert.deepEqual([path.value, path.dir, path.base, path.name, path.ext, path.root, path.parent, path.isRelative, path.source, path.drive],
      ['/a/b/c.txt', '/a/b', 'c.txt', 'c', '.txt', '/', '/a/b', true, 'b/c.txt', null])
    assert.equal(Path.from('/a b').href, 'file:///a%20b')
    assert.equal(String(new Path(new URL('file:///x/y%20z'))), '/x/y z')
  },
  refuses ({ Path }) {
    assert.throws(() => new Path(5), invalid)
    assert.throws(() => Path.from(undefined), invalid)
  }
}
const cwd = { does: (m) => assert.match(m.cwd(), /^\//), refuses: null }
const flavour = (name) => value(name, (own) => assert.equal(own.join('a', 'b'), name === 'posix' ? 'a/b' : 'a\\b'))
const common = { ...wellKnown, Path, cwd, posix: flavour('posix'), win32: flavour('win32'), mounts: value('mounts', (own) => assert.deepEqual(own, {})) }
const own = (separator) => ({
  sep: value('sep', (sep) => assert.equal(sep, separator)),
  delimiter: value('delimiter', (delimiter) => assert.equal(delimiter, separator === '/' ? ':' : ';')),
  default: value('default', (all) => assert.equal(all.join('a', 'b'), `a${separator}b`))
})

export default {
  path: { ...functions('posix'), ...common, ...own('/') },
  'path/index': { ...functions('posix'), ...common, ...own('/') },
  'path/posix': { ...functions('posix'), ...common, ...own('/') },
  'path/win32': { ...functions('win32'), ...common, ...own('\\') },
  'path/well-known': { ...wellKnown, default: value('default', (all) => assert.match(all.HOME, /^\//)) },
  'path/mounts': { default: value('default', (all) => assert.deepEqual(all, {})) },
  'path/path': {
    ...withOptions,
    cwd: { does: cwd.does, refuses: (m) => assert.throws(() => m.cwd({ sep: 5 }), { code: 'ERR_INVALID_ARG_VALUE' }) },
    parse: functions('posix').parse,
    origin: { does: (m) => assert.equal(m.origin(), globalThis.location?.origin ?? 'null'), refuses: null },
    Path,
    default: value('default', (all) => assert.equal(all.name, 'Path'))
  }
}
