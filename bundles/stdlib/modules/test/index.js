/**
 * Tests of an app, which run in its page: `ssc run --test FILE APP` runs those of a file.
 *
 * The results stand on the terminal in the Test Anything Protocol; the exit status is 1 if anything failed.
 * @module test
 */
import assert, { AssertionError } from '../assert.js'
import { deepEqual } from '../internal/deep-equal.js'
import { checkFunction, checkInteger, checkObject, checkType, invalidArgType } from '../internal/node-errors.js'
import { writeLine } from '../internal/output.js'
import * as page from '../internal/page-actions.js'
import { failed, oneLine, passed, skipped, summary } from '../internal/tap.js'
import process from '../process.js'
import context from './context.js'
import { event, isElementVisible, toElement, waitFor, waitForText } from './dom-helpers.js'

/** How long a test may take, in milliseconds, unless it says so itself. */
const LONGEST = 30_000

/**
 * @typedef {import('./dom-helpers.js').Target} Target
 *
 * @typedef {(t: Test) => any} TestFunction
 *
 * @typedef {{ total: number, pass: number, fail: number, skip: number }} Summary
 */

/**
 * How long a test may take, in milliseconds, unless it says so itself by `timeoutAfter`.
 * @returns {number}
 */
export function getDefaultTestRunnerTimeout () {
  return LONGEST
}

/** @param {any} target */
const shown = (target) => typeof target === 'string' ? target : target?.localName ?? 'the target'

/** One test, which its function makes assertions with. An assertion that does not hold does not end it. */
export class Test {
  #timeout = LONGEST
  #begin = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer
  /** What ends the test when its time is over. */
  #giveUp = () => {}
  /** @type {Promise<unknown>} the nested tests, one after the other */
  #nested = Promise.resolve()
  /** @type {(() => void) | null} */
  #plannedReached = null

  /**
   * @param {string} name
   * @param {TestFunction} fn may return a promise
   * @param {TestRunner} runner
   */
  constructor (name, fn, runner) {
    checkType('name', name, 'string')
    checkFunction(fn, 'fn')
    if (!(runner instanceof TestRunner)) {
      throw invalidArgType('runner', 'an instance of TestRunner', runner)
    }
    this.name = name
    this.fn = fn
    this.runner = runner
    /** @type {number | null} how many assertions there are to be */
    this._planned = null
    /** How many there were. */
    this._actual = 0
    this._result = { pass: 0, fail: 0 }
    this.done = false
    this.strict = runner.strict
  }

  /** @param {string} msg a line among the results */
  comment (msg) {
    this.runner.report(`# ${oneLine(String(msg))}`)
  }

  /**
   * Says how many assertions there will be: the test waits for them, and fails if there are more or fewer.
   * @param {number} n
   */
  plan (n) {
    checkInteger('n', n, 0)
    this._planned = n
  }

  /**
   * Says how long the test may take, from its beginning.
   * @param {number} ms
   */
  timeoutAfter (ms) {
    checkInteger('ms', ms, 1)
    this.#timeout = ms
    if (this.#begin > 0) {
      this.#startTimer()
    }
  }

