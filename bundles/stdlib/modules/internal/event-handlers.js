/** Event handlers that are set as properties: `onmessage` and the like. */

/** @type {WeakMap<EventTarget, Map<string, any>>} */
const all = new WeakMap()

/**
 * @param {EventTarget} target
 * @param {string} type
 * @returns {any}
 */
export function getHandler (target, type) {
  return all.get(target)?.get(type) ?? null
}

/**
 * @param {EventTarget} target
 * @param {string} type
 * @param {any} handler
 */
export function setHandler (target, type, handler) {
  const own = all.get(target) ?? new Map()
  all.set(target, own)
  target.removeEventListener(type, own.get(type) ?? null)
  own.delete(type)
  if (typeof handler === 'function') {
    own.set(type, handler)
    target.addEventListener(type, handler)
  }
}
