import assert from 'node:assert/strict'
import { onPage } from '../page.js'

const invalid = { code: 'ERR_INVALID_ARG_TYPE' }

/** Runs tests with a runner of their own: what it reports, and how it ends. */
async function report ({ TestRunner }, tests, set = {}) {
  const lines = []
  const runner = Object.assign(new TestRunner((line) => lines.push(...line.split('\n'))), set)
  runner.scheduled = true
  tests(runner)
  const counts = await runner.run()
  return { lines, counts, runner, results: lines.filter((line) => /^(not )?ok /.test(line)) }
}

/** The results of the assertions of one test. */
const results = async (m, fn, set) => (await report(m, (runner) => runner.add('a test', fn), set)).results

/** An element on the page while a function runs. */
async function withElement (name, set, fn) {
  const element = Object.assign(document.createElement(name), set)
  document.body.appendChild(element)
  try {
    return await fn(element)
  } finally {
    if (element.isConnected) {
      element.remove()
    }
  }
}

const runner = {
  async does (m) {
    const order = []
    const { lines, counts, runner } = await report(m, (runner) => {
      runner.onFinish(({ total }) => order.push(`first ${total}`))
      runner.onFinish(({ fail }) => order.push(`second ${fail}`))
      runner.add('one', async (t) => {
        await new Promise((resolve) => setTimeout(resolve, 2))
        order.push('one')
        t.equal(1, 1, 'same # skip\nit')
        runner.add('late', (t) => { order.push('late'); t.pass('came late') })
      })
      runner.skip('two', 'no time')
      runner.add('three', (t) => { order.push('three'); t.equal('a', 'b', 'differ') })
    })
    assert.deepEqual(order, ['one', 'three', 'late', 'second 1', 'first 4'])
    assert.deepEqual(counts, { total: 4, pass: 2, fail: 1, skip: 1 })
    assert.deepEqual([runner.length, runner.completed, runner._id], [4, true, 4])
    assert.deepEqual(lines.slice(0, 14), ['TAP version 13', '# one', 'ok 1 same \\# skip it', 'ok 2 two # SKIP no time', '# three', 'not ok 3 differ',
      '  ---', '    operator: equal', '    expected: |-', "      'b'", '    actual: |-', "      'a'", '    stack: |-', '      Error: differ'])
    const end = lines.indexOf('  ...')
    assert.deepEqual(lines.slice(end + 1), ['# late', 'ok 4 came late', '', '1..4', '# tests 4', '# pass  2', '# skip  1', '# fail  1'])
    assert.match(lines.slice(14, end).join('\n'), /cases\/test\.js:\d+:\d+/)
    const only = await report(m, (runner) => {
      runner.add('one', (t) => t.fail())
      runner.add('two', (t) => t.pass(), true)
    })
    assert.deepEqual(only.lines, ['TAP version 13', '# two', 'ok 1 pass called', '', '1..1', '# tests 1', '# pass  1', '', '# ok'])
    const started = await new Promise((resolve) => {
      const runner = new m.TestRunner(() => {})
      runner.onFinish(resolve)
      runner.add('by itself', (t) => t.pass())
    })
    assert.equal(started.pass, 1)
    const uncaught = await report(m, (runner) => {
      runner.failUncaught(new Error('before'))
      runner.add('one', () => runner.failUncaught('meanwhile'))
    })
    assert.deepEqual(uncaught.results, ['not ok 1 uncaught: before', 'not ok 2 uncaught: meanwhile'])
  },
  async refuses (m) {
    assert.throws(() => new m.TestRunner(5), invalid)
    const runner = new m.TestRunner(() => {})
    assert.throws(() => runner.add(5, () => {}), invalid)
    assert.throws(() => runner.add('a'), invalid)
    assert.throws(() => runner.skip(), invalid)
    assert.throws(() => runner.onFinish(), invalid)
    await runner.run()
    assert.throws(() => runner.add('late', () => {}), /'late' comes after the end/)
    await assert.rejects(() => runner.run(), /already/)
    const rethrows = new m.TestRunner(() => {})
    Object.assign(rethrows, { rethrowExceptions: true, scheduled: true })
    rethrows.add('throws', () => { throw new Error('boom') })
    await assert.rejects(() => rethrows.run(), { message: 'boom' })
  }
}

