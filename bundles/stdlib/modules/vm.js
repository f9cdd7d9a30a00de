/**
 * Running text as code. A context is a hidden frame of the page with globals of its own, so values are shared and not copied. What
 * code does to its globals is seen in the context's object when the run has ended; promises it left behind change that no more.
 * It is no sandbox. The content security policy must allow it (`script-src 'unsafe-eval'`).
 * @module vm
 */
import { NotSupportedError } from './errors.js'
import { findMessageTransfers } from './internal/ipc-port.js'
import { checkObject, checkType, invalidArgType } from './internal/node-errors.js'
import { become, withoutReferences, withoutUncopied, withReferences } from './internal/vm-values.js'
import { isESMSource } from './util.js'

export { findMessageTransfers }

const scope = /** @type {any} */ (globalThis)

/** Names of what every realm has from the language. */
export const RESERVED_GLOBAL_INTRINSICS = Object.freeze(['AggregateError', 'Array', 'ArrayBuffer', 'Atomics', 'BigInt', 'BigInt64Array',
  'BigUint64Array', 'Boolean', 'DataView', 'Date', 'Error', 'EvalError', 'FinalizationRegistry', 'Float32Array', 'Float64Array', 'Function',
  'Infinity', 'Int16Array', 'Int32Array', 'Int8Array', 'Intl', 'JSON', 'Map', 'Math', 'NaN', 'Number', 'Object', 'Promise', 'Proxy',
  'RangeError', 'ReferenceError', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'SyntaxError', 'TypeError', 'URIError', 'Uint16Array',
  'Uint32Array', 'Uint8Array', 'Uint8ClampedArray', 'WeakMap', 'WeakRef', 'WeakSet', 'WebAssembly', 'decodeURI', 'decodeURIComponent',
  'encodeURI', 'encodeURIComponent', 'escape', 'eval', 'globalThis', 'isFinite', 'isNaN', 'parseFloat', 'parseInt', 'undefined', 'unescape'])

/**
 * @typedef {object} Realm
 * @property {any} global of the frame
 * @property {HTMLIFrameElement} frame
 * @property {Set<string>} own names that the frame has by itself
 * @property {Set<string>} given names that the context's object had at the last run
 */

/** Realms by the object of their context; null until it is run in. @type {WeakMap<object, Realm | null>} */
const contexts = new WeakMap()

/** Frames whose contexts are gone go as well. @type {FinalizationRegistry<HTMLIFrameElement>} */
const frames = new FinalizationRegistry((frame) => frame.remove())

/**
 * @param {any} object
 * @returns {Realm}
 */
function realmOf (object) {
  let realm = contexts.get(object) ?? null
  if (realm === null || !realm.frame.isConnected) {
    if (typeof document === 'undefined') {
      throw new NotSupportedError('A context is a frame of a page, so a worker cannot make one; run the code in this context, or in a worker of its own')
    }
    const frame = document.createElement('iframe')
    frame.hidden = true
    document.documentElement.append(frame)
    const global = frame.contentWindow
    realm = { global, frame, own: new Set(Object.getOwnPropertyNames(global)), given: new Set() }
    contexts.set(object, realm)
    frames.register(object, frame)
  }
  return realm
}

/**
 * Makes an object the globals of code that is run in it.
 * @template {object} T
 * @param {T} [object]
 * @returns {T} the same
 */
export function createContext (object = /** @type {any} */ ({})) {
  checkObject('contextObject', object)
  if (!contexts.has(object)) {
    contexts.set(object, null)
  }
  return object
}

/**
 * @param {object} object
 * @returns {boolean}
 */
export function isContext (object) {
  checkObject('object', object)
  return contexts.has(object)
}

/**
 * What kind of code a text is.
 * @param {string} source
 * @returns {'module' | 'classic'}
 */
export function detectFunctionSourceType (source) {
  checkType('source', source, 'string')
  return isESMSource(source) ? 'module' : 'classic'
}

/**
 * A text as a function's, in parentheses.
 * @param {string} source
 * @param {{ params?: string[], async?: boolean } | null} [options]
 * @returns {string}
 */
export function wrapFunctionSource (source, options = null) {
  checkType('source', source, 'string')
  return `(${options?.async === true ? 'async ' : ''}function (${(options?.params ?? []).join(', ')}) {\n${source}\n})`
}

/**
 * @param {string} source body of the function
 * @param {string[] | { params?: string[] } | null} [options] names of its parameters
 * @returns {Function}
 */
export function compileFunction (source, options = null) {
  checkType('code', source, 'string')
  const params = Array.isArray(options) ? options : options?.params ?? []
  if (!Array.isArray(params) || params.some((name) => typeof name !== 'string')) {
    throw invalidArgType('params', 'an instance of Array of strings', params)
  }
  // eslint-disable-next-line no-new-func
  return new Function(...params, source)
}

