import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })

/** What it does with files is in module.test.js. */
const createRequire = {
  does (m) {
    const require = m.createRequire('file:///app/index.js')
    assert.equal(typeof require('events').EventEmitter, 'function')
    assert.equal(require.resolve('node:events'), 'node:events')
  },
  refuses (m) {
    for (const bad of ['relative', 5, undefined, null]) {
      assert.throws(() => m.createRequire(bad), { code: 'ERR_INVALID_ARG_VALUE' })
    }
  }
}
const isBuiltin = {
  does: (m) => assert.deepEqual(['events', 'node:events', 'none'].map((name) => m.isBuiltin(name)), [true, true, false]),
  refuses: (m) => assert.deepEqual([m.isBuiltin(5), m.isBuiltin(), m.isBuiltin('__proto__')], [false, false, false])
}
const builtins = {
  does: (m) => assert.deepEqual([m.builtins.path.posix.join('a', '..', 'b'), 'none' in m.builtins], ['b', false]),
  refuses: null
}

export default {
  module: {
    builtinModules: value('builtinModules', (own) => assert.ok(own.includes('events'))),
    builtins,
    createRequire,
    isBuiltin,
    Module: {
      does (m) {
        const own = new m.Module('/a/b.js')
        assert.deepEqual([own.loaded, own.children, own.exports, m.Module.wrap('x')], [false, [], {}, `${m.Module.wrapper[0]}x${m.Module.wrapper[1]}`])
      },
      refuses: (m) => assert.throws(() => new m.Module(5), { code: 'ERR_INVALID_ARG_TYPE' })
    },
    default: value('default', (own) => assert.equal(typeof own.createRequire, 'function'))
  },
  'commonjs/builtins': {
    builtins,
    isBuiltin,
    runtimeModules: value('runtimeModules', (own) => assert.ok(own.has('ipc'))),
    getBuiltin: {
      does: (m) => assert.equal(m.getBuiltin('socket:events'), m.builtins.events),
      refuses: (m) => assert.throws(() => m.getBuiltin('none'), { code: 'MODULE_NOT_FOUND' })
    },
    defineBuiltin: {
      does (m) {
        m.defineBuiltin('mine', { a: 1 })
        assert.deepEqual(m.getBuiltin('mine'), { a: 1 })
        delete m.builtins.mine
      },
      refuses: (m) => assert.throws(() => m.defineBuiltin(5, {}), { code: 'ERR_INVALID_ARG_TYPE' })
    },
    default: value('default', (own) => assert.equal(typeof own.events, 'function'))
  },
  perf_hooks: {
    performance: value('performance', (own) => assert.ok(own.now() > 0)),
    timerify: {
      does: (m) => assert.equal(m.timerify((a) => a + 1)(1), 2),
      refuses: (m) => assert.throws(() => m.timerify(5), { code: 'ERR_INVALID_ARG_TYPE' })
    }
  }
}