const assertions = {
  async does (m) {
    assert.deepEqual(await results(m, (t) => {
      t.equal(NaN, NaN)
      t.equal(1, '1', 'types')
      t.notEqual(1, 2)
      t.notEqual(1, 1, 'same')
      t.deepEqual({ a: [1] }, { a: [1] })
      t.deepEqual({ a: 1 }, { a: '1' }, 'deep')
      t.notDeepEqual([1], [2])
      t.notDeepEqual([1], [1], 'deep same')
      t.ok(1)
      t.ok(0, 'zero')
      t.pass()
      t.fail()
      t.ifError(null)
      t.ifError(new Error('bad'))
      t.throws(() => { throw new TypeError('wrong') }, TypeError)
      t.throws(() => { throw new TypeError('wrong') }, /wrong/, 'pattern')
      t.throws(() => { throw new TypeError('wrong') }, RangeError, 'class')
      t.throws(() => {}, 'nothing thrown')
      t.throws(async () => {}, 'asynchronous')
    }), ['ok 1 should be equal', 'not ok 2 types', 'ok 3 should not be equal', 'not ok 4 same', 'ok 5 should be deeply equal', 'not ok 6 deep',
      'ok 7 should not be deeply equal', 'not ok 8 deep same', 'ok 9 should be truthy', 'not ok 10 zero', 'ok 11 pass called', 'not ok 12 fail called',
      'ok 13 should be no error', 'not ok 14 bad', 'ok 15 should throw', 'ok 16 pattern', 'not ok 17 class', 'not ok 18 nothing thrown',
      'not ok 19 asynchronous'])
    assert.deepEqual(await results(m, async (t) => { t.plan(1); setTimeout(() => t.pass('later'), 2) }), ['ok 1 later'])
    assert.deepEqual(await results(m, (t) => { t.plan(1); t.pass('a'); t.pass('b') }),
      ['ok 1 a', 'ok 2 b', 'not ok 3 a test: as many assertions as planned'])
    assert.deepEqual(await results(m, (t) => { t.timeoutAfter(5); t.plan(1) }),
      ['not ok 1 Error: The test did not end within 5 ms', 'not ok 2 a test: as many assertions as planned'])
    assert.deepEqual(await results(m, async (t) => { t.timeoutAfter(5); await new Promise(() => {}) }),
      ['not ok 1 Error: The test did not end within 5 ms'])
    assert.deepEqual(await results(m, async () => { throw new RangeError('boom') }), ['not ok 1 RangeError: boom'])
    assert.deepEqual(await results(m, (t) => t.ok(true), { strict: true }),
      ["not ok 1 Error: An assertion of the test 'a test' has no message, and the tests are strict"])
    const { lines } = await report(m, (runner) => runner.add('outer', async (t) => {
      t.comment('said\nin one line')
      t.test('slow', async (t) => { await t.sleep(1); t.comment('end of slow') })
      t.test('quick', (t) => t.pass('quick'))
    }))
    assert.deepEqual(lines.slice(1, 8), ['# outer', '# said in one line', '# outer > slow', 'ok 1 Slept for 1 ms', '# end of slow', '# outer > quick', 'ok 2 quick'])
    await withElement('input', { id: 'test-field' }, async (field) => {
      const events = []
      for (const name of ['click', 'input', 'custom']) {
        field.addEventListener(name, () => events.push(name))
      }
      assert.deepEqual(await results(m, async (t) => {
        await t.click('#test-field')
        await t.eventClick(field, 'again')
        await t.dispatchEvent('custom', field)
        await t.focus(field)
        await t.type('#test-field', 'hi')
        await t.blur(field, 'left')
        await t.elementVisible(field)
        await t.requestAnimationFrame()
        t.equal(t.querySelector('#test-field'), field, 'found')
        t.equal(t.querySelectorAll('input').includes(field), true, 'all')
        t.equal(typeof t.getComputedStyle(field).display, 'string', 'style')
        t.equal(await t.waitFor('#test-field'), field, 'waited')
        t.equal(await t.waitFor(() => field), field, 'waited by function')
        await t.removeElement('#test-field')
        await t.elementInvisible('#test-field')
        await t.appendChild(document.body, field)
        await t.click('#nothing')
        await t.elementInvisible(field)
        t.querySelector('#nothing')
      }), ['ok 1 Clicked #test-field', 'ok 2 again', 'ok 3 Sent custom to input', 'ok 4 Focussed input', 'ok 5 Typed "hi" into #test-field', 'ok 6 left',
        'ok 7 input should be visible', 'ok 8 Painted', 'ok 9 #test-field should match an element', 'ok 10 found', 'ok 11 input should match elements',
        'ok 12 all', 'ok 13 input should have a style', 'ok 14 style', 'ok 15 Waited for #test-field', 'ok 16 waited', 'ok 17 Waited for what a function finds',
        'ok 18 waited by function', 'ok 19 Removed element', 'ok 20 #test-field should not be visible', 'ok 21 Appended child element',
        'not ok 22 Clicked #nothing', 'not ok 23 input should not be visible', 'not ok 24 #nothing should match an element'])
      assert.deepEqual([field.value, events.join(' ')], ['hi', 'click click custom input input'])
    })
    await withElement('p', { textContent: 'a text' }, async (paragraph) => {
      assert.deepEqual(await results(m, async (t) => {
        t.equal(await t.waitForText('body', 'a text'), paragraph, 'found')
        await t.waitForText('body', /no such/, 'ignored').catch(() => {})
      }).then((list) => list.slice(0, 2)), ['ok 1 Waited for "a text" in body', 'ok 2 found'])
    })
  },
  async refuses (m) {
    const runner = new m.TestRunner(() => {})
    assert.throws(() => new m.Test('a', () => {}, {}), invalid)
    assert.throws(() => new m.Test('a', 5, runner), invalid)
    const t = new m.Test('a', () => {}, runner)
    assert.throws(() => t.plan(-1), { code: 'ERR_OUT_OF_RANGE' })
    assert.throws(() => t.timeoutAfter('1'), invalid)
    assert.throws(() => t.throws(5), invalid)
    assert.throws(() => t.throws(() => { throw new Error('a') }, {}), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(() => t.sleep('1'), invalid)
    await assert.rejects(() => t.click(5), invalid)
    await assert.rejects(() => t.type(document.body, 5), invalid)
    assert.throws(() => t.waitFor('p', 5), invalid)
    assert.throws(() => t.waitForText('p'), invalid)
    assert.throws(() => t.test(5), invalid)
    await t.run()
    assert.throws(() => t.pass('late'), /'late' comes after the end of the test 'a'/)
    assert.throws(() => t.test('late', () => {}), /'a > late' comes after the end/)
  }
}

/** Lets what is added to the runner of the app be added, and takes it out again. */
function added (m, fn) {
  const runner = m.GLOBAL_TEST_RUNNER
  const before = { scheduled: runner.scheduled, tests: runner.tests, onlyTests: runner.onlyTests }
  Object.assign(runner, { scheduled: true, tests: [], onlyTests: [] })
  try {
    fn()
    return { tests: runner.tests, only: runner.onlyTests }
  } finally {
    Object.assign(runner, before)
  }
}
const names = (list) => list.map(({ name, reason }) => reason === undefined ? name : `${name}: ${reason}`)

const test = (key) => ({
  does (m) {
    const test = m[key]
    const { tests, only } = added(m, () => {
      test('a', () => {})
      test.only('b', () => {})
      test.skip('c', () => {})
      test.desktop('d', () => {})
      test.mobile('e', () => {})
      test.ios.simulator('f', () => {})
    })
    assert.deepEqual(names(tests), ['a', 'c: ', 'd', 'e: only on mobile devices', 'f: only on a simulator of iOS'])
    assert.deepEqual(names(only), ['b'])
    for (const name of ['linux', 'windows', 'win32', 'unix', 'mac', 'macos', 'macosx', 'darwin', 'ios', 'iphone', 'android', 'desktop', 'mobile']) {
      assert.equal(typeof test[name], 'function', name)
    }
  },
  refuses (m) {
    assert.throws(() => m[key]('a'), invalid)
    assert.throws(() => m[key](5, () => {}), invalid)
    assert.throws(() => m[key].mobile('a', 5), invalid)
    assert.throws(() => m[key].only('a'), invalid)
  }
})

class Fixture {
  static log = []
  constructor (options) { this.options = options }
  async bootstrap () { Fixture.log.push(`open ${JSON.stringify(this.options)}`) }
  async close () { Fixture.log.push('close') }
}

/** Registers as `test` does, and keeps what was registered. */
function registry () {
  const kept = []
  const keep = (kind) => (name, fn) => kept.push({ kind, name, fn })
  return { kept, test: Object.assign(keep('test'), { only: keep('only'), skip: keep('skip') }) }
}
const harness = (make) => ({
  async does (m) {
    const { kept, test } = registry()
    const own = make(m)(test, Fixture)
    const add = own.test === undefined ? own : own.test.bind(own)
    add('one', { port: 1 }, (fixture, t) => Fixture.log.push(`${fixture.options.port} ${t}`))
    own.only('two', () => { throw new Error('boom') })
    own.skip('three', {}, () => {})
    assert.deepEqual(kept.map(({ kind, name }) => `${kind} ${name}`), ['test one', 'only two', 'skip three'])
    Fixture.log.length = 0
    await kept[0].fn('t')
    await assert.rejects(() => kept[1].fn('t'), { message: 'boom' })
    assert.deepEqual(Fixture.log, ['open {"port":1}', '1 t', 'close', 'open {}', 'close'])
  },
  refuses (m) {
    const { test } = registry()
    assert.throws(() => make(m)(5, Fixture), invalid)
    assert.throws(() => make(m)(test), invalid)
    assert.throws(() => make(m)(test, class { bootstrap () {} }), invalid)
    assert.throws(() => make(m)(test, Fixture).only('a', {}), invalid)
  }
})

/** Cases that need a page. */
const withPage = (cases) => Object.fromEntries(Object.entries(cases).map(([key, { does, refuses }]) =>
  [key, { does: onPage(does), refuses: onPage(refuses) }]))

export default {
  test: { default: { does: ({ default: test, ...m }) => assert.equal(test, m.test), refuses: ({ default: test }) => assert.throws(() => test(), invalid) } },
  'test/index': {
    test: test('test'),
    default: test('default'),
    only: {
      does: (m) => assert.deepEqual(names(added(m, () => m.only('a', () => {})).only), ['a']),
      refuses: (m) => assert.throws(() => m.only('a'), invalid)
    },
    skip: {
      does: (m) => assert.deepEqual(names(added(m, () => m.skip('a')).tests), ['a: ']),
      refuses: (m) => assert.throws(() => m.skip(), invalid)
    },
    setStrict: {
      does (m) {
        m.setStrict(true)
        assert.equal(m.GLOBAL_TEST_RUNNER.strict, true)
        m.setStrict(false)
        assert.equal(m.GLOBAL_TEST_RUNNER.strict, false)
      },
      refuses: (m) => assert.throws(() => m.setStrict('yes'), invalid)
    },
    getDefaultTestRunnerTimeout: { does: (m) => assert.equal(m.getDefaultTestRunnerTimeout(), 30_000), refuses: null },
    GLOBAL_TEST_RUNNER: {
      does: (m) => assert.ok(m.GLOBAL_TEST_RUNNER instanceof m.TestRunner && m.GLOBAL_TEST_RUNNER._onFinishCallback !== null),
      refuses: null
    },
    ...withPage({ Test: assertions }),
    TestRunner: runner
  },
  'test/harness': {
    wrapHarness: harness((m) => m.wrapHarness),
    TapeHarness: harness((m) => (...args) => new m.TapeHarness(...args)),
    default: { does: (m) => assert.deepEqual(m.default, { TapeHarness: m.TapeHarness, wrapHarness: m.wrapHarness }), refuses: null }
  },
  'test/context': {
    default: {
      does ({ default: context }) {
        const listeners = {}
        const failures = []
        const { addEventListener } = globalThis
        globalThis.addEventListener = (name, listener) => { listeners[name] = listener }
        try {
          context({ failUncaught: (error) => failures.push(error), onFinish: (callback) => { listeners.finish = callback } })
        } finally {
          globalThis.addEventListener = addEventListener
        }
        listeners.unhandledrejection({ reason: 'lost' })
        assert.deepEqual([failures, Object.keys(listeners)], [['lost'], ['error', 'pagehide', 'unhandledrejection', 'finish']])
      },
      refuses: ({ default: context }) => assert.throws(() => context(), TypeError)
    }
  },
  'test/dom-helpers': withPage({
    toElement: {
      does: (m) => assert.deepEqual([m.toElement('body'), m.toElement(document.body)], [document.body, document.body]),
      refuses (m) {
        assert.throws(() => m.toElement('nothing-such'), /No element matches "nothing-such"/)
        assert.throws(() => m.toElement(null), invalid)
        assert.throws(() => m.toElement({}), invalid)
      }
    },
    waitFor: {
      async does (m) {
        const late = m.waitFor('#wait-for')
        setTimeout(() => withElement('p', { id: 'wait-for', textContent: 'here' }, () => late), 5)
        assert.equal((await late).id, 'wait-for')
        let looks = 0
        assert.equal(await m.waitFor({}, async () => ++looks > 2 && 'found'), 'found')
      },
      async refuses (m) {
        await assert.rejects(() => m.waitFor({ selector: '#nothing', timeout: 5 }), { message: 'No visible element matches "#nothing" within 5 ms' })
        await assert.rejects(() => m.waitFor({ timeout: 5 }), invalid)
        await assert.rejects(() => m.waitFor({ selector: 'p', timeout: -1 }), { code: 'ERR_OUT_OF_RANGE' })
        await assert.rejects(() => m.waitFor(), invalid)
        await assert.rejects(() => m.waitFor({}, 5), invalid)
      }
    },
    waitForText: {
      async does (m) {
        await withElement('p', { textContent: 'some ' }, async (outer) => {
          const inner = Object.assign(document.createElement('b'), { textContent: 'words' })
          outer.appendChild(inner)
          assert.equal(await m.waitForText('words'), inner)
          assert.equal(await m.waitForText({ element: outer, regex: /^some/ }), outer)
          assert.equal(await m.waitForText({ text: 'some words', multipleTags: true }), outer)
          await assert.rejects(() => m.waitForText({ text: 'some words', timeout: 5 }), { message: 'No element has the text "some words" within 5 ms' })
        })
      },
      async refuses (m) {
        await assert.rejects(() => m.waitForText({}), invalid)
        await assert.rejects(() => m.waitForText({ regex: 'a' }), invalid)
        await assert.rejects(() => m.waitForText(), invalid)
        await assert.rejects(() => m.waitForText({ text: 'a', timeout: 'long' }), invalid)
      }
    },
    event: {
      does (m) {
        const target = new EventTarget()
        const got = []
        target.addEventListener('a', (event) => { got.push(event.type); event.preventDefault() })
        assert.equal(m.event({ event: 'a', element: target }), false)
        assert.equal(m.event({ event: new Event('a'), element: target }), true)
        assert.deepEqual(got, ['a', 'a'])
      },
      refuses (m) {
        assert.throws(() => m.event(), invalid)
        assert.throws(() => m.event({ event: 5 }), invalid)
        assert.throws(() => m.event({ event: '' }), { code: 'ERR_INVALID_ARG_VALUE' })
      }
    },
    isElementVisible: {
      does: (m) => withElement('div', { textContent: 'words' }, async (outer) => {
        const inner = Object.assign(document.createElement('b'), { textContent: 'more' })
        outer.appendChild(inner)
        assert.equal(m.isElementVisible(inner), true)
        for (const [name, value, back] of [['display', 'none', 'block'], ['opacity', '0', '1']]) {
          outer.style[name] = value
          assert.equal(m.isElementVisible(inner), false, name)
          outer.style[name] = back
        }
        inner.style.visibility = 'hidden'
        assert.equal(m.isElementVisible(inner), false)
        assert.equal(m.isElementVisible(document.createElement('b')), false)
      }),
      refuses: (m) => assert.throws(() => m.isElementVisible(null), invalid)
    }
  })
}
