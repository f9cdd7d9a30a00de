import assert from 'node:assert/strict'
import test from 'node:test'
import { calls, install, routes, stream } from './fake-platform.js'

install()
const ipc = await import('socket:ipc')
const { AbortError, NotFoundError, TimeoutError } = await import('socket:errors')

test.beforeEach(() => { calls.length = 0 })

test('should send small calls by the fast lane, with short URIs', async () => {
  routes.echo = (params) => params
  const { err, data, source } = await ipc.send('echo', { text: 'ä & b', n: 1, on: true, list: [1, 2], o: { a: 1 }, no: null })
  assert.equal(err, null)
  assert.equal(source, 'echo')
  assert.deepEqual({ ...data, seq: 'R' }, {
    text: 'ä & b', n: '1', on: 'true', list: '1,2', o: '{"a":1}', index: '0', seq: 'R'
  })
  assert.equal(calls[0].lane, 'bridge')
  assert.match(calls[0].uri, /^ipc:\/\/echo\?index=0&seq=R\d+&text=%C3%A4%20%26%20b&n=1&/)
})

test('should send a scalar as value and count calls', async () => {
  await ipc.send('echo', 'x y')
  await ipc.send('echo')
  const [first, second] = calls
  assert.equal(first.params.value, 'x y')
  assert.equal(ipc.parseSeq(second.params.seq), ipc.parseSeq(first.params.seq) + 1)
  assert.equal(second.params.value, undefined)
})

test('should survive half a surrogate pair', async () => {
  const { data } = await ipc.send('echo', { text: 'a\ud800' })
  assert.equal(data.text, 'a\ufffd')
})

test('should map failures to errors and never reject', async () => {
  routes.fail = () => { throw { type: 'NotFoundError', code: 'ENOTOPEN', message: 'gone', id: '7' } } // eslint-disable-line no-throw-literal
  const { err, data } = await ipc.send('fail')
  assert.ok(err instanceof NotFoundError)
  assert.deepEqual([err.name, err.code, err.message, err.id, data], ['NotFoundError', 'ENOTOPEN', 'gone', '7', null])
  const missing = await ipc.request('nothing.here')
  assert.equal(missing.err.name, 'NotFoundError')
})

test('should name errors of the system by their number', () => {
  const err = ipc.maybeMakeError({ code: -2, message: 'no such file' })
  assert.deepEqual([err.name, err.code, err.message, err instanceof Error], ['ENOENT', 'ENOENT', 'no such file', true])
  assert.equal(ipc.maybeMakeError({ type: 'ErrnoError', code: 'EACCES', message: 'no', errno: -13 }).name, 'EACCES')
  assert.equal(ipc.maybeMakeError(null), null)
  assert.equal(ipc.maybeMakeError({ type: 'RangeError', message: 'x' }).constructor, RangeError)
  assert.equal(ipc.maybeMakeError({ type: 'constructor', message: 'x' }).constructor, Error)
})

test('should keep null data apart from no data', async () => {
  routes.nothing = () => null
  assert.equal((await ipc.send('nothing')).data, null)
})

test('should read raw bytes, also those that look like a reply', async () => {
  const bytes = new TextEncoder().encode('{"source":"x","err":{"message":"not an error"}}')
  routes.bytes = () => ({ bytes })
  const { err, data, headers } = await ipc.request('bytes', {}, { responseType: 'arraybuffer' })
  assert.equal(err, null)
  assert.deepEqual(new Uint8Array(data), bytes)
  assert.equal(headers.get('x-test'), 'a')
  const failed = await ipc.request('fail', {}, { responseType: 'arraybuffer' })
  assert.equal(failed.err.code, 'ENOTOPEN')
})

test('should put a large reply together from its pieces', async () => {
  const all = Uint8Array.from({ length: 1000 }, (_, i) => i % 251)
  routes.large = ({ pieces }) => ({
    bytes: all.slice(0, 64), headers: pieces && { 'x-socket-rest': '7', 'x-socket-total': '1000' }
  })
  routes['platform.piece'] = ({ id, offset }) => {
    assert.equal(id, '7')
    return { bytes: all.slice(Number(offset), Number(offset) + 64) }
  }
  const { err, data } = await ipc.request('large', {}, { responseType: 'arraybuffer' })
  assert.equal(err, null)
  assert.deepEqual(new Uint8Array(data), all)
})

