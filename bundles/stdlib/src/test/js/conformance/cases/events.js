import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const later = () => new Promise((resolve) => setTimeout(resolve, 2))
const native = (name) => ({
  does: (m) => assert.equal(m[name], globalThis[name]),
  refuses: (m) => assert.ok(m[name] === undefined || assert.throws(() => m[name](), TypeError) === undefined)
})

const emitter = {
  async does ({ EventEmitter, errorMonitor, captureRejectionSymbol }) {
    function Old () { EventEmitter.call(this) }
    Object.setPrototypeOf(Old.prototype, EventEmitter.prototype)
    const old = new Old()
    const seen = []
    assert.equal(old.on('x', function (a) { seen.push([this === old, a]) }), old)
    assert.equal(old.emit('x', 1), true)
    const mixed = Object.assign({}, EventEmitter.prototype)
    mixed.once('x', () => seen.push('mixed'))
    assert.deepEqual([mixed.emit('x'), mixed.emit('x'), seen], [true, false, [[true, 1], 'mixed']])
    assert.ok(new (class extends EventEmitter {})() instanceof EventEmitter)

    const own = new EventEmitter()
    const log = []
    own.prependOnceListener('x', () => log.push('once'))
    own.addListener('x', () => log.push('last'))
    own.prependListener('x', () => log.push('first'))
    own.emit('x')
    own.emit('x')
    assert.deepEqual(log, ['first', 'once', 'last', 'first', 'last'])
    assert.deepEqual([own.listenerCount('x'), own.eventNames(), own.rawListeners('x').length, own.getMaxListeners()], [2, ['x'], 2, 10])
    assert.equal(own.removeAllListeners().listenerCount('x'), 0)
    own.on(errorMonitor, (error) => log.push(error.message))
    assert.throws(() => own.emit('error', new Error('boom')), { message: 'boom' })
    assert.equal(log.at(-1), 'boom')

    const capturing = new EventEmitter({ captureRejections: true })
    capturing.on('x', async () => { throw new Error('rejected') })
    capturing.on('error', (error) => log.push(error.message))
    capturing.emit('x')
    await later()
    assert.equal(log.at(-1), 'rejected')
    capturing[captureRejectionSymbol] = (error, name, ...args) => log.push([error.message, name, args])
    capturing.emit('x', 5)
    await later()
    assert.deepEqual(log.at(-1), ['rejected', 'x', [5]])

    const changing = new EventEmitter()
    changing.on('x', () => changing.on('x', () => log.push('late')))
    changing.emit('x')
    assert.notEqual(log.at(-1), 'late')
  },
  refuses ({ EventEmitter }) {
    const own = new EventEmitter()
    for (const method of ['on', 'once', 'off', 'prependListener', 'prependOnceListener', 'addListener', 'removeListener']) {
      assert.throws(() => own[method]('x', 'no function'), invalid)
    }
    assert.throws(() => own.emit('error', 'text'), { code: 'ERR_UNHANDLED_ERROR', context: 'text' })
    assert.throws(() => own.emit('error'), { code: 'ERR_UNHANDLED_ERROR' })
    assert.throws(() => own.setMaxListeners(-1), { code: 'ERR_OUT_OF_RANGE' })
    assert.throws(() => own.setMaxListeners('5'), invalid)
    assert.throws(() => new EventEmitter({ captureRejections: 5 }), invalid)
    assert.throws(() => { EventEmitter.defaultMaxListeners = -1 }, { code: 'ERR_OUT_OF_RANGE' })
  }
}

