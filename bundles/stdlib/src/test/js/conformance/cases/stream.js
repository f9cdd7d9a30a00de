import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const collect = async (stream) => {
  const all = []
  for await (const item of stream) {
    all.push(typeof item === 'string' ? item : item instanceof Uint8Array ? new TextDecoder().decode(item) : item)
  }
  return all
}
const upper = ({ Transform }) => new Transform({ transform (chunk, encoding, callback) { callback(null, String(chunk).toUpperCase()) } })
const sink = ({ Writable }, log, options) => new Writable({ ...options, write (chunk, encoding, callback) { log.push(String(chunk)); queueMicrotask(callback) } })

const pipeline = (name) => ({
  async does (m) {
    const log = []
    await m[name](['a', 'b'], async function * (source) { for await (const item of source) { yield String(item).toUpperCase() } }, sinkOf(log))
    assert.deepEqual(log, ['A', 'B'])
  },
  async refuses (m) {
    await assert.rejects(async () => m[name](), { code: 'ERR_MISSING_ARGS' })
    await assert.rejects(async () => m[name](async function * () { yield 1; throw new Error('boom') }, async (source) => { await collect(source) }), { message: 'boom' })
  }
})
/** The end of a pipeline that needs no class. */
const sinkOf = (log) => async (source) => { for await (const item of source) { log.push(String(item)) } }
const state = (name) => ({
  does (m) {
    const own = new m[name]({ highWaterMark: 3, objectMode: true }, {}, false)
    assert.deepEqual([own.highWaterMark, own.objectMode, own.length], [3, true, 0])
  },
  refuses: (m) => assert.throws(() => new m[name]({ highWaterMark: -1 }, {}, false), { code: 'ERR_INVALID_ARG_VALUE' })
})
/** A class of the engine: it wants its arguments, and `new`. */
const web = (name) => ({
  does: (m) => assert.equal(m[name], globalThis[name]),
  refuses (m) {
    const Class = m[name]
    if (Class !== undefined) {
      assert.throws(() => Class.length > 0 ? new Class() : Class(), TypeError)
    }
  }
})
const WEB = ['ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest', 'ReadableByteStreamController',
  'ReadableStreamDefaultController', 'TransformStream', 'TransformStreamDefaultController', 'WritableStream', 'WritableStreamDefaultController',
  'WritableStreamDefaultWriter', 'ByteLengthQueuingStrategy', 'CountQueuingStrategy', 'TextEncoderStream', 'TextDecoderStream', 'CompressionStream', 'DecompressionStream']

/** What the original's own streams had. */
const core = Object.fromEntries(WEB.filter((name) => !/^(Text|Compression|Decompression)/.test(name)).map((name) => [name, web(name)]))

