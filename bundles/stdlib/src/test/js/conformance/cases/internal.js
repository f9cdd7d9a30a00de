/** What the original keeps for itself and apps may import nevertheless. */
import assert from 'node:assert/strict'
import os from 'node:os'
import path from 'node:path'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const scope = globalThis
/** A module of WebAssembly with nothing in it. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)

const compiles = (name, check) => ({
  does: async (m) => check(await m[name](Promise.resolve(new Response(EMPTY, { headers: { 'content-type': 'text/plain' } })))),
  async refuses (m) {
    for (const bad of [undefined, null, 5, 'text', {}]) {
      await assert.rejects(m[name](bad), invalid)
    }
    await assert.rejects(m[name](new Response('no module')), WebAssembly.CompileError)
    await assert.rejects(m[name](new Response('', { status: 404 })), TypeError)
    await assert.rejects(m[name](Promise.reject(new RangeError('late'))), RangeError)
  }
})

const askedFor = (name) => ({
  async does (m) {
    try {
      const status = await m[name]({ name: m.types.PERSISTENT_STORAGE })
      assert.ok(['granted', 'denied', 'prompt'].includes(status.state))
    } catch (error) { // what the engine does not know
      assert.ok(['NotSupportedError', 'TypeError'].includes(error.name), String(error))
    }
  },
  async refuses (m) {
    for (const bad of [undefined, null, 5, 'geolocation']) {
      await assert.rejects(m[name](bad), invalid)
    }
    await assert.rejects(m[name]({ name: 'none' }), TypeError)
    await assert.rejects(m[name]({}), TypeError)
    await assert.rejects(m[name]({ name: 'push' }, { signal: 5 }), invalid)
    await assert.rejects(m[name]({ name: 'push' }, { signal: AbortSignal.abort() }), { name: 'AbortError' })
  }
})

const positions = (name, call) => ({
  async does (m) {
    if (m.platform === null) {
      await assert.rejects(async () => m[name](() => {}), { name: 'NotSupportedError' })
      return
    }
    await call(m)
  },
  async refuses (m) {
    for (const bad of [undefined, null, 5, {}]) {
      await assert.rejects(async () => m[name](bad), invalid)
    }
    await assert.rejects(async () => m[name](() => {}, 5), invalid)
    await assert.rejects(async () => m[name](() => {}, null, 5), invalid)
  }
})

async function inFolder (story) {
  const { default: fs } = await import('socket:fs/promises')
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'bootstrap-'))
  try {
    await story(folder, fs)
  } finally {
    await fs.rm(folder, { recursive: true })
  }
}

const settled = (started) => new Promise((resolve, reject) => {
  started.once('success', resolve)
  started.once('error', reject)
})

/** Of `abc`, as FIPS 180-2 has it. */
const SHA256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

