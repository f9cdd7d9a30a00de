/**
 * Helpers of all kinds, as Node has them, and some of the platform's own.
 *
 * What cannot be had here: `inspect` does not look into promises and proxies.
 * @module util
 */
import { Buffer } from './buffer.js'
import { IllegalConstructorError } from './errors.js'
import { deepEqual } from './internal/deep-equal.js'
import { format as formatPlain, formatWithOptions, inspect as inspectPlain } from './internal/format.js'
import {
  checkFunction, checkInteger, checkSignal, checkType, coded, errnoEntries, errnoMessage, errnoName, invalidArgType, invalidArgValue
} from './internal/node-errors.js'
import { MIMEParams } from './mime/params.js'
import { MIMEType } from './mime/type.js'
import { parseArgs } from './util/parse-args.js'
import types from './util/types.js'

export { MIMEParams, MIMEType, formatWithOptions, parseArgs, types }

export const TextDecoder = globalThis.TextDecoder
export const TextEncoder = globalThis.TextEncoder
export const isArray = Array.isArray

/** Objects that show themselves have a method of one of these names. */
export const inspectSymbols = [Symbol.for('nodejs.util.inspect.custom'), Symbol.for('socket.runtime.util.inspect.custom')]
/** Finds what only a module may contain. */
export const ESM_TEST_REGEX =
  /^\s*(?:import\b\s*(?:[\w*{}'"$][^;()]*?\bfrom\b|['"])|export\b\s*(?:\*|\{|default\b|const\b|let\b|var\b|class\b|function\b|async\b))|\bimport\.meta\b/m

const customPromisify = Symbol.for('nodejs.util.promisify.custom')

/**
 * A value as text.
 * @param {unknown} value
 * @param {import('./internal/format.js').InspectOptions | boolean} [options]
 * @param {number | null} [depth] old way to say it
 * @param {boolean} [colors]
 * @returns {string}
 */
export function inspect (value, options, depth, colors) {
  if (typeof options === 'boolean') {
    return inspectPlain(value, { ...inspect.defaultOptions, showHidden: options, depth, colors })
  }
  return inspectPlain(value, { ...inspect.defaultOptions, ...options })
}

inspect.custom = inspectSymbols[0]
/** Escape sequences of terminals: how a style begins and ends. @type {Record<string, [number, number]>} */
inspect.colors = Object.assign(Object.create(null), {
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25], inverse: [7, 27],
  hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24], black: [30, 39], red: [31, 39], green: [32, 39],
  yellow: [33, 39], blue: [34, 39], magenta: [35, 39], cyan: [36, 39], white: [37, 39], bgBlack: [40, 49], bgRed: [41, 49],
  bgGreen: [42, 49], bgYellow: [43, 49], bgBlue: [44, 49], bgMagenta: [45, 49], bgCyan: [46, 49], bgWhite: [47, 49],
  framed: [51, 54], overlined: [53, 55], gray: [90, 39], grey: [90, 39], redBright: [91, 39], greenBright: [92, 39],
  yellowBright: [93, 39], blueBright: [94, 39], magentaBright: [95, 39], cyanBright: [96, 39], whiteBright: [97, 39],
  bgGray: [100, 49], bgRedBright: [101, 49], bgGreenBright: [102, 49], bgYellowBright: [103, 49], bgBlueBright: [104, 49],
  bgMagentaBright: [105, 49], bgCyanBright: [106, 49], bgWhiteBright: [107, 49]
})
inspect.styles = Object.assign(Object.create(null), {
  special: 'cyan', number: 'yellow', bigint: 'yellow', boolean: 'yellow', undefined: 'grey', null: 'bold', string: 'green',
  symbol: 'green', date: 'magenta', regexp: 'red', module: 'underline'
})
/** @type {import('./internal/format.js').InspectOptions} */
inspect.defaultOptions = {}

/**
 * Values as one text.
 * @param {any} format may say with `%s` and the like where the others go
 * @param {...any} args
 * @returns {string}
 */
export function format (format, ...args) {
  return arguments.length === 0 ? '' : formatPlain(format, ...args)
}

/**
 * A function that returns a promise instead of taking a callback.
 * @param {any} original
 * @returns {any}
 */
export function promisify (original) {
  checkFunction(original, 'original')
  const custom = original[customPromisify]
  if (custom) {
    checkFunction(custom, 'util.promisify.custom')
    return Object.defineProperty(custom, customPromisify, { value: custom, configurable: true })
  }
  /**
   * @this {any}
   * @param {...any} args
   */
  function promised (...args) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [...args, (/** @type {any} */ error, /** @type {any} */ value) => {
        error ? reject(error) : resolve(value)
      }])
    })
  }
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original))
  Object.defineProperty(promised, customPromisify, { value: promised, configurable: true })
  return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(original))
}
promisify.custom = customPromisify

