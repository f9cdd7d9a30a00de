/**
 * Checks that throw when they do not hold.
 * @module assert
 */
import { deepEqual as same } from './internal/deep-equal.js'
import { inspect } from './internal/format.js'
import { checkFunction, checkObject, coded, invalidArgType } from './internal/node-errors.js'
import { isRegExp } from './util/types.js'

/** @typedef {string | Error} Message */

const SHOWN = { depth: 1000, maxArrayLength: 1000, maxStringLength: 100000, breakLength: 80, sorted: true, showHidden: false }
/** Longer texts are not compared line by line. */
const MAX_LINES = 400

/** @type {Record<string, string>} */
const titles = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:'
}

/** A check that did not hold. */
export class AssertionError extends Error {
  /**
   * @param {{ message?: string, actual?: any, expected?: any, operator?: string, stackStartFn?: Function }} options
   */
  constructor (options) {
    checkObject('options', options)
    const { message, actual, expected, operator } = options
    super(message === undefined ? describe(operator, actual, expected) : String(message))
    this.name = 'AssertionError'
    this.code = 'ERR_ASSERTION'
    this.generatedMessage = message === undefined
    this.actual = actual
    this.expected = expected
    this.operator = operator
    const { captureStackTrace } = /** @type {any} */ (Error)
    captureStackTrace?.(this, options.stackStartFn ?? AssertionError)
  }

  toString () {
    return `${this.name} [${this.code}]: ${this.message}`
  }
}

/**
 * What did not hold, with the lines that differ.
 * @param {string | undefined} operator
 * @param {any} actual
 * @param {any} expected
 */
function describe (operator, actual, expected) {
  const title = titles[operator ?? '']
  if (title === undefined) {
    const [left, right] = [actual, expected].map((value) => shorten(inspect(value, SHOWN)))
    return `${left} ${operator ?? 'fail'} ${right}`
  }
  const [left, right] = [actual, expected].map((value) => inspect(value, SHOWN).split('\n'))
  if (operator?.startsWith('not')) {
    return `${title}${left.length === 1 ? ' ' : '\n\n'}${left.join('\n')}`
  }
  if (left.length === 1 && right.length === 1 && left[0] !== right[0] && left[0].length + right[0].length < 60) {
    return `${title}\n\n${left[0]} !== ${right[0]}\n`
  }
  if (left.join('\n') === right.join('\n')) {
    return `Values have same structure but are not reference-equal:\n\n${left.join('\n')}\n`
  }
  return `${title}\n+ actual - expected\n\n${difference(left, right).join('\n')}`
}

/** @param {string} text */
function shorten (text) {
  return text.length > 512 ? `${text.slice(0, 509)}...` : text
}

/**
 * The lines of both texts; those of one only are marked.
 * @param {string[]} left
 * @param {string[]} right
 * @returns {string[]}
 */
function difference (left, right) {
  if (left.length > MAX_LINES || right.length > MAX_LINES) {
    return [...left.slice(0, 50).map((line) => `+ ${line}`), '...', ...right.slice(0, 50).map((line) => `- ${line}`), '...']
  }
  // lengths of the longest common rests
  const common = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1))
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      common[i][j] = left[i] === right[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1])
    }
  }
  const lines = []
  let i = 0
  let j = 0
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push(`  ${left[i]}`)
      i++
      j++
    } else if (j >= right.length || (i < left.length && common[i + 1][j] >= common[i][j + 1])) {
      lines.push(`+ ${left[i++]}`)
    } else {
      lines.push(`- ${right[j++]}`)
    }
  }
  return lines
}

/**
 * @param {string} operator
 * @param {any} actual
 * @param {any} expected
 * @param {Message | null} [message] an error is thrown as it is
 * @param {Function} [stackStartFn]
 * @returns {never}
 */
function refuse (operator, actual, expected, message, stackStartFn) {
  if (message instanceof Error) {
    throw message
  }
  throw new AssertionError({ message: message ?? undefined, actual, expected, operator, stackStartFn })
}

/**
 * @param {any[]} args
 * @param {number} count
 * @param {string[]} names
 */
function needs (args, count, ...names) {
  if (args.length < count) {
    throw coded(TypeError, 'ERR_MISSING_ARGS',
      `The ${names.map((name) => `"${name}"`).join(' and ')} argument${names.length > 1 ? 's' : ''} must be specified`)
  }
}

/**
 * @param {any[]} args
 * @param {Function} start
 */
function check (args, start) {
  const [value, message] = args
  if (!value) {
    const text = args.length === 0 ? 'No value argument passed to `assert.ok()`' : message
    refuse('==', value, true, text ?? 'The expression evaluated to a falsy value', start)
  }
}

/**
 * @param {...any} args a value that must be true, and what is said if it is not
 */
export function assert (...args) {
  check(args, assert)
}

