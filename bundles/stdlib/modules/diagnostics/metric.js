/**
 * Something that is counted.
 * @module diagnostics/metric
 */
export class Metric {
  /** Begins to count. */
  init () {}

  /** @param {any} value what happened */
  update (value) {
    void value
  }

  /** Counts no more. */
  destroy () {}

  /** @returns {any} */
  toJSON () {
    return {}
  }

  toString () {
    return JSON.stringify(this)
  }

  /** @returns {Iterator<any>} */
  [Symbol.iterator] () {
    return Object.values(this.toJSON())[Symbol.iterator]()
  }

  get [Symbol.toStringTag] () { return 'DiagnosticMetric' }
}

export default Metric
