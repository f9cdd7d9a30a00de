import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }

/** Something takes its time: timers may be a millisecond early. */
async function lasts (wait) {
  const start = performance.now()
  await wait()
  assert.ok(performance.now() - start >= 8)
}

const abort = { name: 'AbortError', code: 'ABORT_ERR' }

const timers = {
  setTimeout: {
    async does (m) {
      const got = await new Promise((resolve) => m.setTimeout((...args) => resolve(args), 1, 'a', 'b'))
      assert.deepEqual(got, ['a', 'b'])
      const timer = m.setTimeout(() => {}, 1000)
      assert.deepEqual([timer.hasRef(), timer.unref().hasRef(), timer.ref().hasRef(), timer.refresh() === timer], [true, false, true, true])
      assert.ok(Number(timer) > 0)
      m.clearTimeout(timer)
    },
    refuses: (m) => [undefined, null, 'code', {}].forEach((bad) => assert.throws(() => m.setTimeout(bad, 1), invalid))
  },
  clearTimeout: {
    async does (m) {
      let called = 0
      m.clearTimeout(m.setTimeout(() => called++, 1))
      m.clearTimeout(+m.setTimeout(() => called++, 1))
      await new Promise((resolve) => setTimeout(resolve, 10))
      assert.equal(called, 0)
    },
    refuses: (m) => [undefined, null, {}, 'x', 1e9].forEach((bad) => m.clearTimeout(bad))
  },
  setInterval: {
    async does (m) {
      let count = 0
      await new Promise((resolve) => {
        const timer = m.setInterval(() => {
          if (++count === 3) {
            m.clearInterval(timer)
            resolve()
          }
        }, 1)
      })
      assert.equal(count, 3)
    },
    refuses: (m) => assert.throws(() => m.setInterval('code', 1), invalid)
  },
  clearInterval: {
    async does (m) {
      let count = 0
      m.clearInterval(m.setInterval(() => count++, 1))
      await new Promise((resolve) => setTimeout(resolve, 20))
      assert.equal(count, 0)
    },
    refuses: (m) => [undefined, null, 'none', 123456789].forEach((bad) => assert.equal(m.clearInterval(bad), undefined))
  },
  setImmediate: {
    does: async (m) => assert.equal(await new Promise((resolve) => m.setImmediate(resolve, 7)), 7),
    refuses: (m) => assert.throws(() => m.setImmediate(), invalid)
  },
  clearImmediate: {
    async does (m) {
      let called = false
      m.clearImmediate(m.setImmediate(() => { called = true }))
      await new Promise((resolve) => m.setImmediate(resolve))
      assert.equal(called, false)
    },
    refuses: (m) => m.clearImmediate(null)
  },
  sleep: { does: (m) => lasts(() => m.sleep(10)), refuses: (m) => assert.rejects(m.sleep('long'), invalid) },
  platform: value('platform', (own) => assert.equal(typeof own.setTimeout, 'function')),
  promises: value('promises', (own) => assert.equal(typeof own.setTimeout, 'function')),
  default: value('default', (own) => assert.equal(typeof own.setInterval, 'function'))
}

/** A kind of timer that is an object. */
const timer = (name) => ({
  async does (m) {
    const own = new m[name]()
    const got = await new Promise((resolve) => own.init(resolve, 1, 5))
    assert.equal(got, 5)
    own.close()
    assert.equal(own.destroyed, true)
  },
  refuses: (m) => assert.throws(() => m[name](), TypeError)
})

const scheduler = {
  wait: { does: (m) => lasts(() => m.wait(10)), refuses: (m) => assert.rejects(m.wait('1'), invalid) },
  postTask: {
    does: async (m) => assert.equal(await m.postTask(() => 5, { delay: 1 }), 5),
    async refuses (m) {
      await assert.rejects(m.postTask(5), TypeError)
      await assert.rejects(m.postTask(() => 1, { signal: AbortSignal.abort() }), abort)
    }
  },
  default: value('default', (own) => assert.equal(typeof own.wait, 'function'))
}

export default {
  'internal/timers': {
    ...Object.fromEntries(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'].map((name) => [name, timers[name]])),
    default: value('default', (own) => assert.equal(typeof own.setTimeout, 'function'))
  },
  timers,
  'timers/index': timers,
  'timers/promises': {
    setTimeout: {
      does: async (m) => assert.equal(await m.setTimeout(1, 'a'), 'a'),
      async refuses (m) {
        const controller = new AbortController()
        const waiting = m.setTimeout(10000, null, { signal: controller.signal })
        controller.abort()
        await assert.rejects(waiting, abort)
        await assert.rejects(m.setTimeout(1, null, { signal: 5 }), invalid)
        await assert.rejects(m.setTimeout(1, null, { ref: 5 }), invalid)
      }
    },
    setImmediate: { does: async (m) => assert.equal(await m.setImmediate('a'), 'a'), refuses: (m) => assert.rejects(m.setImmediate(1, { signal: AbortSignal.abort() }), abort) },
    setInterval: {
      async does (m) {
        const got = []
        for await (const item of m.setInterval(1, 'a')) {
          if (got.push(item) === 2) {
            break
          }
        }
        assert.deepEqual(got, ['a', 'a'])
      },
      refuses: (m) => assert.rejects(m.setInterval(1, 'a', { signal: AbortSignal.abort() }).next(), abort)
    },
    scheduler: { does: (m) => m.scheduler.wait(1), refuses: (m) => assert.rejects(m.scheduler.wait(1, { signal: AbortSignal.abort() }), abort) },
    default: value('default', (own) => assert.equal(typeof own.setTimeout, 'function'))
  },
  'timers/scheduler': scheduler,
  'timers/platform': {
    platform: { does: (m) => m.platform.clearTimeout(m.platform.setTimeout(() => {}, 1)), refuses: null },
    default: value('default', (own) => assert.ok(Object.isFrozen(own)))
  },
  'timers/timer': {
    Timer: {
      does (m) {
        const log = []
        const own = m.Timer.from.call(class extends m.Timer {
          constructor () { super('TEST', (callback, delay) => { log.push(delay); return callback }, () => log.push('ended')) }
        }, () => log.push('called'), 5)
        own.close()
        assert.deepEqual([log, own.type, own.destroyed], [[5, 'ended'], 'TEST', true])
      },
      refuses: (m) => assert.throws(() => new m.Timer(), invalid)
    },
    Timeout: timer('Timeout'),
    Interval: timer('Interval'),
    Immediate: timer('Immediate'),
    default: value('default', (own) => assert.equal(typeof own.Timeout, 'function'))
  }
}
