/**
 * Globals that apps for the original expect, where the engine and the page have none of that name.
 * @module internal/primitives
 */
import { AsyncContext, AsyncHook, AsyncLocalStorage, AsyncResource, Deferred } from '../async.js'
import { Buffer } from '../buffer.js'
import { createRequire } from '../module.js'
import { navigation } from '../navigation.js'
import process from '../process.js'
import '../tty.js'
import { clearImmediate, setImmediate } from '../timers.js'
import scheduler from '../timers/scheduler.js'
import { ApplicationURLEvent, HotKeyEvent, MenuItemEvent, SignalEvent } from './events.js'

const scope = /** @type {any} */ (globalThis)

/** Under their names, as they were set. @type {Record<string, any> | null} */
let installed = null

/**
 * Sets the globals that are not there yet; nothing the second time.
 * @returns {Readonly<Record<string, any>>} those that it has set
 */
export function init () {
  if (installed === null) {
    const file = scope.location === undefined ? '/' : new URL(scope.location.href).href
    /** @type {Record<string, any>} */
    const wanted = {
      global: scope, process, Buffer, require: createRequire(file), setImmediate, clearImmediate, scheduler, navigation,
      AsyncContext, AsyncHook, AsyncLocalStorage, AsyncResource, Deferred,
      ApplicationURLEvent, HotKeyEvent, MenuItemEvent, SignalEvent
    }
    installed = {}
    for (const [name, value] of Object.entries(wanted)) {
      if (!(name in scope) && value !== null) {
        Object.defineProperty(scope, name, { value, configurable: true, writable: true })
        installed[name] = value
      }
    }
    Object.freeze(installed)
  }
  return installed
}

export default { init }
