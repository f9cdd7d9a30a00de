/** What `navigation` tells of. */
import { checkFunction, checkObject } from '../internal/node-errors.js'

/** @typedef {import('./entries.js').NavigationHistoryEntry} NavigationHistoryEntry */
/** @typedef {'push' | 'replace' | 'reload' | 'traverse'} NavigationType */

/** Where a navigation leads to. */
export class NavigationDestination {
  #state

  /** @param {{ url: string, key?: string, id?: string, index?: number, sameDocument: boolean, state: () => any }} what */
  constructor ({ url, key = '', id = '', index = -1, sameDocument, state }) {
    this.#state = state
    this.url = url
    this.key = key
    this.id = id
    this.index = index
    this.sameDocument = sameDocument
  }

  getState () {
    return this.#state()
  }
}

/** Another place is the current one, or its state has changed. */
export class NavigationCurrentEntryChangeEvent extends Event {
  /**
   * @param {string} type
   * @param {{ navigationType?: NavigationType | null, from: NavigationHistoryEntry }} init
   */
  constructor (type, { navigationType = null, from }) {
    super(type)
    this.navigationType = navigationType
    this.from = from
  }
}

/** @typedef {{ handler?: () => any, focusReset?: 'after-transition' | 'manual', scroll?: 'after-transition' | 'manual' }} InterceptOptions */

/**
 * @typedef {object} NavigateEventInit
 * @property {NavigationType} navigationType
 * @property {NavigationDestination} destination
 * @property {boolean} [canIntercept]
 * @property {boolean} [userInitiated]
 * @property {boolean} [hashChange]
 * @property {AbortSignal} signal
 * @property {any} [info]
 * @property {boolean} [cancelable]
 */

/** A navigation is about to begin. */
export class NavigateEvent extends Event {
  #isDispatched = false
  #isScrolled = false
  /** What is to be done instead of loading a document. @type {InterceptOptions[]} */
  #interceptions = []

  /**
   * @param {string} type
   * @param {NavigateEventInit} init
   */
  constructor (type, init) {
    super(type, { cancelable: init.cancelable ?? false })
    this.navigationType = init.navigationType
    this.destination = init.destination
    this.canIntercept = init.canIntercept ?? false
    this.userInitiated = init.userInitiated ?? false
    this.hashChange = init.hashChange ?? false
    this.signal = init.signal
    this.info = init.info
    /** @type {FormData | null} */
    this.formData = null
    /** @type {string | null} */
    this.downloadRequest = null
  }

  /** What was intercepted with, once the event is over. */
  interceptions () {
    this.#isDispatched = true
    return this.#interceptions
  }

  /**
   * The document stays; the handler shows what is at the new place.
   * @param {InterceptOptions} [options]
   */
  intercept (options = {}) {
    checkObject('options', options)
    if (options.handler !== undefined) {
      checkFunction(options.handler, 'options.handler')
    }
    if (!this.canIntercept) {
      throw new DOMException('The navigation leads to another origin and cannot be intercepted', 'SecurityError')
    }
    if (this.#isDispatched || this.defaultPrevented) {
      throw new DOMException('A navigation can be intercepted during its event, unless it was prevented', 'InvalidStateError')
    }
    this.#interceptions.push(options)
  }

  /** Scrolls to what the address names, or to the top; once. */
  scroll () {
    if (this.#interceptions.length === 0 || this.#isScrolled) {
      throw new DOMException('A navigation that was intercepted can be scrolled for once', 'InvalidStateError')
    }
    this.#isScrolled = true
    scrollFor(this.destination.url)
  }

  /** Whether {@link NavigateEvent#scroll} was called. */
  get isScrolled () { return this.#isScrolled }
}

/**
 * Scrolls to what an address names, or to the top.
 * @param {string} url
 */
export function scrollFor (url) {
  const name = decodeURIComponent(new URL(url).hash.slice(1))
  const target = name === '' ? null : globalThis.document?.getElementById(name)
  target ? target.scrollIntoView() : globalThis.scrollTo?.(0, 0)
}
