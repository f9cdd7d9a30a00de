/**
 * The Navigation API for documents whose engine has none, over `history`; see https://html.spec.whatwg.org/#navigation-api.
 * It knows the places that this document has been at, not those of documents before it, and is told of links, of `history` and of
 * its own methods, not of forms and of `location`.
 * @module navigation/navigation
 */
import { checkObject } from '../internal/node-errors.js'
import { kept, NavigationHistoryEntry, place, setSerializer } from './entries.js'
import { NavigateEvent, NavigationCurrentEntryChangeEvent, NavigationDestination, scrollFor } from './events.js'
import { Transition } from './transition.js'

export { NavigateEvent, NavigationCurrentEntryChangeEvent, NavigationDestination, NavigationHistoryEntry, setSerializer }

/** @typedef {import('./events.js').NavigationType} NavigationType */
/** @typedef {{ committed: Promise<NavigationHistoryEntry>, finished: Promise<NavigationHistoryEntry> }} NavigationResult */

/** Names of handlers that can be set. */
const HANDLERS = ['navigate', 'navigatesuccess', 'navigateerror', 'currententrychange']
/** Where `history` has the key of a place, if its state has room for it. */
const KEY = 'socket.navigation.key'

/**
 * What navigation goes by; a document has it all.
 * @typedef {object} Host
 * @property {{ href: string, assign (url: string): void, replace (url: string): void, reload (): void } | undefined} location
 * @property {History | undefined} history
 * @property {Document | undefined} document
 * @property {typeof globalThis.addEventListener | undefined} addEventListener
 */

/** Goes to places of the document. Its events are `navigate`, `navigatesuccess`, `navigateerror` and `currententrychange`. */
export class Navigation extends EventTarget {
  /** @type {Host} */
  #host
  /** @type {NavigationHistoryEntry[]} */
  #entries = []
  #current = 0
  /** @type {Transition | null} */
  #transition = null
  /** A traversal that `history` is about to make. @type {{ entry: NavigationHistoryEntry, transition: Transition, event: NavigateEvent } | null} */
  #traversal = null
  #indexOf = (/** @type {NavigationHistoryEntry} */ entry) => this.#entries.indexOf(entry)
  /** @type {any} */
  onnavigate
  /** @type {any} */
  onnavigatesuccess
  /** @type {any} */
  onnavigateerror
  /** @type {any} */
  oncurrententrychange

  /** @param {Partial<Host>} [host] the document's globals unless given; without `history` it keeps the places by itself */
  constructor (host = /** @type {any} */ (globalThis)) {
    super()
    checkObject('host', host)
    this.#host = { location: host.location, history: host.history, document: host.document, addEventListener: host.addEventListener?.bind(host) }
    this.#entries = [this.#entry(place(host.location?.href ?? 'about:blank', undefined))]
    for (const type of HANDLERS) {
      this.#handler(type)
    }
    if (this.#host.history !== undefined) {
      this.#follow(this.#host.history)
    }
  }

