import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const range = { code: 'ERR_OUT_OF_RANGE' }
const isPage = typeof document !== 'undefined'

/** What the platform answered, where it is not a real one. */
const calls = async () => (await import('../../fake-platform.js')).calls

const fetching = {
  async does ({ fetch }) {
    const before = globalThis.fetch
    globalThis.fetch = async (url, init) => new Response(`${init.method} ${url}`)
    try {
      assert.equal(await (await fetch('https://example.com/', { method: 'PUT' })).text(), 'PUT https://example.com/')
    } finally {
      globalThis.fetch = before
    }
  },
  refuses: async ({ fetch }) => {
    if (isPage) {
      await assert.rejects(fetch('http://'), TypeError)
      await assert.rejects(fetch(), TypeError)
    }
  }
}
const web = {
  fetch: fetching,
  Headers: {
    does: ({ Headers }) => assert.equal(new Headers({ A: 'b' }).get('a'), 'b'),
    refuses: ({ Headers }) => assert.throws(() => new Headers({ 'a b': 'c' }), TypeError)
  },
  Request: {
    does: ({ Request }) => assert.deepEqual([new Request('https://a.example/', { method: 'put' }).method, new Request('https://a.example/x').url], ['PUT', 'https://a.example/x']),
    refuses: ({ Request }) => assert.throws(() => new Request('https://a.example/', { method: 'a b' }), TypeError)
  },
  Response: {
    does: async ({ Response }) => assert.equal(await new Response('text').text(), 'text'),
    refuses: ({ Response }) => assert.throws(() => new Response('', { status: 99 }), RangeError)
  }
}
const fetchDefault = { default: { does: (m) => fetching.does({ fetch: m.default }), refuses: null } }

/** What becomes of a notification: it is shown, or there is an error that says why not. */
const outcome = (notification) => new Promise((resolve) => {
  notification.onshow = () => resolve('show')
  notification.onerror = ({ error }) => resolve(error.name)
})
const may = isPage ? ['show', 'NotSupportedError'] : ['show']

