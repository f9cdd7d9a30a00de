/**
 * Events that a page gets from the platform.
 * @module internal/events
 */
import { checkType } from './node-errors.js'

/** The app was asked to open a URL. */
export class ApplicationURLEvent extends Event {
  #url
  #data
  #source

  /**
   * @param {string} [type]
   * @param {{ url?: string | URL, data?: any, source?: string } | null} [options]
   */
  constructor (type = 'applicationurl', options = null) {
    super(type)
    const text = String(options?.url ?? '')
    this.#url = URL.canParse(text) ? new URL(text) : null
    this.#data = options?.data ?? null
    this.#source = options?.source ?? (text === '' ? null : text)
  }

  get [Symbol.toStringTag] () { return 'ApplicationURLEvent' }

  /** Whether there is a URL. */
  get isValid () { return this.#url !== null }
  get url () { return this.#url }
  get data () { return this.#data }
  /** What was asked for, as it was given. */
  get source () { return this.#source }
}

/** Keys were pressed that the app had asked for. */
export class HotKeyEvent extends MessageEvent {
  /**
   * @param {string} [type]
   * @param {any} [data]
   */
  constructor (type = 'hotkey', data = null) {
    super(type, { data })
  }

  get id () { return this.data?.id ?? null }
  get hash () { return this.data?.hash ?? null }
  get sequence () { return this.data?.sequence ?? null }
  get expression () { return this.data?.expression ?? null }
}

/** Something in a menu was chosen. */
export class MenuItemEvent extends MessageEvent {
  #menu

  /**
   * @param {string} [type]
   * @param {any} [data]
   * @param {any} [menu]
   */
  constructor (type = 'menuitem', data = null, menu = null) {
    super(type, { data })
    this.#menu = menu
  }

  get menu () { return this.#menu }
  get title () { return this.data?.title ?? null }
  get tag () { return this.data?.tag ?? null }
  get parent () { return this.data?.parent ?? null }
}

/** The operating system has sent a signal. */
export class SignalEvent extends MessageEvent {
  #code
  #name
  #message

  /**
   * @param {string} type
   * @param {({ code?: number, name?: string, message?: string } & MessageEventInit) | null} [options]
   */
  constructor (type, options = null) {
    checkType('type', type, 'string')
    super(type, options ?? {})
    this.#code = options?.code ?? 0
    this.#name = options?.name ?? type
    this.#message = options?.message ?? ''
  }

  get code () { return this.#code }
  get name () { return this.#name }
  get message () { return this.#message }
}

export default { ApplicationURLEvent, HotKeyEvent, MenuItemEvent, SignalEvent }
