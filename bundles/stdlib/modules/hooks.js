/**
 * Events in the life of the page, also for those who come late: `init` once the document is read, `load` once all it needs
 * is there, `ready` once the platform is, too.
 * @module hooks
 */
import { checkFunction } from './internal/node-errors.js'

const scope = /** @type {any} */ (globalThis)

export const RUNTIME_INIT_EVENT_NAME = '__runtime_init__'

/** What is passed on from the page. */
export const GLOBAL_EVENTS = Object.freeze([
  RUNTIME_INIT_EVENT_NAME, 'applicationurl', 'applicationpause', 'applicationresume', 'data', 'error', 'init', 'languagechange', 'load',
  'message', 'messageerror', 'notificationpresented', 'notificationresponse', 'offline', 'online', 'permissionchange', 'unhandledrejection'
])

/** The document is read. */
export class InitEvent extends Event {
  constructor () { super('init') }
}

/** All that the document needs is there. */
export class LoadEvent extends Event {
  constructor () { super('load') }
}

/** The document and the platform are ready. */
export class ReadyEvent extends Event {
  constructor () { super('ready') }
}

/** The platform has begun. */
export class RuntimeInitEvent extends Event {
  constructor () { super(RUNTIME_INIT_EVENT_NAME) }
}

/**
 * An event that was dispatched already and cannot be dispatched once more.
 * @param {any} event
 * @returns {Event}
 */
function copyOf (event) {
  const copy = new event.constructor(event.type, event)
  // what its class does not take from the other
  for (const name of ['data', 'detail', 'error', 'message', 'reason', 'ports', 'source', 'url', 'persisted']) {
    if (name in event && copy[name] !== event[name]) {
      Object.defineProperty(copy, name, { value: event[name], enumerable: true })
    }
  }
  return copy
}

/** Listens to the page. Each `on` returns a function that stops it. */
export class Hooks extends EventTarget {
  static GLOBAL_EVENTS = GLOBAL_EVENTS
  static InitEvent = InitEvent
  static LoadEvent = LoadEvent
  static ReadyEvent = ReadyEvent
  static RuntimeInitEvent = RuntimeInitEvent

  #loaded = false

  constructor () {
    super()
    this.#loaded = this.isDocumentReady
    if (typeof scope.addEventListener !== 'function') {
      return
    }
    for (const name of GLOBAL_EVENTS) {
      if (name !== 'load' && name !== 'init') {
        scope.addEventListener(name, (/** @type {Event} */ event) => this.dispatchEvent(copyOf(event)))
      }
    }
    const { document } = this
    if (document && !this.isGlobalReady) {
      document.addEventListener('DOMContentLoaded', () => this.dispatchEvent(new InitEvent()), { once: true })
    }
    if (document && !this.#loaded) {
      scope.addEventListener('load', () => {
        this.#loaded = true
        this.dispatchEvent(new LoadEvent())
        this.dispatchEvent(new ReadyEvent())
      }, { once: true })
    }
  }

  get global () { return scope }
  /** @returns {Document | null} */
  get document () { return scope.document ?? null }
  /** @returns {Window | null} */
  get window () { return scope.window === scope ? scope : null }
  get globalEvents () { return GLOBAL_EVENTS }
  get isDocumentReady () { return this.document === null || this.document.readyState === 'complete' }
  /** Whether the document is read. */
  get isGlobalReady () { return this.document === null || this.document.readyState !== 'loading' }
  get isRuntimeReady () { return scope.__args !== undefined }
  get isReady () { return this.isRuntimeReady && (this.#loaded || this.isDocumentReady) }
  get isOnline () { return scope.navigator?.onLine !== false }
  get isWorkerContext () { return typeof scope.WorkerGlobalScope === 'function' && scope instanceof scope.WorkerGlobalScope }
  get isWindowContext () { return this.window !== null && this.document !== null }

  /**
   * Waits for the next event.
   * @param {string | ((callback: (event: any) => void) => any)} nameOrFunction its name, or one of the `on` functions
   * @param {{ signal?: AbortSignal } | null} [options]
   * @returns {Promise<any>} of the event
   */
  async wait (nameOrFunction, options = null) {
    const { signal } = options ?? {}
    signal?.throwIfAborted()
    if (typeof nameOrFunction === 'function') {
      return new Promise((resolve, reject) => {
        const stop = nameOrFunction.call(this, resolve)
        signal?.addEventListener('abort', () => {
          stop?.()
          reject(signal.reason)
        }, { once: true })
      })
    }
    const name = String(nameOrFunction).toLowerCase().replace(/^on/, '')
    return new Promise((resolve, reject) => {
      const stop = this.#on(name, resolve, this.#isPast(name))
      signal?.addEventListener('abort', () => {
        stop()
        reject(signal.reason)
      }, { once: true })
    })
  }

  /** @param {string} name */
  #isPast (name) {
    return (name === 'init' && this.isGlobalReady) || (name === 'load' && this.isDocumentReady) || (name === 'ready' && this.isReady)
  }

  /**
   * @param {string} name
   * @param {(event: any) => void} callback
   * @param {boolean} isPast it happened before
   * @returns {() => void}
   */
  #on (name, callback, isPast) {
    checkFunction(callback)
    let isStopped = false
    /** @param {Event} event */
    const call = (event) => {
      if (!isStopped) {
        callback(event)
      }
    }
    if (isPast) {
      queueMicrotask(() => call(new Event(name)))
    } else {
      this.addEventListener(name, call, { once: ['init', 'load', 'ready'].includes(name) })
    }
    return () => {
      isStopped = true
      this.removeEventListener(name, call)
    }
  }