export default {
  'fetch/fetch': {
    ...web,
    DOMException: { does: (m) => assert.equal(new m.DOMException('', 'AbortError').code, 20), refuses: (m) => assert.throws(() => m.DOMException(), TypeError) },
    default: value('default', (own) => assert.equal(typeof own.fetch, 'function'))
  },
  'fetch/index': { ...web, ...fetchDefault },
  fetch: { ...web, ...fetchDefault },

  application: {
    MAX_WINDOWS: value('MAX_WINDOWS', (own) => assert.equal(own, 64)),
    runtimeVersion: value('runtimeVersion', (own) => assert.ok(own.full.startsWith(own.short) && own.short.length > 0 && typeof own.hash === 'string')),
    debug: value('debug', (own) => assert.equal(own, Boolean(globalThis.__args.debug))),
    config: value('config', (own) => assert.ok(Object.isFrozen(own))),
    backend: {
      async does ({ backend }) { // those of an app that has none; real ones are tested with the platform
        for (const answer of [await backend.open(), await backend.close({ name: 'none' }), await backend.sendMessage('event', 1)]) {
          assert.equal(answer.err.code, 'NOT_FOUND')
        }
        await assert.rejects(backend.request('event', new Uint8Array(3)), { code: 'NOT_FOUND' })
      },
      async refuses ({ backend }) {
        for (const bad of [undefined, null, 5, {}]) {
          await assert.rejects(backend.sendMessage(bad), invalid)
          await assert.rejects(backend.request(bad), invalid)
        }
        await assert.rejects(backend.open({ name: 5 }), invalid)
        await assert.rejects(backend.request('event', 1n), TypeError)
      }
    },
    client: value('client', (own) => assert.equal(own.constructor.name, 'Client')),
    default: value('default', (own) => assert.equal(own.MAX_WINDOWS, 64)),
    addEventListener: {
      does (m) {
        const before = globalThis.addEventListener
        const heard = []
        globalThis.addEventListener = (type, listener, options) => heard.push([type, typeof listener, options])
        try {
          m.addEventListener('applicationurl', () => {}, { once: true })
        } finally {
          globalThis.addEventListener = before
        }
        assert.deepEqual(heard, [['applicationurl', 'function', { once: true }]])
      },
      refuses (m) {
        assert.throws(() => m.addEventListener(5, () => {}), invalid)
        assert.throws(() => m.addEventListener('message', null), invalid)
      }
    },
    removeEventListener: {
      does (m) {
        const target = new EventTarget()
        const before = [globalThis.addEventListener, globalThis.removeEventListener]
        globalThis.addEventListener = target.addEventListener.bind(target)
        globalThis.removeEventListener = target.removeEventListener.bind(target)
        try {
          let count = 0
          const listener = () => count++
          m.addEventListener('applicationpause', listener)
          target.dispatchEvent(new Event('applicationpause'))
          m.removeEventListener('applicationpause', listener)
          target.dispatchEvent(new Event('applicationpause'))
          assert.equal(count, 1)
        } finally {
          [globalThis.addEventListener, globalThis.removeEventListener] = before
        }
      },
      refuses: (m) => assert.throws(() => m.removeEventListener('message', 'no function'), invalid)
    },
    getCurrentWindowIndex: { does: (m) => assert.equal(m.getCurrentWindowIndex(), globalThis.__args.index), refuses: null },
    getScreenSize: {
      async does (m) {
        const { width, height } = await m.getScreenSize()
        assert.deepEqual([width, height], isPage ? [screen.width, screen.height] : [0, 0])
      },
      refuses: null
    },
    exit: {
      async does (m) {
        if (!isPage) { // a page would be gone
          await m.exit(3)
          assert.deepEqual((await calls()).at(-1).params.value, '3')
        }
      },
      async refuses (m) {
        await assert.rejects(m.exit('1'), invalid)
        await assert.rejects(m.exit(1.5), range)
      }
    },
    isPaused: { does: (m) => assert.equal(m.isPaused(), false), refuses: null },
    ApplicationWindowList: {
      does (m) {
        const [a, b] = [{ index: 2 }, { index: 0 }]
        const list = m.ApplicationWindowList.from(a, [b])
        assert.deepEqual([list.length, list.size, list.item(2) === a, list[0] === b, list.item(1)], [2, 2, true, true, undefined])
        assert.deepEqual([[...list], list.keys(), list.values(), list.entries()], [[b, a], [0, 2], [b, a], [[0, b], [2, a]]])
        const seen = []
        list.forEach((item, index) => seen.push(index))
        assert.deepEqual(seen, [0, 2])
        assert.deepEqual([list.contains(a), list.contains(7), list.remove(2), list.remove(a), list[2]], [true, false, true, false, undefined])
        assert.equal(list.add(a).clear().length, 0)
      },
      refuses (m) {
        assert.throws(() => new m.ApplicationWindowList(5), invalid)
        assert.throws(() => new m.ApplicationWindowList([{}]), invalid)
        assert.throws(() => new m.ApplicationWindowList().add({ index: -1 }), invalid)
      }
    }
  },
  'application/client': {
    Client: {
      does (m) {
        const client = new m.Client({ id: '1', type: 'worker', frameType: 'none', parent: { id: '0', frameType: 'top-level' }, location: 'socket://a/b' })
        assert.deepEqual([client.id, client.type, client.frameType, client.parent.id, client.top, client.location], ['1', 'worker', 'none', '0', null, 'socket://a/b'])
        assert.equal(client.parent.top.id, '0')
        assert.equal(JSON.parse(JSON.stringify(client)).parent.id, '0')
      },
      refuses: (m) => assert.throws(() => new m.Client(null), TypeError)
    },
    default: value('default', (own) => assert.equal(own.type, isPage ? 'window' : 'worker'))
  },

  notification: {
    NOTIFICATION_PRESENTED_EVENT: value('NOTIFICATION_PRESENTED_EVENT', (own) => assert.equal(own, 'notificationpresented')),
    NOTIFICATION_RESPONSE_EVENT: value('NOTIFICATION_RESPONSE_EVENT', (own) => assert.equal(own, 'notificationresponse')),
    NotificationDirection: value('NotificationDirection', (own) => assert.deepEqual([...own], ['auto', 'ltr', 'rtl'])),
    NotificationPermission: value('NotificationPermission', (own) => assert.ok(own.contains('granted') && own.contains('denied'))),
    default: value('default', (own) => assert.equal(own.name, 'Notification')),
    NotificationAction: {
      does: (m) => assert.deepEqual(new m.NotificationAction({ action: 'a', title: 'A' }).toJSON(), { action: 'a', title: 'A', icon: '' }),
      refuses (m) {
        assert.throws(() => new m.NotificationAction({ action: 'a' }), TypeError)
        assert.throws(() => new m.NotificationAction(null), invalid)
      }
    },
    NotificationOptions: {
      does (m) {
        const own = new m.NotificationOptions({ body: 'b', tag: 't', renotify: true, actions: [{ action: 'a', title: 'A' }], vibrate: 5, data: { x: [1] } })
        assert.deepEqual([own.body, own.dir, own.renotify, own.actions[0].title, own.vibrate, own.silent], ['b', 'auto', true, 'A', [5], null])
        assert.deepEqual(own.toJSON().data, { x: [1] })
      },
      refuses (m) {
        assert.throws(() => new m.NotificationOptions(5), invalid)
        assert.throws(() => new m.NotificationOptions({ dir: 'up' }), TypeError)
        assert.throws(() => new m.NotificationOptions({ renotify: true }), TypeError)
        assert.throws(() => new m.NotificationOptions({ silent: true, vibrate: [1] }), TypeError)
        assert.throws(() => new m.NotificationOptions({ vibrate: ['long'] }), TypeError)
        assert.throws(() => new m.NotificationOptions({ actions: 'a' }), TypeError)
        assert.throws(() => new m.NotificationOptions({ data: () => {} }), { name: 'DataCloneError' })
      }
    },
    Notification: {
      async does (m) {
        const own = new m.Notification('title', { body: 'body', tag: 'tag' })
        assert.deepEqual([own.title, own.body, own.tag, own.closed, own.onclick, m.Notification.maxActions], ['title', 'body', 'tag', false, null, 2])
        assert.match(own.id, /^\d+$/)
        assert.ok(may.includes(await outcome(own)))
        const closed = new Promise((resolve) => { own.onclose = resolve })
        await own.close()
        await closed
        assert.equal(own.closed, true)
        assert.ok(m.NotificationPermission.contains(await m.Notification.requestPermission()))
        assert.ok(m.NotificationPermission.contains(m.Notification.permission))
      },
      refuses (m) {
        assert.throws(() => new m.Notification(), TypeError)
        assert.throws(() => new m.Notification('title', { dir: 'up' }), TypeError)
        assert.throws(() => new m.Notification('title', 5), invalid)
      }
    },
    showNotification: {
      async does (m) {
        const shown = await m.showNotification('title').catch(({ name }) => name)
        assert.ok(isPage ? shown === 'NotSupportedError' || shown.title === 'title' : shown.title === 'title')
        if (typeof shown !== 'string') {
          await shown.close()
        }
      },
      refuses: (m) => assert.rejects(m.showNotification('title', { renotify: true }), TypeError)
    }
  }
}
