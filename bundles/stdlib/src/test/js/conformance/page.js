/** As much of a page as the helpers of tests need, where there is none: under Node. In the webview the real one is used. */
class Node extends EventTarget {
  parentElement = null
  childNodes = []
  nodeType = 1
  nodeValue = null

  get isConnected () { return this === page.documentElement || (this.parentElement?.isConnected ?? false) }
  get textContent () { return this.nodeType === 3 ? this.nodeValue : this.childNodes.map((node) => node.textContent).join('') }
  set textContent (text) { this.childNodes = text === '' ? [] : [Object.assign(new Node(), { nodeType: 3, nodeValue: text, parentElement: this })] }
  getRootNode () { return page }
  contains (other) { return other === this || (other.parentElement !== null && this.contains(other.parentElement)) }

  appendChild (child) {
    if (!(child instanceof Node)) {
      throw new TypeError('not a Node')
    }
    child.parentElement = this
    this.childNodes.push(child)
    return child
  }

  remove () {
    const { childNodes } = this.parentElement
    childNodes.splice(childNodes.indexOf(this), 1)
    this.parentElement = null
  }
}

class Element extends Node {
  style = { display: 'block', opacity: '1', visibility: 'visible', overflow: 'visible' }
  size = null
  id = ''

  constructor (localName) {
    super()
    this.localName = localName
    if (localName === 'input') {
      this.value = ''
    }
  }

  get isContentEditable () { return this.contentEditable === 'true' }
  click () { this.dispatchEvent(new globalThis.MouseEvent('click')) }
  focus () { if (this.localName === 'input' || this.localName === 'button') page.activeElement = this }
  blur () { if (page.activeElement === this) page.activeElement = page.body }
  getClientRects () { return this.style.display === 'none' ? [] : [this.getBoundingClientRect()] }

  getBoundingClientRect () {
    const [left, top, width, height] = this.size ?? [0, 0, this.textContent === '' && this.localName !== 'input' ? 0 : 10, 10]
    return { left, top, width, height, right: left + width, bottom: top + height }
  }

  querySelectorAll (selector) {
    const all = this.childNodes.flatMap((node) => node instanceof Element ? [node, ...node.querySelectorAll('*')] : [])
    return all.filter((item) => selector === '*' || (selector[0] === '#' ? item.id === selector.slice(1) : item.localName === selector))
  }

  querySelector (selector) {
    if (selector === '') {
      throw new SyntaxError('not a selector')
    }
    return this.querySelectorAll(selector)[0] ?? null
  }
}

const page = Object.assign(new Element('#document'), { createElement: (name) => new Element(name) })
page.documentElement = page.appendChild(new Element('html'))
page.body = page.documentElement.appendChild(new Element('body'))
page.activeElement = page.body

class KeyEvent extends Event {
  constructor (type, { key, data, ...options } = {}) {
    super(type, options)
    Object.assign(this, { key, data })
  }
}

const globals = {
  document: page,
  dispatchEvent: () => true,
  getComputedStyle: (element) => element.style,
  requestAnimationFrame: (callback) => setTimeout(callback, 0),
  MouseEvent: KeyEvent,
  KeyboardEvent: KeyEvent,
  InputEvent: KeyEvent
}

/**
 * Lets a case have a page while it runs.
 * @param {(module: any) => any} fn
 */
export const onPage = (fn) => async (module) => {
  if (globalThis.document !== undefined) {
    return await fn(module)
  }
  Object.assign(globalThis, globals)
  try {
    return await fn(module)
  } finally {
    Object.keys(globals).forEach((name) => delete globalThis[name])
  }
}
