/** Service workers. In a page they are registered and asked; elsewhere there are none, and only what needs none is tried. */
import assert from 'node:assert/strict'
import { printing } from '../printing.js'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const isPage = typeof document !== 'undefined'
const script = isPage ? `${location.origin}/sw.js` : 'socket://com.example.app/sw.js'
const info = { id: 'none', scope: 'socket://com.example.app/', scriptURL: script, workers: [{ version: 1, state: 'activated' }] }

/** A listener's event: what may be done to one, it may do only there. */
const during = (event, listener) => {
  const target = new EventTarget()
  target.addEventListener(event.type, listener)
  target.dispatchEvent(event)
}

/** Lets a service worker of a scope of its own run while the body does. */
async function withWorker (scope, body) {
  const registration = await navigator.serviceWorker.register('/sw.js', { scope })
  try {
    await new Promise((resolve) => {
      const check = () => {
        const worker = registration.active ?? registration.waiting ?? registration.installing
        return worker?.state === 'activated' ? resolve() : worker?.addEventListener('statechange', check, { once: true })
      }
      check()
    })
    await body(registration)
  } finally {
    await registration.unregister()
  }
}

const extendable = {
  async does ({ ExtendableEvent }) {
    const event = new ExtendableEvent('install')
    const order = []
    let finish
    during(event, () => event.waitUntil(new Promise((resolve) => { finish = resolve }).then(() => order.push('work'))))
    assert.deepEqual([event.isActive, event.pendingPromises, event.context.event === event], [true, 1, true])
    const end = event.waitsFor().then(() => order.push('end'))
    finish()
    await end
    await event.awaiting
    assert.deepEqual(order, ['work', 'end'])
    const failing = new ExtendableEvent('install')
    during(failing, () => failing.waitUntil(Promise.reject(new RangeError('a'))))
    await assert.rejects(failing.waitsFor(), RangeError)
  },
  async refuses ({ ExtendableEvent }) {
    assert.throws(() => new ExtendableEvent(), TypeError)
    assert.throws(() => new ExtendableEvent('a').waitUntil(Promise.resolve()), { name: 'InvalidStateError' })
  }
}

const fetchEvent = {
  async does ({ FetchEvent }) {
    const request = new Request('https://example.com/a')
    const event = new FetchEvent('fetch', { request, clientId: '0' })
    assert.deepEqual([event.request, event.clientId, event.resultingClientId, event.replacesClientId, event.isReload, await event.preloadResponse],
      [request, '0', '', '', false, undefined])
    const answer = new Response('b')
    during(event, () => event.respondWith(Promise.resolve(answer)))
    assert.equal(await FetchEvent.responseOf(event), answer)
    FetchEvent.settle(event)
    await event.handled
    assert.ok(FetchEvent.defaultHeaders instanceof Headers)
  },
  refuses ({ FetchEvent }) {
    assert.throws(() => new FetchEvent('fetch', {}), TypeError)
    const event = new FetchEvent('fetch', { request: new Request('https://example.com/') })
    assert.throws(() => event.respondWith(new Response()), { name: 'InvalidStateError' })
    during(event, () => {
      event.respondWith(new Response())
      assert.throws(() => event.respondWith(new Response()), { name: 'InvalidStateError' })
    })
  }
}