test('should fail and drop the rest when a piece is lost', async () => {
  const dropped = []
  routes.large = () => ({
    bytes: new Uint8Array(64), headers: { 'x-socket-rest': '8', 'x-socket-total': '1000' }
  })
  routes['platform.piece'] = ({ id, drop }) => {
    if (drop) dropped.push(id)
    throw { type: 'NotFoundError', message: 'gone' } // eslint-disable-line no-throw-literal
  }
  const { err } = await ipc.request('large', {}, { responseType: 'arraybuffer' })
  assert.ok(err)
  assert.deepEqual([...new Set(dropped)], ['8'])
})

test('should write bytes, strings, views and Blobs', async () => {
  routes.put = (params, body) => ({ length: body.byteLength })
  for (const [body, length] of [
    ['ä', 2], [new Uint8Array(3), 3], [new ArrayBuffer(4), 4], [new Uint16Array(2).subarray(1), 2], [new Blob(['abc']), 3], [null, 0]
  ]) {
    assert.equal((await ipc.write('put', {}, body)).data.length, length)
  }
  assert.equal(calls.every(({ body }) => body instanceof ArrayBuffer || ArrayBuffer.isView(body)), true)
  assert.ok((await ipc.write('put', {}, { not: 'bytes' })).err instanceof TypeError)
  assert.equal((await ipc.send('put', {}, { bytes: 'xy' })).data.length, 2)
})

test('should call synchronously', () => {
  routes.now = (params) => ({ sync: params.__sync__ })
  assert.deepEqual(ipc.sendSync('now').data, { sync: 'true' })
  routes.raw = () => ({ bytes: Uint8Array.of(1, 255, 0) })
  const { data } = ipc.sendSync('raw', '', { responseType: 'arraybuffer' })
  assert.deepEqual([...new Uint8Array(data)], [1, 255, 0])
  assert.equal(ipc.sendSync('fail').err.code, 'ENOTOPEN')
})

test('should give up by signal and by timeout, and tell the platform', async () => {
  routes.never = () => new Promise(() => {})
  for (const call of [ipc.send, ipc.request]) {
    calls.length = 0
    const controller = new AbortController()
    const pending = call('never', {}, { signal: controller.signal })
    controller.abort()
    const { err } = await pending
    assert.ok(err instanceof AbortError)
    assert.equal(err.code, 'ABORT_ERR')
    assert.deepEqual(calls.map(({ command }) => command), ['never', 'platform.cancel'])
    assert.equal(calls[1].params.seq, calls[0].params.seq)
  }
  assert.ok((await ipc.send('never', {}, { timeout: 1 })).err instanceof TimeoutError)
  calls.length = 0
  assert.ok((await ipc.send('never', {}, { signal: AbortSignal.abort() })).err instanceof AbortError)
  assert.equal(calls.length, 0)
})

test('should answer from memory when asked to', async () => {
  let count = 0
  routes.counted = () => ++count
  const first = await ipc.send('counted', { a: 1 }, { cache: true })
  const second = await ipc.send('counted', { a: 1 }, { cache: true })
  const other = await ipc.send('counted', { a: 2 }, { cache: true })
  assert.deepEqual([first.data, second.data, other.data], [1, 1, 2])
})

test('should ask for primordials when they are used, once', () => {
  assert.equal(calls.filter(({ command }) => command === 'platform.primordials').length, 0)
  assert.equal(ipc.primordials.platform, 'linux')
  assert.equal(ipc.primordials.cwd, '/app')
  assert.equal(calls.filter(({ command }) => command === 'platform.primordials').length, 1)
  assert.throws(() => { ipc.primordials.platform = 'x' }, TypeError)
  assert.ok(Object.keys(ipc.primordials).includes('arch'))
  assert.equal(JSON.parse(JSON.stringify(ipc.primordials)).arch, 'x64')
})

