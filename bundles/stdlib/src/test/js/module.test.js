import assert from 'node:assert/strict'
import test from 'node:test'
import { install } from './fake-platform.js'
import './conformance/host.js'

install()
const Platform = globalThis.XMLHttpRequest
const root = 'socket://com.example.app/'
const files = {}

/** Serves the files of the app; what is for the platform goes there. */
globalThis.XMLHttpRequest = class extends Platform {
  open (method, url, isAsync) {
    this.file = url.startsWith(root) ? url.slice(root.length) : null
    super.open(method, url, isAsync)
  }

  send (body) {
    if (this.file === null) {
      super.send(body)
    } else {
      this.status = Object.hasOwn(files, this.file) ? 200 : 404
      this.responseText = files[this.file] ?? ''
    }
  }
}

const { Module, builtinModules, createRequire, isBuiltin } = await import('socket:module')

/** An app with these files; each in a folder of its own. */
let count = 0
function app (contents) {
  const folder = `app${count++}/`
  for (const [name, text] of Object.entries(contents)) {
    files[folder + name] = typeof text === 'string' ? text : JSON.stringify(text)
  }
  return createRequire(`${root}${folder}index.js`)
}

test('should require files, folders and JSON', () => {
  const require = app({
    'a.js': 'exports.name = __filename; exports.dir = __dirname; exports.b = require("./b")',
    'b/index.js': 'module.exports = require("../c.json").value',
    'c.json': { value: 5 },
    'd.cjs': '#!/usr/bin/env node\nmodule.exports = this === exports && typeof process.cwd'
  })
  const a = require('./a')
  assert.deepEqual([a.name, a.dir, a.b], ['/app0/a.js', '/app0', 5])
  assert.equal(require('./a.js'), a)
  assert.equal(require('./d.cjs'), 'function')
  assert.equal(require.resolve('./b'), `${root}app0/b/index.js`)
})

test('should require packages of node_modules', () => {
  const require = app({
    'node_modules/plain/package.json': { main: 'lib/main' },
    'node_modules/plain/lib/main.js': 'module.exports = "plain"',
    'node_modules/plain/extra.js': 'module.exports = require("@scope/modern/sub/x")',
    'node_modules/@scope/modern/package.json': {
      name: '@scope/modern', exports: { '.': { import: './no.mjs', require: './main.cjs' }, './sub/*': './lib/*.js', './gone': null }, imports: { '#own': './lib/own.js' }
    },
    'node_modules/@scope/modern/main.cjs': 'module.exports = require("#own") + require("@scope/modern/sub/x")',
    'node_modules/@scope/modern/lib/own.js': 'module.exports = "own"',
    'node_modules/@scope/modern/lib/x.js': 'module.exports = "x"'
  })
  assert.equal(require('plain'), 'plain')
  assert.equal(require('npm:plain@1.2.3/extra'), 'x')
  assert.equal(require('@scope/modern'), 'ownx')
  assert.throws(() => require('@scope/modern/lib/x.js'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' })
  assert.throws(() => require('@scope/modern/gone'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' })
  assert.throws(() => require('#what'), { code: 'ERR_PACKAGE_IMPORT_NOT_DEFINED' })
})

test('should give what there is by now in a cycle', () => {
  const require = app({
    'a.js': 'exports.early = 1; exports.seen = require("./b").seen; exports.late = 2',
    'b.js': 'exports.seen = { ...require("./a") }'
  })
  assert.deepEqual({ ...require('./a') }, { early: 1, seen: { early: 1 }, late: 2 })
})

test('should know the modules of the platform by each of their names', () => {
  const require = app({})
  assert.equal(require('node:events'), require('events'))
  assert.equal(require('socket:path').join('a', 'b'), 'a/b')
  assert.equal(require('url').parse('http://a/b').host, 'a')
  assert.equal(new (require('buffer').Buffer)('a').length, 1)
  assert.ok(isBuiltin('fs/promises') && isBuiltin('socket:ipc') && !isBuiltin('node:ipc') && !isBuiltin('toString'))
  assert.ok(builtinModules.includes('util'))
  assert.equal(require('util').inherits.name, 'inherits')
})

test('should refuse what cannot be required', () => {
  const require = app({
    'bad.json': '{', 'esm.js': 'export default 1', 'throws.js': 'throw new Error("boom " + (globalThis.times = (globalThis.times ?? 0) + 1))',
    'typed/package.json': { type: 'module' }, 'typed/a.js': '1', 'node_modules/broken/package.json': '{', 'node_modules/out/package.json': { exports: './../../a.js' }
  })
  assert.throws(() => require('./nothing'), { code: 'MODULE_NOT_FOUND', requireStack: [`${root}app4/index.js`] })
  assert.throws(() => require('nothing'), { code: 'MODULE_NOT_FOUND' })
  assert.throws(() => require('node:nothing'), { code: 'MODULE_NOT_FOUND' })
  assert.throws(() => require(''), { code: 'ERR_INVALID_ARG_VALUE' })
  assert.throws(() => require(5), { code: 'ERR_INVALID_ARG_TYPE' })
  assert.throws(() => require('./bad.json'), SyntaxError)
  assert.throws(() => require('./esm'), { code: 'ERR_REQUIRE_ESM' })
  assert.throws(() => require('./typed/a.js'), { code: 'ERR_REQUIRE_ESM' })
  assert.throws(() => require('broken'), { code: 'ERR_INVALID_PACKAGE_CONFIG' })
  assert.throws(() => require('out'), { code: 'ERR_INVALID_PACKAGE_TARGET' })
  assert.throws(() => require('./throws'), { message: 'boom 1' })
  assert.throws(() => require('./throws'), { message: 'boom 2' })
  assert.throws(() => createRequire('relative'), { code: 'ERR_INVALID_ARG_VALUE' })
  assert.throws(() => new Module(5), { code: 'ERR_INVALID_ARG_TYPE' })
})