const environment = {
  async does ({ Environment }) {
    assert.equal(Environment.MAX_CONTEXT_ENTRIES, 16384)
    const own = new Environment({ scope: '/conformance/' })
    assert.deepEqual([own.type, own.name, own.database], ['serviceWorker', 'socket.runtime.serviceWorker.env(/conformance/)', null])
    const told = []
    ;['set', 'delete', 'reset'].forEach((type) => own.addEventListener(type, (event) => told.push([type, event.entry?.key])))
    own.context.a = { b: 1 }
    delete own.context.a
    delete own.context.a
    await own.reset()
    assert.deepEqual(told, [['set', 'a'], ['delete', 'a'], ['reset', undefined]])
    if (isPage) {
      const first = await Environment.open({ scope: '/conformance/' })
      first.context.list = [1, new Date(5)]
      await first.close()
      const second = await Environment.open({ scope: '/conformance/' })
      assert.deepEqual(second.context.list, [1, new Date(5)])
      assert.ok(second.database instanceof IDBDatabase)
      await second.reset()
      await second.close()
      const third = await Environment.open({ scope: '/conformance/' })
      assert.deepEqual(Object.keys(third.context), [])
      await third.close()
    }
  },
  async refuses ({ Environment }) {
    assert.throws(() => new Environment(), invalid)
    await assert.rejects(Environment.open(5), invalid)
    const own = new Environment({})
    assert.throws(() => { own.context.f = () => {} }, { name: 'DataCloneError' })
    if (!isPage) {
      await assert.rejects(own.open(), { name: 'NotSupportedError' })
    }
  }
}

const env = {
  async does ({ env }) {
    assert.deepEqual(Object.keys(env), [])
    if (isPage) {
      const { open, close, reset } = await import('socket:service-worker/env')
      await open({ scope: '/conformance-env/' })
      env.a = 1
      assert.deepEqual([env.a, 'a' in env, Object.keys(env)], [1, true, ['a']])
      delete env.a
      await reset()
      await close()
    }
  },
  refuses: null
}

const context = {
  async does ({ Context }) {
    const { ExtendableEvent } = await import('socket:service-worker/events')
    const event = new ExtendableEvent('fetch')
    const own = new Context(event)
    assert.deepEqual([own.event === event, own.data, Object.keys(own.env), await own.client()], [true, {}, [], undefined])
    own.passThroughOnException()
    await own.resetEnvironment()
    let ended = false
    during(event, () => own.waitUntil(Promise.resolve().then(() => { ended = true })))
    await event.waitsFor()
    assert.equal(ended, true)
  },
  async refuses ({ Context }) {
    assert.throws(() => new Context(), invalid)
    const { ExtendableEvent } = await import('socket:service-worker/events')
    await assert.rejects(new Context(new ExtendableEvent('a')).waitUntil(Promise.resolve()), { name: 'InvalidStateError' })
  }
}

const worker = {
  async does ({ ServiceWorker }) {
    const own = new ServiceWorker({ id: '1', version: 2, scriptURL: script, state: 'installed' })
    assert.deepEqual([own.id, own.version, own.scriptURL, own.state, own.onstatechange], ['1', 2, script, 'installed', null])
    if (isPage) {
      await withWorker('/conformance-worker/', async ({ active }) => {
        const { port1, port2 } = new MessageChannel()
        const answers = []
        const done = new Promise((resolve) => { port1.onmessage = ({ data }) => answers.push(data) === 2 && resolve() })
        const bytes = new ArrayBuffer(3)
        active.postMessage({ bytes, list: new Set([1]) }, [port2, bytes])
        port1.postMessage('by port')
        await done
        assert.deepEqual([answers, bytes.byteLength], [[{ bytes: 3, list: new Set([1]) }, 'by port'], 0])
      })
    }
  },
  refuses ({ ServiceWorker }) {
    assert.throws(() => new ServiceWorker(), invalid)
    const own = new ServiceWorker({ id: '1', scriptURL: script })
    assert.throws(() => own.postMessage(() => {}), { name: 'DataCloneError' })
    assert.throws(() => own.postMessage(1, [5]), { name: 'DataCloneError' })
    assert.throws(() => Reflect.get(ServiceWorker.prototype, 'state', {}), TypeError)
  }
}

const storage = (Name) => ({
  async does (m) {
    const own = await m.createStorageInterface(Name[0].toLowerCase() + Name.slice(1))
    own.clear()
    own.setItem('a', 1)
    own.b = 'two'
    assert.deepEqual([own.length, own.getItem('a'), own.b, own.key(1), own.key(2), own.hasItem('c'), own.getItem('c'), Object.keys(own)],
      [2, '1', 'two', 'b', null, false, null, ['a', 'b']])
    own.removeItem('a')
    delete own.b
    assert.deepEqual([own.length, own.provider.error, own[Symbol.toStringTag], m[Name].Provider.name], [0, null, 'Storage', `${Name}Provider`])
  },
  async refuses (m) {
    assert.throws(() => new m[Name](), TypeError)
    await assert.rejects(m[Name].create(), TypeError)
  }
})