  /**
   * Runs a test within this one, which ends after it.
   * @param {string} name
   * @param {TestFunction} fn
   * @returns {Promise<void>}
   */
  test (name, fn) {
    const nested = new Test(`${this.name} > ${name}`, fn, this.runner)
    if (this.done) {
      throw new Error(`The test '${nested.name}' comes after the end of the one that it is in`)
    }
    const run = this.#nested.then(() => nested.run()).then(({ pass, fail }) => {
      this._result.pass += pass
      this._result.fail += fail
    })
    this.#nested = run
    return run
  }

  /**
   * The same all the way down, types included.
   * @template T
   * @param {T} actual
   * @param {T} expected
   * @param {string} [msg]
   */
  deepEqual (actual, expected, msg) {
    this.#compare(deepEqual(actual, expected), 'deepEqual', actual, expected, msg, 'should be deeply equal')
  }

  /**
   * @param {any} actual
   * @param {any} expected
   * @param {string} [msg]
   */
  notDeepEqual (actual, expected, msg) {
    this.#compare(!deepEqual(actual, expected), 'notDeepEqual', actual, expected, msg, 'should not be deeply equal')
  }

  /**
   * The same value, as `Object.is` sees it.
   * @template T
   * @param {T} actual
   * @param {T} expected
   * @param {string} [msg]
   */
  equal (actual, expected, msg) {
    this.#compare(Object.is(actual, expected), 'equal', actual, expected, msg, 'should be equal')
  }

  /**
   * @param {any} actual
   * @param {any} expected
   * @param {string} [msg]
   */
  notEqual (actual, expected, msg) {
    this.#compare(!Object.is(actual, expected), 'notEqual', actual, expected, msg, 'should not be equal')
  }

  /** @param {string} [msg] */
  fail (msg) {
    this.#record(false, 'fail', msg, 'fail called', {})
  }

  /**
   * @param {any} actual must be truthy
   * @param {string} [msg]
   */
  ok (actual, msg) {
    this.#compare(!!actual, 'ok', actual, 'truthy value', msg, 'should be truthy')
  }

  /** @param {string} [msg] */
  pass (msg) {
    this.#record(true, 'pass', msg, 'pass called', {})
  }

  /**
   * @param {any} err must be null, undefined or false
   * @param {string} [msg]
   */
  ifError (err, msg) {
    this.#record(!err, 'ifError', msg, err ? String(err?.message ?? err) : 'should be no error', { error: err })
  }

  /**
   * @param {() => any} fn
   * @param {any} [expected] what it must throw: a class, a pattern, an object of properties, or a function that says;
   *   or the message
   * @param {string} [message]
   */
  throws (fn, expected, message) {
    checkFunction(fn, 'fn')
    const text = message ?? (typeof expected === 'string' ? expected : undefined)
    const wanted = typeof expected === 'string' ? undefined : expected
    /** @type {{ error: any } | null} */
    let thrown = null
    try {
      const result = fn()
      if (typeof result?.then === 'function') {
        thrown = { error: new Error('The function returned a promise: await it and catch what it rejects with') }
        result.then(undefined, () => {}) // is told of here
        this.#record(false, 'throws', text, 'should throw', thrown)
        return
      }
    } catch (error) {
      thrown = { error }
    }
    let holds = thrown !== null
    if (thrown !== null && wanted !== undefined) {
      try {
        assert.throws(() => { throw thrown?.error }, wanted)
      } catch (error) {
        if (!(error instanceof AssertionError) && error !== thrown.error) {
          throw error // nothing can be expected in this way
        }
        holds = false
      }
    }
    this.#record(holds, 'throws', text, 'should throw', {
      ...(wanted !== undefined && { expected: wanted }), ...(thrown !== null && { actual: thrown.error, error: thrown.error })
    })
  }

  /**
   * Waits.
   * @param {number} ms
   * @param {string} [msg]
   * @returns {Promise<void>}
   */
  async sleep (ms, msg) {
    checkInteger('ms', ms, 0)
    await new Promise((resolve) => setTimeout(resolve, ms))
    this.#record(true, 'sleep', msg, `Slept for ${ms} ms`, {})
  }

  /**
   * Waits until the page is painted anew.
   * @param {string | null} [msg]
   * @returns {Promise<void>}
   */
  async requestAnimationFrame (msg = null) {
    await page.painted()
    this.#record(true, 'requestAnimationFrame', msg ?? undefined, 'Painted', {})
  }

  /**
   * Calls the `click()` of an element.
   * @param {Target} selector
   * @param {string} [msg]
   * @returns {Promise<void>}
   */
  async click (selector, msg) {
    await this.#act('click', msg, `Clicked ${shown(selector)}`, () => page.click(selector))
  }

  /**
   * Sends the event of a click.
   * @param {Target} selector
   * @param {string} [msg]
   * @returns {Promise<void>}
   */
  async eventClick (selector, msg) {
    await this.#act('eventClick', msg, `Clicked ${shown(selector)}`, () => page.clickByEvent(selector))
  }

  /**
   * @param {string | Event} eventToSend its name, or the event itself
   * @param {Target} target
   * @param {string} [msg]
   * @returns {Promise<void>}
   */
  async dispatchEvent (eventToSend, target, msg) {
    const name = typeof eventToSend === 'string' ? eventToSend : eventToSend?.type
    await this.#act('dispatchEvent', msg, `Sent ${name} to ${shown(target)}`, async () => {
      event({ event: eventToSend, element: target })
      await page.painted()
    })
  }

  /**
   * @param {Target} selector
   * @param {string} [msg]
   * @returns {Promise<void>}
   */
  async focus (selector, msg) {
    await this.#act('focus', msg, `Focussed ${shown(selector)}`, () => page.setFocus(selector, true))
  }

  /**
   * @param {Target} selector
   * @param {string} [msg]
   * @returns {Promise<void>}
   */
  async blur (selector, msg) {
    await this.#act('blur', msg, `Left ${shown(selector)}`, () => page.setFocus(selector, false))
  }

  /**
   * Types text behind what a field has.
   * @param {Target} selector
   * @param {string} str
   * @param {string} [msg]
   * @returns {Promise<void>}
   */
  async type (selector, str, msg) {
    await this.#act('type', msg, `Typed ${JSON.stringify(str)} into ${shown(selector)}`, () => page.type(selector, str))
  }

  /**
   * @param {Target} parentSelector
   * @param {Node} el
   * @param {string} [msg]
   * @returns {Promise<void>}
   */
  async appendChild (parentSelector, el, msg = 'Appended child element') {
    await this.#act('appendChild', msg, '', async () => {
      toElement(parentSelector).appendChild(el)
      await page.painted()
    })
  }

  /**
   * @param {Target} selector
   * @param {string} [msg]
   * @returns {Promise<void>}
   */
  async removeElement (selector, msg = 'Removed element') {
    await this.#act('removeElement', msg, '', async () => {
      toElement(selector).remove()
      await page.painted()
    })
  }

  /**
   * @param {Target} selector
   * @param {string} [msg]
   * @returns {Promise<void>}
   */
  async elementVisible (selector, msg) {
    await this.#act('elementVisible', msg, `${shown(selector)} should be visible`, () => {
      if (!isElementVisible(toElement(selector))) {
        throw new Error('The element is not visible')
      }
    })
  }

  /**
   * Holds as well if there is no such element.
   * @param {Target} selector
   * @param {string} [msg]
   * @returns {Promise<void>}
   */
  async elementInvisible (selector, msg) {
    await this.#act('elementInvisible', msg, `${shown(selector)} should not be visible`, () => {
      const element = typeof selector === 'string' ? globalThis.document.querySelector(selector) : toElement(selector)
      if (element !== null && isElementVisible(element)) {
        throw new Error('The element is visible')
      }
    })
  }

  /**
   * Waits for an element, or for what a function finds.
   * @param {string | (() => any)} querySelectorOrFn
   * @param {{ visible?: boolean, timeout?: number }} [opts] as of `waitFor` in `socket:test/dom-helpers`
   * @param {string} [msg]
   * @returns {Promise<any>} what was found; undefined if nothing was
   */
  waitFor (querySelectorOrFn, opts = {}, msg) {
    checkObject('opts', opts)
    const isFunction = typeof querySelectorOrFn === 'function'
    const what = isFunction ? querySelectorOrFn.name || 'what a function finds' : shown(querySelectorOrFn)
    return this.#act('waitFor', msg, `Waited for ${what}`, () => isFunction
      ? waitFor({ ...opts }, /** @type {() => any} */ (querySelectorOrFn))
      : waitFor({ ...opts, selector: querySelectorOrFn }))
  }

  /**
   * Waits for a text within an element.
   * @param {Target} selector
   * @param {string | RegExp | { text?: string, regex?: RegExp, multipleTags?: boolean, timeout?: number }} opts the text, or a
   *   pattern, or as of `waitForText` in `socket:test/dom-helpers`
   * @param {string} [msg]
   * @returns {Promise<any>} the innermost element that has the text; undefined if none has
   */
  waitForText (selector, opts, msg) {
    const options = typeof opts === 'string' ? { text: opts } : opts instanceof RegExp ? { regex: opts } : opts
    checkObject('opts', options)
    return this.#act('waitForText', msg, `Waited for ${options.regex ?? JSON.stringify(options.text)} in ${shown(selector)}`,
      () => waitForText({ ...options, element: toElement(selector) }))
  }

  /**
   * @param {string} selector
   * @param {string} [msg]
   * @returns {any} the first element that matches; null if none does
   */
  querySelector (selector, msg) {
    const element = globalThis.document.querySelector(selector)
    this.#compare(element !== null, 'querySelector', element, selector, msg, `${selector} should match an element`)
    return element
  }

  /**
   * @param {string} selector
   * @param {string} [msg]
   * @returns {any[]} all elements that match; the assertion holds if there is one
   */
  querySelectorAll (selector, msg) {
    const elements = [...globalThis.document.querySelectorAll(selector)]
    this.#compare(elements.length > 0, 'querySelectorAll', elements, selector, msg, `${selector} should match elements`)
    return elements
  }

  /**
   * @param {Target} selector
   * @param {string} [msg]
   * @returns {CSSStyleDeclaration | undefined} undefined if there is no such element
   */
  getComputedStyle (selector, msg) {
    /** @type {CSSStyleDeclaration | undefined} */
    let style
    /** @type {any} */
    let error
    try {
      style = globalThis.getComputedStyle(toElement(selector))
    } catch (problem) {
      error = problem
    }
    this.#record(style !== undefined, 'getComputedStyle', msg, `${shown(selector)} should have a style`, { error })
    return style
  }

  /**
   * Runs the test. What it throws fails it.
   * @returns {Promise<{ pass: number, fail: number }>} how many assertions held, and how many did not
   */
  async run () {
    this.runner.report(`# ${oneLine(this.name)}`)
    const late = new Promise((resolve, reject) => {
      this.#giveUp = () => reject(new Error(`The test did not end within ${this.#timeout} ms`))
    })
    this.#begin = performance.now()
    this.#startTimer()
    try {
      await Promise.race([this.#body(), late])
    } catch (error) {
      if (this.runner.rethrowExceptions) {
        throw error
      }
      this.#record(false, 'exception', String(error), '', { error })
    } finally {
      clearTimeout(this.#timer)
    }
    if (this._planned !== null && this._actual !== this._planned) {
      this.#record(false, 'plan', `${this.name}: as many assertions as planned`, '', {
        actual: this._actual, expected: this._planned
      })
    }
    this.done = true
    return this._result
  }

  async #body () {
    await this.fn(this)
    if (this._planned !== null && this._actual < this._planned) {
      await new Promise((resolve) => { this.#plannedReached = () => resolve(undefined) })
    }
    await this.#nested
  }

  #startTimer () {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#giveUp, Math.max(0, this.#begin + this.#timeout - performance.now()))
  }

  /**
   * @param {boolean} holds
   * @param {string} operator
   * @param {any} actual
   * @param {any} expected
   * @param {string | undefined} msg
   * @param {string} otherwise
   */
  #compare (holds, operator, actual, expected, msg, otherwise) {
    this.#record(holds, operator, msg, otherwise, { actual, expected })
  }

  /**
   * @template T
   * @param {string} operator
   * @param {string | undefined} msg
   * @param {string} otherwise
   * @param {() => T | Promise<T>} act does not hold if it throws
   * @returns {Promise<T | undefined>}
   */
  async #act (operator, msg, otherwise, act) {
    /** @type {T} */
    let value
    try {
      value = await act()
    } catch (error) {
      if (String(/** @type {any} */ (error)?.code).startsWith('ERR_')) {
        throw error // what was asked for makes no sense
      }
      this.#record(false, operator, msg, otherwise, { error })
      return undefined
    }
    this.#record(true, operator, msg, otherwise, {})
    return value
  }

  /**
   * @param {boolean} holds
   * @param {string} operator
   * @param {string | undefined} msg
   * @param {string} otherwise the message, if there is none
   * @param {{ actual?: any, expected?: any, error?: any }} reason
   */
  #record (holds, operator, msg, otherwise, reason) {
    const message = String(msg ?? otherwise)
    if (this.done) {
      throw new Error(`The assertion '${message}' comes after the end of the test '${this.name}'`)
    }
    if (this.strict && msg === undefined) {
      throw new Error(`An assertion of the test '${this.name}' has no message, and the tests are strict`)
    }
    if (operator !== 'exception' && operator !== 'plan') {
      this._actual++
    }
    this._result[holds ? 'pass' : 'fail']++
    this.runner.result(holds, message, { operator, ...reason, error: reason.error ?? new Error(message) })
    if (this._actual === this._planned) {
      this.#plannedReached?.()
    }
  }
}

