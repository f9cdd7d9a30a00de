/**
 * What kind of thing a value is, as far as scripts can tell.
 *
 * `isProxy` and `isExternal` are always false: the engine does not tell.
 * @module util/types
 */
const TypedArray = Object.getPrototypeOf(Uint8Array)
const typedArrayName = /** @type {(this: any) => string | undefined} */ (
  Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag)?.get)

/**
 * Whether a method of a class accepts the value as its `this`: it has what the class keeps inside.
 * @param {any} Class
 * @param {string} member a getter or a method without side effects
 * @param {any[]} [args]
 * @returns {(value: any) => boolean}
 */
function branded (Class, member, args = []) {
  const descriptor = Class && Object.getOwnPropertyDescriptor(Class.prototype, member)
  const method = descriptor?.get ?? descriptor?.value
  return (value) => {
    if (method === undefined || value === null || typeof value !== 'object') {
      return false
    }
    try {
      Reflect.apply(method, value, args)
      return true
    } catch {
      return false
    }
  }
}

/** @param {any} value */
const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1)

/**
 * @param {string} name
 * @returns {(value: any) => boolean}
 */
const isTyped = (name) => (value) => typedArrayName.call(value) === name

/**
 * @param {any} input
 * @returns {boolean}
 */
export function isPlainObject (input) {
  return tagOf(input) === 'Object' && [null, Object.prototype].includes(Object.getPrototypeOf(input))
}

/** @param {any} input */
export function isFunction (input) {
  return typeof input === 'function'
}

/** @param {any} input */
export function isFunctionObject (input) {
  return typeof input === 'function'
}

/** @param {any} input */
export function isAsyncFunction (input) {
  return typeof input === 'function' && ['AsyncFunction', 'AsyncGeneratorFunction'].includes(tagOf(input))
}

/** @param {any} input */
export function isAsyncFunctionObject (input) {
  return isAsyncFunction(input)
}

/** @param {any} input */
export function isGeneratorFunction (input) {
  return typeof input === 'function' && ['GeneratorFunction', 'AsyncGeneratorFunction'].includes(tagOf(input))
}

/** @param {any} input */
export function isAsyncGeneratorFunction (input) {
  return typeof input === 'function' && tagOf(input) === 'AsyncGeneratorFunction'
}

/** @param {any} input */
export function isGeneratorObject (input) {
  return input !== null && typeof input === 'object' && ['Generator', 'AsyncGenerator'].includes(tagOf(input))
}

/** @param {any} input */
export function isExternal (input) {
  void input
  return false
}

/** @param {any} input */
export function isProxy (input) {
  void input
  return false
}

export const isDate = branded(Date, 'getTime')
export const isBooleanObject = branded(Boolean, 'valueOf')
export const isNumberObject = branded(Number, 'valueOf')
export const isStringObject = branded(String, 'valueOf')
export const isSymbolObject = branded(Symbol, 'valueOf')
export const isBigIntObject = branded(BigInt, 'valueOf')
export const isMap = branded(Map, 'size')
export const isSet = branded(Set, 'size')
export const isWeakMap = branded(WeakMap, 'has', [{}])
export const isWeakSet = branded(WeakSet, 'has', [{}])
export const isArrayBuffer = branded(ArrayBuffer, 'byteLength')
export const isSharedArrayBuffer = branded(globalThis.SharedArrayBuffer, 'byteLength')
export const isDataView = branded(DataView, 'buffer')
export const isCryptoKey = branded(globalThis.CryptoKey, 'type')

/** @param {any} input */
export function isRegExp (input) {
  return input instanceof RegExp || tagOf(input) === 'RegExp'
}

/** @param {any} input */
export function isPromise (input) {
  return input instanceof Promise || tagOf(input) === 'Promise'
}

/** @param {any} input */
export function isNativeError (input) {
  return input instanceof Error || tagOf(input) === 'Error'
}

/** @param {any} input */
export function isArgumentsObject (input) {
  return tagOf(input) === 'Arguments' && input !== null && !(Symbol.toStringTag in input)
}

/** @param {any} input */
export function isIterator (input) {
  return typeof input?.next === 'function' && typeof input[Symbol.iterator] === 'function'
}

/** @param {any} input */
export function isAsyncIterator (input) {
  return typeof input?.next === 'function' && typeof input[Symbol.asyncIterator] === 'function'
}

/** @param {any} input */
export function isMapIterator (input) {
  return input !== null && typeof input === 'object' && tagOf(input) === 'Map Iterator'
}

/** @param {any} input */
export function isSetIterator (input) {
  return input !== null && typeof input === 'object' && tagOf(input) === 'Set Iterator'
}

/** @param {any} input */
export function isModuleNamespaceObject (input) {
  return input !== null && typeof input === 'object' && tagOf(input) === 'Module' && Object.getPrototypeOf(input) === null
}

/** @param {any} input */
export function isAnyArrayBuffer (input) {
  return isArrayBuffer(input) || isSharedArrayBuffer(input)
}

/** @param {any} input */
export function isBoxedPrimitive (input) {
  return isNumberObject(input) || isStringObject(input) || isBooleanObject(input) || isSymbolObject(input) || isBigIntObject(input)
}

/** @param {any} input */
export function isArrayBufferView (input) {
  return ArrayBuffer.isView(input)
}

/** @param {any} input */
export function isTypedArray (input) {
  return typedArrayName.call(input) !== undefined
}

export const isUint8Array = isTyped('Uint8Array')
export const isUint8ClampedArray = isTyped('Uint8ClampedArray')
export const isUint16Array = isTyped('Uint16Array')
export const isUint32Array = isTyped('Uint32Array')
export const isInt8Array = isTyped('Int8Array')
export const isInt16Array = isTyped('Int16Array')
export const isInt32Array = isTyped('Int32Array')
export const isFloat32Array = isTyped('Float32Array')
export const isFloat64Array = isTyped('Float64Array')
export const isBigInt64Array = isTyped('BigInt64Array')
export const isBigUint64Array = isTyped('BigUint64Array')

/**
 * Node's own keys do not exist here.
 * @param {any} input
 */
export function isKeyObject (input) {
  void input
  return false
}

export const isArray = Array.isArray

export default {
  isAnyArrayBuffer, isArgumentsObject, isArray, isArrayBuffer, isArrayBufferView, isAsyncFunction, isAsyncFunctionObject,
  isAsyncGeneratorFunction, isAsyncIterator, isBigInt64Array, isBigIntObject, isBigUint64Array, isBooleanObject,
  isBoxedPrimitive, isCryptoKey, isDataView, isDate, isExternal, isFloat32Array, isFloat64Array, isFunction,
  isFunctionObject, isGeneratorFunction, isGeneratorObject, isInt16Array, isInt32Array, isInt8Array, isIterator, isKeyObject,
  isMap, isMapIterator, isModuleNamespaceObject, isNativeError, isNumberObject, isPlainObject, isPromise, isProxy, isRegExp,
  isSet, isSetIterator, isSharedArrayBuffer, isStringObject, isSymbolObject, isTypedArray, isUint16Array, isUint32Array,
  isUint8Array, isUint8ClampedArray, isWeakMap, isWeakSet
}