/** One that needs a database of the engine. */
const onlyInPage = ({ does, refuses }) => ({ does: async (m) => isPage ? await does(m) : undefined, refuses })

const provider = (Name) => ({
  async does (m) {
    if (Name === 'LocalStorageProvider' && !isPage) {
      return
    }
    const own = new m[Name]()
    await own.ready
    own.clear()
    own.set('a', '1')
    assert.deepEqual([own.has('a'), own.get('a'), own.get('b'), own.length, own.keys(), own.values(), own.key(0), own.index.length],
      [true, '1', undefined, 1, ['a'], ['1'], 'a', 1])
    own.remove('a')
    own.remove('none')
    assert.equal(own.length, 0)
  },
  async refuses (m) {
    assert.throws(() => m[Name](), TypeError)
    if (Name === 'LocalStorageProvider' && !isPage) {
      await assert.rejects(new m[Name]().ready, { name: 'NotSupportedError' })
    }
  }
})

const object = (...names) => value('default', (own) => assert.deepEqual(Object.keys(own).sort(), names.sort()))
const stateChannel = value('channel', (own) => assert.ok(own instanceof BroadcastChannel))
const events = { ExtendableEvent: extendable, FetchEvent: fetchEvent }
const needsId = (name) => async (m) => {
  await assert.rejects(async () => m[name](), invalid)
  await assert.rejects(async () => m[name]({}), TypeError)
}