  get currentEntry () { return this.#entries[this.#current] }
  get canGoBack () { return this.#current > 0 }
  get canGoForward () { return this.#current < this.#entries.length - 1 }
  /** The navigation that is going on; null if none is. */
  get transition () { return this.#transition }
  /** What brought this document here: not known. */
  get activation () { return null }

  entries () {
    return [...this.#entries]
  }

  /**
   * Changes the state of the current place.
   * @param {{ state: any }} options
   */
  updateCurrentEntry (options) {
    checkObject('options', options)
    if (!('state' in options)) {
      throw new TypeError('The option "state" must be given')
    }
    const from = this.currentEntry
    const entry = this.#entry({ ...place(from.url, kept(options.state), from.key), id: from.id })
    this.#entries[this.#current] = entry
    this.dispatchEvent(new NavigationCurrentEntryChangeEvent('currententrychange', { from }))
  }

  /**
   * @param {string | URL} url
   * @param {{ state?: any, info?: any, history?: 'auto' | 'push' | 'replace' }} [options]
   * @returns {NavigationResult} `committed`: the address has changed; `finished`: what intercepted the navigation is done. Neither
   *   settles if the document is left
   */
  navigate (url, options = {}) {
    checkObject('options', options)
    const { state, info, history = 'auto' } = options
    if (!['auto', 'push', 'replace'].includes(history)) {
      throw new TypeError(`The option "history" must be auto, push or replace, not ${String(history)}`)
    }
    let target
    let data
    try {
      target = new URL(url, this.#base())
    } catch {
      return this.#refused(new DOMException(`Invalid URL: ${String(url)}`, 'SyntaxError'))
    }
    try {
      data = kept(state)
    } catch (error) {
      return this.#refused(error)
    }
    const isReplacing = history === 'replace' || (history === 'auto' && target.href === this.currentEntry.url)
    return this.#go(isReplacing ? 'replace' : 'push', target.href, data, { info })
  }

  /**
   * Loads the document again, unless that is intercepted.
   * @param {{ state?: any, info?: any }} [options]
   * @returns {NavigationResult}
   */
  reload (options = {}) {
    checkObject('options', options)
    try {
      const data = 'state' in options ? kept(options.state) : kept(this.currentEntry.getState())
      return this.#go('reload', this.currentEntry.url, data, { info: options.info })
    } catch (error) {
      return this.#refused(error)
    }
  }

  /**
   * @param {string} key of the place to go to
   * @param {{ info?: any }} [options]
   * @returns {NavigationResult}
   */
  traverseTo (key, options = {}) {
    checkObject('options', options)
    const index = this.#entries.findIndex((entry) => entry.key === key)
    return index < 0
      ? this.#refused(new DOMException(`There is no place with the key ${String(key)}`, 'InvalidStateError'))
      : this.#traverse(index, options.info)
  }

  /** @param {{ info?: any }} [options] */
  back (options = {}) {
    return this.#step(-1, options)
  }

  /** @param {{ info?: any }} [options] */
  forward (options = {}) {
    return this.#step(1, options)
  }

  get [Symbol.toStringTag] () { return 'Navigation' }

  #base () {
    return this.#host.document?.baseURI ?? this.#host.location?.href ?? this.currentEntry.url
  }

  /** @param {import('./entries.js').Place} what */
  #entry (what) {
    return new NavigationHistoryEntry(what, this.#indexOf)
  }

  /** @param {string} type */
  #handler (type) {
    /** @type {any} */
    let handler = null
    Object.defineProperty(this, `on${type}`, {
      get: () => handler,
      set: (value) => {
        this.removeEventListener(type, handler)
        handler = typeof value === 'function' ? value : null
        this.addEventListener(type, handler)
      }
    })
  }

  /**
   * @param {any} error
   * @returns {NavigationResult}
   */
  #refused (error) {
    const committed = Promise.reject(error)
    const finished = Promise.reject(error)
    committed.catch(() => {})
    finished.catch(() => {})
    return { committed, finished }
  }

  /**
   * @param {number} by
   * @param {{ info?: any }} options
   */
  #step (by, options) {
    checkObject('options', options)
    return this.#entries[this.#current + by] === undefined
      ? this.#refused(new DOMException(`There is no place to go ${by < 0 ? 'back' : 'forward'} to`, 'InvalidStateError'))
      : this.#traverse(this.#current + by, options.info)
  }

  /**
   * Tells of a navigation that begins; ends the one that goes on.
   * @param {NavigationType} type
   * @param {NavigationDestination} destination
   * @param {{ info?: any, userInitiated?: boolean, cancelable?: boolean }} options
   */
  #begin (type, destination, { info, userInitiated = false, cancelable = true }) {
    if (this.#transition !== null) {
      this.#fail(this.#transition, new DOMException('Another navigation has begun', 'AbortError'))
    }
    const transition = new Transition(type, this.currentEntry)
    this.#transition = transition
    const from = new URL(this.currentEntry.url)
    const to = new URL(destination.url)
    const event = new NavigateEvent('navigate', {
      navigationType: type,
      destination,
      canIntercept: from.protocol === to.protocol && from.host === to.host,
      userInitiated,
      hashChange: type !== 'reload' && isHashChange(from, to),
      signal: transition.signal,
      info,
      cancelable
    })
    this.dispatchEvent(event)
    if (event.defaultPrevented && !transition.isOver) {
      this.#fail(transition, new DOMException('The navigation was prevented', 'AbortError'))
    }
    return { transition, event }
  }

  /**
   * @param {NavigationType} type
   * @param {string} url
   * @param {any} state as it is kept
   * @param {{ info?: any, userInitiated?: boolean }} options
   * @returns {NavigationResult}
   */
  #go (type, url, state, options) {
    const { transition, event } = this.#begin(type, this.#destination(url, state), options)
    if (transition.isOver) {
      return transition.result
    }
    if (event.interceptions().length === 0 && !event.hashChange && this.#host.location !== undefined) {
      this.#transition = null // this document ends
      type === 'reload' ? this.#host.location.reload() : this.#host.location[type === 'push' ? 'assign' : 'replace'](url)
      return transition.result
    }
    this.#arriveAt(type, place(url, state, type === 'push' ? undefined : this.currentEntry.key), transition, event)
    return transition.result
  }