/**
 * @param {...any} args a value that must be true, and what is said if it is not
 */
export function ok (...args) {
  check(args, ok)
}

/**
 * A check of two values.
 * @param {string} operator
 * @param {(actual: any, expected: any) => boolean} holds
 * @returns {(actual?: any, expected?: any, message?: Message | null) => void}
 */
function comparison (operator, holds) {
  const checked = (/** @type {any[]} */ ...args) => {
    needs(args, 2, 'actual', 'expected')
    const [actual, expected, message] = args
    if (!holds(actual, expected)) {
      refuse(operator, actual, expected, message, checked)
    }
  }
  return checked
}

/* eslint-disable eqeqeq, no-self-compare */
export const equal = comparison('==', (a, b) => a == b || (a !== a && b !== b))
export const notEqual = comparison('!=', (a, b) => a != b && !(a !== a && b !== b))
/* eslint-enable eqeqeq, no-self-compare */
export const strictEqual = comparison('strictEqual', Object.is)
export const notStrictEqual = comparison('notStrictEqual', (a, b) => !Object.is(a, b))
export const deepEqual = comparison('deepEqual', (a, b) => same(a, b, false))
export const notDeepEqual = comparison('notDeepEqual', (a, b) => !same(a, b, false))
export const deepStrictEqual = comparison('deepStrictEqual', (a, b) => same(a, b))
export const notDeepStrictEqual = comparison('notDeepStrictEqual', (a, b) => !same(a, b))

/**
 * @param {Message} [message]
 * @returns {never}
 */
export function fail (message = 'Failed') {
  return refuse('fail', undefined, undefined, message, fail)
}

/**
 * Throws what it is given, unless that is null or undefined.
 * @param {any} value
 */
export function ifError (value) {
  if (value != null) {
    const text = typeof value === 'object' && typeof value.message === 'string'
      ? value.message || value.constructor?.name
      : inspect(value)
    throw Object.assign(new AssertionError({
      message: `ifError got unwanted exception: ${text}`, actual: value, expected: null, operator: 'ifError', stackStartFn: ifError
    }), { generatedMessage: true })
  }
}

/**
 * @param {string} string
 * @param {RegExp} regexp
 * @param {Message} [message]
 */
export function match (string, regexp, message) {
  matching(string, regexp, message, true, match)
}

/**
 * @param {string} string
 * @param {RegExp} regexp
 * @param {Message} [message]
 */
export function doesNotMatch (string, regexp, message) {
  matching(string, regexp, message, false, doesNotMatch)
}

/**
 * @param {any} string
 * @param {any} regexp
 * @param {Message | undefined} message
 * @param {boolean} wanted
 * @param {Function} start
 */
function matching (string, regexp, message, wanted, start) {
  if (!isRegExp(regexp)) {
    throw invalidArgType('regexp', 'an instance of RegExp', regexp)
  }
  if (typeof string !== 'string' || regexp.test(string) !== wanted) {
    refuse(start.name, string, regexp, message ?? (typeof string !== 'string'
      ? `The "string" argument must be of type string. Received ${inspect(string)}`
      : `The input ${wanted ? 'did not match' : 'was expected to not match'} the regular expression ${inspect(regexp)}. Input:\n\n${inspect(string)}\n`),
    start)
  }
}

/**
 * Checks an error against what is expected of it.
 * @param {any} error
 * @param {any} expected a class, a pattern, an object of properties, or a function that returns true
 * @param {Message | undefined} message
 * @param {Function} start
 */
function checkError (error, expected, message, start) {
  if (isRegExp(expected)) {
    if (!expected.test(String(error))) {
      refuse(start.name, error, expected,
        message ?? `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(String(error))}\n`, start)
    }
  } else if (typeof expected === 'object') {
    const keys = Object.keys(expected)
    if (expected instanceof Error) {
      keys.push('name', 'message')
    } else if (keys.length === 0) {
      throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', "The argument 'error' may not be an empty object. Received {}")
    }
    for (const key of keys) {
      const [actual, wanted] = [error?.[key], expected[key]]
      if (isRegExp(wanted) && typeof actual === 'string' ? !wanted.test(actual) : !(error != null && key in Object(error) && same(actual, wanted))) {
        const shape = (/** @type {any} */ source) => Object.fromEntries(keys.filter((name) => name in Object(source)).map((name) => [name, source[name]]))
        throw message instanceof Error
          ? message
          : Object.assign(new AssertionError({
            message: message ?? describe('deepStrictEqual', shape(error), shape(expected)), actual: error, expected, operator: start.name, stackStartFn: start
          }), { generatedMessage: message === undefined })
      }
    }
  } else if (expected.prototype !== undefined && error instanceof expected) {
    // as wanted
  } else if (Error.isPrototypeOf(expected) || expected === Error) { // eslint-disable-line no-prototype-builtins
    refuse(start.name, error, expected, message ?? `The error is expected to be an instance of "${expected.name}". ${error instanceof Error
      ? `Received "${error.name}"\n\nError message:\n\n${error.message}`
      : `Received "${inspect(error, { depth: -1 })}"`}`, start)
  } else if (Reflect.apply(expected, {}, [error]) !== true) {
    refuse(start.name, error, expected,
      message ?? `The ${expected.name ? `"${expected.name}" ` : ''}validation function is expected to return "true".`, start)
  }
}

