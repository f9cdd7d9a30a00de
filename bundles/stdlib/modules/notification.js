/**
 * Messages of the desktop. They are shown by the platform if a plugin does that, by the engine if it may, and else end with an
 * error that says so.
 * @module notification
 */
import { rand64 } from './crypto.js'
import { Enumeration } from './enumeration.js'
import { NotAllowedError, NotSupportedError } from './errors.js'
import { checkObject } from './internal/node-errors.js'
import { send } from './ipc.js'

const scope = /** @type {any} */ (globalThis)

/** The engine's own. @type {any} */
const Native = scope.Notification

/** Event of the page: a notification is on the screen. */
export const NOTIFICATION_PRESENTED_EVENT = 'notificationpresented'
/** Event of the page: someone has answered a notification. */
export const NOTIFICATION_RESPONSE_EVENT = 'notificationresponse'

/** How text runs. */
export const NotificationDirection = Enumeration.from('auto', 'ltr', 'rtl')
/** Whether notifications may be shown. */
export const NotificationPermission = Enumeration.from('granted', 'default', 'denied')

/** The most buttons that are shown. */
const MOST_ACTIONS = 2

/** A button of a notification. */
export class NotificationAction {
  #action
  #title
  #icon

  /** @param {{ action: string, title: string, icon?: string }} options */
  constructor (options) {
    checkObject('options', options)
    for (const name of /** @type {const} */ (['action', 'title'])) {
      if (options[name] === undefined) {
        throw new TypeError(`A notification action needs a property "${name}"`)
      }
    }
    this.#action = String(options.action)
    this.#title = String(options.title)
    this.#icon = String(options.icon ?? '')
  }

