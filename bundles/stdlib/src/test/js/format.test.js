import assert from 'node:assert/strict'
import test from 'node:test'
import util from 'node:util'
import { format, inspect } from '../../../modules/internal/format.js'

class Point {
  constructor () { this.x = 1 }
  get y () { return 2 }
}
class Special extends Point {}

const circle = { a: 1 }
circle.self = circle
circle.list = [circle]

const values = [
  0, -0, 1.5, NaN, 'a', "it's", `"'`, 'a\nb', null, undefined, true, 10n, Symbol('x'), [], {}, [1, 'a'], { a: 1, 'b-c': 2 },
  { a: { b: { c: { d: 1 } } } }, [[[[1]]]], circle, [circle, circle], new Map([[1, { a: 2 }], ['k', new Map()]]),
  new Set([1, 'a']), new Point(), new Special(), Point, Special, class {}, () => {}, function named () {}, async () => {},
  new Date(0), new Date(NaN), /x/g, new Uint8Array(3), new ArrayBuffer(4), Object.create(null), [1, , 3], [, ,], // eslint-disable-line no-sparse-arrays
  { [Symbol('k')]: 1 }, { get a () { return 1 }, set a (v) {}, get b () { return 1 }, set c (v) {} }, // eslint-disable-line accessor-pairs
  Object(1), Object('abc'), { a: 'x'.repeat(90), b: 1 }, { f () {}, g: class {} }, Object.assign(() => {}, { a: 1 }),
  Object.assign([1], { k: 2 }), new (class List extends Array {})(3), Array.from({ length: 120 }, (_, i) => i), Array.from({ length: 30 }, (_, i) => 'item' + i), new URL('http://a/b?c'), Math, new WeakMap(),
  Array.from({ length: 30 }, (_, i) => ({ i })), { aaaaaaaaaaaaaaaa: 1, bbbbbbbbbbbbbbbbbbbbb: 2, cccccccccccccccccccccc: 3, dddddddddd: 4 }
]

test('should show values as Node does', () => {
  for (const value of values) {
    if (!(value instanceof URL)) { // Node shows its parts
      assert.equal(inspect(value), util.inspect(value))
    }
  }
})

test('should show errors with their causes and fields', () => {
  const error = Object.assign(new TypeError('boom', { cause: new Error('why') }), { code: 'E' })
  const text = inspect(error)
  assert.match(text, /^TypeError: boom\n {4}at /)
  assert.match(text, /\[cause\]: Error: why\n/)
  assert.match(text, /code: 'E'/)
  const webkit = new Error('boom')
  webkit.stack = 'f@socket://app/a.js:1:2\nsocket://app/b.js:3:4'
  assert.equal(inspect(webkit), 'Error: boom\n    at f (socket://app/a.js:1:2)\n    at socket://app/b.js:3:4')
})

test('should format as Node does', () => {
  for (const args of [
    [], ['a'], [1, 2, 'x'], ['%s', 1], ['%s %s', 'a'], ['a', 1, { b: 1 }], ['%d', '42'], ['%d', {}], ['%i', 3.9], ['%f', '1.5'],
    ['%j', { a: 1 }], ['%j', circle], ['%o', [1]], ['%O', { a: { b: { c: { d: {} } } } }], ['%c', 'css'], ['100%', 'x'], ['%%s', 'x'],
    ['%s', { a: { b: 1 } }], ['%s', null], ['%s', 10n], ['%s', Symbol('a')], ['%s', new Point()], ['%d', 10n], ['%x', 1],
    ['%s', -0], ['%s', [1, [2, [3]]]], ['%d', ''], ['%d', null], [{ a: 1 }, 'b'], [null], [undefined, undefined]
  ]) {
    assert.equal(format(...args), util.format(...args), util.inspect(args))
  }
})

test('should never throw and never call getters', () => {
  const hostile = [
    new Proxy({}, { ownKeys () { throw new Error('no') } }),
    new Proxy({}, { get () { throw new Error('no') } }),
    { [Symbol.toPrimitive] () { throw new Error('no') }, toString () { throw new Error('no') } },
    Object.defineProperty({}, 'x', { enumerable: true, get () { throw new Error('called') } }),
    Object.defineProperty(new Error('e'), 'stack', { get () { throw new Error('no') } }),
    Object.create({ get constructor () { throw new Error('no') } })
  ]
  for (const value of hostile) {
    assert.equal(typeof inspect(value), 'string')
    for (const kind of 'sdifjoO') {
      assert.equal(typeof format(`%${kind}`, value), 'string')
    }
  }
})

test('should keep very large values short', () => {
  assert.match(inspect(new Array(1e6).fill(1)), /\.\.\. 999900 more items/)
  assert.match(inspect(new Uint8Array(1e6)), /\.\.\. 999900 more items/)
  assert.match(inspect(['x'.repeat(20000)]), /\.\.\. 10000 more characters/)
  let deep = {}
  for (let i = 0; i < 1e5; i++) {
    deep = { deep }
  }
  assert.equal(inspect(deep), util.inspect(deep))
})

test('should use the methods that objects bring for this', () => {
  assert.equal(inspect({ a: { [Symbol.for('nodejs.util.inspect.custom')]: () => 'mine' } }), '{ a: mine }')
  assert.equal(inspect({ [Symbol.for('socket.runtime.util.inspect.custom')]: () => ({ b: 1 }) }), '{ b: 1 }')
})
