/**
 * Consoles that write to the terminal the app was started from.
 *
 * The global `console` does so already; a {@link Console} of one's own does nothing else.
 * @module console
 */
import { format, inspect } from './internal/format.js'
import { checkObject } from './internal/node-errors.js'
import { writeLine } from './internal/output.js'

/**
 * @typedef {(destination: 'stdout' | 'stderr', text: string) => void} Write
 *
 * @typedef {object} ConsoleOptions
 * @property {Partial<globalThis.Console> | null} [console] is told everything too, such as the one of the
 *   inspector
 * @property {Write} [postMessage] where lines go instead of the terminal
 */

/** Formats as Node does; errors and warnings go to standard error. */
export class Console {
  #depth = 0

  /** @param {ConsoleOptions | null} [options] */
  constructor (options = null) {
    /** @type {Partial<globalThis.Console> | null} */
    this.console = options?.console ?? null
    /** @type {Write} */
    this.postMessage = options?.postMessage ?? writeLine
    /** @type {Map<string, number>} */
    this.timers = new Map()
    /** @type {Map<string, number>} */
    this.counters = new Map()
    // methods are often passed on without their console
    for (const name of /** @type {Array<keyof this>} */ (Object.getOwnPropertyNames(Console.prototype))) {
      if (name !== 'constructor') {
        Object.defineProperty(this, name, {
          value: /** @type {any} */ (this[name]).bind(this), configurable: true, writable: true
        })
      }
    }
  }

