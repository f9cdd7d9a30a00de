import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
/** A predicate: what it says yes and no to; it answers for whatever it is given. */
const predicate = (name, yes, no) => ({
  does (m) {
    yes.forEach((item) => assert.equal(m[name](item), true, `${name} of ${typeof item}`))
    no.forEach((item) => assert.equal(m[name](item), false, `not ${name} of ${typeof item}`))
  },
  refuses (m) {
    for (const odd of [undefined, null, 0, '', Symbol('a'), Object.create(null), new Proxy({}, { get () { throw new Error('no') } })]) {
      let result
      try {
        result = m[name](odd)
      } catch (error) {
        assert.equal(error.message, 'no') // what the value itself throws
        continue
      }
      assert.equal(typeof result, 'boolean')
    }
  }
})
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }

async function asyncFunction () {}
function * generatorFunction () {}
async function * asyncGenerator () {}
function argumentsOf () { return arguments }
class Plain {}
/** Pages have it only where they are isolated. */
const shared = typeof SharedArrayBuffer === 'function' ? [new SharedArrayBuffer(1)] : []
const typed = {
  isUint8Array: new Uint8Array(1), isUint8ClampedArray: new Uint8ClampedArray(1), isUint16Array: new Uint16Array(1), isUint32Array: new Uint32Array(1),
  isInt8Array: new Int8Array(1), isInt16Array: new Int16Array(1), isInt32Array: new Int32Array(1), isFloat32Array: new Float32Array(1),
  isFloat64Array: new Float64Array(1), isBigInt64Array: new BigInt64Array(1), isBigUint64Array: new BigUint64Array(1)
}

const types = {
  ...Object.fromEntries(Object.entries(typed).map(([name, item]) => [name, predicate(name, [item], [[], new DataView(new ArrayBuffer(1)),
    ...Object.values(typed).filter((other) => other !== item)])])),
  isArray: predicate('isArray', [[]], [{ length: 0 }]),
  isPlainObject: predicate('isPlainObject', [{}, Object.create(null)], [new Plain(), [], null, 'a']),
  isFunction: predicate('isFunction', [() => {}, Plain], [{}]),
  isFunctionObject: predicate('isFunctionObject', [() => {}], [{}]),
  isAsyncFunction: predicate('isAsyncFunction', [asyncFunction, async () => {}, asyncGenerator], [() => {}, generatorFunction]),
  isAsyncFunctionObject: predicate('isAsyncFunctionObject', [asyncFunction], [() => {}]),
  isGeneratorFunction: predicate('isGeneratorFunction', [generatorFunction, asyncGenerator], [() => {}, asyncFunction]),
  isAsyncGeneratorFunction: predicate('isAsyncGeneratorFunction', [asyncGenerator], [generatorFunction]),
  isGeneratorObject: predicate('isGeneratorObject', [generatorFunction()], [[][Symbol.iterator]()]),
  isExternal: predicate('isExternal', [], [{}, 5]),
  isProxy: predicate('isProxy', [], [{}, 5]),
  isKeyObject: predicate('isKeyObject', [], [{}, 5]),
  isCryptoKey: predicate('isCryptoKey', [], [{}, 5]),
  isDate: predicate('isDate', [new Date()], [{}, Date.now(), Object.create(Date.prototype)]),
  isRegExp: predicate('isRegExp', [/a/], [{}, 'a']),
  isArgumentsObject: predicate('isArgumentsObject', [argumentsOf()], [[], {}]),
  isBigIntObject: predicate('isBigIntObject', [Object(1n)], [1n, {}]),
  isBooleanObject: predicate('isBooleanObject', [Object(true)], [true]),
  isNumberObject: predicate('isNumberObject', [Object(1)], [1]),
  isStringObject: predicate('isStringObject', [Object('a')], ['a']),
  isSymbolObject: predicate('isSymbolObject', [Object(Symbol('a'))], [Symbol('a')]),
  isBoxedPrimitive: predicate('isBoxedPrimitive', [Object(1), Object('a')], [1, {}]),
  isNativeError: predicate('isNativeError', [new Error('a'), new TypeError('b')], [{ message: 'a' }]),
  isPromise: predicate('isPromise', [Promise.resolve()], [{ then () {} }]),
  isMap: predicate('isMap', [new Map()], [new Set(), {}]),
  isSet: predicate('isSet', [new Set()], [new Map(), {}]),
  isWeakMap: predicate('isWeakMap', [new WeakMap()], [new Map()]),
  isWeakSet: predicate('isWeakSet', [new WeakSet()], [new Set()]),
  isIterator: predicate('isIterator', [[][Symbol.iterator](), generatorFunction()], [[]]),
  isAsyncIterator: predicate('isAsyncIterator', [asyncGenerator()], [[]]),
  isMapIterator: predicate('isMapIterator', [new Map().keys()], [new Set().keys()]),
  isSetIterator: predicate('isSetIterator', [new Set().keys()], [new Map().keys()]),
  isArrayBuffer: predicate('isArrayBuffer', [new ArrayBuffer(1)], [...shared, new Uint8Array(1)]),
  isSharedArrayBuffer: predicate('isSharedArrayBuffer', shared, [new ArrayBuffer(1)]),
  isAnyArrayBuffer: predicate('isAnyArrayBuffer', [new ArrayBuffer(1), ...shared], [new Uint8Array(1)]),
  isDataView: predicate('isDataView', [new DataView(new ArrayBuffer(1))], [new Uint8Array(1)]),
  isArrayBufferView: predicate('isArrayBufferView', [new DataView(new ArrayBuffer(1)), new Uint8Array(1)], [new ArrayBuffer(1)]),
  isTypedArray: predicate('isTypedArray', [new Uint8Array(1)], [new DataView(new ArrayBuffer(1))]),
  isModuleNamespaceObject: { does: async (m) => assert.deepEqual([m.isModuleNamespaceObject(await import(import.meta.url)), m.isModuleNamespaceObject({})], [true, false]), refuses: (m) => assert.equal(m.isModuleNamespaceObject(null), false) },
  default: value('default', (own) => assert.equal(own.isDate(new Date()), true))
}

