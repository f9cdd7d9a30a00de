/** Whether two values are the same all the way down, strictly or as `==` sees it. */

/** @param {any} value */
const tagOf = (value) => Object.prototype.toString.call(value)
const TypedArray = Object.getPrototypeOf(Uint8Array)

/**
 * @param {any} a
 * @param {any} b
 * @param {boolean} [strict] also compares types, prototypes and symbols
 * @returns {boolean}
 */
export function deepEqual (a, b, strict = true) {
  return same(a, b, strict, new Map())
}

/**
 * @param {any} a
 * @param {any} b
 * @param {boolean} strict
 * @param {Map<object, Set<object>>} open pairs that are being compared
 * @returns {boolean}
 */
function same (a, b, strict, open) {
  if (strict ? Object.is(a, b) : a == b || (a !== a && b !== b)) { // eslint-disable-line
    return true
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return false
  }
  if (strict ? Object.getPrototypeOf(a) !== Object.getPrototypeOf(b) : false) {
    return false
  }
  if (tagOf(a) !== tagOf(b) || Array.isArray(a) !== Array.isArray(b)) {
    return false
  }
  if (!sameContents(a, b, strict)) {
    return false
  }
  if (open.get(a)?.has(b)) {
    return true // a circle in both
  }
  open.set(a, (open.get(a) ?? new Set()).add(b))
  try {
    return sameItems(a, b, strict, open) && sameProperties(a, b, strict, open)
  } finally {
    open.get(a)?.delete(b)
  }
}

/**
 * What is not in properties.
 * @param {any} a
 * @param {any} b
 * @param {boolean} strict
 */
function sameContents (a, b, strict) {
  if (a instanceof Date) {
    return b instanceof Date && Object.is(a.getTime(), b.getTime())
  }
  if (a instanceof RegExp) {
    return b instanceof RegExp && String(a) === String(b) && a.lastIndex === b.lastIndex
  }
  if (a instanceof Error) {
    return b instanceof Error && a.message === b.message && a.name === b.name
  }
  if (ArrayBuffer.isView(a)) {
    if (!ArrayBuffer.isView(b) || a.byteLength !== b.byteLength) {
      return false
    }
    if (!strict && (a instanceof Float32Array || a instanceof Float64Array)) {
      return a.every((item, i) => item === /** @type {any} */ (b)[i])
    }
    return sameBytes(a, b)
  }
  if (a instanceof ArrayBuffer) {
    return b instanceof ArrayBuffer && a.byteLength === b.byteLength && sameBytes(new Uint8Array(a), new Uint8Array(b))
  }
  if (a instanceof URL) {
    return b instanceof URL && a.href === b.href
  }
  if (a instanceof Number || a instanceof String || a instanceof Boolean || tagOf(a) === '[object Symbol]' ||
    tagOf(a) === '[object BigInt]') {
    return Object.is(a.valueOf(), b.valueOf())
  }
  return !(a instanceof WeakMap || a instanceof WeakSet || a instanceof Promise)
}

/**
 * @param {ArrayBufferView} a
 * @param {ArrayBufferView} b
 */
function sameBytes (a, b) {
  const other = new Uint8Array(b.buffer, b.byteOffset, b.byteLength)
  return new Uint8Array(a.buffer, a.byteOffset, a.byteLength).every((byte, i) => byte === other[i])
}

/**
 * @param {any} a
 * @param {any} b
 * @param {boolean} strict
 * @param {Map<object, Set<object>>} open
 */
function sameItems (a, b, strict, open) {
  if (Array.isArray(a)) {
    return a.length === b.length
  }
  if (a instanceof Set) {
    if (!(b instanceof Set) || a.size !== b.size) {
      return false
    }
    const others = [...b]
    return [...a].every((item) => take(others, (other) => same(item, other, strict, open)))
  }
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) {
      return false
    }
    const others = [...b]
    return [...a].every(([key, value]) => take(others, ([otherKey, otherValue]) =>
      same(key, otherKey, strict, open) && same(value, otherValue, strict, open)))
  }
  return true
}

/**
 * Takes the first item that fits out of a list.
 * @template T
 * @param {T[]} list
 * @param {(item: T) => boolean} fits
 */
function take (list, fits) {
  const index = list.findIndex(fits)
  if (index >= 0) {
    list.splice(index, 1)
  }
  return index >= 0
}

/**
 * @param {any} a
 * @param {any} b
 * @param {boolean} strict
 * @param {Map<object, Set<object>>} open
 */
function sameProperties (a, b, strict, open) {
  const keys = keysOf(a, strict)
  return keys.length === keysOf(b, strict).length && keys.every((key) =>
    Object.prototype.propertyIsEnumerable.call(b, key) && same(a[key], b[key], strict, open))
}

/**
 * @param {any} value
 * @param {boolean} strict
 * @returns {any[]}
 */
function keysOf (value, strict) {
  const isList = value instanceof TypedArray
  const names = isList ? Object.keys(value).filter((key) => !/^\d+$/.test(key)) : Object.keys(value)
  const errors = value instanceof Error ? names.filter((key) => !['stack', 'line', 'column', 'sourceURL'].includes(key)) : names
  return strict
    ? [...errors, ...Object.getOwnPropertySymbols(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key))]
    : errors
}
