import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const later = (ms = 1) => new Promise((resolve) => setTimeout(resolve, ms))

const storage = {
  async does ({ AsyncLocalStorage }) {
    const store = new AsyncLocalStorage()
    const seen = {}
    assert.equal(store.getStore(), undefined)
    const result = store.run(1, (a) => {
      seen.sync = store.getStore()
      store.run(2, () => { seen.inner = store.getStore() })
      seen.after = store.getStore()
      store.exit(() => { seen.exit = store.getStore() })
      setTimeout(() => { seen.timer = store.getStore() }, 1)
      queueMicrotask(() => { seen.microtask = store.getStore() })
      Promise.resolve().then(() => { seen.then = store.getStore() })
      seen.bound = AsyncLocalStorage.bind(() => store.getStore())
      seen.snapshot = AsyncLocalStorage.snapshot()
      return a + 1
    }, 4)
    assert.equal(store.getStore(), undefined)
    assert.equal(seen.bound(), 1)
    assert.equal(seen.snapshot(() => store.getStore()), 1)
    await later(5)
    delete seen.bound
    delete seen.snapshot
    assert.deepEqual({ result, ...seen }, { result: 5, sync: 1, inner: 2, after: 1, exit: undefined, timer: 1, microtask: 1, then: 1 })
    assert.throws(() => store.run(1, () => { throw new Error('boom') }), { message: 'boom' })
    assert.equal(store.getStore(), undefined)
  },
  refuses ({ AsyncLocalStorage }) {
    assert.throws(() => AsyncLocalStorage.bind(5), invalid)
    assert.throws(() => new AsyncLocalStorage().run(1, 5), TypeError)
  }
}

const resource = {
  does ({ AsyncResource, executionAsyncId, triggerAsyncId }) {
    const own = new AsyncResource('TEST')
    const outer = executionAsyncId()
    own.runInAsyncScope(function (a) {
      assert.deepEqual([this.me, a, executionAsyncId(), triggerAsyncId()], [true, 1, own.asyncId(), own.triggerAsyncId()])
    }, { me: true }, 1)
    assert.equal(executionAsyncId(), outer)
    assert.equal(own.bind((a, b) => a + b).length, 2)
    assert.equal(AsyncResource.bind((a) => a * 2)(4), 8)
    assert.equal(own.emitDestroy(), own)
  },
  refuses ({ AsyncResource }) {
    assert.throws(() => new AsyncResource(), invalid)
    assert.throws(() => new AsyncResource('TEST', { triggerAsyncId: -2 }), { code: 'ERR_INVALID_ASYNC_ID' })
    assert.throws(() => AsyncResource.bind(5), invalid)
  }
}
const hook = {
  does ({ AsyncResource, createHook }) {
    const log = []
    const own = createHook({ init: (id, type) => log.push(['init', type]), before: () => log.push('before'), after: () => log.push('after') })
    own.enable()
    new AsyncResource('TEST').runInAsyncScope(() => {})
    own.disable()
    new AsyncResource('TEST').runInAsyncScope(() => {})
    assert.deepEqual(log.filter((item) => item === 'before' || item === 'after' || item[1] === 'TEST'), [['init', 'TEST'], 'before', 'after'])
  },
  refuses ({ createHook }) {
    assert.throws(() => createHook({ init: 5 }), { code: 'ERR_ASYNC_CALLBACK' })
  }
}
/** What is told within the callback of a resource. */
const inResource = (name, expected) => ({
  async does (m) {
    const { AsyncResource } = m.createHook === undefined || m.AsyncResource === undefined ? await import('socket:async/resource') : m
    const own = new AsyncResource('CASE')
    assert.equal(own.runInAsyncScope(() => m[name]()), expected(own))
  },
  refuses: null
})
const ids = {
  executionAsyncId: inResource('executionAsyncId', (own) => own.asyncId()),
  triggerAsyncId: inResource('triggerAsyncId', (own) => own.triggerAsyncId()),
  executionAsyncResource: inResource('executionAsyncResource', (own) => own)
}
const deferred = {
  async does ({ Deferred }) {
    const own = new Deferred()
    const events = []
    own.addEventListener('resolve', ({ result }) => events.push(result))
    own.resolve(5)
    assert.deepEqual([await own, await own.promise, events], [5, 5, [5]])
    const failing = new Deferred(Promise.reject(new Error('boom')))
    failing.addEventListener('reject', ({ error }) => events.push(error.message))
    await assert.rejects(failing.promise, { message: 'boom' })
    assert.deepEqual(events, [5, 'boom'])
    assert.equal(await failing.catch(() => 1), 1)
    assert.equal(String(own), '[object Deferred]')
  },
  refuses: ({ Deferred }) => assert.throws(() => new Deferred(5), TypeError)
}
const context = {
  does (m) {
    const variable = new m.Variable({ name: 'a', defaultValue: 0 })
    assert.deepEqual([variable.name, variable.get()], ['a', 0])
    variable.run(1, () => {
      assert.equal(variable.get(), 1)
      const snapshot = new m.Snapshot()
      variable.run(2, () => assert.deepEqual([variable.get(), snapshot.run(() => variable.get())], [2, 1]))
    })
    assert.equal(variable.get(), 0)
  },
  refuses (m) {
    assert.throws(() => new m.Variable().run(1, 5), invalid)
    assert.throws(() => m.Snapshot.wrap(5), invalid)
  }
}