export default {
  events: {
    EventEmitter: emitter,
    default: { does: (m) => emitter.does(m.default), refuses: (m) => emitter.refuses(m.default) },
    once: {
      async does ({ EventEmitter, once }) {
        const own = new EventEmitter()
        setTimeout(() => own.emit('x', 1, 2), 1)
        assert.deepEqual(await once(own, 'x'), [1, 2])
        const target = new EventTarget()
        setTimeout(() => target.dispatchEvent(new Event('y')), 1)
        assert.equal((await once(target, 'y'))[0].type, 'y')
        const waiting = once(own, 'x')
        await later()
        own.emit('error', new Error('boom'))
        await assert.rejects(waiting, { message: 'boom' })
        assert.equal(own.listenerCount('x') + own.listenerCount('error'), 0)
      },
      async refuses ({ EventEmitter, once }) {
        await assert.rejects(once({}, 'x'), invalid)
        await assert.rejects(once(new EventEmitter(), 'x', { signal: AbortSignal.abort() }), { code: 'ABORT_ERR' })
        await assert.rejects(once(new EventEmitter(), 'x', { signal: 5 }), invalid)
      }
    },
    on: {
      async does ({ EventEmitter, on }) {
        const own = new EventEmitter()
        const events = on(own, 'x', { close: ['end'] })
        own.emit('x', 1)
        own.emit('x', 2)
        setTimeout(() => { own.emit('x', 3); own.emit('end') }, 1)
        const seen = []
        for await (const [item] of events) {
          seen.push(item)
        }
        assert.deepEqual([seen, own.listenerCount('x')], [[1, 2, 3], 0])
        const failing = on(own, 'x')
        own.emit('error', new Error('boom'))
        await assert.rejects(failing.next(), { message: 'boom' })
        assert.equal((await failing.next()).done, true)
      },
      async refuses ({ EventEmitter, on }) {
        assert.throws(() => on({}, 'x'), invalid)
        assert.throws(() => on(new EventEmitter(), 'x', { signal: AbortSignal.abort() }), { code: 'ABORT_ERR' })
        const controller = new AbortController()
        const events = on(new EventEmitter(), 'x', { signal: controller.signal })
        const next = events.next()
        controller.abort()
        await assert.rejects(next, { code: 'ABORT_ERR' })
      }
    },
    addAbortListener: {
      does ({ addAbortListener }) {
        const controller = new AbortController()
        let count = 0
        addAbortListener(controller.signal, () => count++)
        controller.abort()
        assert.equal(count, 1)
      },
      refuses: ({ addAbortListener }) => { assert.throws(() => addAbortListener(), invalid); assert.throws(() => addAbortListener(new AbortController().signal, 5), invalid) }
    },
    getEventListeners: {
      does ({ EventEmitter, getEventListeners }) { const own = new EventEmitter(); const listener = () => {}; own.on('x', listener); assert.deepEqual(getEventListeners(own, 'x'), [listener]) },
      refuses: ({ getEventListeners }) => assert.throws(() => getEventListeners({}, 'x'), invalid)
    },
    getMaxListeners: { does: ({ EventEmitter, getMaxListeners }) => assert.equal(getMaxListeners(new EventEmitter()), 10), refuses: ({ getMaxListeners }) => assert.throws(() => getMaxListeners({}), invalid) },
    setMaxListeners: {
      does ({ EventEmitter, getMaxListeners, setMaxListeners }) {
        const [own, target] = [new EventEmitter(), new EventTarget()]
        setMaxListeners(5, own, target)
        assert.deepEqual([own.getMaxListeners(), getMaxListeners(target)], [5, 5])
      },
      refuses: ({ setMaxListeners }) => { assert.throws(() => setMaxListeners(-1), { code: 'ERR_OUT_OF_RANGE' }); assert.throws(() => setMaxListeners(1, {}), invalid) }
    },
    listenerCount: { does: ({ EventEmitter, listenerCount }) => assert.equal(listenerCount(new EventEmitter().on('x', () => {}), 'x'), 1), refuses: ({ EventEmitter, listenerCount }) => assert.equal(listenerCount(new EventEmitter(), undefined), 0) },
    errorMonitor: value('errorMonitor', (own) => assert.equal(typeof own, 'symbol')),
    captureRejectionSymbol: value('captureRejectionSymbol', (own) => assert.equal(own, Symbol.for('nodejs.rejection'))),
    defaultMaxListeners: value('defaultMaxListeners', (own) => assert.equal(own, 10)),
    usingDomains: value('usingDomains', (own) => assert.equal(own, false)),
    ...Object.fromEntries(['Event', 'EventTarget', 'CustomEvent', 'MessageEvent', 'ErrorEvent'].map((name) => [name, native(name)]))
  },
  hooks: hooks(),
  tty: {
    isatty: { does: (m) => assert.equal(m.isatty(99), false), refuses: (m) => assert.deepEqual([m.isatty('1'), m.isatty(-1), m.isatty()], [false, false, false]) },
    WriteStream: {
      async does (m) {
        const stream = m.WriteStream(2)
        assert.deepEqual([stream.fd, stream.isTTY, stream.write('')], [2, false, true])
        await new Promise((resolve) => stream.end(resolve))
        assert.equal(stream.writableFinished, true)
      },
      refuses (m) {
        assert.throws(() => new m.WriteStream(-1), { code: 'ERR_OUT_OF_RANGE' })
        assert.throws(() => m.WriteStream('1'), invalid)
      }
    },
    ReadStream: {
      async does (m) {
        const stream = m.ReadStream(0)
        assert.deepEqual([stream.fd, stream.isRaw, stream.setRawMode(true) === stream], [0, false, true])
        let text = ''
        for await (const piece of stream) {
          text += piece
        }
        assert.equal(text, globalThis.document === undefined ? 'typed on' : '') // these cases are run in a page without input
        const { default: process } = await import('socket:process')
        assert.deepEqual([process.stdin.fd, process.stdin === process.stdin], [0, true]) // eslint-disable-line no-self-compare
      },
      refuses: (m) => assert.throws(() => new m.ReadStream(0.5), { code: 'ERR_OUT_OF_RANGE' })
    },
    default: value('default', (own) => assert.equal(typeof own.isatty, 'function'))
  }
}