/** Runs tests one after the other, in the order in which they were added. */
export class TestRunner {
  #counts = { total: 0, pass: 0, fail: 0, skip: 0 }
  #begun = false
  /** @type {any[]} what nobody caught before the run began */
  #uncaught = []

  /** @param {((line: string) => void) | null} [report] is given the lines of the report; the terminal unless given */
  constructor (report = null) {
    if (report !== null) {
      checkFunction(report, 'report')
    }
    /** @type {(line: string) => void} */
    this.report = report ?? ((line) => writeLine('stdout', line))
    /** @type {Array<Test | { name: string, reason: string }>} those with a reason are skipped */
    this.tests = []
    /** @type {Test[]} if there are any, only they run */
    this.onlyTests = []
    /** The run will begin by itself, or has. */
    this.scheduled = false
    this._id = 0
    this.completed = false
    /** What a test throws ends the run, instead of failing the test. */
    this.rethrowExceptions = false
    /** Every assertion needs a message. */
    this.strict = false
    /** @type {((summary: Summary) => any) | null} */
    this._onFinishCallback = null
  }

  get length () {
    return this.tests.length + this.onlyTests.length
  }

  /** @returns {number} the number of the next result */
  nextId () {
    return ++this._id
  }

  /**
   * Adds a test; the run begins by itself soon.
   * @param {string} name
   * @param {TestFunction} fn
   * @param {boolean} [only] run no others but such
   */
  add (name, fn, only = false) {
    const list = /** @type {Test[]} */ (only ? this.onlyTests : this.tests)
    const added = new Test(name, fn, this)
    this.#schedule(name)
    list.push(added)
  }

