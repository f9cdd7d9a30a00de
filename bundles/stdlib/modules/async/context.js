/**
 * `AsyncContext`, as proposed for the language; see {@link module:async/storage} for how far values go.
 * @module async/context
 */
import { enter, runWith, values } from '../internal/async-context.js'
import { checkFunction } from '../internal/node-errors.js'

/** Values by variable; a frozen one is copied before it changes. */
export class Mapping {
  #data
  #frozen = false

  /** @param {Iterable<[object, any]> | null} [data] */
  constructor (data = null) {
    this.#data = new Map(data)
  }

  freeze () {
    this.#frozen = true
  }

  isFrozen () { return this.#frozen }

  /** @returns {Mapping} itself, or a copy that may change */
  fork () {
    return this.#frozen ? new Mapping(this.#data) : this
  }

  /** @param {object} key */
  has (key) { return this.#data.has(key) }
  /** @param {object} key */
  get (key) { return this.#data.get(key) }

  /**
   * @param {object} key
   * @param {any} value
   * @returns {Mapping}
   */
  set (key, value) {
    const mapping = this.fork()
    mapping.#data.set(key, value)
    return mapping
  }

  /**
   * @param {object} key
   * @returns {Mapping}
   */
  delete (key) {
    const mapping = this.fork()
    mapping.#data.delete(key)
    return mapping
  }

  entries () { return this.#data.entries() }
}

/** Goes back to values that nobody may change. */
export class FrozenRevert {
  #mapping

  /** @param {Mapping} mapping */
  constructor (mapping) {
    this.#mapping = mapping
  }

  /** @returns {Mapping} */
  restore () { return this.#mapping }
}

/** Goes back to the value that one variable had. */
export class Revert {
  #key
  #had
  #previous

  /**
   * @param {Mapping} mapping
   * @param {object} key
   */
  constructor (mapping, key) {
    this.#key = key
    this.#had = mapping.has(key)
    this.#previous = mapping.get(key)
  }

  get previousVariable () { return this.#previous }

  /**
   * @param {Mapping} current
   * @returns {Mapping}
   */
  restore (current) {
    return this.#had ? current.set(this.#key, this.#previous) : current.delete(this.#key)
  }
}

/** The values of what is going on. */
export class Storage {
  /** @param {object} key */
  static has (key) { return values().has(key) }
  /** @param {object} key */
  static get (key) { return values().get(key) }

  /**
   * @param {object} key
   * @param {any} value
   * @returns {Revert} to give to {@link Storage.restore}
   */
  static set (key, value) {
    const mapping = new Mapping(values())
    const revert = new Revert(mapping, key)
    enter(new Map(mapping.set(key, value).entries()))
    return revert
  }

  /** @returns {Mapping} frozen */
  static snapshot () {
    const mapping = new Mapping(values())
    mapping.freeze()
    return mapping
  }

  /** @param {Revert | FrozenRevert} revert */
  static restore (revert) {
    enter(new Map(revert.restore(new Mapping(values())).entries()))
  }

  /**
   * @param {Mapping} snapshot whose values are those of now from here on
   * @returns {FrozenRevert}
   */
  static switch (snapshot) {
    const before = Storage.snapshot()
    enter(new Map(snapshot.entries()))
    return new FrozenRevert(before)
  }
}

/** A value of what is going on. */
export class Variable {
  #name
  #default

  /** @param {{ name?: string, defaultValue?: any } | null} [options] */
  constructor (options = null) {
    this.#name = options?.name === undefined ? '' : String(options.name)
    this.#default = options?.defaultValue
    /** @type {Revert | null} of the last `run` that is going on */
    this.revert = null
  }

  get name () { return this.#name }
  get defaultValue () { return this.#default }

  /**
   * @param {any} value
   * @param {Function} fn
   * @param {...any} args
   */
  run (value, fn, ...args) {
    checkFunction(fn, 'fn')
    const before = this.revert
    const revert = Storage.set(this, value)
    this.revert = revert
    try {
      return fn(...args)
    } finally {
      Storage.restore(revert)
      this.revert = before
    }
  }

  get () {
    return Storage.has(this) ? Storage.get(this) : this.#default
  }
}

/** All values of a moment. */
export class Snapshot {
  #values = values()

  /**
   * @template {Function} T
   * @param {T} fn
   * @returns {T} it, with the values of now
   */
  static wrap (fn) {
    checkFunction(fn, 'fn')
    const snapshot = new Snapshot()
    return /** @type {any} */ (/** @this {any} */ function (/** @type {any[]} */ ...args) {
      return runWith(snapshot.#values, fn, this, args)
    })
  }

  /**
   * @param {Function} fn
   * @param {...any} args
   */
  run (fn, ...args) {
    checkFunction(fn, 'fn')
    return runWith(this.#values, fn, undefined, args)
  }
}

export class AsyncContext {
  static Variable = Variable
  static Snapshot = Snapshot
}

export default AsyncContext