test('should make bindings', async () => {
  const { data } = await ipc.createBinding().echo({ a: 1 })
  assert.equal(data.a, '1')
  const binding = ipc.createBinding('deep', { 'er.still': 'request' })
  routes['deep.er.still'] = (params) => params
  assert.equal((await binding.er.still({ b: 2 })).data.b, '2')
  assert.equal(calls.at(-1).lane, 'xhr')
  assert.equal(await binding, binding)
})

test('should parse messages', () => {
  const message = ipc.Message.from('ipc://fs.read?id=1&json=%7B%22a%22%3A1%7D&value=x%20y&index=2')
  assert.deepEqual([message.command, message.name, message.id, message.value, message.index], ['fs.read', 'fs.read', '1', 'x y', 2])
  assert.deepEqual(message.params.json, { a: 1 })
  assert.equal(message.rawParams.json, '{"a":1}')
  message.set('o', { b: 2 })
  assert.deepEqual([message.get('o'), message.has('zz'), message.get('zz', 'd')], ['{"b":2}', false, 'd'])
  assert.match(String(message), /value=x%20y/)
  assert.equal(ipc.Message.from('fs.stat', { path: 'a b' }).href, 'ipc://fs.stat?path=a+b')
  assert.equal(ipc.Message.from({ command: 'x', params: { a: 1 } }).get('a'), '1')
  assert.equal(ipc.Message.from('x').index, -1)
  assert.equal(ipc.Message.isValidInput('ipc://x'), true)
  assert.equal(ipc.Message.isValidInput('http://x'), false)
  assert.throws(() => new ipc.Message('http://x'), TypeError)
})

test('should build parameter sets', () => {
  assert.equal(String(new ipc.IPCSearchParams({ a: 'b c', d: undefined })), 'a=b%20c&index=0')
  assert.equal(String(new ipc.IPCSearchParams('x', 5)), 'value=x&index=0&nonce=5')
})

test('should make results of all kinds', () => {
  const result = ipc.Result.from({ source: 'a', data: 1, id: '3' })
  assert.deepEqual([...result].slice(0, 3), [null, 1, 'a'])
  assert.deepEqual([result[0], result[1], result.length, result.id], [null, 1, 4, '3'])
  assert.equal(ipc.Result.from(5).data, 5)
  assert.equal(ipc.Result.from(new Error('x')).err.message, 'x')
  assert.equal(ipc.Result.from(result), result)
  assert.equal(JSON.parse(JSON.stringify(ipc.Result.from({ err: { type: 'TypeError', message: 'm' } }))).err.message, 'm')
})

test('should read headers from text', () => {
  const headers = ipc.Headers.from('a: 1\r\nContent-Type: text/plain; x=a:b\r\n')
  assert.deepEqual(headers.toJSON(), { a: '1', 'content-type': 'text/plain; x=a:b' })
  assert.equal(headers.length, 2)
})

const line = (data) => `${JSON.stringify({ data })}\n`

async function collect (iterable) {
  const items = []
  for await (const item of iterable) {
    items.push(item)
  }
  return items
}

test('should stream values whatever pieces they come in', async () => {
  const text = [line('ä'), '\n', line({ b: [1] }), '\n\n', line(null), JSON.stringify({ data: 'last' })].join('')
  for (const size of [1, 2, 7, 1000]) {
    stream.pieces = text.match(new RegExp(`[^]{1,${size}}`, 'gu'))
    assert.deepEqual(await collect(ipc.stream('ticks', { every: 1 })), ['ä', { b: [1] }, null, 'last'])
  }
  assert.equal(calls[0].params.credit, String(1024 * 1024))
})

test('should throw the failure that ends a stream, after what came before it', async () => {
  stream.pieces = [line(1), '{"err":{"type":"NotFoundError","message":"gone"}}\n']
  const values = ipc.stream('ticks')
  assert.deepEqual(await values.next(), { value: 1, done: false })
  await assert.rejects(values.next(), { name: 'NotFoundError', message: 'gone' })
  assert.deepEqual(await values.next(), { value: undefined, done: true })
})

