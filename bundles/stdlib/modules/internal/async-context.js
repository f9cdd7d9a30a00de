/**
 * Values that belong to what is going on, and go along with it into callbacks.
 *
 * Engines do not carry them by themselves yet. From the first use on, the callbacks of promises (`then`, `catch`,
 * `finally`), of timers, `queueMicrotask` and `requestAnimationFrame` run with the values of where they were given.
 * What follows an `await` in the same function does not: there, the values are those of nobody.
 */

/** @typedef {ReadonlyMap<object, any>} Values */

/** @type {Values} */
let current = new Map()
let isInstalled = false

/** @returns {Values} */
export function values () {
  return current
}

/**
 * Runs a function with values.
 * @param {Values} those
 * @param {Function} fn
 * @param {any} [thisArg]
 * @param {any[]} [args]
 */
export function runWith (those, fn, thisArg, args = []) {
  const before = current
  current = those
  try {
    return Reflect.apply(fn, thisArg, args)
  } finally {
    current = before
  }
}

/**
 * From here on, until what is going on ends, or what runs it restores its own.
 * @param {Values} those
 */
export function enter (those) {
  install()
  current = those
}

/**
 * The same values but for one.
 * @param {object} key
 * @param {any} value
 * @returns {Values}
 */
export function withValue (key, value) {
  install()
  return new Map(current).set(key, value)
}

/**
 * The function, with the values of now.
 * @template {Function | null | undefined} T
 * @param {T} fn
 * @returns {T}
 */
export function bound (fn) {
  if (typeof fn !== 'function' || current.size === 0) {
    return fn
  }
  const those = current
  return /** @type {any} */ (/** @this {any} */ function (/** @type {any[]} */ ...args) {
    return runWith(those, fn, this, args)
  })
}

function install () {
  if (isInstalled) {
    return
  }
  isInstalled = true
  const { then } = Promise.prototype
  Object.defineProperty(Promise.prototype, 'then', {
    /** @this {Promise<any>} */
    value (/** @type {any} */ resolved, /** @type {any} */ rejected) {
      return then.call(this, bound(resolved), bound(rejected))
    },
    writable: true,
    configurable: true
  })
  const scope = /** @type {any} */ (globalThis)
  for (const name of ['queueMicrotask', 'requestAnimationFrame', 'requestIdleCallback', 'setImmediate', 'setInterval', 'setTimeout']) {
    const original = scope[name]
    if (typeof original === 'function') {
      const replaced = (/** @type {any} */ callback, /** @type {any[]} */ ...args) => original.call(scope, bound(callback), ...args)
      scope[name] = Object.defineProperties(replaced, Object.getOwnPropertyDescriptors(original))
    }
  }
}
