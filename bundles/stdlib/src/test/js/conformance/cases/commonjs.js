/** What `require` is made of, tried with the packages that the app of these cases brings. */
import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const unfit = { code: 'ERR_INVALID_ARG_VALUE' }
const origin = globalThis.document === undefined ? 'socket://com.example.conformance' : location.origin
const root = `${origin}/`
const home = `${root}node_modules/small/`
const serialize = Symbol.for('socket.runtime.serialize')

const loader = {
  Loader: {
    does ({ Loader }) {
      const own = new Loader(root, { headers: { 'x-test': 'a' } })
      assert.deepEqual([own.origin, own.headers.get('x-test'), own.resolve('a/b.js'), Loader.resolve('../c', `${root}a/b`)], [root, 'a', `${root}a/b.js`, `${root}c`])
      const response = own.load('./node_modules/small/lib/main')
      assert.deepEqual([response.ok, response.id, response.text.includes('require')], [true, `${home}lib/main.js`, true])
      assert.equal(own.load(response.id), response)
      assert.equal(own.load('./node_modules/none').ok, false)
      assert.deepEqual([...own.load(`${home}lib/five.wasm`).buffer.subarray(0, 4)], [0, 0x61, 0x73, 0x6d])
      assert.deepEqual([own.status(`${home}lib/data`).ok, own.status(`${home}lib/gone.js`).ok], [true, false])
    },
    refuses ({ Loader }) {
      for (const bad of [undefined, null, 5, {}]) {
        assert.throws(() => new Loader(bad), invalid)
        assert.throws(() => new Loader(root).load(bad), invalid)
      }
      assert.throws(() => new Loader('http://'), unfit)
      assert.throws(() => new Loader(root, 5), invalid)
    }
  },
  Request: {
    does ({ Loader, Request }) {
      const own = new Loader(root)
      const request = new Request('lib/data.json', home, { loader: own })
      assert.deepEqual([request.id, request.origin, request.loader === own, request.status.status], [`${home}lib/data.json`, home, true, 0])
      assert.equal(JSON.parse(request.load().text).value, 5)
      assert.equal(request.status.ok, true)
      const copy = Request.from(JSON.parse(JSON.stringify(request)))
      assert.deepEqual([copy.url.href, copy.origin], [request.id, home])
      assert.deepEqual(request[serialize](), request.toJSON())
    },
    refuses ({ Request }) {
      assert.throws(() => new Request(5), invalid)
      assert.throws(() => new Request('http://['), unfit)
      assert.throws(() => Request.from(null), invalid)
      assert.equal(new Request(`${home}a\0b.js`).load().ok, false)
    }
  },
  RequestStatus: {
    does ({ Request, RequestStatus }) {
      const status = new RequestStatus(new Request(`${home}package.json`)).load()
      assert.deepEqual([status.status, +status, status.value, status.ok, status.location, status.origin], [200, 200, 200, true, `${home}package.json`, home])
      const copy = RequestStatus.from(JSON.parse(JSON.stringify(status)))
      assert.deepEqual([copy.status, copy.id], [200, status.id])
      assert.equal(new RequestStatus(new Request(`${home}gone.js`)).load().status, 404)
    },
    refuses ({ Request, RequestStatus }) {
      assert.throws(() => new RequestStatus({}), invalid)
      assert.throws(() => new RequestStatus(new Request(root), 5), invalid)
      assert.throws(() => RequestStatus.from(5), invalid)
    }
  },
  Response: {
    does ({ Request, Response }) {
      const response = new Response(new Request(home), { status: 200, text: 'aä', headers: { 'x-a': 'b' } })
      assert.deepEqual([response.ok, response.text, response.buffer.byteLength, response.headers.get('x-a'), response.id], [true, 'aä', 3, 'b', home])
      assert.equal(Response.from(JSON.parse(JSON.stringify(response))).text, 'aä')
      assert.equal(new Response(new Request(home)).ok, false)
    },
    refuses ({ Response }) {
      assert.throws(() => new Response({}), invalid)
      assert.throws(() => Response.from(undefined), invalid)
    }
  },
  default: value('default', (own) => assert.equal(own.name, 'Loader'))
}