export default {
  async_hooks: {
    AsyncLocalStorage: storage, AsyncResource: resource, createHook: hook, ...ids,
    default: value('default', (own) => assert.equal(typeof own.createHook, 'function'))
  },
  async: {
    AsyncLocalStorage: storage, AsyncResource: resource, createHook: hook, ...ids, Deferred: deferred,
    AsyncHook: { does: (m) => assert.equal(new m.AsyncHook({}).enable().disable().enabled, false), refuses: (m) => assert.throws(() => new m.AsyncHook({ init: 5 }), { code: 'ERR_ASYNC_CALLBACK' }) },
    AsyncContext: { does: ({ AsyncContext }) => context.does(AsyncContext), refuses: ({ AsyncContext }) => context.refuses(AsyncContext) },
    default: value('default', (own) => assert.equal(typeof own.Deferred, 'function'))
  },
  'async/context': {
    AsyncContext: { does: ({ AsyncContext }) => context.does(AsyncContext), refuses: ({ AsyncContext }) => context.refuses(AsyncContext) },
    Variable: context,
    Snapshot: { does: (m) => assert.equal(m.Snapshot.wrap((a) => a)(5), 5), refuses: (m) => assert.throws(() => m.Snapshot.wrap(), invalid) },
    Mapping: {
      does (m) {
        const [key, other] = [{}, {}]
        const mapping = new m.Mapping([[key, 1]])
        assert.equal(mapping.set(other, 2), mapping)
        mapping.freeze()
        const copy = mapping.set(key, 3)
        assert.deepEqual([mapping.get(key), copy.get(key), mapping.isFrozen(), copy.isFrozen(), copy.delete(other).has(other)], [1, 3, true, false, false])
      },
      refuses: (m) => assert.throws(() => new m.Mapping(5), TypeError)
    },
    Storage: {
      does (m) {
        const key = {}
        const revert = m.Storage.set(key, 1)
        assert.deepEqual([m.Storage.has(key), m.Storage.get(key)], [true, 1])
        const back = m.Storage.switch(new m.Mapping())
        assert.equal(m.Storage.has(key), false)
        m.Storage.restore(back)
        assert.equal(m.Storage.get(key), 1)
        m.Storage.restore(revert)
        assert.equal(m.Storage.has(key), false)
      },
      refuses: (m) => assert.throws(() => m.Storage.restore(null), TypeError)
    },
    Revert: {
      does (m) {
        const key = {}
        const mapping = new m.Mapping([[key, 1]])
        const revert = new m.Revert(mapping, key)
        assert.equal(revert.previousVariable, 1)
        assert.equal(revert.restore(mapping.set(key, 2)).get(key), 1)
      },
      refuses: (m) => assert.throws(() => new m.Revert(), TypeError)
    },
    FrozenRevert: {
      does (m) { const mapping = new m.Mapping(); assert.equal(new m.FrozenRevert(mapping).restore(), mapping) },
      refuses: (m) => assert.throws(() => m.FrozenRevert(), TypeError)
    },
    default: value('default', (own) => assert.equal(own.name, 'AsyncContext'))
  },
  'async/deferred': {
    Deferred: deferred,
    DeferredResolveEvent: { does: (m) => assert.equal(new m.DeferredResolveEvent('resolve', 5).result, 5), refuses: (m) => assert.equal(new m.DeferredResolveEvent().result, null) },
    DeferredRejectEvent: { does: (m) => assert.equal(new m.DeferredRejectEvent('reject', new Error('a')).error.message, 'a'), refuses: (m) => assert.equal(new m.DeferredRejectEvent().error, null) },
    default: value('default', (own) => assert.equal(own.name, 'Deferred'))
  },
  'async/hooks': {
    createHook: { does: (m) => assert.equal(m.createHook({}).enable().enabled, true), refuses: (m) => assert.throws(() => m.createHook({ after: 5 }), { code: 'ERR_ASYNC_CALLBACK' }) },
    AsyncHook: { does: (m) => assert.equal(new m.AsyncHook().enabled, false), refuses: (m) => assert.throws(() => new m.AsyncHook(5), invalid) },
    AsyncHookCallbacks: {
      does (m) { const log = []; new m.AsyncHookCallbacks({ before: (id) => log.push(id) }).before(7); assert.deepEqual(log, [7]) },
      refuses: (m) => assert.throws(() => new m.AsyncHookCallbacks({ destroy: 1 }), { code: 'ERR_ASYNC_CALLBACK' })
    },
    ...ids,
    default: value('default', (own) => assert.equal(own.name, 'createHook'))
  },
  'async/resource': { AsyncResource: resource, ...ids, default: value('default', (own) => assert.equal(own.name, 'AsyncResource')) },
  'async/storage': { AsyncLocalStorage: storage, default: value('default', (own) => assert.equal(own.name, 'AsyncLocalStorage')) },
  'async/wrap': {
    symbol: value('symbol', (own) => assert.equal(typeof own, 'symbol')),
    wrap: { does: (m) => { const wrapped = m.wrap((a) => a + 1); assert.deepEqual([wrapped(1), m.wrap(wrapped) === wrapped], [2, true]) }, refuses: (m) => assert.throws(() => m.wrap(5), invalid) },
    tag: { does: (m) => assert.equal(m.isTagged(m.tag(() => {})), true), refuses: (m) => assert.throws(() => m.tag(null), invalid) },
    isTagged: { does: (m) => assert.equal(m.isTagged(() => {}), false), refuses: (m) => assert.equal(m.isTagged(null), false) },
    default: value('default', (own) => assert.equal(own.name, 'wrap'))
  },
  diagnostics: diagnostics(),
  'diagnostics/index': diagnostics(),
  'diagnostics/channels': channels(),
  'diagnostics/metric': {
    Metric: { does: (m) => { const own = new m.Metric(); own.init(); own.update(1); own.destroy(); assert.equal(String(own), '{}') }, refuses: (m) => assert.throws(() => m.Metric(), TypeError) },
    default: value('default', (own) => assert.equal(own.name, 'Metric'))
  },
  'diagnostics/window': {
    metrics: { does: (m) => { m.metrics.start(['fetch']); m.metrics.stop() }, refuses: (m) => m.metrics.start(['no such metric']) },
    RequestAnimationFrameMetric: {
      does (m) {
        let frame
        const { requestAnimationFrame } = globalThis
        globalThis.requestAnimationFrame = (callback) => { frame = callback; return 1 }
        const own = new m.RequestAnimationFrameMetric()
        own.init()
        for (const time of [10, 20, 30]) {
          globalThis.requestAnimationFrame(() => {})
          frame(time)
        }
        assert.equal(own.toJSON().rate, 100)
        own.destroy()
        if (requestAnimationFrame === undefined) {
          delete globalThis.requestAnimationFrame
        } else {
          globalThis.requestAnimationFrame = requestAnimationFrame
        }
      },
      refuses: (m) => assert.equal(new m.RequestAnimationFrameMetric(null).toJSON().sampleCount, 0)
    },
    FetchMetric: {
      async does (m) {
        const before = globalThis.fetch
        globalThis.fetch = async () => new Response('x')
        const own = new m.FetchMetric()
        own.init()
        assert.equal(await (await fetch('http://a/')).text(), 'x')
        own.destroy()
        globalThis.fetch = before
      },
      refuses: (m) => new m.FetchMetric().destroy()
    },
    XMLHttpRequestMetric: { does: (m) => { const own = new m.XMLHttpRequestMetric(); own.init(); own.destroy() }, refuses: (m) => new m.XMLHttpRequestMetric(null).destroy() },
    WorkerMetric: { does: (m) => { const own = new m.WorkerMetric(); own.init(); own.destroy() }, refuses: (m) => new m.WorkerMetric(null).destroy() },
    default: value('default', (own) => assert.equal(typeof own.metrics, 'object'))
  },
  'diagnostics/runtime': {
    query: {
      async does (m) {
        const all = await m.query()
        for (const { handles } of [all.posts, all.udp, all.uv, all.fs.descriptors]) {
          assert.equal(handles.count, handles.ids.length)
        }
        assert.deepEqual(await m.query('udp'), all.udp)
      },
      refuses: (m) => assert.rejects(m.query('toString'), TypeError)
    },
    ...Object.fromEntries(['Diagnostic', 'UVDiagnostic', 'PostsDiagnostic', 'ChildProcessDiagnostic', 'AIDiagnostic', 'FSDiagnostic', 'TimersDiagnostic', 'UDPDiagnostic']
      .map((name) => [name, { does: (m) => assert.deepEqual({ ...new m[name]().handles }, { count: 0, ids: [] }), refuses: (m) => assert.throws(() => m[name](), TypeError) }])),
    QueryDiagnostic: { does: (m) => assert.deepEqual(Object.keys(new m.QueryDiagnostic()), ['posts', 'childProcess', 'ai', 'fs', 'timers', 'udp', 'uv']), refuses: (m) => assert.throws(() => m.QueryDiagnostic(), TypeError) },
    default: value('default', (own) => assert.equal(typeof own.query, 'function'))
  }
}

