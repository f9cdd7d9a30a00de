import assert from 'node:assert/strict'
import test from 'node:test'
import { calls, install, routes, stream } from '../../../../../bundles/stdlib/src/test/js/fake-platform.js'

install()
const diary = await import(process.argv[2])

/** Answers the next call of a route with a value, and tells what was sent. */
async function sent (route, answer, call) {
  calls.length = 0
  routes[route] = () => answer
  const result = await call()
  const { command, params, body } = calls[0]
  assert.equal(command, route)
  delete params.index
  delete params.seq
  delete params.pieces
  return { params, body, result }
}

const AT = '2026-01-31T23:59:59.999Z'
const entry = () => ({ text: 'x', at: AT, marks: [{ type: 'star', size: 1 }, { type: 'bell', at: AT }] })
const revived = { text: 'x', at: new Date(AT), marks: [{ type: 'star', size: 1 }, { type: 'bell', at: new Date(AT) }] }

test('sends plain values as text and the others as JSON, and leaves out what is not given', async () => {
  const all = await sent('diary.add', entry(), () =>
    diary.add('a&b', new Date(AT), 'GOOD', ['x']))
  assert.deepEqual(all.params, { text: 'a&b', at: AT, mood: 'GOOD', tags: '["x"]' })

  const few = await sent('diary.add', entry(), () => diary.add('', new Date(AT)))
  assert.deepEqual(few.params, { text: '', at: AT })

  const none = await sent('diary.add', entry(), () => diary.add('', new Date(AT), null, null))
  assert.deepEqual(none.params, { text: '', at: AT })
})

test('makes dates of times wherever they are', async () => {
  assert.deepEqual((await sent('diary.add', entry(), () => diary.add('', new Date()))).result, revived)
  assert.deepEqual((await sent('diary.last', entry(), () => diary.last())).result, revived)
  assert.deepEqual((await sent('diary.begun', AT, () => diary.begun())).result, new Date(AT))
  const byDay = await sent('diary.byday', { monday: [{ ...entry(), changed: AT }] }, () => diary.byDay(1, true))
  assert.deepEqual(byDay.result, { monday: [{ ...revived, changed: new Date(AT) }] })
  assert.deepEqual(byDay.params, { limit: '1', options: 'true' })
})

test('answers undefined for what is not there', async () => {
  assert.equal((await sent('diary.last', null, () => diary.last())).result, undefined)
  assert.equal((await sent('diary.title', null, () => diary.title())).result, undefined)
  assert.equal((await sent('diary.title', '', () => diary.title())).result, '')
  assert.equal((await sent('diary.wipe', {}, () => diary.wipe())).result, undefined)
})

test('sends maps and sets with all that is in them', async () => {
  const { params } = await sent('diary.addall', {}, () =>
    diary.addAll([revived], new Map([['a', new Set([1, 2])]])))
  assert.deepEqual(JSON.parse(params.entries), [{ ...entry() }])
  assert.equal(params.index1, '{"a":[1,2]}')
})

test('sends and gets bytes as they are', async () => {
  const bytes = new Uint8Array([1, 2, 255])
  const picture = await sent('diary.picture', { bytes }, () => diary.picture('/data/a.png', 1500))
  assert.deepEqual(picture.result, bytes)
  assert.deepEqual(picture.params, { file: '/data/a.png', within: '1500' })

  const keep = await sent('diary.keep', 3, () => diary.keep('a', bytes))
  assert.deepEqual(keep.body, bytes)
  assert.deepEqual(keep.params, { name: 'a' })
  assert.equal(keep.result, 3)

  const shrink = await sent('diary.shrink', { bytes }, () => diary.shrink(bytes))
  assert.deepEqual([shrink.body, shrink.result], [bytes, bytes])
})

test('sends a program with its arguments as JSON and a host as text', async () => {
  const { params } = await sent('diary.print', {}, () => diary.print(['/usr/bin/lp', '-n 1'], 'printer:631'))
  assert.deepEqual(params, { program: '["/usr/bin/lp","-n 1"]', printer: 'printer:631' })
})

test('throws errors with the type and code of the failure', async () => {
  routes['diary.last'] = () => { throw { type: 'NotFoundError', code: 'NO_SUCH_ENTRY', message: 'none', left: 3 } }
  await assert.rejects(diary.last(), { name: 'NotFoundError', code: 'NO_SUCH_ENTRY', message: 'none', left: 3 })
  routes['diary.shrink'] = routes['diary.last']
  await assert.rejects(diary.shrink('x'), { code: 'NO_SUCH_ENTRY' })
})

test('ends a call early', async () => {
  routes['diary.last'] = () => new Promise(() => {})
  await assert.rejects(diary.last({ timeout: 1 }), { name: 'TimeoutError' })
  await assert.rejects(diary.last({ signal: AbortSignal.abort() }), { name: 'AbortError' })
  routes['diary.byday'] = routes['diary.last']
  await assert.rejects(diary.byDay(1, true, { timeout: 1 }), { name: 'TimeoutError' })
  await assert.rejects(diary.picture('/a', 1, { signal: AbortSignal.abort() }), { name: 'AbortError' })
})

test('iterates over a stream', async () => {
  calls.length = 0
  stream.pieces = [`{"data":${JSON.stringify(entry())}}\n`, `{"data":${JSON.stringify(entry())}}\n`]
  const items = []
  for await (const item of diary.follow()) {
    items.push(item)
  }
  assert.deepEqual(items, [revived, revived])
  assert.equal(calls[0].command, 'diary.follow')

  stream.pieces = ['{"data":"GOOD"}\n{"data":"BAD"}\n']
  const moods = []
  for await (const mood of diary.moods()) {
    moods.push(mood)
  }
  assert.deepEqual(moods, ['GOOD', 'BAD'])
})

test('cancels a stream that is left', async () => {
  stream.pieces = [`{"data":${JSON.stringify(entry())}}\n`]
  stream.wait = new Promise(() => {})
  for await (const item of diary.follow()) {
    assert.deepEqual(item, revived)
    break
  }
  assert.equal(stream.cancelled, true)
  stream.wait = null
})