const packages = {
  detectESMSource: {
    does: (m) => assert.deepEqual(['export default 1', 'exports.a = 1'].map((text) => m.detectESMSource(text)), [true, false]),
    refuses: (m) => assert.throws(() => m.detectESMSource(5), invalid)
  },
  DEFAULT_PACKAGE_INDEX: value('DEFAULT_PACKAGE_INDEX', (own) => assert.equal(own, 'index.js')),
  DEFAULT_PACKAGE_MANIFEST_FILE_NAME: value('DEFAULT_PACKAGE_MANIFEST_FILE_NAME', (own) => assert.equal(own, 'package.json')),
  DEFAULT_PACKAGE_PREFIX: value('DEFAULT_PACKAGE_PREFIX', (own) => assert.equal(own, 'node_modules/')),
  DEFAULT_PACKAGE_VERSION: value('DEFAULT_PACKAGE_VERSION', (own) => assert.match(own, /^\d+\.\d+\.\d+$/)),
  DEFAULT_LICENSE: value('DEFAULT_LICENSE', (own) => assert.equal(typeof own, 'string')),
  Name: {
    does ({ Name }) {
      const name = new Name('@scope/small@1.2.3/lib/a.js')
      assert.deepEqual([name.organization, name.name, name.version, name.pathname, name.id, name.value, `${name}`, name.isRelative],
        ['@scope', '@scope/small', '1.2.3', '/lib/a.js', '@scope/small@1.2.3', '@scope/small/lib/a.js', '@scope/small@1.2.3/lib/a.js', false])
      assert.deepEqual([Name.from(name) === name, Name.from('./a').isRelative, Name.parse('npm:a', { version: '2.0.0' }).version, JSON.stringify(new Name('a'))], [true, true, '2.0.0', '"a"'])
      assert.deepEqual(['a', '@a/b', '@a', 'A b', '', '@/b', 'a\0'].map((text) => Name.canParse(text)), [true, true, false, false, false, false, false])
    },
    refuses ({ Name }) {
      assert.throws(() => new Name(5), invalid)
      assert.throws(() => new Name('@a'), unfit)
      assert.throws(() => new Name('a'.repeat(100_000)), unfit)
      assert.throws(() => Name.parse('a', 5), invalid)
      assert.equal(Name.canParse(null), false)
    }
  },
  Dependencies: {
    does ({ Dependencies, Package }) {
      const own = Package.load('small', { origin: root })
      assert.deepEqual([[...own.dependencies.keys()], own.dependencies.load().get('tiny').version, own.dependencies.origin], [['tiny'], '2.1.0', root])
      const more = new Dependencies(own, { a: '1.0.0' })
      assert.equal(more.add('b', '^1').name, 'b')
      assert.deepEqual([[...more.map.keys()], [...more.values()].length, [...more].length, [...more.entries()].length, more.get('c')], [['a', 'b'], 2, 2, 2, undefined])
    },
    refuses ({ Dependencies, Package }) {
      assert.throws(() => new Dependencies({}), invalid)
      assert.throws(() => new Dependencies(new Package('a', { origin: root }), 5), invalid)
      assert.throws(() => new Dependencies(new Package('a', { origin: root })).add('@b'), unfit)
    }
  },
  Package: {
    does ({ Package }) {
      const own = new Package('small', { origin: `${root}deep/a.js` })
      assert.deepEqual([own.loaded, own.version, own.name], [false, '0.0.0', 'small'])
      assert.equal(own.load(), true)
      assert.deepEqual([own.id, own.url, own.main, own.type, own.license, own.description, own.entry, own.info.name],
        ['small@1.2.3', home, 'lib/main.js', 'commonjs', 'Apache-2.0', 'A package of the tests', `${home}lib/main.js`, 'small'])
      assert.deepEqual([own.resolve('./lib/data.json'), own.exports, own.imports, own.organization], [`${home}lib/data.json`, {}, {}, null])
      assert.deepEqual([Package.load('./node_modules/tiny', { origin: root }).version, new Package('none', { origin: root }).load()], ['2.1.0', false])
    },
    refuses ({ Package }) {
      assert.throws(() => new Package(5), invalid)
      assert.throws(() => new Package(''), unfit)
      assert.throws(() => new Package('none', { origin: root }).resolve(), { code: 'MODULE_NOT_FOUND' })
      assert.throws(() => Package.load('small', { origin: root }).resolve(5), invalid)
      assert.throws(() => Package.load('small', { origin: root }).resolve('gone'), { code: 'MODULE_NOT_FOUND' })
      assert.equal(new Package('none', { origin: root }).entry, null)
    }
  },
  default: value('default', (own) => assert.equal(own.name, 'Package'))
}

const required = (module) => ({ ...module.require('small') })