  /**
   * @param {'stdout' | 'stderr'} destination
   * @param {...any} args
   */
  write (destination, ...args) {
    const margin = '  '.repeat(this.#depth)
    const text = format(...args)
    this.postMessage(destination, margin === '' ? text : margin + text.replace(/\n/g, `\n${margin}`))
  }

  /**
   * @param {any} assertion
   * @param {...any} args
   */
  assert (assertion, ...args) {
    this.console?.assert?.(assertion, ...args)
    if (!assertion) {
      const [first, ...rest] = args
      const title = 'Assertion failed'
      this.write('stderr', ...(typeof first === 'string'
        ? [`${title}: ${first}`, ...rest]
        : args.length > 0 ? [`${title}:`, ...args] : [title]))
    }
  }

  clear () {
    this.console?.clear?.()
  }

  /** @param {string} [label] */
  count (label = 'default') {
    const count = (this.counters.get(`${label}`) ?? 0) + 1
    this.counters.set(`${label}`, count)
    this.log(`${label}: ${count}`)
  }

  /** @param {string} [label] */
  countReset (label = 'default') {
    if (!this.counters.delete(`${label}`)) {
      this.warn(`Count for '${label}' does not exist`)
    }
  }

  /** @param {...any} args */
  debug (...args) {
    this.console?.debug?.(...args)
    this.write('stdout', ...args)
  }

  /**
   * @param {any} value
   * @param {import('./internal/format.js').InspectOptions} [options]
   */
  dir (value, options) {
    this.console?.dir?.(value)
    this.write('stdout', inspect(value, options))
  }

  /** @param {...any} args */
  dirxml (...args) {
    this.console?.dirxml?.(...args)
    this.write('stdout', ...args)
  }

  /** @param {...any} args */
  error (...args) {
    this.console?.error?.(...args)
    this.write('stderr', ...args)
  }

  /** @param {...any} args */
  group (...args) {
    this.console?.group?.(...args)
    if (args.length > 0) {
      this.write('stdout', ...args)
    }
    this.#depth++
  }

  /** @param {...any} args */
  groupCollapsed (...args) {
    this.group(...args)
  }

  groupEnd () {
    this.console?.groupEnd?.()
    this.#depth = Math.max(0, this.#depth - 1)
  }

  /** @param {...any} args */
  info (...args) {
    this.console?.info?.(...args)
    this.write('stdout', ...args)
  }

  /** @param {...any} args */
  log (...args) {
    this.console?.log?.(...args)
    this.write('stdout', ...args)
  }

  /**
   * @param {any} data rows: an array, an object, a map or a set
   * @param {string[]} [columns] those to show
   */
  table (data, columns) {
    this.console?.table?.(data, columns)
    this.write('stdout', data !== null && typeof data === 'object' ? tableText(data, columns) : data)
  }

  /** @param {string} [label] */
  time (label = 'default') {
    if (this.timers.has(`${label}`)) {
      this.warn(`Label '${label}' already exists`)
    } else {
      this.timers.set(`${label}`, performance.now())
    }
  }

  /** @param {string} [label] */
  timeEnd (label = 'default') {
    this.timeLog(label)
    this.timers.delete(`${label}`)
  }

  /**
   * @param {string} [label]
   * @param {...any} args
   */
  timeLog (label = 'default', ...args) {
    const start = this.timers.get(`${label}`)
    if (start === undefined) {
      this.warn(`No such label '${label}'`)
    } else {
      this.log(`${label}: ${duration(performance.now() - start)}`, ...args)
    }
  }

  /** @param {...any} objects */
  trace (...objects) {
    this.console?.trace?.(...objects)
    const stack = (new Error().stack ?? '').replace(/^Error\n/, '')
    this.write('stderr', `Trace: ${format(...objects)}\n${stack.trimEnd()}`)
  }

  /** @param {...any} args */
  warn (...args) {
    this.console?.warn?.(...args)
    this.write('stderr', ...args)
  }
}

/** @param {number} millis */
function duration (millis) {
  return millis < 1000 ? `${millis.toFixed(3)}ms` : `${(millis / 1000).toFixed(3)}s`
}

/**
 * @param {any} data
 * @param {string[]} [columns]
 */
function tableText (data, columns) {
  const rows = data instanceof Map
    ? [...data].map(([key, value], i) => [String(i), { Key: key, Values: value }])
    : data instanceof Set
      ? [...data].map((value, i) => [String(i), value])
      : Object.entries(data)
  /** @type {Set<string>} */
  const found = new Set()
  let hasValues = false
  for (const [, row] of rows) {
    if (row !== null && typeof row === 'object') {
      Object.keys(row).forEach((key) => found.add(key))
    } else {
      hasValues = true
    }
  }
  const names = columns ?? [...found]
  const header = ['(index)', ...names, ...(hasValues ? ['Values'] : [])]
  const lines = rows.map(([index, row]) => {
    const isObject = row !== null && typeof row === 'object'
    return [
      index,
      ...names.map((name) => isObject && Object.hasOwn(row, name) ? inspect(row[name], { depth: 0 }) : ''),
      ...(hasValues ? [isObject ? '' : inspect(row)] : [])
    ]
  })
  const widths = header.map((name, i) => Math.max(name.length, ...lines.map((line) => line[i].length)) + 2)
  /**
   * @param {string} left
   * @param {string} middle
   * @param {string} right
   */
  const rule = (left, middle, right) => left + widths.map((width) => '─'.repeat(width)).join(middle) + right
  /** @param {string[]} cells */
  const line = (cells) => `│${cells.map((cell, i) => ` ${cell}`.padEnd(widths[i])).join('│')}│`
  return [rule('┌', '┬', '┐'), line(header), rule('├', '┼', '┤'), ...lines.map(line), rule('└', '┴', '┘')].join('\n')
}

/** The console of this document or worker. */
export const globalConsole = globalThis.console

/**
 * Makes a console write to the terminal as well.
 * @param {any} globalConsole
 * @param {ConsoleOptions} [options]
 * @returns {any} the same console
 */
export function patchGlobalConsole (globalConsole, options = {}) {
  checkObject('globalConsole', globalConsole)
  const original = { ...globalConsole }
  for (const name of Object.keys(original)) {
    if (typeof original[name] === 'function') {
      original[name] = original[name].bind(globalConsole)
    }
  }
  const ours = new Console({ ...options, console: options.console ?? original })
  for (const name of Object.getOwnPropertyNames(Console.prototype)) {
    if (name !== 'constructor') {
      globalConsole[name] = /** @type {any} */ (ours)[name]
    }
  }
  return globalConsole
}

export default Object.assign(new Console(), { Console, globalConsole, patchGlobalConsole })
