/**
 * Values as text for people, close to what Node's `util.inspect` and `util.format` write. It imports
 * nothing, so that what runs before any module may use it too. It calls no getters and does not
 * throw, whatever it is given.
 */

/**
 * @typedef {object} InspectOptions
 * @property {number | null} [depth] how many levels of objects are shown; null for all
 * @property {number} [breakLength] how long a line may get
 * @property {number} [maxArrayLength] how many items of a list are shown
 * @property {number} [maxStringLength] how much of a string within an object is shown
 * @property {boolean} [showHidden] shows properties that are not enumerable too
 * @property {boolean} [colors] in the colours of a terminal
 * @property {boolean | ((a: string, b: string) => number)} [sorted] properties and items of sets and maps in order
 *
 * @typedef {Required<InspectOptions> & {
 *   seen: object[], circular: Map<object, number>, indentation: number
 * }} Context
 */

const customs = [Symbol.for('nodejs.util.inspect.custom'), Symbol.for('socket.runtime.util.inspect.custom')]
const identifier = /^[A-Za-z_$][\w$]*$/
const TypedArray = Object.getPrototypeOf(Uint8Array)

/**
 * A value as text.
 * @param {unknown} value
 * @param {InspectOptions} [options]
 * @returns {string}
 */
export function inspect (value, options = {}) {
  return show(value, {
    depth: options.depth === undefined ? 2 : options.depth,
    breakLength: options.breakLength ?? 80,
    maxArrayLength: options.maxArrayLength ?? 100,
    maxStringLength: options.maxStringLength ?? 10000,
    showHidden: options.showHidden ?? false,
    colors: options.colors ?? false,
    sorted: options.sorted ?? false,
    seen: [],
    circular: new Map(),
    indentation: 0
  }, 0)
}

/** How kinds of values are coloured: the codes that begin and end it. @type {Record<string, [number, number]>} */
const colors = {
  special: [36, 39], number: [33, 39], bigint: [33, 39], boolean: [33, 39], undefined: [90, 39], null: [1, 22],
  string: [32, 39], symbol: [32, 39], date: [35, 39], regexp: [31, 39]
}

/**
 * @param {string} text
 * @param {string} kind
 * @param {Context} context
 */
function paint (text, kind, context) {
  return context.colors ? `\u001b[${colors[kind][0]}m${text}\u001b[${colors[kind][1]}m` : text
}

/**
 * How wide a text is.
 * @param {string} text
 * @param {Context} context
 */
