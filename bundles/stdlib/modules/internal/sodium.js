/**
 * libsodium, compiled to WebAssembly. It is loaded when it is first waited for: that takes some 30 ms, which an app that only
 * needs random bytes should not pay.
 */
import { coded } from './node-errors.js'

/** @typedef {typeof import('./vendor/libsodium.js')} Sodium */

/** A module without anything in it. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)

/** What there is of libsodium: nothing but `ready` until it is loaded. @type {Record<string | symbol, any>} */
const members = {}
/** @type {Promise<void> | null} */
let loading = null

async function load () {
  try {
    await WebAssembly.instantiate(EMPTY)
  } catch (cause) {
    throw Object.assign(coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
      "libsodium needs WebAssembly, which the content security policy of this page forbids: add 'wasm-unsafe-eval' to its script-src"), { cause })
  }
  const { default: loaded } = await import('./vendor/sodium.js')
  await loaded.ready
  Object.assign(members, loaded, { ready })
}

/** Begins to load when it is first waited for. @extends {Promise<void>} */
class Loading extends Promise {
  static get [Symbol.species] () { return Promise }

  /**
   * @param {any} [onFulfilled]
   * @param {any} [onRejected]
   * @returns {Promise<any>}
   */
  then (onFulfilled, onRejected) {
    loading ??= load().catch((error) => {
      loading = null // what failed may be tried again
      throw error
    })
    return loading.then(onFulfilled, onRejected)
  }
}

/** Resolves once {@link sodium} can be used; waiting for it loads it. @type {Promise<void>} */
export const ready = new Loading(() => {})
members.ready = ready

/** The functions of libsodium, by the names of the package `libsodium-wrappers`; wait for {@link ready} first. */
export const sodium = /** @type {Sodium} */ (new Proxy(members, {
  get (target, key) {
    if (!(key in target) && typeof key === 'string' && key.includes('_') && target.crypto_sign === undefined) {
      throw coded(Error, 'ERR_INVALID_STATE', `Invalid state: libsodium is not loaded yet: await \`ready\` before sodium.${key}`)
    }
    return target[key]
  }
}))