test('should throw when the reply to a stream is a failure', async () => {
  stream.pieces = ['{"source":"ticks","err":{"type":"NotAllowedError","message":"no"}}']
  stream.type = 'application/json'
  await assert.rejects(ipc.stream('ticks').next(), { name: 'NotAllowedError', message: 'no' })
  stream.pieces = ['{"source":"ticks","data":5}']
  assert.deepEqual(await collect(ipc.stream('ticks')), [5])
  stream.type = 'application/x-ndjson'
})

test('should acknowledge what was read, a quarter of the credit at a time', async () => {
  const item = line('x'.repeat(90))
  stream.pieces = Array.from({ length: 50 }, () => item.repeat(10))
  const items = await collect(ipc.stream('ticks', {}, { credit: 16 * 1024 }))
  assert.equal(items.length, 500)
  const acks = calls.filter(({ command }) => command === 'platform.ack')
  const total = acks.reduce((sum, { params }) => sum + Number(params.bytes), 0)
  assert.ok(acks.length > 8 && acks.every(({ params, lane }) =>
    params.stream === 's1' && lane === 'bridge' && Number(params.bytes) >= 4096))
  assert.ok(total <= 500 * item.length && total > 500 * item.length - 8192)
})

test('should cancel the call when its reader leaves', async () => {
  let release
  stream.wait = new Promise((resolve) => { release = resolve })
  stream.pieces = [line(1) + line(2)]
  for await (const item of ipc.stream('ticks')) {
    assert.equal(item, 1)
    break
  }
  assert.equal(stream.cancelled, true)
  assert.equal(calls.at(-1).command, 'platform.cancel')
  assert.equal(calls.at(-1).params.seq, calls[0].params.seq)
  release()
  stream.wait = null
})

test('should say that a stream which broke off may be opened again', async () => {
  stream.wait = Promise.reject(new TypeError('Load failed'))
  stream.pieces = []
  await assert.rejects(ipc.stream('ticks').next(), { name: 'NetworkError', retryable: true })
  stream.wait = null
})

test('should abort a stream that waits, and one that does not', async () => {
  let release
  stream.wait = new Promise((resolve) => { release = resolve })
  stream.pieces = [line(1) + line(2)]
  const controller = new AbortController()
  const values = ipc.stream('ticks', {}, { signal: controller.signal })
  await values.next()
  await values.next()
  const waiting = values.next()
  setImmediate(() => controller.abort())
  await assert.rejects(waiting, { name: 'AbortError' })
  assert.deepEqual(await values.next(), { value: undefined, done: true })
  assert.equal(calls.filter(({ command }) => command === 'platform.cancel').length, 1)

  const second = new AbortController()
  const others = ipc.stream('ticks', {}, { signal: second.signal })
  await others.next()
  second.abort()
  await assert.rejects(others.next(), { name: 'AbortError' })
  await assert.rejects(ipc.stream('ticks', {}, { signal: AbortSignal.abort() }).next(), { name: 'AbortError' })
  release()
  stream.wait = null
})

test('should hand over concurrent reads in order', async () => {
  stream.pieces = [line(1), line(2) + line(3)]
  const values = ipc.stream('ticks')
  const results = await Promise.all([values.next(), values.next(), values.next(), values.next()])
  assert.deepEqual(results.map(({ value }) => value), [1, 2, 3, undefined])
})

test('should stream values at a rate that their JSON decides', async () => {
  const item = line({ event: 'tick', detail: { n: 123456, text: 'some text that makes it a hundred bytes long' } })
  const count = 100000
  const read = async () => {
    stream.pieces = Array.from({ length: count / 500 }, () => item.repeat(500))
    let seen = 0
    for await (const value of ipc.stream('ticks')) {
      seen += value.event.length === 4 ? 1 : 0
    }
    return seen
  }
  const parse = () => {
    for (let i = 0; i < count; i++) {
      JSON.parse(item)
    }
  }
  const time = async (action) => {
    const start = performance.now()
    const result = await action()
    return { result, millis: performance.now() - start }
  }
  await read() // warm-up
  const { result, millis } = await time(read)
  const floor = await time(parse)
  assert.equal(result, count)
  assert.ok(millis < 20 * floor.millis, `${millis} ms, where parsing alone takes ${floor.millis}`)
})
