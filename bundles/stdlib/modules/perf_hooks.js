/**
 * The engine's clock and what it measures, by Node's name.
 * @module perf_hooks
 */
import { checkFunction } from './internal/node-errors.js'

export const {
  Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList,
  PerformanceResourceTiming, performance
} = /** @type {any} */ (globalThis)

/**
 * A function whose calls are measured: entries of the type `measure`, by its name.
 * @param {Function} fn
 * @returns {any}
 */
export function timerify (fn) {
  checkFunction(fn, 'fn')
  /**
   * @this {any}
   * @param {...any} args
   */
  function timed (...args) {
    const start = performance.now()
    const result = new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args)
    const end = () => performance.measure(fn.name || 'anonymous', { start, end: performance.now() })
    if (typeof result?.finally === 'function') {
      return result.finally(end)
    }
    end()
    return result
  }
  return Object.defineProperties(timed, {
    length: { value: fn.length, configurable: true },
    name: { value: `timerified ${fn.name}`, configurable: true }
  })
}

export default {
  Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList,
  PerformanceResourceTiming, performance, timerify
}
