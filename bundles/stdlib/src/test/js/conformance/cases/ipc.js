/** Calls to the platform, and channels between the documents of an app. */
import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const unknown = async (result) => assert.equal((await result).err.name, 'NotFoundError')
const event = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }))

const messagePort = {
  async does ({ IPCMessageChannel, IPCMessagePort }) {
    const { id, port1, port2 } = new IPCMessageChannel()
    try {
      assert.deepEqual([port1 instanceof IPCMessagePort, port1.id, port2.id, port1.started, port1.closed], [true, id, id, false, false])
      port1.postMessage({ first: 1 })
      port1.postMessage('second')
      const got = []
      const both = new Promise((resolve) => { port2.onmessage = ({ data }) => got.push(data) === 2 && resolve() })
      await both
      assert.deepEqual([got, port2.started], [[{ first: 1 }, 'second'], true])
      const answer = event(port1, 'message')
      port1.start()
      port2.postMessage(new Uint8Array([1, 2]))
      assert.deepEqual([...(await answer).data], [1, 2])
    } finally {
      port1.close()
      port2.close()
    }
    assert.equal(port1.closed, true)
    port1.postMessage('to nobody')
  },
  refuses ({ IPCMessageChannel, IPCMessagePort }) {
    assert.throws(() => new IPCMessagePort(), TypeError)
    assert.throws(() => IPCMessagePort.create({ id: 5 }), invalid)
    assert.throws(() => IPCMessagePort.prototype.start.call({}), TypeError)
    const { port1, port2 } = new IPCMessageChannel()
    try {
      assert.throws(() => port1.postMessage(() => {}), { name: 'DataCloneError' })
      assert.throws(() => port1.postMessage({ port2 }), { name: 'DataCloneError' })
      assert.throws(() => port1.postMessage(new Map([['port', port2]])), { name: 'DataCloneError' })
      assert.throws(() => port1.postMessage(1, [new MessageChannel().port1]), { name: 'DataCloneError' })
    } finally {
      port1.close()
      port2.close()
    }
  }
}

const handedOver = {
  async does ({ IPCMessageChannel, IPCMessagePort }) {
    const [outer, inner] = [new IPCMessageChannel({ id: `outer-${Math.random()}` }), new IPCMessageChannel()]
    const bytes = new ArrayBuffer(8)
    const got = event(outer.port2, 'message')
    outer.port2.start()
    inner.port1.postMessage('before')
    await new Promise((resolve) => setTimeout(resolve, 20))
    outer.port1.postMessage({ map: new Map([['port', inner.port2]]), bytes }, { transfer: [inner.port2, bytes] })
    const { data } = await got
    const port2 = data.map.get('port')
    assert.deepEqual([port2 instanceof IPCMessagePort, port2.id, inner.port2.closed, bytes.byteLength, data.bytes.byteLength],
      [true, inner.id, true, 0, 8])
    const first = event(port2, 'message')
    port2.start()
    assert.equal((await first).data, 'before')
    for (const port of [outer.port1, outer.port2, inner.port1, port2]) {
      port.close()
    }
  },
  refuses: ({ IPCMessageChannel }) => assert.throws(() => new IPCMessageChannel({ id: 5 }), invalid)
}

const broadcast = {
  async does ({ IPCBroadcastChannel }) {
    const name = `conformance-${Math.random()}`
    const [one, two] = [new IPCBroadcastChannel(name), new IPCBroadcastChannel(name)]
    try {
      assert.equal(IPCBroadcastChannel.subscriptions.get(name).size, 2)
      await two.startMessages()
      one.addEventListener('message', () => assert.fail('it heard itself'))
      const got = new Promise((resolve) => { two.onmessage = resolve })
      one.postMessage({ a: [1] })
      assert.deepEqual((await got).data, { a: [1] })
      assert.deepEqual([one.name, one.token === two.token, one.origin === two.origin], [name, false, true])
    } finally {
      one.close()
      two.close()
    }
    assert.equal(IPCBroadcastChannel.subscriptions.has(name), false)
  },
  refuses ({ IPCBroadcastChannel }) {
    assert.throws(() => new IPCBroadcastChannel(), invalid)
    assert.throws(() => new IPCBroadcastChannel('a', { origin: 'https://other.example' }), { name: 'NotSupportedError' })
  }
}

const transfers = {
  does (m) {
    const bytes = new ArrayBuffer(1)
    const { port1, port2 } = new MessageChannel()
    const message = { deep: [new Map([['key', new Uint8Array(bytes)]]), port1, bytes], text: 'a' }
    message.self = message
    assert.deepEqual(m.findMessageTransfers([port2], message).map((item) => item.constructor.name), ['MessagePort', 'ArrayBuffer', 'MessagePort'])
    assert.deepEqual(m.findMessageTransfers([], null), [])
    port1.close()
  },
  refuses: (m) => assert.throws(() => m.findMessageTransfers(null, {}), invalid)
}