  get action () { return this.#action }
  get title () { return this.#title }
  get icon () { return this.#icon }

  toJSON () {
    return { action: this.action, title: this.title, icon: this.icon }
  }
}

/** How a notification looks and behaves; checked when it is made. */
export class NotificationOptions {
  #values

  /**
   * @param {any} [options] as of the web's `Notification`
   * @param {boolean} [allowServiceWorkerGlobalScope] it may be made in a service worker
   */
  constructor (options = {}, allowServiceWorkerGlobalScope = false) {
    checkObject('options', options)
    if (!allowServiceWorkerGlobalScope && scope.isServiceWorkerScope === true) {
      throw new TypeError('A service worker shows notifications by its registration')
    }
    const {
      actions = [], badge = '', body = '', data = null, dir = 'auto', icon = '', image = '', lang = '', renotify = false, requireInteraction = false,
      silent = null, tag = '', vibrate = []
    } = options
    if (!NotificationDirection.contains(dir)) {
      throw new TypeError(`The option "dir" of a notification must be auto, ltr or rtl, not ${dir}`)
    }
    if (!Array.isArray(actions)) {
      throw new TypeError('The option "actions" of a notification must be an array')
    }
    const pattern = [vibrate].flat().map(Number)
    if (pattern.some((duration) => !(duration >= 0))) {
      throw new TypeError('The option "vibrate" of a notification must be milliseconds')
    }
    if (silent === true && pattern.length > 0) {
      throw new TypeError('A silent notification cannot vibrate')
    }
    if (renotify === true && tag === '') {
      throw new TypeError('A notification that replaces another needs a "tag"')
    }
    this.#values = Object.freeze({
      actions: Object.freeze(actions.map((action) => action instanceof NotificationAction ? action : new NotificationAction(action))),
      badge: String(badge), body: String(body), data: structuredClone(data), dir: String(dir), icon: String(icon), image: String(image),
      lang: String(lang), renotify: Boolean(renotify), requireInteraction: Boolean(requireInteraction),
      silent: silent === null ? null : Boolean(silent), tag: String(tag), vibrate: Object.freeze(pattern)
    })
  }

  get actions () { return this.#values.actions }
  get badge () { return this.#values.badge }
  get body () { return this.#values.body }
  get data () { return this.#values.data }
  get dir () { return this.#values.dir }
  get icon () { return this.#values.icon }
  get image () { return this.#values.image }
  get lang () { return this.#values.lang }
  get renotify () { return this.#values.renotify }
  get requireInteraction () { return this.#values.requireInteraction }
  get silent () { return this.#values.silent }
  get tag () { return this.#values.tag }
  get vibrate () { return this.#values.vibrate }

  toJSON () {
    return { ...this.#values, actions: this.actions.map((action) => action.toJSON()), vibrate: [...this.vibrate] }
  }
}

/** Whether nobody serves the route. @param {any} error */
const isMissing = (error) => error?.code === 'NOT_FOUND' || error?.name === 'NotFoundError'

/** Whether the settings of the app forbid it. */
const isForbidden = scope.__args?.config?.permissions_allow_notifications === false
/** What is known of it. @type {'granted' | 'default' | 'denied'} */
let permission = isForbidden ? 'denied' : 'default'

/** An event handler that is set as a property. */
class Handlers {
  /** @type {Map<string, any>} */
  #all = new Map()

  /** @param {string} type */
  get (type) {
    return this.#all.get(type) ?? null
  }

  /**
   * @param {EventTarget} target
   * @param {string} type
   * @param {any} handler
   */
  set (target, type, handler) {
    target.removeEventListener(type, this.get(type))
    this.#all.delete(type)
    if (typeof handler === 'function') {
      this.#all.set(type, handler)
      target.addEventListener(type, handler)
    }
  }
}

/** A message of the desktop; it is shown when it is made. Its events are `show`, `click` (with `action`), `close` and `error`. */
export class Notification extends EventTarget {
  #handlers = new Handlers()
  #stop = new AbortController()
  #isShown = false
  /** @type {any} */
  #native = null

  static get permission () { return permission }
  static get maxActions () { return MOST_ACTIONS }

  /**
   * Whether notifications may be shown: asks those who show them.
   * @param {any} [options] is not used
   * @returns {Promise<'granted' | 'default' | 'denied'>}
   */
  static async requestPermission (options = null) {
    void options
    if (!isForbidden) {
      const { err } = await send('notification.list')
      permission = !err ? 'granted' : isMissing(err) ? await Native?.requestPermission?.() ?? 'denied' : 'denied'
    }
    return permission
  }

  /**
   * @param {string} title
   * @param {any} [options]
   * @param {{ id?: string, timestamp?: number } | null} [existingState] of one that is on the screen
   */
  constructor (title, options = {}, existingState = null) {
    if (arguments.length === 0) {
      throw new TypeError('A notification needs a title')
    }
    const checked = new NotificationOptions(options ?? {})
    super()
    this.title = String(title)
    this.options = checked
    this.id = existingState?.id ?? String(rand64())
    this.timestamp = existingState?.timestamp ?? Date.now()
    this.closed = false
    /** Resolves when it is shown, rejects if it cannot be. @type {Promise<void>} */
    this.shown = existingState === null ? this.#show() : Promise.resolve()
    this.shown.catch((error) => this.#tell('error', { error, message: error.message }))
  }

  async #show () {
    if (isForbidden) {
      throw new NotAllowedError('The settings of the app do not allow notifications: see [permissions] allow_notifications')
    }
    const { id, title } = this
    const { actions, body, icon, image, lang, silent, tag, vibrate } = this.options
    this.#listen()
    const { err } = await send('notification.show', {
      id, title, body, tag, lang, icon, image, ...(silent === true && { silent }), ...(vibrate.length > 0 && { vibrate: vibrate.join(',') }),
      ...(actions.length > 0 && { actions: JSON.stringify(actions.slice(0, MOST_ACTIONS)) })
    })
    if (!err) {
      this.#present()
    } else if (isMissing(err)) {
      await this.#showByEngine()
    } else {
      this.#stop.abort()
      throw err
    }
  }

  async #showByEngine () {
    this.#stop.abort()
    if (Native?.permission !== 'granted') {
      throw new NotSupportedError('Nobody shows notifications here: no plugin does, and the engine has no permission to')
    }
    const { body, data, dir, icon, lang, silent, tag } = this.options
    this.#native = new Native(this.title, { body, data, dir, icon, lang, silent, tag })
    this.#native.onclick = () => this.#tell('click', { action: '' })
    this.#native.onclose = () => this.#end()
    await new Promise((resolve, reject) => {
      this.#native.onshow = resolve
      this.#native.onerror = () => reject(new NotSupportedError('The engine cannot show the notification'))
    })
    this.#present()
  }

  /** Takes what the page is told of this notification. */
  #listen () {
    const { signal } = this.#stop
    /** @param {(detail: any) => void} take */
    const mine = (take) => (/** @type {any} */ { detail }) => {
      if (String(detail?.id) === this.id) {
        take(detail)
      }
    }
    scope.addEventListener?.(NOTIFICATION_PRESENTED_EVENT, mine(() => this.#present()), { signal })
    scope.addEventListener?.(NOTIFICATION_RESPONSE_EVENT, mine(({ action }) => {
      if (action === 'dismiss') {
        this.#end()
      } else {
        this.#tell('click', { action: action === 'default' ? '' : action })
      }
    }), { signal })
  }

  #present () {
    if (!this.#isShown) {
      this.#isShown = true
      this.#tell('show')
    }
  }

  #end () {
    if (!this.closed) {
      this.closed = true
      this.#stop.abort()
      this.#tell('close')
    }
  }

  /**
   * @param {string} type
   * @param {any} [properties]
   */
  #tell (type, properties = {}) {
    this.dispatchEvent(Object.assign(new Event(type), properties))
  }

  /** Takes it from the screen. */
  async close () {
    if (this.closed) {
      return
    }
    await this.shown.catch(() => {})
    if (this.#native !== null) {
      this.#native.close()
    } else if (this.#isShown) {
      await send('notification.close', { id: this.id, tag: this.tag })
    }
    this.#end()
  }

  get actions () { return this.options.actions }
  get badge () { return this.options.badge }
  get body () { return this.options.body }
  get data () { return this.options.data }
  get dir () { return this.options.dir }
  get icon () { return this.options.icon }
  get image () { return this.options.image }
  get lang () { return this.options.lang }
  get renotify () { return this.options.renotify }
  get requireInteraction () { return this.options.requireInteraction }
  get silent () { return this.options.silent }
  get tag () { return this.options.tag }
  get vibrate () { return this.options.vibrate }

  get onclick () { return this.#handlers.get('click') }
  set onclick (handler) { this.#handlers.set(this, 'click', handler) }
  get onclose () { return this.#handlers.get('close') }
  set onclose (handler) { this.#handlers.set(this, 'close', handler) }
  get onerror () { return this.#handlers.get('error') }
  set onerror (handler) { this.#handlers.set(this, 'error', handler) }
  get onshow () { return this.#handlers.get('show') }
  set onshow (handler) { this.#handlers.set(this, 'show', handler) }
}

/**
 * Shows a notification.
 * @param {string} title
 * @param {any} [options]
 * @param {((event: Event) => void) | null} [onclick]
 * @param {((event: Event) => void) | null} [onshow]
 * @returns {Promise<Notification>} once it is shown; rejects if it cannot be
 */
export async function showNotification (title, options = {}, onclick = null, onshow = null) {
  const notification = new Notification(title, options)
  notification.onclick = onclick
  notification.onshow = onshow
  await notification.shown
  return notification
}

export default Notification