  /** @param {(event: any) => void} callback */
  onReady (callback) { return this.#on('ready', callback, this.#isPast('ready')) }
  /** @param {(event: any) => void} callback */
  onLoad (callback) { return this.#on('load', callback, this.#isPast('load')) }
  /** @param {(event: any) => void} callback */
  onInit (callback) { return this.#on('init', callback, this.#isPast('init')) }

  /**
   * Errors, and rejections that nobody handles.
   * @param {(event: any) => void} callback
   */
  onError (callback) {
    const stops = [this.#on('error', callback, false), this.#on('unhandledrejection', callback, false)]
    return () => stops.forEach((stop) => stop())
  }

  /** @param {(event: any) => void} callback */
  onData (callback) { return this.#on('data', callback, false) }
  /** @param {(event: any) => void} callback */
  onMessage (callback) { return this.#on('message', callback, false) }
  /** @param {(event: any) => void} callback */
  onOnline (callback) { return this.#on('online', callback, false) }
  /** @param {(event: any) => void} callback */
  onOffline (callback) { return this.#on('offline', callback, false) }
  /** @param {(event: any) => void} callback */
  onLanguageChange (callback) { return this.#on('languagechange', callback, false) }
  /** @param {(event: any) => void} callback */
  onPermissionChange (callback) { return this.#on('permissionchange', callback, false) }
  /** @param {(event: any) => void} callback */
  onNotificationResponse (callback) { return this.#on('notificationresponse', callback, false) }
  /** @param {(event: any) => void} callback */
  onNotificationPresented (callback) { return this.#on('notificationpresented', callback, false) }
  /** @param {(event: any) => void} callback */
  onApplicationURL (callback) { return this.#on('applicationurl', callback, false) }
  /** @param {(event: any) => void} callback */
  onApplicationPause (callback) { return this.#on('applicationpause', callback, false) }
  /** @param {(event: any) => void} callback */
  onApplicationResume (callback) { return this.#on('applicationresume', callback, false) }
}

const hooks = new Hooks()

/**
 * Waits for the next event of this name, or for what one of the functions here waits for.
 * @param {string | ((callback: (event: any) => void) => any)} nameOrFunction
 * @returns {Promise<any>}
 */
export function wait (nameOrFunction) {
  return hooks.wait(nameOrFunction)
}

/** @param {(event: any) => void} callback */
export const onReady = (callback) => hooks.onReady(callback)
/** @param {(event: any) => void} callback */
export const onLoad = (callback) => hooks.onLoad(callback)
/** @param {(event: any) => void} callback */
export const onInit = (callback) => hooks.onInit(callback)
/** @param {(event: any) => void} callback */
export const onError = (callback) => hooks.onError(callback)
/** @param {(event: any) => void} callback */
export const onData = (callback) => hooks.onData(callback)
/** @param {(event: any) => void} callback */
export const onMessage = (callback) => hooks.onMessage(callback)
/** @param {(event: any) => void} callback */
export const onOnline = (callback) => hooks.onOnline(callback)
/** @param {(event: any) => void} callback */
export const onOffline = (callback) => hooks.onOffline(callback)
/** @param {(event: any) => void} callback */
export const onLanguageChange = (callback) => hooks.onLanguageChange(callback)
/** @param {(event: any) => void} callback */
export const onPermissionChange = (callback) => hooks.onPermissionChange(callback)
/** @param {(event: any) => void} callback */
export const onNotificationResponse = (callback) => hooks.onNotificationResponse(callback)
/** @param {(event: any) => void} callback */
export const onNotificationPresented = (callback) => hooks.onNotificationPresented(callback)
/** @param {(event: any) => void} callback */
export const onApplicationURL = (callback) => hooks.onApplicationURL(callback)
/** @param {(event: any) => void} callback */
export const onApplicationPause = (callback) => hooks.onApplicationPause(callback)
/** @param {(event: any) => void} callback */
export const onApplicationResume = (callback) => hooks.onApplicationResume(callback)

export default hooks