export default {
  'internal/serialize': {
    default: {
      does ({ default: serialize }) {
        const marked = { [Symbol.for('socket.runtime.serialize')]: () => 'told' }
        const date = new Date(0)
        assert.deepEqual(serialize({ a: [marked, 1, null], b: marked, date }), { a: ['told', 1, null], b: 'told', date })
        const loop = {}
        loop.self = loop
        const copy = serialize(loop)
        assert.equal(copy.self, copy)
      },
      refuses: ({ default: serialize }) => assert.deepEqual([serialize(undefined), serialize(null), serialize('x')], [undefined, null, 'x'])
    }
  },
  'internal/globals': {
    get: {
      does (m) {
        m.default.register('conformance', 7)
        assert.equal(m.get('conformance'), 7)
        assert.equal(m.get('never registered'), null)
      },
      refuses (m) {
        assert.throws(() => m.get(5), invalid)
        assert.throws(() => m.get(''), { code: 'ERR_INVALID_ARG_VALUE' })
      }
    },
    GlobalsRegistry: {
      does ({ GlobalsRegistry }) {
        const registry = new GlobalsRegistry()
        const made = registry.register('conformance', {})
        assert.deepEqual([registry.get('conformance') === made, registry.global === scope, typeof registry.symbol('x')], [true, true, 'symbol'])
      },
      refuses: ({ GlobalsRegistry }) => assert.throws(() => new GlobalsRegistry().register(undefined, 1), invalid)
    },
    default: value('default', (own) => assert.equal(own.get('never registered'), null))
  },
  'internal/error': {
    ...Object.fromEntries(['Error', 'URIError', 'EvalError', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'AggregateError'].map((name) =>
      [name, { does: (m) => assert.equal(m[name], scope[name]), refuses: (m) => assert.ok(new m[name]([]) instanceof Error) }])),
    ...Object.fromEntries(['MediaError', 'RTCError', 'OverconstrainedError', 'GeolocationPositionError', 'ApplePayError'].map((name) =>
      [name, { does: (m) => assert.equal(m[name], scope[name] ?? null), refuses: (m) => assert.ok(m[name] === null || typeof m[name] === 'function') }])),
    DefaultPlatformError: { does: (m) => assert.equal(m.DefaultPlatformError, Error), refuses: (m) => assert.equal(new m.DefaultPlatformError().message, '') },
    DEFAULT_ERROR_STACK_TRACE_LIMIT: value('DEFAULT_ERROR_STACK_TRACE_LIMIT', (own) => assert.ok(own > 0)),
    default: value('default', (own) => assert.equal(own.RangeError, RangeError))
  },
  'internal/events': {
    ApplicationURLEvent: {
      does ({ ApplicationURLEvent }) {
        const event = new ApplicationURLEvent('applicationurl', { url: 'app://open/a?b=1', data: 5 })
        assert.deepEqual([event.type, event.url.pathname, event.isValid, event.data, event.source], ['applicationurl', '/a', true, 5, 'app://open/a?b=1'])
        assert.equal(Object.prototype.toString.call(event), '[object ApplicationURLEvent]')
      },
      refuses ({ ApplicationURLEvent }) {
        assert.deepEqual([new ApplicationURLEvent().isValid, new ApplicationURLEvent('x', { url: 'no url' }).url], [false, null])
        assert.throws(() => ApplicationURLEvent(), TypeError)
      }
    },
    HotKeyEvent: {
      does ({ HotKeyEvent }) {
        const event = new HotKeyEvent('hotkey', { id: '1', hash: 2, sequence: ['ctrl', 'k'], expression: 'ctrl + k' })
        assert.deepEqual([event.id, event.hash, event.sequence, event.expression], ['1', 2, ['ctrl', 'k'], 'ctrl + k'])
      },
      refuses: ({ HotKeyEvent }) => assert.equal(new HotKeyEvent().id, null)
    },
    MenuItemEvent: {
      does ({ MenuItemEvent }) {
        const menu = {}
        const event = new MenuItemEvent('menuitem', { title: 'Open', tag: 'open', parent: 'File' }, menu)
        assert.deepEqual([event.title, event.tag, event.parent, event.menu === menu], ['Open', 'open', 'File', true])
      },
      refuses: ({ MenuItemEvent }) => assert.deepEqual([new MenuItemEvent().title, new MenuItemEvent().menu], [null, null])
    },
    SignalEvent: {
      does ({ SignalEvent }) {
        const event = new SignalEvent('SIGINT', { code: 2, message: 'interrupt' })
        assert.deepEqual([event.type, event.name, event.code, event.message], ['SIGINT', 'SIGINT', 2, 'interrupt'])
      },
      refuses: ({ SignalEvent }) => assert.throws(() => new SignalEvent(), TypeError)
    },
    default: value('default', (own) => assert.equal(own.SignalEvent.name, 'SignalEvent'))
  },
  'internal/primitives': {
    init: {
      does (m) {
        const installed = m.init()
        assert.deepEqual([m.init() === installed, typeof scope.process.nextTick, typeof scope.Buffer.from, scope.global === scope, typeof scope.setImmediate],
          [true, 'function', 'function', true, 'function'])
        for (const [name, own] of Object.entries(installed)) {
          assert.equal(scope[name], own)
        }
      },
      refuses: null
    },
    default: value('default', (own) => assert.deepEqual(Object.keys(own), ['init']))
  },
  'internal/init': { default: { does: (m) => assert.ok(Object.isFrozen(m.default) && typeof scope.AsyncLocalStorage === 'function'), refuses: null } },
  'internal/service-worker': {
    serviceWorker: value('serviceWorker', (own) => assert.ok(typeof own.register === 'function' && own instanceof EventTarget)),
    default: value('default', (own) => assert.equal(typeof own.getRegistrations, 'function'))
  },
  'internal/promise': {
    NativePromise: { does: (m) => assert.equal(m.NativePromise, Promise), refuses: (m) => assert.throws(() => new m.NativePromise(), TypeError) },
    NativePromisePrototype: value('NativePromisePrototype', (own) => assert.equal(own, Promise.prototype)),
    NativePromiseAll: {
      does: async (m) => assert.deepEqual(await m.NativePromiseAll.call(Promise, [1, Promise.resolve(2)]), [1, 2]),
      refuses: (m) => assert.rejects(m.NativePromiseAll.call(Promise, 5), TypeError)
    },
    NativePromiseAny: {
      does: async (m) => assert.equal(await m.NativePromiseAny.call(Promise, [Promise.reject(new Error('no')), 2]), 2),
      refuses: (m) => assert.rejects(m.NativePromiseAny.call(Promise, []), AggregateError)
    },
    Promise: {
      async does (m) {
        const { promise, resolve } = m.Promise.withResolvers()
        resolve(5)
        assert.ok(promise instanceof m.Promise)
        assert.equal(await promise.then((five) => five + 1), 6)
        const failing = m.Promise.withResolvers()
        failing.reject(new RangeError('no'))
        await assert.rejects(failing.promise, RangeError)
      },
      refuses: (m) => assert.throws(() => new m.Promise(5), TypeError)
    },
    default: value('default', (own) => assert.equal(own.name, 'Promise'))
  },
  'internal/scheduler': { default: value('default', (own) => assert.equal(typeof own.wait, 'function')) },
  'internal/webassembly': {
    instantiateStreaming: compiles('instantiateStreaming', ({ instance, module }) =>
      assert.ok(instance instanceof WebAssembly.Instance && module instanceof WebAssembly.Module)),
    compileStreaming: compiles('compileStreaming', (module) => assert.ok(module instanceof WebAssembly.Module)),
    default: value('default', (own) => assert.equal(typeof own.compileStreaming, 'function'))
  },
  'internal/post-message': { default: value('default', (own) => assert.equal(own, null)) },
  'internal/permissions': {
    query: askedFor('query'),
    request: askedFor('request'),
    types: value('types', (own) => assert.deepEqual([own.GEOLOCATION, own.CAMERA, Object.isFrozen(own)], ['geolocation', 'camera', true])),
    default: value('default', (own) => assert.equal(typeof own.query, 'function'))
  },
  'internal/geolocation': {
    getCurrentPosition: positions('getCurrentPosition', (m) => new Promise((resolve) => {
      m.getCurrentPosition(resolve, resolve, { timeout: 1 }) // found or not: one of the two is called
      setTimeout(resolve, 2000) // or the person is asked, and there is none
    })),
    watchPosition: positions('watchPosition', (m) => m.clearWatch(m.watchPosition(() => {}, () => {}, { timeout: 1 }))),
    clearWatch: { does: (m) => assert.equal(m.clearWatch(123456), undefined), refuses: (m) => assert.equal(m.clearWatch('none'), undefined) },
    platform: value('platform', (own) => assert.equal(own, scope.navigator?.geolocation ?? null)),
    default: value('default', (own) => assert.equal(typeof own.clearWatch, 'function'))
  },
  'commonjs/require': {
    createRequire: {
      does (m) {
        assert.equal(m.createRequire('/app/main.js')('path').sep, '/')
        assert.equal(m.default('/app/main.js').resolve('node:path'), 'node:path')
      },
      refuses (m) {
        for (const bad of [undefined, null, 5, {}, 'relative.js']) {
          assert.throws(() => m.createRequire(bad), { code: 'ERR_INVALID_ARG_VALUE' })
        }
        assert.throws(() => m.createRequire('/app/main.js')('node:nothing'), { name: 'ModuleNotFoundError' })
      }
    },
    globalPaths: value('globalPaths', (own) => assert.deepEqual(own, [])),
    Meta: {
      async does (m) {
        const { Module } = await import('socket:module')
        const parent = new Module('socket://app/a.js')
        const meta = new m.Meta(new Module('socket://app/b.js', parent))
        assert.deepEqual([meta.url, meta.referrer, new m.Meta(parent).referrer], ['socket://app/b.js', 'socket://app/a.js', 'socket://app/a.js'])
        assert.equal(m.createRequire(parent), parent.require)
      },
      refuses: (m) => assert.throws(() => new m.Meta({ url: 'x' }), invalid)
    },
    default: value('default', (own) => assert.equal(own.name, 'createRequire'))
  },
  bootstrap: {
    checkHash: {
      does: (m) => inFolder(async (folder, fs) => {
        await fs.writeFile(path.join(folder, 'f'), 'abc')
        assert.deepEqual([
          await m.checkHash(path.join(folder, 'f'), SHA256, 'sha256'),
          await m.checkHash(path.join(folder, 'f'), SHA256.toUpperCase(), 'sha256'),
          await m.checkHash(path.join(folder, 'f'), '00', 'sha256'),
          await m.checkHash(path.join(folder, 'none'), SHA256, 'sha256')
        ], [true, true, false, false])
      }),
      async refuses (m) {
        await assert.rejects(m.checkHash(5, SHA256, 'sha256'), invalid)
        await assert.rejects(m.checkHash('/none', undefined, 'sha256'), invalid)
        await assert.rejects(m.checkHash('/none', SHA256), invalid)
        await assert.rejects(m.checkHash('/none', SHA256, 'no-such-hash'))
        await assert.rejects(m.checkHash('a\0b', SHA256, 'sha256'), { code: 'ERR_INVALID_ARG_VALUE' })
      }
    },
    bootstrap: {
      does: (m) => inFolder(async (folder, fs) => {
        // what is there with the right hash is not fetched: nothing answers at this address
        const dest = path.join(folder, 'deep', 'f')
        const url = 'socket://nowhere.invalid/f'
        await fs.mkdir(path.dirname(dest))
        await fs.writeFile(dest, 'abc')
        assert.equal(await settled(m.bootstrap({ url, dest, hash: SHA256 })), dest)
        await assert.rejects(settled(m.bootstrap({ url, dest, hash: '00' })))
        assert.deepEqual(await fs.readdir(path.dirname(dest)), ['f'])
        const fetched = scope.fetch
        scope.fetch = async () => new Response('abc')
        try {
          await fs.writeFile(dest, 'old')
          const started = m.bootstrap({ url, dest, hash: SHA256 })
          const progress = []
          started.on('progress', (done) => progress.push(done))
          assert.equal(await settled(started), dest)
          assert.deepEqual([await fs.readFile(dest, 'utf8'), progress.at(-1)], ['abc', 3])
          await fs.writeFile(dest, 'old')
          await assert.rejects(settled(m.bootstrap({ url, dest, hash: 'ff' })), { code: 'ERR_HASH_MISMATCH' })
          assert.deepEqual([await fs.readFile(dest, 'utf8'), await fs.readdir(path.dirname(dest))], ['old', ['f']])
        } finally {
          scope.fetch = fetched
        }
      }),
      refuses (m) {
        assert.throws(() => m.bootstrap(), invalid)
        assert.throws(() => m.bootstrap({ url: 'x' }), invalid)
        assert.throws(() => m.bootstrap({ url: 5, dest: '/x' }), invalid)
        assert.throws(() => m.bootstrap({ url: 'x', dest: '' }), { code: 'ERR_INVALID_ARG_VALUE' })
        assert.throws(() => m.bootstrap({ url: 'x', dest: '/x', hashAlgorithm: 'no-such-hash' }))
      }
    },
    default: value('default', (own) => assert.deepEqual(Object.keys(own), ['bootstrap', 'checkHash']))
  }
}