function diagnostics () {
  return {
    channel: {
      does (m) {
        const seen = []
        const own = m.channel('one')
        const listener = (message, name) => seen.push([message, name])
        own.subscribe(listener)
        own.publish(1)
        own.unsubscribe(listener)
        own.publish(2)
        assert.deepEqual([seen, m.channel('one') === own], [[[1, 'one']], true])
      },
      refuses: (m) => assert.throws(() => m.channel(5), invalid)
    },
    channels: value('channels', (own) => assert.equal(typeof own.group, 'function')),
    window: value('window', (own) => assert.equal(typeof own.metrics, 'object')),
    runtime: value('runtime', (own) => assert.equal(typeof own.query, 'function')),
    default: value('default', (own) => assert.equal(typeof own.channel, 'function'))
  }
}

function channels () {
  return {
    MIN_CHANNEL_SUBSCRIBER_SIZE: value('MIN_CHANNEL_SUBSCRIBER_SIZE', (own) => assert.equal(own, 64)),
    registry: value('registry', (own) => assert.equal(own.channel('r').name, 'r')),
    default: value('default', (own) => assert.equal(own.hasSubscribers('nobody'), false)),
    normalizeName: { does: (m) => assert.equal(m.normalizeName('a', 'b.c'), 'a.b.c'), refuses: (m) => assert.equal(m.normalizeName(null, undefined), '') },
    Channel: {
      async does (m) {
        const own = new m.Channel('own')
        const seen = []
        own.subscribe((message) => seen.push(message))
        assert.equal(await own.publish({ a: 1 }), true)
        assert.deepEqual([seen, own.length, own.hasSubscribers, [...own].length, String(own)], [[{ a: 1 }], 1, true, 1, 'Channel(own)'])
        own.reset()
        assert.equal(await own.publish(1), false)
      },
      refuses (m) {
        assert.throws(() => new m.Channel(), invalid)
        assert.throws(() => new m.Channel('a').subscribe(5), invalid)
        assert.equal(new m.Channel('a').unsubscribe(5), false)
      }
    },
    ActiveChannel: { does: (m) => assert.ok(new m.ActiveChannel('a') instanceof m.Channel), refuses: (m) => assert.throws(() => new m.ActiveChannel(5), invalid) },
    ChannelGroup: {
      async does (m) {
        const group = new m.ChannelGroup('house', ['door', 'window'])
        const seen = []
        group.subscribe('door', (message, name) => seen.push([name, message]))
        assert.equal(await group.publish('*', 'open'), true)
        assert.deepEqual([seen, group.length, group.select('*', true).length], [[['house.door', 'open']], 2, 1])
      },
      refuses: (m) => assert.throws(() => new m.ChannelGroup(null), invalid)
    }
  }
}
