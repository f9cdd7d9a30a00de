/**
 * Tests that share a fixture: an object of a class of yours, made and opened before each test and closed after it.
 * @module test/harness
 */
import { checkFunction, invalidArgType } from '../internal/node-errors.js'

/**
 * @typedef {(name: string, fn: (t: import('./index.js').Test) => any) => void} Register
 *
 * @typedef {Register & { only: Register, skip: Register }} Tests such as `test` of `socket:test`
 */

/**
 * @template {{ bootstrap (): any, close (): any }} H
 * @typedef {(harness: H, t: import('./index.js').Test) => any} HarnessTest
 */

/**
 * Makes a fixture for each test.
 * @template {{ bootstrap (): any, close (): any }} H
 */
export class TapeHarness {
  /**
   * @param {Tests} tapzero
   * @param {new (options: any) => H} harnessClass `bootstrap()` opens the fixture, `close()` closes it
   */
  constructor (tapzero, harnessClass) {
    checkFunction(tapzero, 'tapzero')
    checkFunction(harnessClass, 'harnessClass')
    for (const name of ['bootstrap', 'close']) {
      if (typeof harnessClass.prototype?.[name] !== 'function') {
        throw invalidArgType(`harnessClass.prototype.${name}`, 'of type function', harnessClass.prototype?.[name])
      }
    }
    this.tapzero = tapzero
    this.harnessClass = harnessClass
  }

  /**
   * @param {string} testName
   * @param {any} options for the class; may be left out
   * @param {HarnessTest<H>} [fn]
   */
  test (testName, options, fn) {
    this.#add(this.tapzero, testName, options, fn)
  }

  /**
   * Runs no other tests but such.
   * @param {string} testName
   * @param {any} options for the class; may be left out
   * @param {HarnessTest<H>} [fn]
   */
  only (testName, options, fn) {
    this.#add(this.tapzero.only, testName, options, fn)
  }

  /**
   * Reports the test as skipped.
   * @param {string} testName
   * @param {any} options for the class; may be left out
   * @param {HarnessTest<H>} [fn]
   */
  skip (testName, options, fn) {
    this.#add(this.tapzero.skip, testName, options, fn)
  }

  /**
   * @param {Register} register
   * @param {string} testName
   * @param {any} options
   * @param {HarnessTest<H> | undefined} fn
   */
  #add (register, testName, options, fn) {
    const body = fn ?? options
    checkFunction(body, 'fn')
    register(testName, async (t) => {
      const harness = new this.harnessClass(fn === undefined ? {} : options)
      await harness.bootstrap()
      try {
        await body(harness, t)
      } finally {
        await harness.close()
      }
    })
  }
}

/**
 * `test`, with a fixture.
 * @template {{ bootstrap (): any, close (): any }} H
 * @param {Tests} tapzero
 * @param {new (options: any) => H} harnessClass
 */
export function wrapHarness (tapzero, harnessClass) {
  const harness = new TapeHarness(tapzero, harnessClass)
  /** @type {TapeHarness<H>['test']} */
  const test = (testName, options, fn) => harness.test(testName, options, fn)
  return Object.assign(test, {
    /** @type {TapeHarness<H>['only']} */
    only: (testName, options, fn) => harness.only(testName, options, fn),
    /** @type {TapeHarness<H>['skip']} */
    skip: (testName, options, fn) => harness.skip(testName, options, fn)
  })
}

export default { TapeHarness, wrapHarness }