/**
 * @param {any} global whose `eval` and `import` to use
 * @param {string | Script} source
 * @param {any} options
 */
function evaluate (global, source, options) {
  const text = source instanceof Script ? source.source : source
  checkType('code', text, 'string')
  const filename = typeof options === 'string' ? options : options?.filename ?? (source instanceof Script ? source.filename : 'evalmachine.<anonymous>')
  const named = `${text}\n//# sourceURL=${String(filename).replace(/\s/g, '%20')}`
  if (detectFunctionSourceType(text) === 'classic') {
    return (0, global.eval)(named)
  }
  const url = URL.createObjectURL(new Blob([named], { type: 'text/javascript' }))
  return (0, global.eval)(`import(${JSON.stringify(url)})`).finally(() => URL.revokeObjectURL(url))
}

/**
 * Runs code with the globals of a context.
 * @param {string | Script} source an ES module gives its exports
 * @param {object} context of `createContext`
 * @param {{ filename?: string } | string | null} [options]
 * @returns {Promise<any>} its last value
 */
export async function runInContext (source, context, options = null) {
  if (context === null || typeof context !== 'object' || !contexts.has(context)) {
    throw invalidArgType('contextifiedObject', 'an vm.Context', context)
  }
  const realm = realmOf(context)
  const { global, own } = realm
  const object = /** @type {any} */ (context)
  const names = Object.keys(object)
  for (const name of realm.given) {
    if (!names.includes(name)) {
      delete global[name]
    }
  }
  for (const name of names) {
    Object.defineProperty(global, name, { value: object[name], configurable: true, enumerable: true, writable: true })
  }
  try {
    return await evaluate(global, source, options)
  } finally {
    const now = Object.getOwnPropertyNames(global).filter((name) => !own.has(name) || names.includes(name))
    for (const name of now) {
      object[name] = global[name]
    }
    for (const name of names) {
      if (!now.includes(name)) {
        delete object[name]
      }
    }
    realm.given = new Set(now)
  }
}

/**
 * Runs code in a context made for it.
 * @param {string | Script} source
 * @param {object} [context] its globals
 * @param {{ filename?: string } | string | null} [options]
 * @returns {Promise<any>}
 */
export async function runInNewContext (source, context = {}, options = null) {
  return await runInContext(source, createContext(context), options)
}

/**
 * Runs code with the globals of this document or worker.
 * @param {string | Script} source
 * @param {{ filename?: string } | string | null} [options]
 * @returns {Promise<any>}
 */
export async function runInThisContext (source, options = null) {
  return await evaluate(scope, source, options)
}

/** A text that can be run many times. */
export class Script extends EventTarget {
  #context
  /** Resolves when it can be run. @type {Promise<void>} */
  ready = Promise.resolve()

  /**
   * @param {string} source
   * @param {{ filename?: string, context?: object } | string | null} [options]
   */
  constructor (source, options = null) {
    super()
    checkType('code', source, 'string')
    const settings = typeof options === 'string' ? { filename: options } : options ?? {}
    this.id = crypto.randomUUID()
    this.source = source
    this.filename = settings.filename ?? 'evalmachine.<anonymous>'
    this.#context = settings.context ?? null
  }

  get context () { return this.#context }

  /** @returns {Promise<void>} */
  async destroy () {
    this.#context = null
  }

  /**
   * @param {object} context
   * @param {any} [options]
   */
  async runInContext (context, options = null) {
    this.#context = context
    return await runInContext(this, context, options)
  }

  /**
   * @param {object} [context]
   * @param {any} [options]
   */
  async runInNewContext (context = {}, options = null) {
    return await this.runInContext(createContext(context), options)
  }

  /** @param {any} [options] */
  async runInThisContext (options = null) {
    return await runInThisContext(this, options)
  }
}

/** @type {Map<string, Reference>} */
const references = new Map()

/** A value under a name. */
export class Reference {
  /**
   * @param {string} id
   * @param {any} value
   * @param {object | null} [context]
   * @param {{ external?: boolean } | null} [options]
   */
  constructor (id, value, context = null, options = null) {
    checkType('id', id, 'string')
    this.id = id
    this.value = value
    this.context = context
    this.type = value === null ? 'null' : typeof value
    this.isExternal = options?.external === true
  }

  /** @param {any} value */
  static isReference (value) {
    return value instanceof Reference
  }

  get name () { return this.value?.name ?? null }
  get isIntrinsic () { return isIntrinsic(this.value) }
  get intrinsicType () { return getIntrinsicType(this.value) }

  release () {
    removeReference(this.id)
  }