export default {
  'util/types': types,
  util: {
    ...Object.fromEntries(['isTypedArray', 'isArrayBufferView', 'isAsyncFunction', 'isArgumentsObject', 'isPlainObject', 'isFunction', 'isArrayBuffer']
      .map((name) => [name, types[name]])),
    isArray: types.isArray,
    isDate: predicate('isDate', [new Date()], [{}]),
    isRegExp: predicate('isRegExp', [/a/], [{}]),
    isArrayLike: predicate('isArrayLike', [[], { length: 1 }], [{}, { length: -1 }]),
    isError: predicate('isError', [new Error('a')], [{ message: 'a' }]),
    isErrorLike: predicate('isErrorLike', [new Error('a'), { name: 'a', message: 'b' }], [{}]),
    isSymbol: predicate('isSymbol', [Symbol('a')], ['a']),
    isNumber: predicate('isNumber', [1], ['1']),
    isString: predicate('isString', ['a'], [1]),
    isBoolean: predicate('isBoolean', [true], [1]),
    isObject: predicate('isObject', [{}, []], [1, null]),
    isEmptyObject: predicate('isEmptyObject', [{}], [{ a: 1 }, 1]),
    isUndefined: predicate('isUndefined', [undefined], [null]),
    isNull: predicate('isNull', [null], [undefined]),
    isNullOrUndefined: predicate('isNullOrUndefined', [null, undefined], [0]),
    isPrimitive: predicate('isPrimitive', [1, null, 'a'], [{}, () => {}]),
    isBufferLike: predicate('isBufferLike', [new ArrayBuffer(1), new Uint8Array(1)], [[]]),
    isBuffer: predicate('isBuffer', [], [[], new Uint8Array(1)]),
    isClass: predicate('isClass', [Plain], [() => {}, {}]),
    isPromiseLike: predicate('isPromiseLike', [{ then () {} }], [{}]),
    isESMSource: {
      does: (m) => assert.deepEqual(["import a from 'b'", 'export default 1', 'import.meta.url', 'export const a = 1',
        "const a = require('a')", "import('a')", '// import a from "b"', 'exports.a = 1'].map(m.isESMSource),
      [true, true, true, true, false, false, false, false]),
      refuses: (m) => assert.equal(m.isESMSource(null), false)
    },
    isValidPercentageValue: predicate('isValidPercentageValue', ['50%', '0%', '100%'], ['101%', '50', 'a%', '-1%']),
    hasOwnProperty: { does: (m) => assert.deepEqual([m.hasOwnProperty({ a: 1 }, 'a'), m.hasOwnProperty({}, 'toString')], [true, false]), refuses: (m) => assert.equal(m.hasOwnProperty(null, 'a'), false) },
    inspectSymbols: value('inspectSymbols', (own) => assert.ok(own.every((item) => typeof item === 'symbol'))),
    ESM_TEST_REGEX: value('ESM_TEST_REGEX', (own) => assert.ok(own instanceof RegExp)),
    TextDecoder: { does: (m) => assert.equal(new m.TextDecoder().decode(Uint8Array.of(97)), 'a'), refuses: (m) => assert.throws(() => new m.TextDecoder('none'), RangeError) },
    TextEncoder: { does: (m) => assert.deepEqual([...new m.TextEncoder().encode('a')], [97]), refuses: (m) => assert.throws(() => m.TextEncoder(), TypeError) },
    types: value('types', (own) => assert.equal(own.isMap(new Map()), true)),
    MIMEType: { does: (m) => assert.equal(new m.MIMEType('a/b').essence, 'a/b'), refuses: (m) => assert.throws(() => new m.MIMEType('a'), { code: 'ERR_INVALID_MIME_SYNTAX' }) },
    MIMEParams: { does: (m) => assert.equal(String(new m.MIMEParams()), ''), refuses: (m) => assert.throws(() => new m.MIMEParams().set('', 'a'), { code: 'ERR_INVALID_MIME_SYNTAX' }) },
    inspect: {
      does (m) {
        assert.equal(m.inspect({ a: [1, { b: { c: {} } }] }), '{ a: [ 1, { b: [Object] } ] }')
        assert.equal(m.inspect({ b: 1, a: 2 }, { sorted: true }), '{ a: 2, b: 1 }')
        assert.equal(m.inspect({ a: 'x', 'b-c': /d/ }, { colors: true }), "{ a: \u001b[32m'x'\u001b[39m, \u001b[32m'b-c'\u001b[39m: \u001b[31m/d/\u001b[39m }")
        assert.equal(m.inspect({ [m.inspect.custom]: () => 'mine' }), 'mine')
        assert.equal(m.inspect([[[[]]]], false, 0), '[ [Array] ]')
      },
      refuses (m) {
        for (const bad of [undefined, null, Symbol('a'), Object.create(null), new Proxy({}, {})]) {
          assert.equal(typeof m.inspect(bad), 'string')
        }
      }
    },
    format: {
      does: (m) => assert.deepEqual([m.format('%s is %d, %i, %j%%', 'a', 1.5, 1.5, { b: 1 }, 'c'), m.format(), m.format('%s')], ['a is 1.5, 1, {"b":1}% c', '', '%s']),
      refuses: (m) => assert.equal(m.format('%d', Symbol('a')), 'NaN')
    },
    formatWithOptions: {
      does: (m) => assert.equal(m.formatWithOptions({ colors: true }, '%O', 1), '\u001b[33m1\u001b[39m'),
      refuses: (m) => assert.equal(m.formatWithOptions({}, '%x', 1), '%x 1')
    },
    promisify: {
      async does (m) {
        assert.equal(await m.promisify((a, callback) => callback(null, a + 1))(1), 2)
        await assert.rejects(m.promisify((callback) => callback(new Error('boom')))(), { message: 'boom' })
        const custom = Object.assign(() => {}, { [m.promisify.custom]: async () => 'mine' })
        assert.equal(await m.promisify(custom)(), 'mine')
        const object = { value: 5, get: m.promisify(function (callback) { callback(null, this.value) }) }
        assert.equal(await object.get(), 5)
      },
      refuses: (m) => assert.throws(() => m.promisify(5), invalid)
    },
    callbackify: {
      async does (m) {
        assert.equal(await new Promise((resolve) => m.callbackify(async (a) => a + 1)(1, (error, result) => resolve(error ?? result))), 2)
        const error = await new Promise((resolve) => m.callbackify(() => Promise.reject(null))(resolve)) // eslint-disable-line prefer-promise-reject-errors
        assert.equal(error.code, 'ERR_FALSY_VALUE_REJECTION')
      },
      refuses: (m) => assert.throws(() => m.callbackify(async () => {})(5), invalid)
    },
    deprecate: {
      does (m) {
        const { warn } = console
        const lines = []
        console.warn = (line) => lines.push(line)
        try {
          const old = m.deprecate((a) => a * 2, 'use another', 'DEP1')
          assert.deepEqual([old(2), old(3)], [4, 6])
        } finally {
          console.warn = warn
        }
        assert.deepEqual(lines, ['[DEP1] DeprecationWarning: use another'])
      },
      refuses: (m) => assert.throws(() => m.deprecate(() => {}, 'a', 5), invalid)
    },
    inherits: {
      does (m) {
        function Child () {}
        m.inherits(Child, Plain)
        assert.ok(new Child() instanceof Plain)
        assert.equal(Child.super_, Plain)
      },
      refuses (m) {
        assert.throws(() => m.inherits(null, Plain), invalid)
        assert.throws(() => m.inherits(Plain, null), invalid)
        assert.throws(() => m.inherits(class {}, () => {}), invalid)
      }
    },
    isDeepStrictEqual: {
      does (m) {
        const circle = { a: 1 }
        circle.self = circle
        const other = { a: 1 }
        other.self = other
        for (const [a, b] of [[circle, other], [new Map([[{ a: 1 }, 2]]), new Map([[{ a: 1 }, 2]])], [new Set([[1]]), new Set([[1]])], [NaN, NaN], [new Date(1), new Date(1)], [/a/g, /a/g]]) {
          assert.equal(m.isDeepStrictEqual(a, b), true)
        }
        for (const [a, b] of [[0, -0], [1, '1'], [[1], { 0: 1 }], [new Set([1]), new Set([2])], [{ a: undefined }, {}], [new Plain(), {}], [/a/, /b/], [new Error('a'), new Error('b')], [[,], [undefined]]]) { // eslint-disable-line no-sparse-arrays
          assert.equal(m.isDeepStrictEqual(a, b), false)
        }
      },
      refuses: (m) => assert.equal(m.isDeepStrictEqual(), true)
    },
    parseArgs: {
      does (m) {
        const options = { verbose: { type: 'boolean', short: 'v' }, name: { type: 'string', short: 'n', multiple: true }, level: { type: 'string', default: '1' } }
        assert.deepEqual({ ...m.parseArgs({ args: ['-v', '--name=a', '-nb', 'x', '--', '--y'], options, allowPositionals: true }).values },
          { verbose: true, name: ['a', 'b'], level: '1' })
        assert.deepEqual(m.parseArgs({ args: ['x', '--', '--y'], allowPositionals: true }).positionals, ['x', '--y'])
        assert.deepEqual(m.parseArgs({ args: ['--name', 'a'], options, tokens: true }).tokens,
          [{ kind: 'option', name: 'name', rawName: '--name', index: 0, value: 'a', inlineValue: false }])
        assert.deepEqual({ ...m.parseArgs({ args: ['--what', '--so=1'], strict: false }).values }, { what: true, so: '1' })
      },
      refuses (m) {
        assert.throws(() => m.parseArgs({ args: ['--x'] }), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' })
        assert.throws(() => m.parseArgs({ args: ['x'] }), { code: 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL' })
        assert.throws(() => m.parseArgs({ args: ['--a'], options: { a: { type: 'string' } } }), { code: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' })
        assert.throws(() => m.parseArgs({ args: ['--a=1'], options: { a: { type: 'boolean' } } }), { code: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' })
        assert.throws(() => m.parseArgs({ options: { a: { type: 'number' } } }), invalid)
        assert.throws(() => m.parseArgs({ args: 'x' }), invalid)
      }
    },
    styleText: {
      does: (m) => assert.equal(m.styleText('red', 'a'), '\u001b[31ma\u001b[39m'),
      refuses (m) {
        assert.throws(() => m.styleText('none', 'a'), { code: 'ERR_INVALID_ARG_VALUE' })
        assert.throws(() => m.styleText('red', 5), invalid)
      }
    },
    stripVTControlCharacters: {
      does: (m) => assert.equal(m.stripVTControlCharacters('\u001b[31ma\u001b[39m\u001b]8;;http://b\u0007c'), 'ac'),
      refuses: (m) => assert.throws(() => m.stripVTControlCharacters(5), invalid)
    },
    toUSVString: { does: (m) => assert.equal(m.toUSVString('a\ud800'), 'a\ufffd'), refuses: (m) => assert.equal(m.toUSVString(5), '5') },
    aborted: {
      async does (m) {
        const controller = new AbortController()
        const waiting = m.aborted(controller.signal, {})
        let isOver = false
        waiting.then(() => { isOver = true })
        await Promise.resolve()
        assert.equal(isOver, false)
        controller.abort()
        await waiting
        assert.equal(isOver, true)
      },
      refuses: (m) => assert.rejects(m.aborted(), invalid)
    },
    debuglog: { does: debugged('debuglog'), refuses: (m) => assert.equal(m.debuglog(undefined).enabled, false) },
    debug: { does: debugged('debug'), refuses: (m) => assert.equal(m.debug('[').enabled, false) },
    getSystemErrorName: {
      does: (m) => assert.equal(m.getSystemErrorName(-2), 'ENOENT'),
      refuses: (m) => { assert.throws(() => m.getSystemErrorName(2), { code: 'ERR_OUT_OF_RANGE' }); assert.throws(() => m.getSystemErrorName('a'), invalid) }
    },
    getSystemErrorMessage: { does: (m) => assert.equal(m.getSystemErrorMessage(-2), 'no such file or directory'), refuses: (m) => assert.throws(() => m.getSystemErrorMessage(2), { code: 'ERR_OUT_OF_RANGE' }) },
    getSystemErrorMap: { does: (m) => assert.deepEqual(m.getSystemErrorMap().get(-2), ['ENOENT', 'no such file or directory']), refuses: null },
    toString: { does: (m) => assert.equal(m.toString([]), '[object Array]'), refuses: (m) => assert.equal(m.toString(), '[object Undefined]') },
    toBuffer: { does: (m) => assert.deepEqual([...m.toBuffer('6869', 'hex')], [104, 105]), refuses: (m) => assert.throws(() => m.toBuffer(5), invalid) },
    toProperCase: { does: (m) => assert.equal(m.toProperCase('abc'), 'Abc'), refuses: (m) => assert.throws(() => m.toProperCase(5), invalid) },
    splitBuffer: {
      does: (m) => assert.deepEqual(m.splitBuffer(Uint8Array.of(1, 2, 3), 2).map((piece) => [...piece]), [[1, 2], [3]]),
      refuses: (m) => { assert.throws(() => m.splitBuffer('a', 2), invalid); assert.throws(() => m.splitBuffer(new Uint8Array(1), 0), { code: 'ERR_OUT_OF_RANGE' }) }
    },
    clamp: { does: (m) => assert.deepEqual([m.clamp(5, 0, 3), m.clamp(-1, 0, 3), m.clamp(2, 0, 3)], [3, 0, 2]), refuses: (m) => assert.deepEqual([m.clamp(NaN, 1, 3), m.clamp(Infinity, 1, 3)], [1, 3]) },
    parseJSON: { does: (m) => assert.deepEqual(m.parseJSON('{"a":1}'), { a: 1 }), refuses: (m) => assert.equal(m.parseJSON('{'), null) },
    parseHeaders: { does: (m) => assert.deepEqual(m.parseHeaders('A: b\r\nC:d:e'), [['a', 'b'], ['c', 'd:e']]), refuses: (m) => assert.deepEqual([m.parseHeaders(null), m.parseHeaders('x')], [[], []]) },
    noop: { does: (m) => assert.equal(m.noop(), undefined), refuses: (m) => assert.equal(m.noop(5), undefined) },
    compareBuffers: { does: (m) => assert.deepEqual([m.compareBuffers(Uint8Array.of(1), Uint8Array.of(2)), m.compareBuffers(Uint8Array.of(1), Uint8Array.of(1))], [-1, 0]), refuses: (m) => assert.throws(() => m.compareBuffers(1, 2), invalid) },
    IllegalConstructor: { does: (m) => assert.throws(() => new m.IllegalConstructor(), TypeError), refuses: (m) => assert.throws(() => new (class extends m.IllegalConstructor {})(), TypeError) },
    default: value('default', (own) => assert.equal(typeof own.promisify, 'function'))
  }
}

function debugged (name) {
  return (m) => {
    const { error } = console
    const lines = []
    console.error = (line) => lines.push(line)
    const { env } = globalThis.__args
    env.NODE_DEBUG = 'one,tw*'
    try {
      m[name]('two')('a %d', 1)
      m[name]('three')('b')
    } finally {
      console.error = error
      delete env.NODE_DEBUG
    }
    assert.deepEqual(lines, ['TWO: a 1'])
  }
}