/**
 * A function that takes a callback instead of returning a promise.
 * @param {any} original
 * @returns {any}
 */
export function callbackify (original) {
  checkFunction(original, 'original')
  /**
   * @this {any}
   * @param {...any} args
   */
  function called (...args) {
    const callback = args.pop()
    checkFunction(callback, 'last argument')
    Promise.resolve(Reflect.apply(original, this, args)).then(
      (value) => queueMicrotask(() => callback(null, value)),
      (reason) => queueMicrotask(() => callback(reason || Object.assign(
        coded(Error, 'ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value'), { reason }))))
  }
  const properties = Object.getOwnPropertyDescriptors(original)
  properties.length.value++
  properties.name.value += 'Callbackified'
  return Object.defineProperties(called, properties)
}

/** Codes of what has been warned of. */
const warned = new Set()

/**
 * A function that warns on the console, once, and then does what the other does.
 * @param {any} fn
 * @param {string} [message]
 * @param {string} [code] one warning for all functions of this code
 * @returns {any}
 */
export function deprecate (fn, message = '', code) {
  checkFunction(fn, 'fn')
  if (code !== undefined) {
    checkType('code', code, 'string')
  }
  let isNew = true
  /**
   * @this {any}
   * @param {...any} args
   */
  function deprecated (...args) {
    if (isNew && !(code !== undefined && warned.has(code))) {
      warned.add(code)
      globalThis.console.warn(`${code === undefined ? '' : `[${code}] `}DeprecationWarning: ${message}`)
    }
    isNew = false
    return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args)
  }
  Object.setPrototypeOf(deprecated, fn)
  if (fn.prototype) {
    deprecated.prototype = fn.prototype
  }
  return deprecated
}

/**
 * Lets one constructor inherit from another.
 * @param {any} Constructor
 * @param {any} Super
 */
export function inherits (Constructor, Super) {
  checkFunction(Constructor, 'ctor')
  checkFunction(Super, 'superCtor')
  if (Super.prototype === undefined) {
    throw invalidArgType('superCtor.prototype', 'of type object', Super.prototype)
  }
  Object.defineProperty(Constructor, 'super_', { value: Super, writable: true, configurable: true })
  Object.setPrototypeOf(Constructor.prototype, Super.prototype)
}

/**
 * @param {unknown} a
 * @param {unknown} b
 * @returns {boolean}
 */
export function isDeepStrictEqual (a, b) {
  return deepEqual(a, b)
}

/**
 * Waits for a signal to abort.
 * @param {AbortSignal} signal
 * @param {object} resource whose life it depends on
 * @returns {Promise<void>}
 */