export default {
  'service-worker': {
    env, ...events, Environment: environment, Context: context, default: object('Context', 'Environment', 'ExtendableEvent', 'FetchEvent', 'env')
  },
  'service-worker/clients': {
    Client: {
      async does ({ Client }) {
        const own = new Client({ id: 'conformance', url: 'socket://a/b' })
        assert.deepEqual([own.id, own.url, own.type, own.frameType], ['conformance', 'socket://a/b', 'window', 'top-level'])
        const channel = new BroadcastChannel('socket.runtime.serviceWorker.client.conformance')
        const got = new Promise((resolve) => { channel.onmessage = ({ data }) => resolve(data.message) })
        own.postMessage({ a: [1] })
        assert.deepEqual(await got, { a: [1] })
        channel.close()
      },
      refuses ({ Client }) {
        assert.throws(() => new Client(), invalid)
        assert.throws(() => new Client({}), TypeError)
        assert.throws(() => new Client({ id: 'a' }).postMessage(() => {}), { name: 'DataCloneError' })
      }
    },
    WindowClient: {
      async does (m) {
        const own = new m.WindowClient({ id: 'a', url: 'socket://a/b' })
        assert.deepEqual([own instanceof m.Client, own.url, own.focused, own.visibilityState, own.ancestorOrigins], [true, 'socket://a/b', false, 'visible', []])
        if (isPage) {
          const mine = await m.default.get('0')
          assert.equal((await mine.focus()).url, location.href)
        }
      },
      async refuses ({ WindowClient }) {
        assert.throws(() => new WindowClient(), invalid)
        await assert.rejects(new WindowClient({ id: 'none' }).navigate('https://other.example/'), isPage ? TypeError : Error)
        await assert.rejects(new WindowClient({ id: 'none' }).focus(), { name: 'NotFoundError' })
      }
    },
    Clients: {
      async does ({ Clients }) {
        const own = new Clients()
        const all = await own.matchAll({ type: 'all', includeUncontrolled: true })
        assert.deepEqual([all.map(({ id }) => id), await own.get('none'), await own.matchAll({ type: 'worker' })], [isPage ? ['0'] : [], undefined, []])
      },
      async refuses ({ Clients }) {
        const own = new Clients()
        await assert.rejects(own.matchAll(5), invalid)
        await assert.rejects(own.matchAll({ type: 'none' }), TypeError)
        await assert.rejects(own.claim(), { name: 'InvalidStateError' })
        await assert.rejects(own.openWindow('https://other.example/'), isPage ? TypeError : Error)
      }
    },
    default: value('default', (own) => assert.equal(typeof own.matchAll, 'function'))
  },
  'service-worker/container': {
    isServiceWorkerAllowed: { does: (m) => assert.equal(m.isServiceWorkerAllowed(), true), refuses: null },
    ServiceWorkerContainer: {
      async does ({ ServiceWorkerContainer }) {
        const own = new ServiceWorkerContainer()
        await own.init()
        own.startMessages()
        assert.deepEqual([own.controller, [...await own.getRegistrations()], own.onmessage], [null, [], null])
        if (isPage) {
          await withWorker('/conformance-container/', async (registration) => {
            assert.equal(await own.getRegistration('/conformance-container/a'), registration)
            assert.equal(await own.getRegistration('/elsewhere'), undefined)
            assert.equal(await (await fetch('/conformance-container/a')).text(), 'GET /conformance-container/a')
            assert.equal(await (await fetch('/shared.js')).status, 200)
          })
          assert.equal((await fetch('/conformance-container/a')).status, 404)
        }
      },
      async refuses ({ ServiceWorkerContainer }) {
        const own = new ServiceWorkerContainer()
        await assert.rejects(own.register(5), invalid)
        await assert.rejects(own.register('/sw.js', 5), invalid)
        await assert.rejects(own.register('https://['), TypeError)
        await assert.rejects(own.getRegistration('https://['), TypeError)
        if (isPage) {
          await assert.rejects(own.register('https://other.example/sw.js'), { name: 'SecurityError' })
          await assert.rejects(own.register('/sw.js', { scope: 'https://other.example/' }), { name: 'SecurityError' })
          await assert.rejects(own.register('/no-such-file.js'), TypeError)
        }
      }
    },
    default: value('default', (own) => assert.equal(own.name, 'ServiceWorkerContainer'))
  },
  'service-worker/context': { Context: context, default: object('Context') },
  'service-worker/debug': {
    debug: printing('debug', 'SOCKET_RUNTIME_SERVICE_WORKER_DEBUG'),
    default: value('default', (own) => assert.equal(own.name, 'debug'))
  },
  'service-worker/env': {
    open: {
      async does (m) {
        if (isPage) {
          const own = await m.open({ scope: '/conformance-open/' })
          assert.equal(m.Environment.instance, own)
          await m.close()
        }
      },
      refuses: (m) => assert.rejects(m.open(), invalid)
    },
    close: {
      async does (m) {
        await m.close()
        assert.equal(m.Environment.instance, null)
      },
      refuses: null
    },
    reset: { does: async (m) => assert.equal(await m.reset(), undefined), refuses: null },
    EnvironmentEvent: {
      does: ({ EnvironmentEvent }) => assert.deepEqual(new EnvironmentEvent('set', { key: 'a', value: 1 }).entry, { key: 'a', value: 1 }),
      refuses: ({ EnvironmentEvent }) => assert.throws(() => EnvironmentEvent(), TypeError)
    },
    Environment: environment,
    default: object('Environment', 'EnvironmentEvent', 'close', 'open', 'reset')
  },
  'service-worker/events': {
    textEncoder: value('textEncoder', (own) => assert.deepEqual([...own.encode('ä')], [195, 164])),
    FETCH_EVENT_TIMEOUT: value('FETCH_EVENT_TIMEOUT', (own) => assert.equal(own, 32000)),
    FETCH_EVENT_MAX_RESPONSE_REDIRECTS: value('FETCH_EVENT_MAX_RESPONSE_REDIRECTS', (own) => assert.equal(own, 16)),
    ...events,
    ExtendableMessageEvent: {
      does ({ ExtendableMessageEvent }) {
        const own = new ExtendableMessageEvent('message', { data: 1, origin: 'a' })
        assert.deepEqual([own.data, own.origin, own.ports, own.source, own.lastEventId], [1, 'a', [], null, ''])
      },
      refuses: ({ ExtendableMessageEvent }) => assert.throws(() => ExtendableMessageEvent(), TypeError)
    },
    NotificationEvent: {
      does ({ NotificationEvent }) {
        const own = new NotificationEvent('notificationclick', { notification: { title: 'a' }, action: 'b' })
        assert.deepEqual([own.notification, own.action], [{ title: 'a' }, 'b'])
      },
      refuses: ({ NotificationEvent }) => assert.throws(() => new NotificationEvent('notificationclick', {}), TypeError)
    },
    default: object('ExtendableEvent', 'ExtendableMessageEvent', 'FetchEvent', 'NotificationEvent')
  },
  'service-worker/global': {
    ServiceWorkerGlobalScope: {
      async does ({ ServiceWorkerGlobalScope }) {
        const own = new ServiceWorkerGlobalScope()
        assert.deepEqual([own.isServiceWorkerScope, own.ExtendableEvent.name, own.FetchEvent.name, own.registration, own.onfetch],
          [true, 'ExtendableEvent', 'FetchEvent', null, null])
        assert.deepEqual([own.serviceWorker.state, typeof own.clients.claim], ['parsed', 'function'])
        const handler = () => {}
        own.onfetch = handler
        assert.equal(own.onfetch, handler)
        own.onfetch = null
      },
      refuses: ({ ServiceWorkerGlobalScope }) => assert.throws(() => ServiceWorkerGlobalScope(), TypeError)
    },
    default: value('default', (own) => assert.equal(own.isServiceWorkerScope, true))
  },
  'service-worker/init': {
    onRegister: {
      async does (m) {
        if (isPage) {
          await m.onRegister({ id: 'conformance', registration: { ...info, id: 'conformance', scriptURL: '/no-such-file.js' } })
          assert.equal(m.workers.has('conformance'), false)
          await m.onUnregister({ id: 'conformance' })
        }
      },
      refuses: needsId('onRegister')
    },
    onUnregister: { does: async (m) => assert.equal(await m.onUnregister({ id: 'none' }), undefined), refuses: needsId('onUnregister') },
    onSkipWaiting: { does: async (m) => assert.equal(await m.onSkipWaiting({ id: 'none' }), undefined), refuses: needsId('onSkipWaiting') },
    onActivate: { does: async (m) => assert.equal(await m.onActivate({ id: 'none' }), undefined), refuses: needsId('onActivate') },
    onFetch: { does: async (m) => assert.equal(await m.onFetch({ id: 'none', fetch: { id: 'none' } }), undefined), refuses: needsId('onFetch') },
    onNotificationShow: {
      does: (m) => assert.equal(m.onNotificationShow.length, 2),
      async refuses (m) {
        await assert.rejects(m.onNotificationShow(), invalid)
        await assert.rejects(m.onNotificationShow({ title: 'a' }, null), TypeError)
      }
    },
    onNotificationClose: {
      does: async (m) => assert.equal(await m.onNotificationClose({ registration: 'none', id: 'none' }), undefined),
      refuses: (m) => assert.rejects(m.onNotificationClose(), invalid)
    },
    onGetNotifications: {
      does: (m) => assert.deepEqual(m.onGetNotifications({ registration: 'none' }), []),
      refuses: (m) => assert.throws(() => m.onGetNotifications(), invalid)
    },
    workers: value('workers', (own) => assert.ok(own instanceof Map)),
    channel: stateChannel,
    ServiceWorkerInstance: {
      async does (m) {
        if (isPage) {
          const own = new m.ServiceWorkerInstance(new URL('/socket/internal/service-worker-start.js', location.href), { info: new m.ServiceWorkerInfo(info) })
          assert.deepEqual([await own.ask({ type: 'ping' }), own.info.id, own.version, own.notifications], [true, 'none', 1, []])
          await assert.rejects(own.ask({ type: 'none' }), /type/)
          own.end()
        }
      },
      refuses (m) {
        assert.throws(() => new m.ServiceWorkerInstance('/a.js'), invalid)
        assert.throws(() => new m.ServiceWorkerInstance('/a.js', {}), TypeError)
      }
    },
    ServiceWorkerInfo: {
      does (m) {
        const own = new m.ServiceWorkerInfo(info)
        assert.deepEqual([own.id, own.url, own.scope, own.scriptURL, own.hash, own.pathname, own.priority, own.serializedWorkerArgs],
          ['none', script, info.scope, script, `${script}#${info.scope}`, '/sw.js', 'high', ''])
        assert.ok(own.promise instanceof Promise)
      },
      refuses (m) {
        assert.throws(() => new m.ServiceWorkerInfo(), invalid)
        assert.throws(() => new m.ServiceWorkerInfo({ scriptURL: 'https://[' }), TypeError)
      }
    },
    default: value('default', (own) => assert.equal(own, null))
  },
  'service-worker/instance': {
    createServiceWorker: {
      does (m) {
        const own = m.createServiceWorker('activated', { id: 'a', scriptURL: script })
        assert.deepEqual([own instanceof m.ServiceWorker, own.id, own.state, own.scriptURL], [true, 'a', 'activated', script])
        assert.equal(m.createServiceWorker().state, 'parsed')
      },
      refuses: (m) => assert.equal(m.createServiceWorker('parsed', null).id, '')
    },
    channel: stateChannel,
    ServiceWorker: worker,
    default: value('default', (own) => assert.equal(own.name, 'createServiceWorker'))
  },
  'service-worker/notification': {
    showNotification: {
      async does (m) {
        if (isPage) {
          await withWorker('/conformance-notification/', async (registration) => {
            const error = await m.showNotification(registration, 'a').then(() => null, (error) => error)
            assert.ok(error === null || error.name === 'NotSupportedError', String(error)) // nobody may be there who shows them
          })
        }
      },
      async refuses (m) {
        await assert.rejects(m.showNotification(), invalid)
        await assert.rejects(m.showNotification({}, 'a'), TypeError)
        await assert.rejects(m.showNotification({ id: 'a', active: null }, 'a'), TypeError)
        await assert.rejects(m.showNotification({ id: 'a', active: {} }), TypeError)
        await assert.rejects(m.showNotification({ id: 'a', active: {} }, 'a', { dir: 'none' }), TypeError)
      }
    },
    getNotifications: {
      async does (m) {
        assert.deepEqual(await m.getNotifications({ id: 'a', active: null }), [])
        if (isPage) {
          await withWorker('/conformance-notification/', async (registration) => assert.deepEqual(await m.getNotifications(registration, { tag: 'b' }), []))
        }
      },
      refuses: (m) => assert.rejects(m.getNotifications(), invalid)
    },
    default: object('getNotifications', 'showNotification')
  },
  'service-worker/registration': {
    ServiceWorkerRegistration: {
      async does ({ ServiceWorkerRegistration }) {
        const own = new ServiceWorkerRegistration(info)
        assert.deepEqual([own.id, own.scope, own.active.state, own.waiting, own.installing, own.updateViaCache, own.navigationPreload, own.onupdatefound],
          ['none', info.scope, 'activated', null, null, 'none', null, null])
        assert.deepEqual([own[ServiceWorkerRegistration.info].scriptURL, await own.unregister()], [script, false])
        if (isPage) {
          await withWorker('/conformance-registration/', async (registration) => {
            assert.equal(await registration.update(), registration)
            assert.deepEqual(await registration.getNotifications(), [])
          })
        }
      },
      async refuses ({ ServiceWorkerRegistration }) {
        assert.throws(() => new ServiceWorkerRegistration(), invalid)
        const own = new ServiceWorkerRegistration({ ...info, workers: [] })
        await assert.rejects(own.showNotification('a'), TypeError)
        await assert.rejects(own.update(), TypeError)
      }
    },
    default: value('default', (own) => assert.equal(own.name, 'ServiceWorkerRegistration'))
  },
  'service-worker/state': {
    channel: stateChannel,
    state: value('state', (own) => assert.equal(own.serviceWorker.id, null)),
    default: value('default', (own) => assert.equal(typeof own.serviceWorker, 'object'))
  },
  'service-worker/storage': {
    createStorageInterface: {
      async does (m) {
        const own = await m.createStorageInterface('memoryStorage')
        own.a = 1
        assert.deepEqual([own.a, own.length], ['1', 1])
      },
      refuses: (m) => assert.rejects(m.createStorageInterface('none'), TypeError)
    },
    IndexIterator: {
      does ({ Index, IndexIterator }) {
        const index = new Index()
        index.insert('a', 'b')
        const own = new IndexIterator(index)
        assert.deepEqual([own.done, own.next(), own.next(), own.done, own.return()],
          [false, { value: ['a', 'b'], done: false }, { value: undefined, done: true }, true, { value: undefined, done: true }])
      },
      refuses: ({ IndexIterator }) => assert.throws(() => new IndexIterator(), TypeError)
    },
    Index: {
      does ({ Index }) {
        const own = new Index()
        own.insert('a', 1)
        own.insert('b', 2)
        own.insert('a', 3)
        assert.deepEqual([own.keys, own.values, own.length, own.key(1), own.value(0), own.indexOf('b'), own.entry(0), [...own]],
          [['a', 'b'], ['3', '2'], 2, 'b', '3', 1, ['a', '3'], [['a', '3'], ['b', '2']]])
        assert.equal(own.remove(0), true)
        own.clear()
        assert.equal(own.length, 0)
      },
      refuses ({ Index }) {
        const own = new Index()
        assert.deepEqual([own.key(-1), own.value(5), own.entry('a'), own.indexOf('none'), own.remove(7)], [null, null, null, -1, false])
      }
    },
    Provider: provider('Provider'),
    MemoryStorageProvider: provider('MemoryStorageProvider'),
    SessionStorageProvider: provider('SessionStorageProvider'),
    LocalStorageProvider: provider('LocalStorageProvider'),
    Storage: { does: ({ Storage, MemoryStorage }) => assert.ok(MemoryStorage.prototype instanceof Storage), refuses: ({ Storage }) => assert.throws(() => new Storage({}, {}), TypeError) },
    MemoryStorage: storage('MemoryStorage'),
    LocalStorage: onlyInPage(storage('LocalStorage')),
    SessionStorage: storage('SessionStorage'),
    default: object('LocalStorage', 'MemoryStorage', 'SessionStorage', 'Storage', 'createStorageInterface')
  },
  'service-worker/worker': {
    onReady: { does: (m) => assert.throws(() => m.onReady(), { name: 'NotSupportedError' }), refuses: null },
    onMessage: {
      does: async (m) => assert.equal(await m.onMessage({ data: { type: 'ping' } }), true),
      async refuses (m) {
        await assert.rejects(m.onMessage({ data: { type: 'none' } }), invalid)
        await assert.rejects(m.onMessage({ data: null }), invalid)
      }
    },
    SERVICE_WORKER_READY_TOKEN: value('SERVICE_WORKER_READY_TOKEN', (own) => assert.deepEqual(own, { __service_worker_ready: true })),
    module: value('module', (own) => assert.deepEqual(own, { exports: {} })),
    events: value('events', (own) => assert.ok(own.has('fetch'))),
    stages: value('stages', (own) => assert.deepEqual(Object.keys(own), ['register', 'install', 'activate'])),
    default: value('default', (own) => assert.equal(own, null))
  },
  'protocol-handlers': {
    getServiceWorker: {
      async does (m) {
        assert.equal(await m.getServiceWorker({ scheme: 'none' }), null)
      },
      async refuses (m) {
        await assert.rejects(m.getServiceWorker(), invalid)
        await assert.rejects(m.getServiceWorker({}), TypeError)
      }
    },
    default: object('getServiceWorker')
  }
}
