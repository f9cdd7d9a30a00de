/**
 * The Navigation API: the engine's own where it has it, ours otherwise.
 * @module navigation
 */
import * as own from './navigation/navigation.js'

const scope = /** @type {any} */ (globalThis)
const isNative = scope.navigation !== undefined && typeof scope.Navigation === 'function'

/** @type {typeof own.Navigation} */
export const Navigation = isNative ? scope.Navigation : own.Navigation
/** @type {typeof own.NavigationHistoryEntry} */
export const NavigationHistoryEntry = isNative ? scope.NavigationHistoryEntry : own.NavigationHistoryEntry

/** That of this document; null in a worker. @type {import('./navigation/navigation.js').Navigation | null} */
export const navigation = isNative ? scope.navigation : scope.document === undefined ? null : new own.Navigation()

if (navigation !== null && !isNative) {
  Object.defineProperty(scope, 'navigation', { value: navigation, configurable: true, writable: true })
}

export default { Navigation, NavigationHistoryEntry }