export async function aborted (signal, resource) {
  if (signal === undefined) {
    throw invalidArgType('signal', 'an instance of AbortSignal', signal)
  }
  checkSignal('signal', signal)
  if (resource === null || (typeof resource !== 'object' && typeof resource !== 'function')) {
    throw invalidArgType('resource', 'of type object', resource)
  }
  return signal.aborted
    ? undefined
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/**
 * Text in a style of `inspect.colors`.
 * @param {string | string[]} style
 * @param {string} text
 * @returns {string}
 */
export function styleText (style, text) {
  checkType('text', text, 'string')
  return [style].flat().reduceRight((inner, name) => {
    const codes = Object.hasOwn(inspect.colors, name) ? inspect.colors[name] : undefined
    if (codes === undefined) {
      throw invalidArgValue('format', name, `must be one of: ${Object.keys(inspect.colors).map((key) => `'${key}'`).join(', ')}`)
    }
    return `\u001b[${codes[0]}m${inner}\u001b[${codes[1]}m`
  }, text)
}

/**
 * Text without the escape sequences of terminals.
 * @param {string} text
 * @returns {string}
 */
export function stripVTControlCharacters (text) {
  checkType('str', text, 'string')
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u001b\u009b](?:\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[[\]()#;?]*(?:\d{1,4}(?:[;:]\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~])/g, '')
}

/**
 * Text whose lone surrogates are replaced.
 * @param {string} text
 * @returns {string}
 */
export function toUSVString (text) {
  return String(text).toWellFormed()
}

/**
 * A function that writes to the console if the environment variable `NODE_DEBUG` names the section.
 * @param {string} section
 * @returns {((...args: any[]) => void) & { enabled: boolean }}
 */
export function debuglog (section) {
  const pattern = String(section).toUpperCase()
  const variable = () => String(/** @type {any} */ (globalThis).__args?.env?.NODE_DEBUG ??
    /** @type {any} */ (globalThis).process?.env?.NODE_DEBUG ?? '')
  const isEnabled = () => variable().toUpperCase().split(/[\s,]+/).some((name) =>
    name !== '' && new RegExp(`^${name.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replace(/\*/g, '.*')}$`).test(pattern))
  const log = (/** @type {any[]} */ ...args) => {
    if (isEnabled()) {
      globalThis.console.error(`${pattern}: ${formatPlain(...args)}`)
    }
  }
  return /** @type {any} */ (Object.defineProperty(log, 'enabled', { get: isEnabled, enumerable: true }))
}

export { debuglog as debug }

/**
 * The name of a system error.
 * @param {number} code negative
 * @returns {string}
 */
export function getSystemErrorName (code) {
  checkInteger('err', code, Number.MIN_SAFE_INTEGER, -1)
  return errnoName(code) ?? `Unknown system error ${code}`
}

/**
 * Names and texts of system errors by their negative numbers.
 * @returns {Map<number, [string, string]>}
 */
export function getSystemErrorMap () {
  return new Map(errnoEntries().map(([code, name, message]) => [-code, [name, message]]))
}

/**
 * What a system error means.
 * @param {number} code negative
 * @returns {string}
 */
export function getSystemErrorMessage (code) {
  checkInteger('err', code, Number.MIN_SAFE_INTEGER, -1)
  return errnoMessage(code) ?? `Unknown system error ${code}`
}

/**
 * @param {any} object
 * @param {string | symbol} property
 */
export function hasOwnProperty (object, property) {
  return object != null && Object.hasOwn(object, property)
}

export const isDate = types.isDate
export const isRegExp = types.isRegExp
export const isTypedArray = types.isTypedArray
export const isArrayBufferView = types.isArrayBufferView
export const isArrayBuffer = types.isArrayBuffer
export const isAsyncFunction = types.isAsyncFunction
export const isArgumentsObject = types.isArgumentsObject
export const isPlainObject = types.isPlainObject
export const isFunction = types.isFunction

/** @param {any} input an array, or what has a length that counts items */
export function isArrayLike (input) {
  return Array.isArray(input) || (input !== null && typeof input === 'object' && Number.isInteger(input.length) && input.length >= 0)
}

/** @param {any} object */
export function isError (object) {
  return types.isNativeError(object)
}

/** @param {any} error has a name and a message, as errors do */
export function isErrorLike (error) {
  return error instanceof Error || (typeof error?.name === 'string' && typeof error?.message === 'string')
}

/** @param {any} value */
export function isSymbol (value) {
  return typeof value === 'symbol'
}

/** @param {any} value */
export function isNumber (value) {
  return typeof value === 'number' && !Number.isNaN(value)
}

/** @param {any} value */
export function isString (value) {
  return typeof value === 'string'
}

/** @param {any} value */
export function isBoolean (value) {
  return typeof value === 'boolean'
}

/** @param {any} object */
export function isObject (object) {
  return object !== null && typeof object === 'object'
}

/** @param {any} object has no properties of its own */
export function isEmptyObject (object) {
  return isObject(object) && Object.keys(object).length === 0
}

/** @param {any} value */
export function isUndefined (value) {
  return value === undefined
}

/** @param {any} value */
export function isNull (value) {
  return value === null
}

/** @param {any} value */
export function isNullOrUndefined (value) {
  return value == null
}

/** @param {any} value */
export function isPrimitive (value) {
  return value === null || (typeof value !== 'object' && typeof value !== 'function')
}

/** @param {any} object bytes of any kind */
export function isBufferLike (object) {
  return types.isAnyArrayBuffer(object) || ArrayBuffer.isView(object)
}

/** @param {any} value */
export function isBuffer (value) {
  return Buffer.isBuffer(value)
}

/** @param {any} value */
export function isClass (value) {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value))
}

/** @param {any} object */
export function isPromiseLike (object) {
  return typeof object?.then === 'function'
}

/**
 * Whether a text can only be a module.
 * @param {string} source
 */