function hooks () {
  const events = {
    onError: 'error', onData: 'data', onMessage: 'message', onOnline: 'online', onOffline: 'offline', onLanguageChange: 'languagechange',
    onPermissionChange: 'permissionchange', onNotificationResponse: 'notificationresponse', onNotificationPresented: 'notificationpresented',
    onApplicationURL: 'applicationurl', onApplicationPause: 'applicationpause', onApplicationResume: 'applicationresume'
  }
  const past = (name) => ({
    async does (m) {
      let count = 0
      m[name](() => count++)
      m[name](() => count++)() // stopped before it is told
      await later()
      assert.equal(count, 1)
    },
    refuses: (m) => assert.throws(() => m[name](5), invalid)
  })
  return {
    ...Object.fromEntries(Object.entries(events).map(([name, type]) => [name, {
      does (m) {
        let count = 0
        const stop = m[name](() => count++)
        m.default.dispatchEvent(new Event(type))
        stop()
        m.default.dispatchEvent(new Event(type))
        assert.equal(count, 1)
      },
      refuses: (m) => assert.throws(() => m[name](null), invalid)
    }])),
    onReady: past('onReady'),
    onLoad: past('onLoad'),
    onInit: past('onInit'),
    wait: {
      async does (m) {
        await m.wait('load')
        const waiting = m.wait('data')
        m.default.dispatchEvent(new MessageEvent('data', { data: 5 }))
        assert.equal((await waiting).data, 5)
        assert.equal((await m.wait(m.onReady)).type, 'ready')
      },
      refuses: (m) => assert.rejects(m.default.wait('data', { signal: AbortSignal.abort(new Error('given up')) }), { message: 'given up' })
    },
    RUNTIME_INIT_EVENT_NAME: value('RUNTIME_INIT_EVENT_NAME', (own) => assert.equal(own, '__runtime_init__')),
    GLOBAL_EVENTS: value('GLOBAL_EVENTS', (own) => assert.ok(own.includes('applicationurl') && Object.isFrozen(own))),
    ...Object.fromEntries(Object.entries({ InitEvent: 'init', LoadEvent: 'load', ReadyEvent: 'ready', RuntimeInitEvent: '__runtime_init__' })
      .map(([name, type]) => [name, { does: (m) => assert.equal(new m[name]().type, type), refuses: (m) => assert.throws(() => m[name](), TypeError) }])),
    Hooks: {
      does (m) {
        const own = new m.Hooks()
        const isWindow = typeof document !== 'undefined'
        assert.deepEqual([own.isReady, own.isWorkerContext, own.isWindowContext, own.global === globalThis], [true, false, isWindow, true])
        assert.ok(own.document === (isWindow ? document : null))
      },
      refuses: (m) => assert.throws(() => m.Hooks(), TypeError)
    },
    default: value('default', (own) => assert.equal(own.constructor.name, 'Hooks'))
  }
}