const module = {
  createRequire: {
    does: (m) => assert.deepEqual({ ...m.createRequire(`${root}main.js`)('small') }, { value: 5, tiny: 'tiny', five: 5 }),
    refuses (m) {
      for (const bad of [undefined, 5, 'relative']) {
        assert.throws(() => m.createRequire(bad), unfit)
      }
      assert.throws(() => m.createRequire(root)('none'), { code: 'MODULE_NOT_FOUND' })
      assert.throws(() => m.createRequire(root)(''), unfit)
    }
  },
  builtinModules: value('builtinModules', (own) => assert.ok(own.includes('fs/promises'))),
  COMMONJS_WRAPPER: value('COMMONJS_WRAPPER', (own) => assert.match(own.join(''), /^\(function \(exports, require, module.*\}\);$/s)),
  ImportMap: {
    does ({ ImportMap }) {
      const own = new ImportMap().extend({ imports: { a: 'b', 'c/': 'd/' } })
      assert.deepEqual([own.imports, own.resolve('a'), own.resolve('c/e'), own.resolve('f')], [{ a: 'b', 'c/': 'd/' }, 'b', 'd/e', 'f'])
    },
    refuses ({ ImportMap }) {
      assert.throws(() => new ImportMap().extend(null), invalid)
      assert.throws(() => new ImportMap().extend({ imports: 5 }), invalid)
      assert.throws(() => new ImportMap().extend({ imports: { a: 5 } }), invalid)
    }
  },
  State: {
    does: ({ State }) => assert.deepEqual({ ...new State({ loaded: true }) }, { loading: false, loaded: true, error: null }),
    refuses: ({ State }) => assert.throws(() => new State(5), invalid)
  },
  ModuleScope: {
    does ({ Module, ModuleScope }) {
      const own = new Module(`${root}a.js`)
      const scope = new ModuleScope(own)
      scope.exports = { a: 1 }
      assert.deepEqual([own.exports, scope.id, scope.filename, scope.loaded, scope.children], [{ a: 1 }, own.id, '/a.js', false, []])
      assert.deepEqual(scope.toJSON(), { id: own.id, filename: '/a.js', loaded: false, children: [], exports: { a: 1 } })
    },
    refuses: ({ ModuleScope }) => assert.throws(() => new ModuleScope({}), invalid)
  },
  ModuleLoader: {
    does ({ Module, ModuleLoader, JSONModuleLoader, WASMModuleLoader }) {
      assert.deepEqual(['a.json', 'a.wasm', 'a'].map((name) => ModuleLoader.from(new Module(root + name)).constructor.name),
        [JSONModuleLoader.name, WASMModuleLoader.name, 'JavaScriptModuleLoader'])
      const own = new Module(`${home}lib/data.json`)
      assert.deepEqual([ModuleLoader.load(own), own.exports, new ModuleLoader().load(new Module(`${root}gone.js`))], [true, { value: 5 }, false])
    },
    refuses ({ ModuleLoader }) {
      assert.throws(() => ModuleLoader.from(null), invalid)
      assert.throws(() => new ModuleLoader().load({}), invalid)
    }
  },
  JavaScriptModuleLoader: {
    does ({ Module, JavaScriptModuleLoader }) {
      const own = new Module(`${home}lib/main.js`)
      assert.deepEqual([new JavaScriptModuleLoader().load(own), own.exports.tiny], [true, 'tiny'])
    },
    refuses: ({ Module, JavaScriptModuleLoader }) => assert.equal(new JavaScriptModuleLoader().load(new Module(`${root}gone.js`)), false)
  },
  JSONModuleLoader: {
    does ({ Module, JSONModuleLoader }) {
      const own = new Module(`${home}lib/data.json`)
      assert.deepEqual([new JSONModuleLoader().load(own), own.exports], [true, { value: 5 }])
    },
    refuses: ({ Module, JSONModuleLoader }) => assert.throws(() => new JSONModuleLoader().load(new Module(`${home}lib/broken.json`)), SyntaxError)
  },
  WASMModuleLoader: {
    does ({ Module, WASMModuleLoader }) {
      const own = new Module(`${home}lib/five.wasm`)
      assert.deepEqual([new WASMModuleLoader().load(own), own.exports.five()], [true, 5])
    },
    refuses: ({ Module, WASMModuleLoader }) => assert.throws(() => new WASMModuleLoader().load(new Module(`${home}lib/data.json`)), WebAssembly.CompileError)
  },
  Module: {
    does ({ Module }) {
      const own = new Module(`${root}a.js`)
      delete Module.cache[`${home}lib/main.js`]
      assert.deepEqual(required(own), { value: 5, tiny: 'tiny', five: 5 })
      assert.deepEqual([own.children.map(({ id }) => id), Module.cache[`${home}lib/main.js`].loaded, own.createRequire() === own.require], [[`${home}lib/main.js`], true, true])
      assert.deepEqual([own.resolve('small'), own.resolve('node:path'), own.origin, own.scope.id], [`${home}lib/main.js`, 'node:path', root, own.id])
      assert.deepEqual([Module.from(`${home}lib/main.js`).package.id, own.createModule('b.js').parent === own, Module.from(own) === own], ['small@1.2.3', true, true])
      assert.equal(Module.compile('return exports + require', { filename: 'a b' })(1, 2), 3)
      assert.equal(Module.main.main, Module.main)
      Module.resolvers.push((specifier) => specifier === 'mine' ? 'node:path' : null)
      Module.importmap.extend({ imports: { 'mapped/': 'small/lib/' } })
      try {
        assert.deepEqual([own.resolve('mine'), own.require('mapped/data.json').value], ['node:path', 5])
      } finally {
        Module.resolvers.pop()
      }
      const events = []
      const failing = new Module(`${home}lib/broken.json`)
      failing.addEventListener('error', ({ error }) => events.push(error.name))
      assert.throws(() => failing.load(), SyntaxError)
      assert.deepEqual([events, failing.error.name, failing.loading, failing.loaded, Module.current], [['SyntaxError'], 'SyntaxError', false, false, null])
    },
    refuses ({ Module }) {
      assert.throws(() => new Module(5), invalid)
      assert.throws(() => Module.compile(null), invalid)
      assert.throws(() => Module.compile('}'), SyntaxError)
      assert.throws(() => new Module(`${root}gone.js`).load(), { code: 'MODULE_NOT_FOUND' })
      assert.throws(() => new Module(root).require(5), invalid)
      assert.throws(() => new Module(root).require('a\0b'), { code: 'MODULE_NOT_FOUND' })
    }
  },
  default: value('default', (own) => assert.equal(own.name, 'Module'))
}