const inflate = {
  does (m) {
    const port = { __type__: 'IPCMessagePort', id: 'conformance', side: 2 }
    const data = { list: [{ __type__: 'Buffer', data: 'aGk=' }], port, other: { __type__: 'Point', x: 1 }, plain: { __type__: 'unknown' } }
    class Point { static from ({ x }) { return Object.assign(new Point(), { x }) } }
    const made = m.inflateIPCMessageTransfers(data, new Map([['Point', Point]]))
    assert.deepEqual([...made.list[0]], [104, 105])
    assert.deepEqual([made.port instanceof m.IPCMessagePort, made.port.id, made.other instanceof Point, made.plain], [true, 'conformance', true, { __type__: 'unknown' }])
    made.port.close()
    assert.equal(m.inflateIPCMessageTransfers('text'), 'text')
  },
  refuses: (m) => assert.throws(() => m.inflateIPCMessageTransfers({}, {}), invalid)
}

export default {
  ipc: {
    OK: value('OK', (own) => assert.equal(own, 0)),
    ERROR: value('ERROR', (own) => assert.equal(own, 1)),
    TIMEOUT: value('TIMEOUT', (own) => assert.equal(own, 32000)),
    kDebugEnabled: value('kDebugEnabled', (own) => assert.equal(own, Symbol.for('socket.runtime.ipc.debug.enabled'))),
    primordials: value('primordials', (own) => assert.deepEqual([typeof own.cwd, own.platform], ['string', 'linux'])),
    ready: { does: (m) => m.ready(), refuses: null },
    send: {
      async does (m) {
        assert.equal((await m.send('ping')).data, 'pong')
        assert.deepEqual((await m.send('ping', {}, { cache: true })).data, (await m.send('ping', {}, { cache: true })).data)
      },
      async refuses (m) {
        await unknown(m.send('no.such.route'))
        assert.equal((await m.send('ping', {}, { signal: AbortSignal.abort() })).err.name, 'AbortError')
      }
    },
    request: {
      does: async (m) => assert.deepEqual([...await m.request('ping')].slice(0, 3), [null, 'pong', 'ping']),
      refuses: (m) => unknown(m.request('no.such.route'))
    },
    write: {
      async does (m) {
        for (const body of [new Uint8Array(3), new ArrayBuffer(3), 'text', null]) {
          assert.equal((await m.write('ping', {}, body)).data, 'pong')
        }
      },
      async refuses (m) {
        assert.equal((await m.write('ping', {}, 5)).err.name, 'TypeError')
        await unknown(m.write('no.such.route', {}, 'a'))
      }
    },
    sendSync: {
      does (m) {
        assert.equal(m.sendSync('ping').data, 'pong')
        assert.equal(m.sendSync('os.hrtime', '', { responseType: 'arraybuffer' }).data.byteLength, 8)
      },
      refuses (m) {
        assert.equal(m.sendSync('no.such.route').err.name, 'NotFoundError')
        assert.equal(m.sendSync('ping', '', null, {}).err.name, 'TypeError')
      }
    },
    emit: {
      async does (m) {
        const target = new EventTarget()
        const got = event(target, 'told')
        await m.emit('told', encodeURIComponent('{"a":"ü"}'), target)
        assert.deepEqual((await got).detail, { a: 'ü' })
      },
      async refuses (m) {
        const got = event(globalThis, 'conformance')
        await m.emit('conformance', '%')
        assert.equal((await got).detail, '%')
        await assert.rejects(m.emit('a', 1, {}), TypeError)
      }
    },
    resolve: {
      async does (m) {
        const got = event(globalThis, `resolve-${globalThis.__args.index}-R0`)
        await m.resolve('R0', { data: 1 })
        assert.deepEqual((await got).detail, { data: 1 })
      },
      refuses: (m) => m.resolve(undefined)
    },
    postMessage: {
      async does (m) {
        const got = event(globalThis, `resolve-${globalThis.__args.index}-R123456789`)
        m.postMessage('ipc://ping?seq=R123456789')
        assert.equal((await got).detail.data, 'pong')
      },
      refuses: (m) => assert.throws(() => m.postMessage('no command'), TypeError)
    },
    createBinding: {
      async does (m) {
        assert.equal((await m.createBinding().ping()).data, 'pong')
        assert.equal(m.createBinding('os', { uname: 'sendSync' }).uname().data.sysname.length > 0, true)
      },
      refuses: (m) => assert.throws(() => m.createBinding(null, { default: 'constructor' }).ping(), TypeError)
    },
    debug: {
      does (m) {
        const before = m.debug()
        assert.deepEqual([m.debug(true), m.debug.enabled, m.debug[m.kDebugEnabled]], [true, true, true])
        m.debug(before)
      },
      refuses: (m) => assert.equal(m.debug(undefined), m.debug.enabled)
    },
    parseSeq: {
      does: (m) => assert.deepEqual([m.parseSeq('R12'), m.parseSeq('R12n', { bigint: true })], [12, 12n]),
      refuses (m) {
        assert.ok(Number.isNaN(m.parseSeq('x')))
        assert.throws(() => m.parseSeq('x', { bigint: true }), SyntaxError)
      }
    },
    maybeMakeError: {
      does (m) {
        const error = m.maybeMakeError({ type: 'NotFoundError', code: 'NOT_FOUND', message: 'gone', id: '7' })
        assert.deepEqual([error instanceof Error, error.name, error.code, error.message, error.id], [true, 'NotFoundError', 'NOT_FOUND', 'gone', '7'])
        assert.deepEqual([m.maybeMakeError({ code: -2 }).code, m.maybeMakeError({ type: 'RangeError' }) instanceof RangeError], ['ENOENT', true])
      },
      refuses (m) {
        assert.deepEqual([null, undefined, 'text', 5].map((item) => m.maybeMakeError(item)), [null, undefined, 'text', 5])
        assert.equal(m.maybeMakeError({ type: 'constructor' }).name, 'constructor')
      }
    },
    Headers: {
      does (m) {
        const headers = m.Headers.from('a: 1\r\nB: 2:3\r\n')
        assert.deepEqual([headers.get('b'), headers.length, headers.toJSON()], ['2:3', 2, { a: '1', b: '2:3' }])
        assert.equal(m.Headers.from({ headers: { c: 'd' } }).get('c'), 'd')
      },
      refuses (m) {
        assert.equal(m.Headers.from(null).length, 0)
        assert.throws(() => m.Headers.from('a b: 1'), TypeError)
      }
    },
    Message: {
      does (m) {
        const message = m.Message.from('ipc://fs.read?id=1&value=%7B%22a%22%3A1%7D&index=2', { seq: 'R5' })
        assert.deepEqual([message.command, message.id, message.seq, message.index, message.json, message.params.id, message.rawParams.id],
          ['fs.read', '1', 'R5', 2, { a: 1 }, 1, '1'])
        message.set('q', 'a b')
        assert.match(String(message), /q=a%20b/)
        assert.deepEqual([m.Message.isValidInput('ipc://a'), m.Message.PROTOCOL], [true, 'ipc:'])
      },
      refuses (m) {
        assert.throws(() => new m.Message('http://a'), TypeError)
        assert.throws(() => new m.Message('no address'), TypeError)
        assert.deepEqual([m.Message.isValidInput('ipc://'), m.Message.isValidInput(null), new m.Message('ipc://a?index=x').index], [false, false, -1])
      }
    },
    Result: {
      does (m) {
        const result = m.Result.from({ source: 'a', data: { b: 1 } })
        const [err, data, source] = result
        assert.deepEqual([err, data, source, result[1], result.length], [null, { b: 1 }, 'a', { b: 1 }, 4])
        assert.deepEqual(result.toJSON(), { headers: {}, source: 'a', data: { b: 1 }, err: null })
      },
      refuses (m) {
        assert.deepEqual([m.Result.from(undefined).data, m.Result.from(5).data, m.Result.from(new Error('no')).err.message], [null, 5, 'no'])
        assert.equal(m.Result.from({ err: { message: 'no' } }).data, null)
      }
    },
    IPCSearchParams: {
      does (m) {
        const params = new m.IPCSearchParams({ a: 'b c', list: [1, 2], skipped: undefined }, 7)
        assert.equal(String(params), `a=b%20c&list=1%2C2&index=${globalThis.__args.index}&nonce=7`)
        assert.equal(new m.IPCSearchParams('plain').get('value'), 'plain')
      },
      refuses: (m) => assert.deepEqual([null, undefined].map((none) => [...new m.IPCSearchParams(none).keys()]), [['index'], ['index']])
    },
    findMessageTransfers: transfers,
    findIPCMessageTransfers: {
      does (m) {
        const { port1, port2 } = new m.IPCMessageChannel()
        assert.deepEqual(m.findIPCMessageTransfers([], { deep: [port1, new ArrayBuffer(1)] }).length, 1)
        assert.deepEqual(m.findMessageTransfers([], { port1 }), [])
        port1.close()
        port2.close()
      },
      refuses: (m) => assert.throws(() => m.findIPCMessageTransfers({}, {}), invalid)
    },
    inflateIPCMessageTransfers: inflate,
    IPCMessagePort: messagePort,
    IPCMessageChannel: handedOver,
    IPCBroadcastChannel: broadcast,
    default: value('default', (own) => assert.equal(typeof own.send, 'function'))
  }
}