function widthOf (text, context) {
  // eslint-disable-next-line no-control-regex
  return context.colors ? text.replace(/\u001b\[\d+m/g, '').length : text.length
}

/**
 * Values as one text, shown with these options: see {@link format}.
 * @param {InspectOptions} options
 * @param {...unknown} args
 * @returns {string}
 */
export function formatWithOptions (options, ...args) {
  return formatAll(options, args)
}

/**
 * Values as one text: the first, if it is a string, may say where the others go with `%s`, `%d`,
 * `%i`, `%f`, `%j`, `%o`, `%O` and `%c`; the rest follows behind spaces.
 * @param {...unknown} args
 * @returns {string}
 */
export function format (...args) {
  return formatAll({}, args)
}

/**
 * @param {InspectOptions} options
 * @param {unknown[]} args
 */
function formatAll (options, args) {
  let next = 0
  let text = ''
  if (typeof args[0] === 'string') {
    next = 1
    text = args.length === 1
      ? args[0]
      : args[0].replace(/%([sdifjoOc%])/g, (placeholder, kind) => {
        if (kind === '%') {
          return '%'
        }
        return next < args.length ? placed(kind, args[next++], options) : placeholder
      })
  } else if (args.length > 0) {
    next = 1
    text = inspect(args[0], options)
  }
  for (; next < args.length; next++) {
    const value = args[next]
    text += ' ' + (typeof value === 'string' ? value : inspect(value, options))
  }
  return text
}

/**
 * @param {string} kind
 * @param {any} value
 * @param {InspectOptions} options
 * @returns {string}
 */
function placed (kind, value, options) {
  switch (kind) {
    case 's': return string(value)
    case 'd': return number(value, Number)
    case 'i': return number(value, parseInt)
    case 'f': return typeof value === 'symbol' ? 'NaN' : plainNumber(attempt(() => parseFloat(value), NaN))
    case 'j': return attempt(() => JSON.stringify(value), '[Circular]')
    case 'o': return inspect(value, { ...options, showHidden: true, depth: 4 })
    case 'O': return inspect(value, options)
    default: return ''
  }
}

/** @param {any} value */
function string (value) {
  switch (typeof value) {
    case 'string': return value
    case 'bigint': return `${value}n`
    case 'number': return plainNumber(value)
    case 'object':
      if (value !== null) {
        const own = attempt(() => !isBuiltIn(value) && typeof value.toString === 'function' &&
          value.toString !== Object.prototype.toString, false)
        return own ? attempt(() => String(value), '[object]') : inspect(value, { depth: 0 })
      }
      return 'null'
    default: return String(value)
  }
}

/** @param {object} value */
function isBuiltIn (value) {
  return Array.isArray(value) || value instanceof Map || value instanceof Set || ArrayBuffer.isView(value) ||
    value instanceof ArrayBuffer || value instanceof Promise
}

/**
 * @param {any} value
 * @param {(value: any) => number} convert
 */
function number (value, convert) {
  if (typeof value === 'bigint') {
    return `${value}n`
  }
  return typeof value === 'symbol' || (typeof value === 'object' && convert === Number && value !== null)
    ? 'NaN'
    : plainNumber(attempt(() => convert(value), NaN))
}

/** @param {number} value */
function plainNumber (value) {
  return Object.is(value, -0) ? '-0' : String(value)
}

/**
 * @template T
 * @param {() => T} action
 * @param {T} otherwise
 * @returns {T}
 */
function attempt (action, otherwise) {
  try {
    return action()
  } catch {
    return otherwise
  }
}

/**
 * @param {any} value
 * @param {Context} context
 * @param {number} level
 * @returns {string}
 */
function show (value, context, level) {
  switch (typeof value) {
    case 'string': return paint(quoted(value, context), 'string', context)
    case 'number': return paint(plainNumber(value), 'number', context)
    case 'bigint': return paint(`${value}n`, 'bigint', context)
    case 'symbol': return paint(attempt(() => value.toString(), 'Symbol()'), 'symbol', context)
    case 'object': if (value === null) return paint('null', 'null', context)
    // falls through
    case 'function': return attempt(() => showObject(value, context, level), '[object that cannot be shown]')
    default: return paint(String(value), typeof value, context)
  }
}

/**
 * @param {string} text
 * @param {Context} context
 */
function quoted (text, context) {
  const more = text.length - context.maxStringLength
  const shown = more > 0 ? text.slice(0, context.maxStringLength) : text
  const mark = !shown.includes("'") ? "'" : !shown.includes('"') ? '"' : !shown.includes('`') ? '`' : "'"
  const escaped = shown.replace(/[\\\u0000-\u001f\u007f-\u009f]|['"`]/g, (char) => {
    switch (char) {
      case '\n': return '\\n'
      case '\t': return '\\t'
      case '\r': return '\\r'
      case '\b': return '\\b'
      case '\f': return '\\f'
      case '\v': return '\\v'
      case '\\': return '\\\\'
      case "'": case '"': case '`': return char === mark ? `\\${char}` : char
      default: return `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
    }
  })
  return mark + escaped + mark + (more > 0 ? `... ${more} more character${more > 1 ? 's' : ''}` : '')
}

/**
 * @param {any} value
 * @param {Context} context
 * @param {number} level
 * @returns {string}
 */
function showObject (value, context, level) {
  for (const custom of customs) {
    if (typeof value[custom] === 'function') {
      const depth = context.depth === null ? null : context.depth - level
      const text = value[custom](depth, { ...context, depth }, inspect)
      if (text !== value) {
        return typeof text === 'string' ? text : show(text, context, level)
      }
    }
  }
  if (context.seen.includes(value)) {
    if (!context.circular.has(value)) {
      context.circular.set(value, context.circular.size + 1)
    }
    return paint(`[Circular *${context.circular.get(value)}]`, 'special', context)
  }
  const { name, prefix, open, close, fixed, items } = describe(value, context)
  if (fixed !== null && keysOf(value, context, true).length === 0 && items === null) {
    return fixed
  }
  if (context.depth !== null && level > context.depth) {
    return fixed ?? paint(`[${Array.isArray(value) ? 'Array' : name}]`, 'special', context)
  }
  context.seen.push(value)
  context.indentation += 2
  let entries
  try {
    const contents = items?.(context, level + 1) ?? []
    const isUnordered = value instanceof Map || value instanceof Set
    entries = [
      ...(isUnordered ? ordered(contents, context) : contents),
      ...ordered(keysOf(value, context, items !== null || fixed !== null).map((key) => property(value, key, context, level + 1)), context)
    ]
  } finally {
    context.seen.pop()
    context.indentation -= 2
  }
  const reference = context.circular.has(value) ? `<ref *${context.circular.get(value)}> ` : ''
  const start = fixed !== null ? `${fixed} ` : prefix
  if (entries.length === 0) {
    return `${reference}${start}${open}${close}`
  }
  return reference + lines(entries, `${start}${open}`, close, context, Array.isArray(value) || value instanceof TypedArray)
}

/**
 * @param {string[]} entries
 * @param {Context} context
 */
function ordered (entries, context) {
  return context.sorted === false
    ? entries
    : entries.toSorted(context.sorted === true ? undefined : context.sorted)
}

/**
 * How an object of this kind is written.
 * @param {any} value
 * @param {Context} context
 * @returns {{
 *   name: string, prefix: string, open: string, close: string, fixed: string | null,
 *   items: ((context: Context, level: number) => string[]) | null
 * }} `fixed`: text that stands for the object, apart from its properties
 */
function describe (value, context) {
  const name = nameOf(value)
  const shape = { name, prefix: '', open: '{', close: '}', /** @type {any} */ fixed: null, /** @type {any} */ items: null }
  if (Array.isArray(value)) {
    return {
      ...shape,
      prefix: name === 'Array' ? '' : `${name}(${value.length}) `,
      open: '[',
      close: ']',
      items: (/** @type {Context} */ c, /** @type {number} */ level) => arrayItems(value, c, level)
    }
  }
  if (typeof value === 'function') {
    return { ...shape, fixed: paint(functionText(value, name), 'special', context) }
  }
  if (value instanceof Error) {
    return { ...shape, fixed: errorText(value, context) }
  }
  if (value instanceof Map) {
    return {
      ...shape,
      prefix: `${name}(${value.size}) `,
      items: (/** @type {Context} */ c, /** @type {number} */ level) =>
        limited([...value], c, ([key, item]) => `${show(key, c, level)} => ${show(item, c, level)}`)
    }
  }
  if (value instanceof Set) {
    return {
      ...shape,
      prefix: `${name}(${value.size}) `,
      items: (/** @type {Context} */ c, /** @type {number} */ level) =>
        limited([...value], c, (item) => show(item, c, level))
    }
  }
  if (value instanceof TypedArray) {
    return {
      ...shape,
      prefix: `${name}(${value.length}) `,
      open: '[',
      close: ']',
      items: (/** @type {Context} */ c, /** @type {number} */ level) => arrayItems(value, c, level)
    }
  }
  if (value instanceof ArrayBuffer) {
    const bytes = new Uint8Array(value, 0, Math.min(value.byteLength, 50))
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const more = value.byteLength - bytes.length
    return {
      ...shape,
      prefix: `${name} `,
      items: () => [
        `[Uint8Contents]: <${hex}${more > 0 ? ` ... ${more} more byte${more > 1 ? 's' : ''}` : ''}>`,
        `byteLength: ${value.byteLength}`
      ]
    }
  }
  if (value instanceof Date) {
    return { ...shape, fixed: paint(Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString(), 'date', context) }
  }
  if (value instanceof RegExp) {
    return { ...shape, fixed: paint(RegExp.prototype.toString.call(value), 'regexp', context) }
  }
  if (value instanceof Number || value instanceof String || value instanceof Boolean) {
    return { ...shape, fixed: `[${name}: ${show(value.valueOf(), context, 0)}]` }
  }
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) {
    return { ...shape, fixed: `${name} { ${value instanceof Promise ? '<state unknown>' : '<items unknown>'} }` }
  }
  if (typeof Node === 'function' && value instanceof Node) {
    return { ...shape, fixed: nodeText(value) }
  }
  if (typeof URL === 'function' && value instanceof URL) {
    return { ...shape, fixed: `${name} { ${quoted(value.href, context)} }` }
  }
  const tag = attempt(() => value[Symbol.toStringTag], '')
  const suffix = typeof tag === 'string' && tag !== '' && tag !== name ? ` [${tag}]` : ''
  return { ...shape, name: name + suffix, prefix: name === 'Object' && suffix === '' ? '' : `${name}${suffix} ` }
}

/** @param {object} value */
function nameOf (value) {
  for (let proto = value; proto !== null; proto = Object.getPrototypeOf(proto)) {
    const constructor = Object.getOwnPropertyDescriptor(proto, 'constructor')?.value
    if (typeof constructor === 'function' && constructor.name !== '' && (proto !== value || constructor.prototype === value)) {
      return constructor.name
    }
  }
  return '[Object: null prototype]'
}

/**
 * @param {Function} value
 * @param {string} kind
 */
function functionText (value, kind) {
  const name = Object.getOwnPropertyDescriptor(value, 'name')?.value
  const label = typeof name === 'string' && name !== '' ? name : '(anonymous)'
  if (/^class\b/.test(attempt(() => Function.prototype.toString.call(value), ''))) {
    const parent = Object.getPrototypeOf(value)?.name
    return `[class ${label}${parent ? ` extends ${parent}` : ''}]`
  }
  return `[${kind}${label === '(anonymous)' ? ` ${label}` : `: ${label}`}]`
}

/**
 * @param {Error} error
 * @param {Context} context
 */
function errorText (error, context) {
  const title = attempt(() => Error.prototype.toString.call(error), 'Error')
  const stack = attempt(() => typeof error.stack === 'string' ? error.stack : '', '')
  const margin = ' '.repeat(context.indentation)
  if (stack === '') {
    return `[${title}]`
  }
  const text = stack.includes(title)
    ? stack
    : `${title}\n${stack.trim().split('\n').filter(Boolean).map(frame).join('\n')}`
  return text.replace(/\n/g, `\n${margin}`)
}

/**
 * A line of a stack, as V8 writes it: `name@url:1:2` becomes `    at name (url:1:2)`.
 * @param {string} line
 */
function frame (line) {
  if (/^\s+at /.test(line)) {
    return line
  }
  const at = line.indexOf('@')
  const name = line.slice(0, at)
  return at > 0 ? `    at ${name} (${line.slice(at + 1)})` : `    at ${line.slice(at + 1)}`
}

/** @param {any} node */
function nodeText (node) {
  if (node.nodeType !== 1) {
    return `[${node.nodeName}]`
  }
  const attributes = Array.from(node.attributes, (/** @type {Attr} */ { name, value }) => ` ${name}="${value}"`).join('')
  return `<${node.localName}${attributes}>`
}

/**
 * @param {any} list an array, or the like
 * @param {Context} context
 * @param {number} level
 */
function arrayItems (list, context, level) {
  const items = []
  let shown = 0
  let i = 0
  while (i < list.length && shown < context.maxArrayLength) {
    let holes = 0
    while (i < list.length && !(i in list)) {
      holes++
      i++
    }
    items.push(holes > 0
      ? `<${holes} empty item${holes > 1 ? 's' : ''}>`
      : property(list, i++, context, level))
    shown++
  }
  return rest(items, list.length - i)
}

/**
 * @template T
 * @param {T[]} list
 * @param {Context} context
 * @param {(item: T) => string} write
 */
function limited (list, context, write) {
  const shown = list.slice(0, context.maxArrayLength)
  return rest(shown.map(write), list.length - shown.length)
}

/**
 * @param {string[]} items
 * @param {number} more
 */
function rest (items, more) {
  return more > 0 ? [...items, `... ${more} more item${more > 1 ? 's' : ''}`] : items
}

/**
 * @param {any} value
 * @param {Context} context
 * @param {boolean} isSpecial its contents, or text, are shown in another way
 * @returns {Array<string | symbol>}
 */
function keysOf (value, context, isSpecial) {
  const isList = Array.isArray(value) || value instanceof TypedArray
  const isString = value instanceof String
  return Reflect.ownKeys(value).filter((key) => {
    if (typeof key === 'string' && (isList || isString) && /^\d+$/.test(key)) {
      return false
    }
    const descriptor = Reflect.getOwnPropertyDescriptor(value, key)
    if (value instanceof Error) {
      return key === 'cause' || (key === 'errors' && !descriptor?.enumerable) ||
        (descriptor?.enumerable === true && !['stack', 'message', 'line', 'column', 'sourceURL'].includes(String(key)))
    }
    return descriptor?.enumerable === true || (context.showHidden && (isList || !isSpecial))
  })
}

/**
 * @param {any} value
 * @param {string | symbol | number} key
 * @param {Context} context
 * @param {number} level
 */
function property (value, key, context, level) {
  const descriptor = /** @type {PropertyDescriptor} */ (Reflect.getOwnPropertyDescriptor(value, key))
  const text = descriptor.get !== undefined
    ? paint(descriptor.set === undefined ? '[Getter]' : '[Getter/Setter]', 'special', context)
    : descriptor.set === undefined ? show(descriptor.value, context, level) : paint('[Setter]', 'special', context)
  if (typeof key === 'number') {
    return text
  }
  const label = typeof key === 'symbol' ? `[${paint(key.toString(), 'symbol', context)}]` : identifier.test(key) ? key : paint(quoted(key, context), 'string', context)
  return descriptor.enumerable ? `${label}: ${text}` : `[${String(key)}]: ${text}`
}

/**
 * Entries on one line if they fit, else on several.
 * @param {string[]} entries
 * @param {string} open
 * @param {string} close
 * @param {Context} context
 * @param {boolean} isList
 */
function lines (entries, open, close, context, isList) {
  const length = entries.reduce((sum, entry) => sum + widthOf(entry, context) + 2, open.length + close.length + context.indentation)
  const short = length <= context.breakLength && !entries.some((entry) => entry.includes('\n'))
  if (short && (isList || entries.length <= 6 || length <= 72)) {
    return `${open} ${entries.join(', ')} ${close}`
  }
  const margin = ' '.repeat(context.indentation + 2)
  const rows = isList && entries.length > 6 && entries.slice(0, -1).every((entry) => widthOf(entry, context) <= 16 && !entry.includes('\n'))
    ? columns(entries, context)
    : entries
  return `${open}\n${margin}${rows.join(`,\n${margin}`)}\n${' '.repeat(context.indentation)}${close}`
}

/**
 * Short items in columns.
 * @param {string[]} entries
 * @param {Context} context
 * @returns {string[]}
 */
function columns (entries, context) {
  const last = entries[entries.length - 1]
  if (last.startsWith('... ')) {
    return [...columns(entries.slice(0, -1), context), last]
  }
  // about two and a half times as high as wide, as Node has it
  const widest = Math.max(...entries.map((entry) => widthOf(entry, context))) + 2
  const average = entries.reduce((sum, entry) => sum + widthOf(entry, context) + 2, 0) / entries.length
  const width = Math.max(widest - 3 - Math.sqrt(widest - average), 1)
  const perRow = Math.max(1, Math.min(
    Math.round(Math.sqrt(2.5 * width * entries.length) / width), Math.floor(80 / widest), 12))
  const alignRight = entries.every((entry) => /^(?:\u001b\[\d+m)?-?[\d.]+n?(?:\u001b\[\d+m)?$/.test(entry)) // eslint-disable-line no-control-regex
  const widths = Array.from({ length: perRow }, (_, column) =>
    Math.max(...entries.filter((_, i) => i % perRow === column).map((entry) => widthOf(entry, context))))
  const rows = []
  for (let i = 0; i < entries.length; i += perRow) {
    const row = entries.slice(i, i + perRow)
    rows.push(row.map((entry, at) => {
      if (alignRight) {
        return ' '.repeat(widths[at] - widthOf(entry, context)) + entry
      }
      return at < row.length - 1 ? `${entry},${' '.repeat(widths[at] - widthOf(entry, context))}` : entry
    }).join(alignRight ? ', ' : ' '))
  }
  return rows
}

export default { format, inspect }