export default {
  'commonjs/loader': loader,
  'commonjs/package': packages,
  'commonjs/module': module,
  commonjs: {
    builtins: value('builtins', (own) => assert.equal(typeof own.events, 'function')),
    createRequire: module.createRequire,
    Loader: loader.Loader,
    Module: module.Module,
    Package: packages.Package,
    default: value('default', (own) => assert.deepEqual(Object.keys(own), ['Loader', 'Module', 'Package', 'builtins', 'createRequire']))
  },
  'node-esm-loader': {
    resolve: {
      async does (m) {
        const next = async (specifier) => ({ url: `next:${specifier}` })
        assert.match((await m.resolve('socket:fs/promises', {}, next)).url, /\/fs\/promises\.js$/)
        assert.deepEqual(await m.resolve('node:fs', {}, next), { url: 'next:node:fs' })
        assert.deepEqual(await m.resolve('socket://app/a.js', {}, next), { url: 'next:socket://app/a.js' })
        assert.deepEqual(await m.resolve('socket:../a', {}, next), { url: 'next:socket:../a' })
      },
      async refuses (m) {
        await assert.rejects(m.resolve(5, {}, () => {}), invalid)
        await assert.rejects(m.resolve('socket:a', {}), invalid)
      }
    },
    default: value('default', (own) => assert.equal(own.name, 'resolve'))
  },
  'npm/service-worker': {
    onRequest: {
      async does (m) {
        if (globalThis.document === undefined) {
          return // packages are looked for beside the page
        }
        assert.match(await (await m.onRequest(new Request('npm:small'))).text(), /tiny/)
        assert.equal((await (await m.onRequest(new Request(`${root}small/lib/data.json`))).json()).value, 5)
        assert.equal((await m.onRequest(new Request(`${root}none`))).status, 404)
      },
      async refuses (m) {
        for (const bad of [undefined, null, 'npm:small', {}]) {
          await assert.rejects(m.onRequest(bad), invalid)
        }
        assert.equal((await m.onRequest(new Request(`${root}small`, { method: 'DELETE' }))).status, 405)
        assert.equal((await m.onRequest(new Request(`${root}%00`))).status, 404)
      }
    },
    default: { does: async (m) => assert.equal((await m.default(new Request(`${root}none`))).status, 404), refuses: (m) => assert.rejects(m.default(5), invalid) }
  }
}
