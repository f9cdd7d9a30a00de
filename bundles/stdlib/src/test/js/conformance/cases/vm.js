/** Contexts are frames, so that code is run in them in a page only; Node runs the same cases in its own. */
import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const hasContexts = (m) => typeof document !== 'undefined' || !('createReference' in m)

async function runs (m, run, context) {
  if (!hasContexts(m)) {
    return
  }
  assert.equal(await run('count += 1; var made = { list: [count] }; delete globalThis.gone; count * 2', context), 84)
  assert.deepEqual([context.count, [...context.made.list], 'gone' in context, 'kept' in context], [42, [42], false, true])
  assert.equal(typeof globalThis.made, 'undefined')
}
const globals = () => ({ count: 41, gone: 1, kept: null })

const runInContext = {
  async does (m) {
    const context = m.createContext(globals())
    await runs(m, (code, object) => m.runInContext(code, object), context)
    if (hasContexts(m)) {
      context.later = 'b'
      delete context.kept
      assert.equal(await m.runInContext('later + typeof kept + made.list.length', context), 'bundefined1')
      context.call = (text) => `called ${text}`
      assert.equal(await m.runInContext('call("back")', context), 'called back')
    }
  },
  async refuses (m) {
    await assert.rejects(async () => m.runInContext('1', {}), invalid)
    await assert.rejects(async () => m.runInContext('1', null), invalid)
    if (hasContexts(m)) {
      await assert.rejects(async () => m.runInContext('}', m.createContext({})), { name: 'SyntaxError' })
      await assert.rejects(async () => m.runInContext(Symbol('code'), m.createContext({})), TypeError)
    }
  }
}

const script = {
  async does (m) {
    const own = new m.Script('typeof count === "undefined" ? 0 : ++count', { filename: 'own.js' })
    assert.equal(await own.runInThisContext(), 0)
    if (hasContexts(m)) {
      const context = m.createContext({ count: 1 })
      assert.deepEqual([await own.runInContext(context), await own.runInContext(context), context.count], [2, 3, 3])
      assert.equal(await own.runInNewContext({ count: 9 }), 10)
    }
  },
  async refuses (m) {
    assert.throws(() => m.Script('1'), TypeError)
    await assert.rejects(async () => new m.Script('throw new RangeError("no")').runInThisContext(), RangeError)
    await assert.rejects(async () => new m.Script('}').runInThisContext(), SyntaxError)
  }
}

const reference = {
  does (m) {
    const object = {}
    const own = m.createReference(object, null)
    assert.deepEqual([m.Reference.isReference(own), m.getReference(own.id) === own, own.type, own.value === object, own.toJSON().type], [true, true, 'object', true, 'object'])
    own.release()
    assert.equal(m.getReference(own.id), undefined)
    const other = new m.Reference('mine', Array)
    assert.deepEqual([other.isIntrinsic, other.intrinsicType, other.name], [true, 'Array', 'Array'])
    m.putReference(other)
    assert.equal(m.getReference('mine'), other)
    m.removeReference('mine')
    assert.equal(m.getReference('mine'), undefined)
  },
  refuses (m) {
    assert.throws(() => new m.Reference(5), invalid)
    assert.throws(() => m.putReference({}), invalid)
    assert.deepEqual([m.getReference(5), m.removeReference('none'), m.Reference.isReference(null)], [undefined, undefined, false])
  }
}

const intrinsic = {
  does: (m) => assert.deepEqual([m.isIntrinsic(Map), m.getIntrinsicType(Math), m.getIntrinsicTypeString(JSON), m.isIntrinsic({})], [true, 'Math', '[object JSON]', false]),
  refuses: (m) => assert.deepEqual([m.isIntrinsic(null), m.getIntrinsicType(undefined), m.getIntrinsicTypeString('Map')], [false, null, null])
}

const refusesContexts = (name) => (m) => [undefined, null, 5, 'text', []].forEach((bad) => assert.throws(() => m[name](bad), invalid))

const referring = {
  does (m) {
    const greet = () => 'hello'
    const context = { greet, list: [greet], plain: 1 }
    context.self = context
    m.applyInputContextReferences(context)
    assert.deepEqual([context.greet.__vmScriptReference__, context.greet.type, typeof context.list[0], context.plain], [true, 'function', 'object', 1])
    const copy = structuredClone(context)
    assert.equal(m.applyOutputContextReferences(copy), copy)
    assert.deepEqual([copy.greet, copy.list[0], copy.plain], [greet, greet, 1])
    assert.deepEqual(m.applyOutputContextReferences({ a: { __vmScriptReference__: true, id: 'none' } }).a.id, 'none')
  },
  refuses (m) {
    refusesContexts('applyInputContextReferences')(m)
    refusesContexts('applyOutputContextReferences')(m)
  }
}