  /**
   * Adds a test that is reported as skipped.
   * @param {string} name
   * @param {string} [reason]
   */
  skip (name, reason = '') {
    checkType('name', name, 'string')
    this.#schedule(name)
    this.tests.push({ name, reason })
  }

  /** @param {string} name */
  #schedule (name) {
    if (this.completed) {
      throw new Error(`The test '${name}' comes after the end of the run`)
    }
    if (!this.scheduled) {
      this.scheduled = true
      setTimeout(() => this.run(), 0)
    }
  }

  /**
   * Runs the tests, those that are added meanwhile, too.
   * @returns {Promise<Summary>}
   */
  async run () {
    if (this.#begun) {
      throw new Error('The tests run already, or have')
    }
    this.#begun = true
    this.scheduled = true
    this.report('TAP version 13')
    this.#uncaught.forEach((error) => this.failUncaught(error))
    const list = this.onlyTests.length > 0 ? this.onlyTests : this.tests
    for (let i = 0; i < list.length; i++) {
      const next = list[i]
      if (next instanceof Test) {
        next.strict ||= this.strict
        await next.run()
      } else {
        this.#counts.skip++
        this.#counts.total++
        this.report(skipped(this.nextId(), next.name, next.reason))
      }
    }
    // what has just been rejected is told of in a turn of its own
    await new Promise((resolve) => setTimeout(resolve, 0))
    this.completed = true
    this.report(summary(this.#counts))
    await this._onFinishCallback?.({ ...this.#counts })
    return { ...this.#counts }
  }

  /**
   * Takes a result.
   * @param {boolean} holds
   * @param {string} message
   * @param {import('../internal/tap.js').Reason} reason
   */
  result (holds, message, reason) {
    this.#counts.total++
    this.#counts[holds ? 'pass' : 'fail']++
    this.report(holds ? passed(this.nextId(), message) : failed(this.nextId(), message, reason))
  }

  /**
   * Fails the run for what nobody has caught.
   * @param {any} error
   */
  failUncaught (error) {
    if (!this.#begun) {
      this.#uncaught.push(error)
    } else if (!this.completed) {
      this.result(false, `uncaught: ${error?.message ?? error}`, { operator: 'uncaught', error })
    }
  }

  /**
   * @param {(summary: Summary) => any} callback is called at the end, before those that were given earlier
   */
  onFinish (callback) {
    checkFunction(callback, 'callback')
    const earlier = this._onFinishCallback
    this._onFinishCallback = async (summary) => {
      await callback(summary)
      await earlier?.(summary)
    }
  }
}

/** Runs what is given to {@link test}; at its end the app ends. */
export const GLOBAL_TEST_RUNNER = new TestRunner()
context(GLOBAL_TEST_RUNNER)

/**
 * Adds a test, and runs no others but such.
 * @param {string} name
 * @param {TestFunction} fn
 */
export function only (name, fn) {
  GLOBAL_TEST_RUNNER.add(name, fn, true)
}

/**
 * Reports a test as skipped.
 * @param {string} _name
 * @param {TestFunction} [_fn]
 */
export function skip (_name, _fn) {
  GLOBAL_TEST_RUNNER.skip(_name)
}

/** @param {boolean} strict whether every assertion needs a message */
export function setStrict (strict) {
  checkType('strict', strict, 'boolean')
  GLOBAL_TEST_RUNNER.strict = strict
}

/**
 * `test` for some systems only.
 * @param {string} systems what they are called
 * @param {() => boolean} isHere
 */
function where (systems, isHere) {
  return (/** @type {string} */ name, /** @type {TestFunction} */ fn) => {
    checkFunction(fn, 'fn')
    if (isHere()) {
      GLOBAL_TEST_RUNNER.add(name, fn)
    } else {
      GLOBAL_TEST_RUNNER.skip(name, `only on ${systems}`)
    }
  }
}

/** @param {...string} platforms */
const is = (...platforms) => () => platforms.includes(process.platform)
const linux = where('Linux', is('linux'))
const windows = where('Windows', is('win32'))
const mac = where('macOS', is('darwin'))
const ios = where('iOS', is('ios'))
const android = where('Android', is('android'))
const simulator = where('a simulator of iOS', () => false)
const emulator = where('an emulator of Android', () => false)
const iosTest = Object.assign(ios, { simulator })

/**
 * Adds a test. `test.linux` and its like are for some systems: elsewhere they are reported as skipped.
 * @param {string} name
 * @param {TestFunction} fn
 */
function add (name, fn) {
  GLOBAL_TEST_RUNNER.add(name, fn)
}

export const test = Object.assign(add, {
  only,
  skip,
  linux,
  windows,
  win32: windows,
  unix: where('Unix', is('linux', 'darwin', 'ios', 'android', 'freebsd', 'openbsd')),
  mac,
  macos: mac,
  macosx: mac,
  darwin: mac,
  ios: iosTest,
  iphone: iosTest,
  android: Object.assign(android, { emulator }),
  desktop: where('desktops', is('linux', 'win32', 'darwin', 'freebsd', 'openbsd')),
  mobile: where('mobile devices', is('ios', 'android'))
})

export default test
