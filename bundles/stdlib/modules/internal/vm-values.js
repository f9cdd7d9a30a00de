/**
 * Values of contexts, as they are sent to where they are not shared: to a worker, say. What cannot be copied stands as a reference,
 * which the one who made it can look up.
 */
import { checkObject } from './node-errors.js'

/**
 * @typedef {object} References
 * @property {(value: any) => { id: string, toJSON (): any }} create
 * @property {(id: string) => { value: any } | undefined} get
 */

/** What a reference is told by, where it was copied. */
export const MARK = '__vmScriptReference__'
/** The arguments of a script, which a context may keep between runs. */
export const ARGUMENTS = '__vmScriptReferenceArgs__'

/** @param {any} value */
const isPlain = (value) => Array.isArray(value) || (typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value)))

/** @param {any} value */
const isMark = (value) => isPlain(value) && value[MARK] === true

/**
 * Whether a value that holds no others can be copied.
 * @param {any} value
 */
function canBeCopied (value) {
  try {
    structuredClone(value)
    return true
  } catch {
    return false
  }
}

/**
 * Calls back for all values in an object, and in what is plain in it, that are not plain themselves.
 * @param {any} object
 * @param {(holder: any, key: string, value: any) => void} visit
 * @param {Set<any>} [seen]
 */
function each (object, visit, seen = new Set()) {
  seen.add(object)
  for (const key of Object.keys(object)) {
    const value = object[key]
    if (!isPlain(value) || isMark(value)) {
      visit(object, key, value)
    } else if (!seen.has(value)) {
      each(value, visit, seen)
    }
  }
}

/**
 * Takes out, in place, what cannot be copied.
 * @template {object} T
 * @param {T} context
 * @returns {T}
 */
export function withoutUncopied (context) {
  checkObject('context', context)
  each(context, (holder, key, value) => {
    if (!canBeCopied(value)) {
      Array.isArray(holder) ? holder[Number(key)] = undefined : delete holder[key]
    }
  })
  return context
}

/**
 * Lets references stand, in place, for what cannot be copied.
 * @template {object} T
 * @param {T} context
 * @param {References} references
 * @returns {T}
 */
export function withReferences (context, references) {
  checkObject('context', context)
  each(context, (holder, key, value) => {
    if (!canBeCopied(value)) {
      holder[key] = references.create(value).toJSON()
    }
  })
  return context
}

/**
 * Puts, in place, the values back that references stand for.
 * @template {object} T
 * @param {T} context
 * @param {References} references
 * @returns {T}
 */
export function withoutReferences (context, references) {
  checkObject('context', context)
  each(context, (holder, key, value) => {
    const known = isMark(value) ? references.get(String(value.id)) : undefined
    if (known !== undefined) {
      holder[key] = known.value
    }
  })
  return context
}

/**
 * Makes a context, in place, what a copy of it has become; what is plain in both stays the same object.
 * @param {any} current
 * @param {any} updated
 * @param {References} references
 * @param {boolean} keepsArguments
 * @param {Set<any>} [seen]
 */
export function become (current, updated, references, keepsArguments, seen = new Set()) {
  seen.add(updated)
  for (const key of Object.keys(current)) {
    if (!Object.hasOwn(updated, key) && !(keepsArguments && key === ARGUMENTS)) {
      delete current[key]
    }
  }
  for (const [key, value] of Object.entries(updated)) {
    const known = isMark(value) ? references.get(String(value.id)) : undefined
    const own = Object.hasOwn(current, key) ? current[key] : undefined
    if (isPlain(own) && isPlain(value) && !isMark(value) && !Array.isArray(own) && !Array.isArray(value) && !seen.has(value)) {
      become(own, value, references, keepsArguments, seen)
    } else {
      Object.defineProperty(current, key, { value: known === undefined ? value : known.value, configurable: true, enumerable: true, writable: true })
    }
  }
}
