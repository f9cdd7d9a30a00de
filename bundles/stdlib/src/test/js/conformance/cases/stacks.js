/** What is running: stacks of errors, and resources. */
import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const error = new RangeError('no')

/** The same two calls, as JavaScriptCore and V8 write them. */
const STACKS = [
  'inner@socket://app/a.js:3:9\nmodule code@socket://app/b.js:10:1',
  'RangeError: no\n    at inner (socket://app/a.js:3:9)\n    at socket://app/b.js:10:1'
]

const ids = {
  executionAsyncId: { does: (m) => assert.equal(m.executionAsyncId(), m.TOP_LEVEL_ASYNC_RESOURCE_ID), refuses: null },
  triggerAsyncId: { does: (m) => assert.equal(new m.CoreAsyncResource('a').runInAsyncScope(() => m.triggerAsyncId()), m.executionAsyncId()), refuses: null },
  executionAsyncResource: {
    does (m) {
      const own = new m.CoreAsyncResource('a')
      assert.deepEqual([m.executionAsyncResource() === m.topLevelAsyncResource, own.runInAsyncScope(() => m.executionAsyncResource()) === own], [true, true])
    },
    refuses: null
  },
  getNextAsyncResourceId: { does: (m) => assert.equal(m.getNextAsyncResourceId() + 1, m.getNextAsyncResourceId()), refuses: null },
  getDefaultExecutionAsyncId: {
    does (m) {
      const own = new m.CoreAsyncResource('a')
      assert.equal(own.runInAsyncScope(() => m.getDefaultExecutionAsyncId()), own.asyncId())
      m.state.defaultExecutionAsyncId = 77
      try {
        assert.deepEqual([m.getDefaultExecutionAsyncId(), new m.CoreAsyncResource('a').triggerAsyncId()], [77, 77])
      } finally {
        m.state.defaultExecutionAsyncId = -1
      }
    },
    refuses: null
  },
  getTopLevelAsyncResourceName: { does: (m) => assert.match(m.getTopLevelAsyncResourceName(), /^\w+$/), refuses: null }
}

/** Hooks that keep what they are told. */
function listening (m, story) {
  const told = []
  const hook = Object.fromEntries(['init', 'before', 'after', 'destroy', 'promiseResolve'].map((name) => [name, (...args) => told.push([name, ...args])]))
  m.hooks.add(hook)
  try {
    story(told)
  } finally {
    m.hooks.delete(hook)
  }
}