  /**
   * @param {NavigationType} type
   * @param {import('./entries.js').Place} what
   * @param {Transition} transition
   * @param {NavigateEvent} event
   */
  #arriveAt (type, what, transition, event) {
    try {
      this.#write?.(type === 'push' ? 'pushState' : 'replaceState', what.key, what.url)
    } catch (error) {
      this.#fail(transition, error)
      return
    }
    this.#commit(type, what)
    this.#run(transition, event)
  }

  /**
   * @param {string} url
   * @param {any} [state] as it is kept
   */
  #destination (url, state) {
    const sameDocument = isHashChange(new URL(this.currentEntry.url), new URL(url))
    return new NavigationDestination({ url, sameDocument, state: () => this.#entry(place(url, state)).getState() })
  }

  /** Changes `history` itself. @type {((method: 'pushState' | 'replaceState', key: string, url: string) => void) | undefined} */
  #write = undefined

  /**
   * @param {NavigationType} type
   * @param {import('./entries.js').Place} what
   */
  #commit (type, what) {
    const from = this.currentEntry
    const entry = this.#entry(what)
    /** @type {NavigationHistoryEntry[]} */
    let gone
    if (type === 'push') {
      gone = this.#entries.splice(++this.#current, Infinity, entry)
    } else {
      gone = type === 'replace' ? [from] : []
      this.#entries[this.#current] = entry
    }
    this.dispatchEvent(new NavigationCurrentEntryChangeEvent('currententrychange', { navigationType: type, from }))
    gone.forEach((one) => one.dispatchEvent(new Event('dispose')))
  }

  /**
   * @param {number} index
   * @param {any} info
   * @returns {NavigationResult}
   */
  #traverse (index, info) {
    const entry = this.#entries[index]
    if (index === this.#current) {
      return { committed: Promise.resolve(entry), finished: Promise.resolve(entry) }
    }
    const { transition, event } = this.#begin('traverse', destinationOf(entry), { info })
    if (!transition.isOver) {
      if (this.#host.history === undefined) {
        this.#arrive(entry, transition, event)
      } else {
        this.#traversal = { entry, transition, event }
        this.#host.history.go(index - this.#current)
      }
    }
    return transition.result
  }

  /**
   * @param {NavigationHistoryEntry} entry
   * @param {Transition} transition
   * @param {NavigateEvent} event
   */
  #arrive (entry, transition, event) {
    const from = this.currentEntry
    this.#current = entry.index
    this.dispatchEvent(new NavigationCurrentEntryChangeEvent('currententrychange', { navigationType: 'traverse', from }))
    this.#run(transition, event)
  }

  /**
   * Has what intercepted the navigation do its work.
   * @param {Transition} transition
   * @param {NavigateEvent} event
   */
  async #run (transition, event) {
    const entry = this.currentEntry
    transition.commit(entry)
    const interceptions = event.interceptions()
    try {
      await Promise.all(interceptions.map(async ({ handler }) => await handler?.()))
    } catch (error) {
      if (!transition.isOver) {
        this.#fail(transition, error)
      }
      return
    }
    if (transition.isOver) {
      return
    }
    const isByPage = event.isScrolled || interceptions.at(-1)?.scroll === 'manual'
    if (!isByPage && (event.navigationType === 'push' || event.navigationType === 'replace')) {
      scrollFor(event.destination.url)
    }
    this.#transition = null
    this.dispatchEvent(new Event('navigatesuccess'))
    transition.finish(entry)
  }

  /**
   * @param {Transition} transition
   * @param {any} error
   */
  #fail (transition, error) {
    this.#transition = null
    transition.fail(error)
    this.dispatchEvent(Object.assign(new Event('navigateerror'), { error, message: String(error?.message ?? error) }))
  }

  /**
   * Follows what happens to `history` by other means.
   * @param {History} history
   */
  #follow (history) {
    const native = { pushState: history.pushState.bind(history), replaceState: history.replaceState.bind(history) }
    this.#write = (method, key, url) => native[method]({ [KEY]: key }, '', url)
    for (const method of /** @type {const} */ (['pushState', 'replaceState'])) {
      history[method] = (state, unused, url) => {
        const what = place(new URL(url ?? '', this.#base()).href, undefined, method === 'replaceState' ? this.currentEntry.key : undefined)
        native[method](isPlain(state) ? { ...state, [KEY]: what.key } : state, unused, url)
        this.#commit(method === 'pushState' ? 'push' : 'replace', what)
      }
    }
    this.#host.addEventListener?.('popstate', (/** @type {PopStateEvent} */ event) => this.#moved(event.state))
    this.#host.document?.addEventListener('click', (event) => this.#clicked(event))
  }

  /**
   * The document is at another place: `history` went there, or the hash has changed.
   * @param {any} state
   */
  #moved (state) {
    const traversal = this.#traversal
    this.#traversal = null
    const url = this.#host.location?.href ?? ''
    const key = isPlain(state) ? state?.[KEY] : undefined
    const known = this.#entries.find((entry) => entry.key === key) ??
      this.#entries.filter((entry) => entry.url === url).sort((a, b) => Math.abs(a.index - this.#current) - Math.abs(b.index - this.#current))[0]
    if (traversal !== null && traversal.entry === known && !traversal.transition.isOver) {
      this.#arrive(known, traversal.transition, traversal.event)
    } else if (known !== undefined && known !== this.currentEntry) {
      const { transition, event } = this.#begin('traverse', destinationOf(known), { userInitiated: true, cancelable: false })
      this.#arrive(known, transition, event)
    } else if (known === undefined) {
      this.#commit('push', place(url, undefined))
    }
  }

  /** @param {MouseEvent} event */
  #clicked (event) {
    const link = /** @type {Element | null} */ (event.target)?.closest?.('a[href]')
    const isPlainClick = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (event.defaultPrevented || !isPlainClick || !link || !['', '_self'].includes(link.getAttribute('target') ?? '') || link.hasAttribute('download')) {
      return
    }
    const url = /** @type {HTMLAnchorElement} */ (link).href
    if (!URL.canParse(url) || !/^[a-z]/.test(url) || /^(?:javascript|mailto|tel|data|blob):/.test(url)) {
      return
    }
    const type = url === this.currentEntry.url ? 'replace' : 'push'
    const { transition, event: navigate } = this.#begin(type, this.#destination(url), { userInitiated: event.isTrusted })
    if (transition.isOver) {
      event.preventDefault()
    } else if (navigate.interceptions().length === 0) {
      this.#transition = null // the engine follows the link
    } else {
      event.preventDefault()
      this.#arriveAt(type, place(url, undefined, type === 'push' ? undefined : this.currentEntry.key), transition, navigate)
    }
  }
}

/** @param {any} state */
const isPlain = (state) => state === null || state === undefined || Object.getPrototypeOf(state) === Object.prototype

/** @param {NavigationHistoryEntry} entry */
function destinationOf (entry) {
  const { url, key, id, index } = entry
  return new NavigationDestination({ url, key, id, index, sameDocument: true, state: () => entry.getState() })
}

/**
 * @param {URL} from
 * @param {URL} to
 */
function isHashChange (from, to) {
  return to.hash !== from.hash && to.href.split('#')[0] === from.href.split('#')[0]
}