export default {
  vm: {
    createContext: {
      does (m) {
        const object = { a: 1 }
        assert.deepEqual([m.createContext(object) === object, m.isContext(m.createContext())], [true, true])
      },
      refuses: (m) => assert.throws(() => m.createContext('text'), invalid)
    },
    isContext: {
      does: (m) => assert.deepEqual([m.isContext({}), m.isContext(m.createContext({}))], [false, true]),
      refuses: (m) => assert.throws(() => m.isContext(5), invalid)
    },
    runInContext,
    runInNewContext: { does: (m) => runs(m, (code, object) => m.runInNewContext(code, object), globals()), refuses: (m) => assert.rejects(async () => m.runInNewContext('1', 5), invalid) },
    runInThisContext: {
      does: async (m) => assert.deepEqual([await m.runInThisContext('typeof globalThis.Array'), await m.runInThisContext('[1, 2].length', 'own.js')], ['function', 2]),
      async refuses (m) {
        await assert.rejects(async () => m.runInThisContext('no such code'), SyntaxError)
        await assert.rejects(async () => m.runInThisContext(Symbol('code')), TypeError)
      }
    },
    compileFunction: {
      does: (m) => assert.deepEqual([m.compileFunction('return a + b', ['a', 'b'])(1, 2), m.compileFunction('return 5')()], [3, 5]),
      refuses (m) {
        assert.throws(() => m.compileFunction(5), invalid)
        assert.throws(() => m.compileFunction('', [5]), invalid)
        assert.throws(() => m.compileFunction('}'), SyntaxError)
      }
    },
    Script: script,
    Reference: reference,
    createReference: reference,
    getReference: reference,
    putReference: reference,
    removeReference: reference,
    isIntrinsic: intrinsic,
    getIntrinsicType: intrinsic,
    getIntrinsicTypeString: intrinsic,
    detectFunctionSourceType: {
      does: (m) => assert.deepEqual(['1', 'export default 1'].map(m.detectFunctionSourceType), ['classic', 'module']),
      refuses: (m) => assert.throws(() => m.detectFunctionSourceType(5), invalid)
    },
    wrapFunctionSource: {
      does: (m) => assert.equal(m.compileFunction(`return ${m.wrapFunctionSource('return a', { params: ['a'] })}(7)`)(), 7),
      refuses: (m) => assert.throws(() => m.wrapFunctionSource(null), invalid)
    },
    findMessageTransfers: {
      does: (m) => assert.equal(m.findMessageTransfers([], { bytes: new ArrayBuffer(1) }).length, 1),
      refuses: (m) => assert.throws(() => m.findMessageTransfers(null, {}), invalid)
    },
    getTransferables: {
      does: (m) => assert.equal(m.getTransferables([new ArrayBuffer(1), 'a']).length, 1),
      refuses: (m) => assert.deepEqual(m.getTransferables(null), [])
    },
    filterNonTransferableValues: {
      does (m) {
        const context = { a: 1, b () {}, c: { d: Symbol('d'), e: [1, () => {}] }, when: new Date(0) }
        context.self = context
        assert.equal(m.filterNonTransferableValues(context), context)
        assert.deepEqual([Object.keys(context), context.c, context.when.getTime()], [['a', 'c', 'when', 'self'], { e: [1, undefined] }, 0])
        structuredClone(context)
      },
      refuses: refusesContexts('filterNonTransferableValues')
    },
    applyInputContextReferences: referring,
    applyOutputContextReferences: referring,
    applyContextDifferences: {
      does (m) {
        const inner = { a: 1, gone: 2 }
        const context = { inner, list: [1], kept: true, gone: 1, __vmScriptReferenceArgs__: [5] }
        m.applyContextDifferences(context, { inner: { a: 2, made: 3 }, list: [1, 2], kept: true }, null, true)
        assert.deepEqual(context, { inner: { a: 2, made: 3 }, list: [1, 2], kept: true, __vmScriptReferenceArgs__: [5] })
        assert.equal(context.inner, inner)
        const reference = m.createReference(context, null)
        m.applyContextDifferences(null, { fn: m.createReference(m.Script, null).toJSON() }, reference)
        assert.deepEqual([Object.keys(context), context.fn], [['fn'], m.Script])
        m.applyContextDifferences(context, null)
        assert.deepEqual(Object.keys(context), ['fn'])
        reference.release()
      },
      refuses (m) {
        assert.throws(() => m.applyContextDifferences(), invalid)
        assert.throws(() => m.applyContextDifferences({}, 5), invalid)
        const loop = {}
        loop.self = loop
        const other = {}
        other.self = other
        m.applyContextDifferences(loop, other)
        assert.equal(loop.self, other)
        m.applyContextDifferences({}, JSON.parse('{"__proto__":{"polluted":1}}'))
        assert.equal({}.polluted, undefined)
      }
    },
    createIntrinsics: {
      does (m) {
        const own = m.createIntrinsics()
        assert.deepEqual([own.Array === Array, own.Map === Map, Object.getPrototypeOf(own), Object.keys(own).length], [true, true, null, m.RESERVED_GLOBAL_INTRINSICS.length])
        assert.throws(() => { m.createIntrinsics({ writable: false }).Array = 5 }, TypeError)
      },
      refuses: (m) => assert.throws(() => m.createIntrinsics(5), invalid)
    },
    createGlobalObject: {
      does (m) {
        const context = { own: 1, Array: 'hidden' }
        const global = m.createGlobalObject(context)
        global.made = 2
        delete global.own
        assert.deepEqual([global.Array, global.Map === Map, global.globalThis === global, 'Set' in global, 'document' in global, context],
          ['hidden', true, true, true, false, { Array: 'hidden', made: 2 }])
      },
      refuses (m) {
        assert.throws(() => m.createGlobalObject(null), invalid)
        assert.throws(() => m.createGlobalObject({}, 5), invalid)
      }
    },
    RESERVED_GLOBAL_INTRINSICS: value('RESERVED_GLOBAL_INTRINSICS', (own) => assert.ok(own.includes('Array') && own.every((name) => name in globalThis))),
    default: value('default', (own) => assert.equal(typeof own.runInContext, 'function'))
  }
}