export default {
  stream: {
    Readable: {
      async does (m) {
        const { Readable } = m
        const items = ['a', 'b']
        const own = new Readable({ read () { this.push(items.shift() ?? null) } })
        assert.deepEqual(await collect(own), ['a', 'b'])
        assert.deepEqual(await collect(Readable.from([{ a: 1 }, { a: 2 }])), [{ a: 1 }, { a: 2 }])
        assert.equal(await new Response(Readable.toWeb(Readable.from([new TextEncoder().encode('web')]))).text(), 'web')
        assert.deepEqual(await collect(Readable.fromWeb(new Blob(['web']).stream())), ['web'])
        const paused = Readable.from(['a'])
        paused.pause()
        assert.equal(paused.isPaused(), true)
        const failing = new Readable({ read () { this.destroy(new Error('boom')) } })
        await assert.rejects(collect(failing), { message: 'boom' })
        assert.equal(failing.destroyed, true)
        const encoded = new Readable({ encoding: 'utf8', read () {} })
        encoded.push(Uint8Array.of(0xe2, 0x82))
        encoded.push(Uint8Array.of(0xac))
        encoded.push(null)
        assert.equal((await collect(encoded)).join(''), '€')
        assert.deepEqual(await Readable.from([1, 2, 3]).filter((x) => x > 1).map((x) => x * 2).toArray(), [4, 6])
      },
      async refuses ({ Readable }) {
        assert.throws(() => Readable.from(5), invalid)
        assert.throws(() => Readable.fromWeb({}), invalid)
        assert.throws(() => Readable.toWeb({}), invalid)
        const own = new Readable()
        const error = new Promise((resolve) => own.once('error', resolve))
        own.read()
        assert.equal((await error).code, 'ERR_METHOD_NOT_IMPLEMENTED')
        const typed = new Readable({ read () {} })
        const bad = new Promise((resolve) => typed.once('error', resolve))
        typed.push(5)
        assert.equal((await bad).code, 'ERR_INVALID_ARG_TYPE')
      }
    },
    Writable: {
      async does (m) {
        const log = []
        const own = sink(m, log, { highWaterMark: 2 })
        assert.equal(own.write('abc'), false)
        await new Promise((resolve) => own.once('drain', resolve))
        await new Promise((resolve) => own.end('d', resolve))
        assert.deepEqual([log, own.writableFinished], [['abc', 'd'], true])
        const parts = []
        const writer = m.Writable.toWeb(sink(m, parts)).getWriter()
        await writer.write(new TextEncoder().encode('x'))
        await writer.close()
        assert.deepEqual(parts, ['x'])
        const chunks = []
        const target = m.Writable.fromWeb(new WritableStream({ write (chunk) { chunks.push(String(chunk)) } }))
        await new Promise((resolve) => target.end('y', resolve))
        assert.deepEqual(chunks, ['y'])
      },
      async refuses (m) {
        const own = sink(m, [])
        assert.throws(() => own.write(null), { code: 'ERR_STREAM_NULL_VALUES' })
        assert.throws(() => own.write({}), invalid)
        const error = new Promise((resolve) => own.once('error', resolve))
        own.end()
        own.write('late')
        assert.equal((await error).code, 'ERR_STREAM_WRITE_AFTER_END')
        assert.throws(() => m.Writable.fromWeb({}), invalid)
        assert.throws(() => m.Writable.toWeb({}), invalid)
      }
    },
    Duplex: {
      async does ({ Duplex }) {
        const own = new Duplex({ read () { this.push('r'); this.push(null) }, write (chunk, encoding, callback) { callback() } })
        assert.deepEqual(await collect(own), ['r'])
        assert.deepEqual(await collect(Duplex.from(['a', 'b'])), ['a', 'b'])
        const both = new Duplex({ read () { this.push('w'); this.push(null) }, write (chunk, encoding, callback) { callback() } })
        const { readable, writable } = Duplex.toWeb(both)
        both.end()
        assert.equal(await new Response(readable).text(), 'w')
        assert.ok(writable instanceof WritableStream)
      },
      refuses: ({ Duplex }) => assert.throws(() => Duplex.from(5), invalid)
    },
    Transform: {
      async does (m) { const own = upper(m); own.end('abc'); assert.deepEqual(await collect(own), ['ABC']) },
      refuses: (m) => assert.throws(() => new m.Transform().write('a'), { code: 'ERR_METHOD_NOT_IMPLEMENTED' })
    },
    PassThrough: {
      async does ({ PassThrough }) { const own = new PassThrough(); own.end('abc'); assert.deepEqual(await collect(own), ['abc']) },
      refuses: ({ PassThrough }) => assert.throws(() => new PassThrough().write(5), invalid)
    },
    Stream: { does: ({ Readable, Stream }) => assert.ok(Readable.from([]) instanceof Stream), refuses: ({ Stream }) => assert.throws(() => new Stream().pipe(null), TypeError) },
    pipeline: {
      async does (m) {
        const log = []
        await new Promise((resolve, reject) => m.pipeline(m.Readable.from(['a']), upper(m), sink(m, log), (error) => error ? reject(error) : resolve()))
        assert.deepEqual(log, ['A'])
      },
      async refuses (m) {
        assert.throws(() => m.pipeline(m.Readable.from([])), invalid)
        const error = await new Promise((resolve) => m.pipeline(new m.Readable({ read () { this.destroy(new Error('boom')) } }), sink(m, []), resolve))
        assert.equal(error.message, 'boom')
      }
    },
    pipelinePromise: pipeline('pipelinePromise'),
    promises: value('promises', (own) => assert.equal(typeof own.pipeline, 'function')),
    web: value('web', (own) => assert.equal(own.ReadableStream, ReadableStream)),
    finished: {
      async does (m) {
        const own = m.Readable.from(['a'])
        const done = new Promise((resolve) => m.finished(own, resolve))
        own.resume()
        assert.equal(await done, undefined)
      },
      async refuses (m) {
        assert.throws(() => m.finished({}, () => {}), invalid)
        const own = new m.PassThrough()
        const error = new Promise((resolve) => m.finished(own, resolve))
        own.destroy()
        assert.equal((await error).code, 'ERR_STREAM_PREMATURE_CLOSE')
      }
    },
    addAbortSignal: {
      async does (m) {
        const controller = new AbortController()
        const own = m.addAbortSignal(controller.signal, new m.Readable({ read () {} }))
        const error = new Promise((resolve) => own.once('error', resolve))
        controller.abort()
        assert.equal((await error).code, 'ABORT_ERR')
      },
      refuses: (m) => assert.throws(() => m.addAbortSignal(5, m.Readable.from([])), invalid)
    },
    compose: {
      async does (m) { assert.equal((await collect(m.compose(m.Readable.from(['a', 'b']), upper(m)))).join(''), 'AB') },
      refuses: (m) => assert.throws(() => m.compose(), { code: 'ERR_MISSING_ARGS' })
    },
    destroy: {
      async does (m) { const own = m.Readable.from(['a']); own.on('error', () => {}); m.destroy(own); assert.equal(own.destroyed, true) },
      refuses: (m) => m.destroy(null)
    },
    duplexPair: {
      async does (m) { const [a, b] = m.duplexPair(); a.end('hello'); assert.deepEqual(await collect(b), ['hello']) },
      refuses: (m) => assert.throws(() => m.duplexPair()[0].write(null), { code: 'ERR_STREAM_NULL_VALUES' })
    },
    isDisturbed: { does (m) { const own = m.Readable.from(['a']); assert.equal(m.isDisturbed(own), false); own.resume() }, refuses: (m) => assert.equal(Boolean(m.isDisturbed({})), false) },
    isErrored: { does: (m) => assert.equal(m.isErrored(m.Readable.from(['a'])), false), refuses: (m) => assert.equal(Boolean(m.isErrored({})), false) },
    isReadable: { does: (m) => assert.equal(m.isReadable(m.Readable.from(['a'])), true), refuses: (m) => assert.equal(Boolean(m.isReadable({})), false) },
    isWritable: { does: (m) => assert.equal(m.isWritable(new m.PassThrough()), true), refuses: (m) => assert.equal(Boolean(m.isWritable({})), false) },
    isStream: { does: (m) => assert.equal(m.isStream(m.Readable.from([])), true), refuses: (m) => assert.deepEqual([m.isStream(null), m.isStream({})], [false, false]) },
    FixedFIFO: {
      does ({ FixedFIFO }) {
        const queue = new FixedFIFO(2)
        assert.deepEqual([queue.push('a'), queue.push('b'), queue.push('c'), queue.peek(), queue.shift(), queue.push('d')], [true, true, false, 'a', 'a', true])
        assert.deepEqual([queue.shift(), queue.shift(), queue.shift(), queue.isEmpty()], ['b', 'd', undefined, true])
        queue.push(1)
        queue.clear()
        assert.deepEqual([queue.isEmpty(), queue.peek()], [true, undefined])
      },
      refuses ({ FixedFIFO }) {
        assert.throws(() => new FixedFIFO('2'), invalid)
        assert.throws(() => new FixedFIFO(3), { code: 'ERR_INVALID_ARG_VALUE' })
        for (const bad of [0, -1, 2 ** 31, 1.5, NaN]) {
          assert.throws(() => new FixedFIFO(bad), { code: 'ERR_OUT_OF_RANGE' })
        }
      }
    },
    FIFO: {
      does ({ FIFO }) {
        const queue = new FIFO(2)
        const got = []
        for (let i = 0; i < 1000; i++) {
          queue.push(i)
          if (i % 3 === 0) {
            got.push(queue.shift())
          }
        }
        assert.equal(queue.length, 1000 - got.length)
        while (!queue.isEmpty()) {
          assert.equal(queue.peek(), got.length)
          got.push(queue.shift())
        }
        assert.deepEqual(got, Array.from({ length: 1000 }, (_, i) => i))
        queue.push(1)
        queue.clear()
        assert.deepEqual([queue.shift(), queue.length], [undefined, 0])
      },
      refuses: ({ FIFO }) => assert.throws(() => new FIFO(5), { code: 'ERR_INVALID_ARG_VALUE' })
    },
    isStreamx: { does: (m) => assert.equal(m.isStreamx({ _duplexState: 0, pipe () {} }), true), refuses: (m) => assert.equal(m.isStreamx(m.Readable.from([])), false) },
    isReadStreamx: { does: (m) => assert.equal(m.isReadStreamx({ _duplexState: 0, pipe () {}, readable: true }), true), refuses: (m) => assert.equal(m.isReadStreamx(null), false) },
    getStreamError: {
      does (m) { const own = new m.PassThrough(); own.on('error', () => {}); own.destroy(new Error('boom')); assert.equal(m.getStreamError(own).message, 'boom') },
      refuses: (m) => assert.equal(m.getStreamError(null), null)
    },
    getDefaultHighWaterMark: { does: (m) => assert.deepEqual([m.getDefaultHighWaterMark(false), m.getDefaultHighWaterMark(true)], [65536, 16]), refuses: (m) => assert.equal(m.getDefaultHighWaterMark(), 65536) },
    setDefaultHighWaterMark: {
      does (m) { m.setDefaultHighWaterMark(true, 8); assert.equal(new m.Readable({ objectMode: true }).readableHighWaterMark, 8); m.setDefaultHighWaterMark(true, 16) },
      refuses: (m) => assert.throws(() => m.setDefaultHighWaterMark(false, 'x'), { name: /TypeError|RangeError/ })
    },
    ReadableState: state('ReadableState'),
    WritableState: state('WritableState'),
    default: value('default', (own) => assert.equal(typeof own.Readable, 'function'))
  },
  'stream/promises': {
    pipeline: pipeline('pipeline'),
    finished: {
      async does (m) { const { Readable } = await import('node:stream'); const own = Readable.from(['a']); const done = m.finished(own); own.resume(); await done; assert.equal(own.readableEnded, true) },
      refuses: (m) => assert.rejects(async () => m.finished({}), invalid)
    },
    default: value('default', (own) => assert.equal(typeof own.pipeline, 'function'))
  },
  'stream/consumers': Object.fromEntries([
    ['text', async (m) => assert.equal(await m.text(['a', Uint8Array.of(0xe2), Uint8Array.of(0x82, 0xac)]), 'a€')],
    ['json', async (m) => assert.deepEqual(await m.json(['{"a"', ':1}']), { a: 1 })],
    ['buffer', async (m) => assert.equal(String(await m.buffer([Uint8Array.of(104), Uint8Array.of(105)])), 'hi')],
    ['arrayBuffer', async (m) => assert.equal((await m.arrayBuffer([Uint8Array.of(1, 2)])).byteLength, 2)],
    ['blob', async (m) => assert.equal(await (await m.blob([new Uint8Array([97])])).text(), 'a')]
  ].map(([name, does]) => [name, {
    does: (m) => does(Object.fromEntries(Object.entries(m).filter(([, item]) => typeof item === 'function').map(([key, item]) => [key, (list) => item(iterable(list))]))),
    refuses: (m) => assert.rejects(async () => m[name](5), TypeError)
  }])),
  'stream/web': {
    ...Object.fromEntries(WEB.map((name) => [name, web(name)])),
    default: value('default', (own) => assert.equal(own.ReadableStream, ReadableStream))
  },
  'internal/streams/web': core,
  'internal/streams': { ...core, default: value('default', (own) => assert.equal(own, null)) }
}

async function * iterable (list) {
  yield * list
}