export default {
  'internal/async/hooks': {
    ...ids,
    dispatch: {
      does: (m) => listening(m, (told) => {
        m.dispatch('init', 5, 'TYPE', 1, m.state)
        m.dispatch('destroy', 5)
        assert.deepEqual(told.map((item) => item.slice(0, 3)), [['init', 5, 'TYPE'], ['destroy', 5, undefined]])
      }),
      refuses: (m) => ['none', undefined, 5, '__proto__'].forEach((bad) => assert.throws(() => m.dispatch(bad, 1), invalid))
    },
    wrap: {
      does: (m) => listening(m, (told) => {
        const wrapped = m.wrap(function (a) { return [this, a, m.executionAsyncId()] }, 'TYPE')
        const [self, argument, id] = wrapped.call('self', 2)
        assert.deepEqual([String(self), argument, told.map(([name, own]) => [name, own === id])], ['self', 2, [['init', true], ['before', true], ['after', true]]])
        assert.equal(m.wrap(() => m.executionAsyncId(), 'TYPE', 99)(), 99)
      }),
      refuses (m) {
        assert.throws(() => m.wrap(5, 'TYPE'), invalid)
        assert.throws(() => m.wrap(() => {}), invalid)
        assert.throws(m.wrap(() => { throw new RangeError('own') }, 'TYPE'), RangeError)
        assert.equal(m.executionAsyncId(), m.TOP_LEVEL_ASYNC_RESOURCE_ID)
      }
    },
    TOP_LEVEL_ASYNC_RESOURCE_ID: value('TOP_LEVEL_ASYNC_RESOURCE_ID', (own) => assert.equal(own, 1)),
    state: value('state', (own) => assert.ok(own.lastId >= 1)),
    hooks: value('hooks', (own) => assert.ok(own instanceof Set)),
    topLevelAsyncResource: value('topLevelAsyncResource', (own) => assert.equal(own.asyncId(), 1)),
    CoreAsyncResource: {
      does: (m) => listening(m, (told) => {
        const own = new m.CoreAsyncResource('TYPE')
        const bound = own.bind((a) => a + 1)
        assert.deepEqual([bound(1), own.type, own.destroyed, own.emitDestroy().destroyed], [2, 'TYPE', false, true])
        own.emitDestroy()
        assert.deepEqual(told.map(([name]) => name), ['init', 'before', 'after', 'destroy'])
      }),
      refuses (m) {
        assert.throws(() => new m.CoreAsyncResource(5), invalid)
        assert.throws(() => new m.CoreAsyncResource(''), { code: 'ERR_ASYNC_TYPE' })
        assert.throws(() => new m.CoreAsyncResource('a', -2), { code: 'ERR_INVALID_ASYNC_ID' })
        assert.throws(() => new m.CoreAsyncResource('a').runInAsyncScope(5), invalid)
      }
    },
    TopLevelAsyncResource: {
      does: (m) => assert.deepEqual([new m.TopLevelAsyncResource().asyncId(), m.topLevelAsyncResource instanceof m.TopLevelAsyncResource], [1, true]),
      refuses: (m) => assert.throws(() => m.TopLevelAsyncResource(), TypeError)
    },
    default: value('default', (own) => assert.ok(own instanceof Set))
  },
  'internal/callsite': {
    createCallSites: {
      does (m) {
        for (const stack of STACKS) {
          const list = m.createCallSites(error, stack)
          assert.deepEqual(list.map((site) => [site.getFileName(), site.getLineNumber(), site.getColumnNumber(), site.isTopLevel()]),
            [['socket://app/a.js', 3, 9, false], ['socket://app/b.js', 10, 1, true]])
        }
        const [own] = m.createCallSites(new Error('here'))
        assert.ok(own.getLineNumber() > 0)
      },
      refuses (m) {
        for (const bad of [undefined, null, 5, {}]) {
          assert.throws(() => m.createCallSites(bad), invalid)
        }
        assert.throws(() => m.createCallSites(error, 5), invalid)
        assert.equal(m.createCallSites(error, '@:'.repeat(10_000) + '\n'.repeat(10_000)).length, 1)
      }
    },
    StackFrameLocation: {
      does (m) {
        const own = m.StackFrameLocation.from({ lineNumber: 3, sourceURL: 'a' })
        assert.deepEqual([own.toJSON(), own[Symbol.for('socket.runtime.serialize')]()], Array(2).fill({ lineNumber: 3, columnNumber: null, sourceURL: 'a', isNative: false }))
      },
      refuses: (m) => assert.throws(() => m.StackFrameLocation.from(null), invalid)
    },
    StackFrame: {
      does (m) {
        for (const line of ['inner@a.js:3:9', '    at inner (a.js:3:9)']) {
          const { symbol, location, source } = m.StackFrame.from(error, line)
          assert.deepEqual([symbol, location.sourceURL, location.lineNumber, location.columnNumber, source], ['inner', 'a.js', 3, 9, line.trim()])
        }
        assert.deepEqual(['at Array.map (<anonymous>)', 'map@[native code]', 'at native'].map((line) => m.StackFrame.parse(line).location.isNative), [false, true, true])
        assert.deepEqual(new m.StackFrame(error).toJSON(), { location: new m.StackFrameLocation().toJSON(), symbol: null, source: null })
      },
      refuses (m) {
        assert.throws(() => new m.StackFrame({}), invalid)
        assert.throws(() => m.StackFrame.parse(5), invalid)
        assert.equal(m.StackFrame.parse('').symbol, null)
      }
    },
    CallSite: {
      does (m) {
        const of = (line) => new m.CallSite(error, line)
        const method = of('at new Shape.draw (a.js:1:2)')
        assert.deepEqual([method.getFunctionName(), method.getTypeName(), method.getMethodName(), method.isConstructor(), `${method}`],
          ['Shape.draw', 'Shape', 'draw', true, 'new Shape.draw (a.js:1:2)'])
        const all = of('at async Promise.all (index 3)')
        assert.deepEqual([all.isAsync(), all.isPromiseAll(), all.getPromiseIndex(), of('eval code@').isEval(), of('map@[native code]').isNative()], [true, true, 3, true, true])
        assert.deepEqual([method.getThis(), method.getFunction(), method.getPosition(), method.getEvalOrigin(), method.previous, method.error], [undefined, undefined, null, null, null, error])
        assert.equal(method.toJSON().frame.symbol, 'new Shape.draw')
      },
      refuses (m) {
        assert.throws(() => new m.CallSite('no', 'a@b:1:1'), invalid)
        assert.throws(() => new m.CallSite(error), invalid)
      }
    },
    CallSiteList: {
      does (m) {
        const list = m.CallSiteList.from(error, STACKS[0])
        assert.deepEqual([list.length, list.error, list[1].previous === list[0], list.sources.length], [2, error, true, 2])
        assert.equal(list.stack, 'RangeError: no\n    at inner (socket://app/a.js:3:9)\n    at module code (socket://app/b.js:10:1)')
        list.push(list[0])
        list.pop()
        list.unshift(new m.CallSite(error, 'first@c.js:1:1'))
        assert.deepEqual([list.length, list[0].getFunctionName(), list.toJSON().length], [3, 'first', 3])
      },
      refuses (m) {
        assert.throws(() => new m.CallSiteList(5), invalid)
        assert.throws(() => m.CallSiteList.from(error, STACKS[0]).unshift({}), invalid)
      }
    },
    default: value('default', (own) => assert.equal(own.name, 'CallSite'))
  }
}
