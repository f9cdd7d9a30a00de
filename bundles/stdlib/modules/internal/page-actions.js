/** What tests do to a page, as a person would. Each throws if it cannot be done. */
import { toElement } from '../test/dom-helpers.js'
import { checkType, invalidArgType } from './node-errors.js'

/** @typedef {import('../test/dom-helpers.js').Target} Target */

/** When the page has been painted anew. */
export function painted () {
  return new Promise((resolve) => requestAnimationFrame(resolve))
}

/** @param {Target} selector */
export async function click (selector) {
  const element = toElement(selector)
  if (typeof element.click !== 'function') {
    throw invalidArgType('selector', 'an instance of HTMLElement', selector)
  }
  element.click()
  await painted()
}

/** @param {Target} selector */
export async function clickByEvent (selector) {
  toElement(selector).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true }))
  await painted()
}

/**
 * @param {Target} selector
 * @param {boolean} wanted whether it is to have the focus
 */
export async function setFocus (selector, wanted) {
  const element = toElement(selector)
  element[wanted ? 'focus' : 'blur']()
  await painted()
  if ((element.getRootNode().activeElement === element) !== wanted) {
    throw new Error(wanted ? 'The element does not take the focus' : 'The element keeps the focus')
  }
}

/**
 * Types text behind what a field has.
 * @param {Target} selector a field, or an element that can be edited
 * @param {string} text
 */
export async function type (selector, text) {
  checkType('str', text, 'string')
  const element = toElement(selector)
  if (!('value' in element) && !element.isContentEditable) {
    throw new Error('The element is no field and cannot be edited')
  }
  element.focus()
  for (const key of text) {
    const options = { key, bubbles: true, cancelable: true, composed: true }
    if (element.dispatchEvent(new KeyboardEvent('keydown', options))) {
      append(element, key)
      element.dispatchEvent(new InputEvent('input', { data: key, inputType: 'insertText', bubbles: true, composed: true }))
    }
    element.dispatchEvent(new KeyboardEvent('keyup', options))
  }
  await painted()
}

/**
 * @param {any} element
 * @param {string} key
 */
function append (element, key) {
  if (!('value' in element)) {
    element.textContent += key
    return
  }
  // libraries that watch a field put a `value` of their own on it
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), 'value') ?? {}
  const value = element.value + key
  if (set === undefined) {
    element.value = value
  } else {
    set.call(element, value)
  }
}
