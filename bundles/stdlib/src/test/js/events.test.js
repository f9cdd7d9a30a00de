import assert from 'node:assert/strict'
import nodeEvents from 'node:events'
import test from 'node:test'
import EventEmitter, { once } from '../../../modules/events.js'

for (const [name, Emitter] of Object.entries({ ours: EventEmitter, theirs: nodeEvents })) {
  test(`emitters should behave alike: ${name}`, () => {
    const log = []
    const emitter = new Emitter()
    const a = (...args) => log.push(['a', ...args])
    emitter.on('newListener', (event) => log.push(['new', event]))
    emitter.on('removeListener', (event) => log.push(['removed', event]))
    emitter.on('x', a)
    emitter.prependListener('x', () => log.push(['first']))
    emitter.once('x', () => log.push(['once']))
    assert.equal(emitter.emit('x', 1), true)
    emitter.emit('x', 2)
    emitter.off('x', a)
    emitter.emit('x')
    assert.equal(emitter.emit('nobody'), false)
    assert.equal(emitter.listenerCount('x'), 1)
    assert.deepEqual(emitter.eventNames(), ['newListener', 'removeListener', 'x'])
    emitter.removeAllListeners('x')
    assert.throws(() => emitter.emit('error', new RangeError('boom')), RangeError)
    assert.throws(() => emitter.emit('error', 5), { code: 'ERR_UNHANDLED_ERROR' })
    assert.throws(() => emitter.on('x', 5), { code: 'ERR_INVALID_ARG_TYPE' })
    assert.deepEqual(log, [
      ['new', 'removeListener'], ['new', 'x'], ['new', 'x'], ['new', 'x'],
      ['first'], ['a', 1], ['removed', 'x'], ['once'], ['first'], ['a', 2], ['removed', 'x'], ['first'], ['removed', 'x']
    ])
  })
}

test('once should wait for an event of either kind', async () => {
  const emitter = new EventEmitter()
  const waiting = once(emitter, 'x')
  emitter.emit('x', 1, 2)
  assert.deepEqual(await waiting, [1, 2])
  const failing = once(emitter, 'x')
  emitter.emit('error', new Error('boom'))
  await assert.rejects(failing, { message: 'boom' })
  assert.equal(emitter.listenerCount('x'), 0)
  const target = new EventTarget()
  const event = once(target, 'y')
  target.dispatchEvent(new Event('y'))
  assert.equal((await event)[0].type, 'y')
  await assert.rejects(once(target, 'y', { signal: AbortSignal.abort() }), { name: 'AbortError' })
})