  /** @param {boolean} [includeValue] */
  toJSON (includeValue = false) {
    return { __vmScriptReference__: true, id: this.id, type: this.type, name: this.name, ...(includeValue ? { value: this.value } : null) }
  }
}

/** @param {Reference} reference */
export function putReference (reference) {
  if (!Reference.isReference(reference)) {
    throw invalidArgType('reference', 'an instance of Reference', reference)
  }
  references.set(reference.id, reference)
}

/**
 * @param {any} value
 * @param {object | null} [context]
 * @param {any} [options]
 * @returns {Reference}
 */
export function createReference (value, context = null, options = null) {
  const reference = new Reference(crypto.randomUUID(), value, context, options)
  putReference(reference)
  return reference
}

/**
 * @param {string} id
 * @returns {Reference | undefined}
 */
export function getReference (id) {
  return references.get(id)
}

/** @param {string} id */
export function removeReference (id) {
  references.delete(id)
}

/**
 * The name of an intrinsic of this realm, such as `Array`; null for other values.
 * @param {any} value
 * @returns {string | null}
 */
export function getIntrinsicType (value) {
  return value === null || value === undefined ? null : RESERVED_GLOBAL_INTRINSICS.find((name) => Object.is(scope[name], value)) ?? null
}

/**
 * @param {any} value
 * @returns {boolean}
 */
export function isIntrinsic (value) {
  return getIntrinsicType(value) !== null
}

/**
 * The same as the language writes it, such as `[object Array]`.
 * @param {any} value
 * @returns {string | null}
 */
export function getIntrinsicTypeString (value) {
  const type = getIntrinsicType(value)
  return type === null ? null : `[object ${type}]`
}

/** Where what cannot be copied is looked up. */
const known = { create: createReference, get: getReference }

/**
 * Takes out of an object, and of what is plain in it, what cannot be copied to where a context is not shared, such as a worker.
 * @template {object} T
 * @param {T} context is changed
 * @returns {T} the same
 */
export function filterNonTransferableValues (context) {
  return withoutUncopied(context)
}

/**
 * Lets references stand for what cannot be copied; {@link getReference} has it where it was made.
 * @template {object} T
 * @param {T} context is changed
 * @returns {T} the same
 */
export function applyInputContextReferences (context) {
  return withReferences(context, known)
}

/**
 * Puts the values back that references of this document or worker stand for.
 * @template {object} T
 * @param {T} context is changed
 * @returns {T} the same
 */
export function applyOutputContextReferences (context) {
  return withoutReferences(context, known)
}

/**
 * Makes a context what a copy of it has become.
 * @param {object | null} [currentContext] is changed
 * @param {object | null} [updatedContext] without it, nothing has become of it
 * @param {Reference | null} [contextReference] of the context, instead of it
 * @param {boolean} [preserveScriptArgs] keeps the arguments of a script
 */
export function applyContextDifferences (currentContext = null, updatedContext = null, contextReference = null, preserveScriptArgs = false) {
  const current = currentContext ?? contextReference?.value
  checkObject('currentContext', current)
  if (updatedContext !== null) {
    checkObject('updatedContext', updatedContext)
    become(current, updatedContext, known, preserveScriptArgs)
  }
}

/**
 * What the language gives every realm, by its names: that of this one.
 * @param {{ configurable?: boolean, writable?: boolean } | null} [options] whether it can be changed; yes unless that is false
 * @returns {Record<string, any>}
 */
export function createIntrinsics (options = null) {
  checkObject('options', options ?? {})
  const { configurable = true, writable = true } = options ?? {}
  return Object.create(null, Object.fromEntries(RESERVED_GLOBAL_INTRINSICS.map((name) =>
    [name, { value: scope[name], configurable, enumerable: true, writable }])))
}

/**
 * An object that code can take for its globals: it has what the context has, then what the language gives. Setting and deleting
 * changes the context.
 * @param {object} [context]
 * @param {{ configurable?: boolean, writable?: boolean } | null} [options] of what the language gives
 * @returns {any}
 */
export function createGlobalObject (context = {}, options = null) {
  checkObject('context', context)
  const intrinsics = createIntrinsics(options)
  /** @type {any} */
  const global = new Proxy(context, {
    get: (target, key) => key in target ? Reflect.get(target, key) : key === 'globalThis' ? global : Reflect.get(intrinsics, key),
    has: (target, key) => key in target || key in intrinsics
  })
  return global
}

/**
 * What of a value can be handed over to a worker.
 * @param {any} object
 * @returns {any[]}
 */
export function getTransferables (object) {
  return findMessageTransfers([], object)
}

export default {
  RESERVED_GLOBAL_INTRINSICS, Reference, Script, applyContextDifferences, applyInputContextReferences, applyOutputContextReferences,
  compileFunction, createContext, createGlobalObject, createIntrinsics, createReference, detectFunctionSourceType,
  filterNonTransferableValues, findMessageTransfers, getIntrinsicType, getIntrinsicTypeString, getReference, getTransferables, isContext, isIntrinsic, putReference,
  removeReference, runInContext, runInNewContext, runInThisContext, wrapFunctionSource
}
