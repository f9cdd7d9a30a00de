import assert from 'node:assert/strict'

const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const failed = { name: 'AssertionError', code: 'ERR_ASSERTION' }

/** A check of two values: it holds for these, and does not for those. */
const comparison = (name, holds, not) => ({
  does (m) {
    holds.forEach(([a, b]) => m[name](a, b))
    not.forEach(([a, b]) => assert.throws(() => m[name](a, b), { ...failed, actual: a, expected: b }))
    assert.throws(() => m[name](...not[0], 'my words'), { message: /^my words/, generatedMessage: false })
    assert.throws(() => m[name](...not[0], new RangeError('mine')), { name: 'RangeError', message: 'mine' })
  },
  refuses (m) {
    assert.throws(() => m[name](), { code: 'ERR_MISSING_ARGS' })
    assert.throws(() => m[name](1), { code: 'ERR_MISSING_ARGS' })
  }
})
const truth = (name) => ({
  does (m) {
    const check = name === 'default' ? m.default : m[name]
    check(1)
    assert.throws(() => check(0), failed)
    assert.throws(() => check(false, 'my words'), { message: 'my words' })
  },
  refuses (m) {
    assert.throws(() => (name === 'default' ? m.default : m[name])(), { ...failed, message: 'No value argument passed to `assert.ok()`' })
  }
})
const same = [[{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }], [new Set([1]), new Set([1])], [NaN, NaN]]
const loose = [[{ a: 1 }, { a: '1' }], [[1], ['1']]]
const other = [[{ a: 1 }, { a: 2 }], [[1, 2], [1, 3]]]

const strict = {
  strictEqual: comparison('strictEqual', [[1, 1], [NaN, NaN]], [[1, '1'], [0, -0], [{}, {}]]),
  notStrictEqual: comparison('notStrictEqual', [[1, '1']], [[1, 1]]),
  deepStrictEqual: comparison('deepStrictEqual', same, [...other, ...loose]),
  notDeepStrictEqual: comparison('notDeepStrictEqual', [...other, ...loose], same),
  ok: truth('ok'),
  strict: truth('strict'),
  default: truth('default'),
  fail: { does: (m) => assert.throws(() => m.fail('why'), { ...failed, message: 'why' }), refuses: (m) => assert.throws(() => m.fail(), { ...failed, message: 'Failed' }) },
  ifError: {
    does (m) {
      m.ifError(null)
      m.ifError(undefined)
      assert.throws(() => m.ifError(new Error('why')), { ...failed, message: 'ifError got unwanted exception: why' })
    },
    refuses: (m) => assert.throws(() => m.ifError(0), failed)
  },
  match: { does: (m) => { m.match('abc', /b/); assert.throws(() => m.match('abc', /x/), failed) }, refuses: (m) => { assert.throws(() => m.match('a', 'a'), invalid); assert.throws(() => m.match(5, /5/), failed) } },
  doesNotMatch: { does: (m) => { m.doesNotMatch('abc', /x/); assert.throws(() => m.doesNotMatch('abc', /b/), failed) }, refuses: (m) => assert.throws(() => m.doesNotMatch('a', 'a'), invalid) },
  throws: {
    does (m) {
      const boom = () => { throw Object.assign(new TypeError('boom'), { code: 'E' }) }
      m.throws(boom)
      m.throws(boom, TypeError)
      m.throws(boom, /boom/)
      m.throws(boom, { name: 'TypeError', message: /bo+m/, code: 'E' })
      m.throws(boom, (error) => error.code === 'E')
      m.throws(boom, 'said if it does not')
      assert.throws(() => m.throws(() => {}), { ...failed, message: 'Missing expected exception.' })
      assert.throws(() => m.throws(() => {}, TypeError, 'words'), { ...failed, message: 'Missing expected exception (TypeError): words' })
      assert.throws(() => m.throws(boom, RangeError), { ...failed, message: /instance of "RangeError"\. Received "TypeError"/ })
      assert.throws(() => m.throws(boom, { code: 'F' }), failed)
      assert.throws(() => m.throws(boom, /other/), failed)
      assert.throws(() => m.throws(boom, () => false), failed)
    },
    refuses (m) {
      assert.throws(() => m.throws('boom'), invalid)
      assert.throws(() => m.throws(() => { throw new Error('a') }, 5), invalid)
      assert.throws(() => m.throws(() => { throw new Error('a') }, {}), { code: 'ERR_INVALID_ARG_VALUE' })
    }
  },
  doesNotThrow: {
    does (m) {
      m.doesNotThrow(() => {})
      assert.throws(() => m.doesNotThrow(() => { throw new Error('why') }, 'words'), { ...failed, message: 'Got unwanted exception: words\nActual message: "why"' })
      assert.throws(() => m.doesNotThrow(() => { throw new Error('why') }, TypeError), { message: 'why' })
    },
    refuses: (m) => assert.throws(() => m.doesNotThrow(5), invalid)
  },
  rejects: {
    async does (m) {
      await m.rejects(Promise.reject(new Error('why')), /why/)
      await m.rejects(async () => { throw new TypeError('why') }, TypeError)
      await assert.rejects(m.rejects(Promise.resolve()), { ...failed, message: 'Missing expected rejection.' })
    },
    async refuses (m) {
      await assert.rejects(m.rejects(5), invalid)
      await assert.rejects(m.rejects(() => 5), { code: 'ERR_INVALID_RETURN_VALUE' })
    }
  },
  doesNotReject: {
    async does (m) {
      await m.doesNotReject(Promise.resolve())
      await assert.rejects(m.doesNotReject(Promise.reject(new Error('why'))), { ...failed, message: /Got unwanted rejection/ })
    },
    refuses: (m) => assert.rejects(m.doesNotReject(null), invalid)
  },
  AssertionError: {
    does (m) {
      const error = new m.AssertionError({ actual: { a: 1, b: 2, c: [1, 2, 3] }, expected: { a: 1, b: 3, c: [1, 2, 3] }, operator: 'deepStrictEqual' })
      assert.deepEqual([error.name, error.code, error.generatedMessage, error.operator], ['AssertionError', 'ERR_ASSERTION', true, 'deepStrictEqual'])
      assert.match(error.message, /\+ actual - expected/)
      assert.match(error.message, /^\+.*2/m)
      assert.match(error.message, /^-.*3/m)
    },
    refuses: (m) => assert.throws(() => new m.AssertionError(), invalid)
  }
}

export default {
  assert: {
    ...strict,
    assert: truth('assert'),
    equal: comparison('equal', [[1, '1'], [NaN, NaN]], [[1, 2]]),
    notEqual: comparison('notEqual', [[1, 2]], [[1, '1']]),
    deepEqual: comparison('deepEqual', [...same, ...loose], other),
    notDeepEqual: comparison('notDeepEqual', other, [...same, ...loose])
  },
  'assert/strict': {
    ...strict,
    equal: comparison('equal', [[1, 1]], [[1, '1']]),
    notEqual: comparison('notEqual', [[1, '1']], [[1, 1]]),
    deepEqual: comparison('deepEqual', same, [...other, ...loose]),
    notDeepEqual: comparison('notDeepEqual', [...other, ...loose], same)
  }
}
