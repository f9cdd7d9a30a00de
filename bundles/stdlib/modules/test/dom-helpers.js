/**
 * What tests do with the elements of a page.
 * @module test/dom-helpers
 */
import { checkFunction, checkInteger, checkObject, invalidArgType, invalidArgValue } from '../internal/node-errors.js'
import { isRegExp } from '../util/types.js'

/** How long is waited for something to appear, in milliseconds. */
const PATIENCE = 5000
/** How often is looked whether it has, in milliseconds. */
const PERIOD = 10

/** @typedef {string | EventTarget} Target a selector, or what it would find */

/**
 * The element that a selector means.
 * @param {any} selector a selector, or an element, document or window, which is given back
 * @returns {any}
 */
export function toElement (selector) {
  if (typeof selector === 'string') {
    const element = globalThis.document.querySelector(selector)
    if (element === null) {
      throw new Error(`No element matches ${JSON.stringify(selector)}`)
    }
    return element
  }
  if (typeof selector?.dispatchEvent !== 'function') {
    throw invalidArgType('selector', 'of type string or an instance of Element', selector)
  }
  return selector
}

/**
 * Looks until there is something.
 * @template T
 * @param {() => T | null | undefined | false | Promise<T | null | undefined | false>} look
 * @param {number} timeout in milliseconds
 * @param {() => string} complaint
 * @returns {Promise<T>}
 */
async function until (look, timeout, complaint) {
  const end = performance.now() + timeout
  for (;;) {
    const found = await look()
    if (found) {
      return found
    }
    if (performance.now() >= end) {
      throw new Error(`${complaint()} within ${timeout} ms`)
    }
    await new Promise((resolve) => setTimeout(resolve, PERIOD))
  }
}

/**
 * Waits for an element, or whatever a function finds.
 * @param {string | { selector?: string, visible?: boolean, timeout?: number }} args `visible`: it must also be seen, unless
 *   this is false; `timeout`: in milliseconds, 5000 unless given
 * @param {() => any} [lambda] looks instead of the selector; may return a promise
 * @returns {Promise<any>} rejects if the time is over
 */
export async function waitFor (args, lambda) {
  const options = typeof args === 'string' ? { selector: args } : args
  checkObject('args', options)
  const { selector, visible = true, timeout = PATIENCE } = options
  checkInteger('args.timeout', timeout, 0)
  if (lambda !== undefined) {
    checkFunction(lambda, 'lambda')
  } else if (typeof selector !== 'string') {
    throw invalidArgType('args.selector', 'of type string', selector)
  }
  const what = selector === undefined ? 'Nothing was found' : `No ${visible ? 'visible ' : ''}element matches ${JSON.stringify(selector)}`
  return await until(async () => {
    const found = lambda === undefined ? globalThis.document.querySelector(/** @type {string} */ (selector)) : await lambda()
    return found && (!visible || typeof found.getClientRects !== 'function' || isElementVisible(found)) ? found : null
  }, timeout, () => what)
}

/**
 * Waits for an element with a text.
 * @param {string | { element?: Target, text?: string, regex?: RegExp, multipleTags?: boolean, timeout?: number }} args
 *   `element`: where to look, the page unless given; `multipleTags`: the text may be spread over several elements
 * @returns {Promise<any>} the innermost such element; rejects if the time is over
 */
export async function waitForText (args) {
  const options = typeof args === 'string' ? { text: args } : args
  checkObject('args', options)
  const { element, text, regex, multipleTags = false, timeout = PATIENCE } = options
  checkInteger('args.timeout', timeout, 0)
  if (regex !== undefined ? !isRegExp(regex) : typeof text !== 'string') {
    throw regex !== undefined
      ? invalidArgType('args.regex', 'an instance of RegExp', regex)
      : invalidArgType('args.text', 'of type string', text)
  }
  const root = element === undefined ? globalThis.document.documentElement : toElement(element)
  const fits = (/** @type {string} */ found) => regex === undefined ? found.includes(String(text)) : found.search(regex) >= 0
  return await until(() => {
    const all = [root, ...root.querySelectorAll('*')].filter((item) => fits(multipleTags ? item.textContent : ownText(item)))
    return all.find((item) => !all.some((other) => other !== item && item.contains(other)))
  }, timeout, () => `No element has the text ${regex ?? JSON.stringify(text)}`)
}

/** @param {Element} element */
function ownText (element) {
  return [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.nodeValue ?? '').join('')
}

/**
 * Sends an event.
 * @param {{ event: string | Event, element?: Target }} args `event`: one with this name bubbles and can be cancelled;
 *   `element`: where to, the window unless given
 * @returns {boolean} false if a listener has cancelled it
 */
export function event (args) {
  checkObject('args', args)
  const { event, element = globalThis } = args
  if (event === '') {
    throw invalidArgValue('args.event', event, 'must be the name of an event')
  }
  if (typeof event !== 'string' && !(event instanceof Event)) {
    throw invalidArgType('args.event', 'of type string or an instance of Event', event)
  }
  return toElement(element).dispatchEvent(
    typeof event === 'string' ? new CustomEvent(event, { bubbles: true, cancelable: true, composed: true }) : event)
}

/**
 * Whether people could see an element: it takes up space and is neither hidden, nor transparent, nor cut off by one around it.
 * @param {any} element
 * @param {any} [previousElement] the element that the question is about, where `element` is one around it
 * @returns {boolean}
 */
export function isElementVisible (element, previousElement) {
  if (typeof element?.getBoundingClientRect !== 'function') {
    throw invalidArgType('element', 'an instance of Element', element)
  }
  const style = globalThis.getComputedStyle(element)
  if (!element.isConnected || style.display === 'none' || style.opacity === '0') {
    return false
  }
  if (previousElement == null) {
    const { width, height } = element.getBoundingClientRect()
    if (style.visibility !== 'visible' || width === 0 || height === 0) {
      return false
    }
  } else if (style.overflow !== 'visible' && !overlap(element.getBoundingClientRect(), previousElement.getBoundingClientRect())) {
    return false
  }
  const around = element.parentElement ?? element.getRootNode().host
  // what is cut off by the page itself can be scrolled to
  return around == null || around === globalThis.document.body || around === globalThis.document.documentElement ||
    isElementVisible(around, previousElement ?? element)
}

/**
 * @param {DOMRect} a
 * @param {DOMRect} b
 */
function overlap (a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