/**
 * @param {Function} start
 * @param {{ error: any } | null} thrown
 * @param {any} expected
 * @param {any} message
 */
function expectError (start, thrown, expected, message) {
  if (typeof expected === 'string') {
    if (message !== undefined) {
      throw invalidArgType('error', 'of type function or an instance of Error, RegExp, or Object', expected)
    }
    message = expected
    expected = undefined
  }
  if (expected != null && typeof expected !== 'object' && typeof expected !== 'function') {
    throw invalidArgType('error', 'of type function or an instance of Error, RegExp, or Object', expected)
  }
  if (thrown === null) {
    const kind = start.name === 'rejects' ? 'rejection' : 'exception'
    const name = expected?.name ? ` (${expected.name})` : ''
    refuse(start.name, undefined, expected,
      message instanceof Error ? message : `Missing expected ${kind}${name}${message ? `: ${message}` : '.'}`, start)
  }
  if (expected != null) {
    checkError(thrown.error, expected, message, start)
  }
}

/**
 * @param {Function} start
 * @param {{ error: any } | null} thrown
 * @param {any} expected
 * @param {any} message
 */
function expectNone (start, thrown, expected, message) {
  if (thrown === null) {
    return
  }
  if (typeof expected === 'string') {
    message = expected
    expected = undefined
  }
  const isMeant = expected === undefined || (isRegExp(expected)
    ? expected.test(String(thrown.error))
    : typeof expected === 'function' && thrown.error instanceof expected)
  if (!isMeant) {
    throw thrown.error
  }
  const kind = start.name === 'doesNotReject' ? 'rejection' : 'exception'
  refuse(start.name, thrown.error, expected,
    `Got unwanted ${kind}${message ? `: ${message}` : '.'}\nActual message: "${thrown.error?.message}"`, start)
}

/** @param {any} fn */
function thrownBy (fn) {
  checkFunction(fn, 'fn')
  try {
    fn()
    return null
  } catch (error) {
    return { error }
  }
}

/** @param {any} promiseOrFn */
async function rejectionOf (promiseOrFn) {
  let promise = promiseOrFn
  if (typeof promiseOrFn === 'function') {
    promise = promiseOrFn()
    if (typeof promise?.then !== 'function') {
      throw coded(TypeError, 'ERR_INVALID_RETURN_VALUE', 'Expected instance of Promise to be returned from the "promiseFn" function')
    }
  } else if (typeof promise?.then !== 'function') {
    throw invalidArgType('promiseFn', 'of type function or an instance of Promise', promiseOrFn)
  }
  try {
    await promise
    return null
  } catch (error) {
    return { error }
  }
}

/**
 * @param {() => any} fn must throw
 * @param {any} [error] what it must throw: a class, a pattern, an object of properties, or a function that says
 * @param {Message} [message]
 */
export function throws (fn, error, message) {
  expectError(throws, thrownBy(fn), error, message)
}

/**
 * @param {() => any} fn
 * @param {any} [error]
 * @param {string} [message]
 */
export function doesNotThrow (fn, error, message) {
  expectNone(doesNotThrow, thrownBy(fn), error, message)
}

/**
 * @param {Promise<any> | (() => Promise<any>)} promiseFn must reject
 * @param {any} [error] as of {@link throws}
 * @param {Message} [message]
 */
export async function rejects (promiseFn, error, message) {
  expectError(rejects, await rejectionOf(promiseFn), error, message)
}

/**
 * @param {Promise<any> | (() => Promise<any>)} promiseFn
 * @param {any} [error]
 * @param {string} [message]
 */
export async function doesNotReject (promiseFn, error, message) {
  expectNone(doesNotReject, await rejectionOf(promiseFn), error, message)
}

const shared = {
  AssertionError, deepStrictEqual, doesNotMatch, doesNotReject, doesNotThrow, fail, ifError, match, notDeepStrictEqual,
  notStrictEqual, ok, rejects, strictEqual, throws
}

/** All of them, and the loose ones are strict. */
export const strict = Object.assign(
  (/** @type {any[]} */ ...args) => check(args, strict),
  shared, { deepEqual: deepStrictEqual, equal: strictEqual, notDeepEqual: notDeepStrictEqual, notEqual: notStrictEqual })

Object.assign(strict, { strict })

export default Object.assign(assert, shared, { assert, deepEqual, equal, notDeepEqual, notEqual, strict })