export function isESMSource (source) {
  return ESM_TEST_REGEX.test(String(source).replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, ''))
}

/**
 * What `Object.prototype.toString` says of it.
 * @param {any} object
 */
export function toString (object) {
  return Object.prototype.toString.call(object)
}

/**
 * @param {any} object
 * @param {string} [encoding] of a string
 * @returns {import('./buffer.js').Bytes}
 */
export function toBuffer (object, encoding) {
  return Buffer.isBuffer(object)
    ? object
    : ArrayBuffer.isView(object)
      ? Buffer.from(object.buffer, object.byteOffset, object.byteLength)
      : Buffer.from(object, encoding)
}

/**
 * Text with a capital at its beginning.
 * @param {string} string
 */
export function toProperCase (string) {
  checkType('string', string, 'string')
  return string === '' ? '' : string[0].toUpperCase() + string.slice(1)
}

/**
 * Bytes in pieces of at most this size.
 * @template {Uint8Array} T
 * @param {T} buffer
 * @param {number} highWaterMark
 * @returns {T[]}
 */
export function splitBuffer (buffer, highWaterMark) {
  if (!ArrayBuffer.isView(buffer)) {
    throw invalidArgType('buffer', 'an instance of Buffer or Uint8Array', buffer)
  }
  checkInteger('highWaterMark', highWaterMark, 1)
  /** @type {T[]} */
  const pieces = []
  for (let at = 0; at < buffer.length; at += highWaterMark) {
    pieces.push(/** @type {T} */ (buffer.subarray(at, at + highWaterMark)))
  }
  return pieces
}

/**
 * A number within bounds.
 * @param {number} value
 * @param {number} min also what is not a number becomes
 * @param {number} max
 */
export function clamp (value, min, max) {
  return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : value === Infinity ? max : min
}

/**
 * What JSON says; null if it is not JSON.
 * @param {string} string
 * @returns {any}
 */
export function parseJSON (string) {
  try {
    return JSON.parse(string)
  } catch {
    return null
  }
}

/**
 * Lines of `name: value` as pairs.
 * @param {string | Iterable<[string, string]> | Record<string, string>} headers
 * @returns {Array<[string, string]>}
 */
export function parseHeaders (headers) {
  if (headers == null || headers === '') {
    return []
  }
  if (typeof headers !== 'string') {
    return Symbol.iterator in Object(headers)
      ? [.../** @type {Iterable<[string, string]>} */ (headers)]
      : Object.entries(/** @type {Record<string, string>} */ (headers))
  }
  return headers.split(/\r?\n/).filter((line) => line.indexOf(':') > 0).map((line) => {
    const at = line.indexOf(':')
    return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]
  })
}

export function noop () {}

/**
 * Whether this is a number from 0 to 100 with a percent sign.
 * @param {any} input
 */
export function isValidPercentageValue (input) {
  const match = typeof input === 'string' ? /^(\d+(?:\.\d+)?)%$/.exec(input.trim()) : null
  return match !== null && Number(match[1]) <= 100
}

/**
 * The order of bytes.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 * @returns {-1 | 0 | 1}
 */
export function compareBuffers (a, b) {
  return Buffer.compare(toBuffer(a), toBuffer(b))
}

/** What a class inherits from that scripts may not construct. */
export class IllegalConstructor {
  constructor () {
    throw new IllegalConstructorError()
  }
}

export default {
  ESM_TEST_REGEX, IllegalConstructor, MIMEParams, MIMEType, TextDecoder, TextEncoder, aborted, callbackify, clamp, compareBuffers,
  debug: debuglog, debuglog, deprecate, format, formatWithOptions, getSystemErrorMap, getSystemErrorMessage, getSystemErrorName,
  hasOwnProperty, inherits, inspect, inspectSymbols, isArgumentsObject, isArray, isArrayBuffer, isArrayBufferView, isArrayLike,
  isAsyncFunction, isBoolean, isBuffer, isBufferLike, isClass, isDate, isDeepStrictEqual, isESMSource, isEmptyObject, isError,
  isErrorLike, isFunction, isNull, isNullOrUndefined, isNumber, isObject, isPlainObject, isPrimitive, isPromiseLike, isRegExp,
  isString, isSymbol, isTypedArray, isUndefined, isValidPercentageValue, noop, parseArgs, parseHeaders, parseJSON, promisify,
  splitBuffer, stripVTControlCharacters, styleText, toBuffer, toProperCase, toString, toUSVString, types
}
