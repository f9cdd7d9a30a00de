/** Messages between documents, and plugins by their names. */
import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const tooMuch = { code: 'ERR_OUT_OF_RANGE' }
const bytes = Uint8Array.of(1, 2, 3)

/** Does something with two conduits. */
async function between ({ Conduit }, story) {
  const id = crypto.randomUUID()
  const [a, b] = ['a', 'b'].map((name) => new Conduit({ id: `${id}-${name}` }))
  try {
    await story(a, b)
  } finally {
    a.close()
    b.close()
  }
}

const message = (conduit) => new Promise((resolve, reject) => conduit.receive((error, got) => error ? reject(error) : resolve(got)))

const extension = {
  does: async (m) => {
    const own = await m.load('os')
    assert.deepEqual([own.name, own.type, own.loaded, (await m.stats()).loaded, await m.Extension.type('os'), await m.Extension.type('none')],
      ['os', 'shared', true, 1, 'shared', 'unknown'])
    const { err, data } = await own.binding.uname()
    assert.deepEqual([err, typeof data.sysname, typeof own.adapter.uname], [null, 'string', 'function'])
    assert.deepEqual([await own.unload(), await own.unload(), own.loaded, (await m.stats()).loaded], [true, false, false, 0])
  },
  async refuses (m) {
    for (const bad of [undefined, null, 5, {}]) {
      await assert.rejects(m.load(bad), invalid)
    }
    for (const bad of ['', '../fs', 'A', 'a\0b', 'a'.repeat(1000)]) {
      await assert.rejects(m.load(bad), { code: 'ERR_INVALID_ARG_VALUE' })
    }
    await assert.rejects(m.load('none'), { name: 'NotFoundError' })
    await assert.rejects(m.load('os', 5), invalid)
    await assert.rejects(m.load('os', { type: 'wasm32' }), { name: 'NotSupportedError' })
    assert.throws(() => new m.Extension(5, {}), invalid)
    await assert.rejects(m.Extension.type(5), invalid)
    assert.equal((await m.stats()).loaded, 0)
  }
}

export default {
  conduit: {
    DEFALUT_MAX_RECONNECT_RETRIES: value('DEFALUT_MAX_RECONNECT_RETRIES', (own) => assert.equal(own, 32)),
    DEFAULT_MAX_RECONNECT_TIMEOUT: value('DEFAULT_MAX_RECONNECT_TIMEOUT', (own) => assert.equal(own, 256)),
    pool: {
      does: (m) => between(m, async (a, b) => {
        assert.deepEqual([m.pool.get(a.id) === a, m.pool.has(b.id)], [true, true])
        const again = new m.Conduit({ id: a.id })
        assert.deepEqual([a.isActive, m.pool.get(a.id) === again], [false, true])
        again.close()
        assert.equal(m.pool.has(a.id), false)
      }),
      refuses: null
    },
    Conduit: {
      does: (m) => between(m, async (a, b) => {
        const opened = new Promise((resolve) => { a.onopen = resolve })
        await opened
        const got = message(b)
        assert.equal(a.send({ to: b.id, name: 'ä' }, bytes), true)
        const { options, payload } = await got
        assert.deepEqual([options, [...payload]], [{ from: a.id, name: 'ä' }, [1, 2, 3]])

        const frame = a.encodeMessage({ b: 2, a: 'x' }, 'hi')
        assert.deepEqual([...frame], [2, 1, 97, 0, 1, 120, 1, 98, 0, 1, 50, 0, 2, 104, 105])
        assert.deepEqual([a.decodeMessage(frame).options, [...a.decodeMessage(frame.buffer).payload]], [{ a: 'x', b: '2' }, [104, 105]])

        const refused = new Promise((resolve) => { a.onerror = resolve })
        a.send({ route: 'no.such.route' })
        assert.equal((await refused).error.name, 'NotFoundError')

        const status = await m.Conduit.status()
        assert.deepEqual([status.port, m.Conduit.port, a.port, a.url, (await m.Conduit.waitForActiveState()).isActive], [0, 0, 0, null, true])
        assert.ok((await m.Conduit.diagnostics()).conduit.handles.ids.includes(a.id))
        const closed = new Promise((resolve) => { a.onclose = resolve })
        a.close()
        await closed
        assert.deepEqual([a.isActive, a.shouldReconnect, a.send({ to: b.id })], [false, false, false])
        await a.reconnect()
        assert.equal(a.isActive, true)
      }),
      refuses: (m) => between(m, async (a, b) => {
        for (const bad of [undefined, null, 5, {}, { id: '' }, { id: null }]) {
          assert.throws(() => new m.Conduit(bad), invalid)
        }
        for (const bad of [undefined, null, 5]) {
          assert.throws(() => a.send(bad), invalid)
          assert.throws(() => a.receive(bad), invalid)
        }
        assert.throws(() => a.send({}, 5), invalid)
        assert.throws(() => a.send({ route: 5 }), invalid)
        assert.throws(() => a.send({ to: b.id }, new Uint8Array(65_536)), tooMuch)
        assert.throws(() => a.encodeOption('k'.repeat(256), ''), tooMuch)
        assert.throws(() => a.encodeOption('k', 'v'.repeat(65_536)), tooMuch)
        assert.throws(() => a.encodeMessage(Object.fromEntries(Array.from({ length: 256 }, (_, i) => [i, '']))), tooMuch)
        const frame = a.encodeMessage({ key: 'value' }, bytes)
        for (let end = 0; end < frame.length; end++) {
          assert.throws(() => a.decodeMessage(frame.subarray(0, end)), tooMuch)
        }
        assert.throws(() => a.decodeMessage('text'), invalid)
        assert.throws(() => a.decodeMessage(Uint8Array.of(1, 1, 255, 0, 0, 0, 0)), TypeError)
        await assert.rejects(m.Conduit.setSharedKey(5), invalid)
        await assert.rejects(m.Conduit.setSharedKey('short'), tooMuch)
        await assert.rejects(a.reconnect({ retries: -1 }), tooMuch)
        await assert.rejects(a.connect(5), invalid)
        // what is no message is an error and not an end
        const wrong = new BroadcastChannel(`socket.runtime.conduit.${a.id}`)
        const told = message(a)
        wrong.postMessage({ message: bytes, key: '' })
        await assert.rejects(told, tooMuch)
        wrong.close()
      })
    },
    default: value('default', (own) => assert.equal(own.name, 'Conduit'))
  },
  extension: {
    load: extension,
    Extension: extension,
    stats: { does: async (m) => assert.deepEqual(await m.stats(), { abi: 1, loaded: 0 }), refuses: null },
    default: value('default', (own) => assert.deepEqual(Object.keys(own), ['Extension', 'load', 'stats']))
  }
}
