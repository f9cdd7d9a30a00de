/** Arguments of a command line, as `util.parseArgs` reads them. */
import { checkObject, checkType, coded, invalidArgType, invalidArgValue } from '../internal/node-errors.js'

/**
 * @typedef {{ type: 'string' | 'boolean', short?: string, multiple?: boolean, default?: any }} Option
 * @typedef {{ kind: 'option' | 'positional' | 'option-terminator', index: number, name?: string, rawName?: string,
 *   value?: any, inlineValue?: boolean }} Token
 */

/**
 * @param {object} [config]
 * @param {string[]} [config.args] what follows the command; that of the process if none
 * @param {Record<string, Option>} [config.options]
 * @param {boolean} [config.strict] refuses what is not known
 * @param {boolean} [config.allowPositionals]
 * @param {boolean} [config.allowNegative] takes `--no-name` for `name: false`
 * @param {boolean} [config.tokens] returns what was read one by one, too
 * @returns {{ values: Record<string, any>, positionals: string[], tokens?: Token[] }}
 */
export function parseArgs (config = {}) {
  checkObject('config', config)
  const { args = argv(), options = {}, strict = true, allowPositionals = !strict, allowNegative = false, tokens = false } = config
  if (!Array.isArray(args)) {
    throw invalidArgType('args', 'an instance of Array', args)
  }
  checkType('strict', strict, 'boolean')
  checkType('allowPositionals', allowPositionals, 'boolean')
  checkOptions(options)
  const read = [...tokenize(args, options)]
  /** @type {Record<string, any>} */
  const values = Object.create(null)
  /** @type {string[]} */
  const positionals = []
  for (const token of read) {
    if (token.kind === 'positional') {
      if (!allowPositionals) {
        throw coded(TypeError, 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
          `Unexpected argument '${token.value}'. This command does not take positional arguments`)
      }
      positionals.push(token.value)
    } else if (token.kind === 'option') {
      store(values, token, options, strict, allowNegative)
    }
  }
  for (const [name, option] of Object.entries(options)) {
    if (option.default !== undefined && !Object.hasOwn(values, name)) {
      values[name] = option.default
    }
  }
  return tokens ? { values, positionals, tokens: read } : { values, positionals }
}

/** @returns {string[]} */
function argv () {
  const scope = /** @type {any} */ (globalThis)
  return (scope.__args?.argv ?? scope.process?.argv?.slice(1) ?? []).slice(1)
}

/** @param {any} options */
function checkOptions (options) {
  checkObject('options', options)
  for (const [name, option] of Object.entries(options)) {
    const key = `options.${name}`
    checkObject(key, option)
    if (option.type !== 'string' && option.type !== 'boolean') {
      throw invalidArgType(`${key}.type`, "one of type 'string|boolean'", option.type)
    }
    if (option.short !== undefined) {
      checkType(`${key}.short`, option.short, 'string')
      if ([...option.short].length !== 1) {
        throw invalidArgValue(`${key}.short`, option.short, 'must be a single character')
      }
    }
    if (option.multiple !== undefined) {
      checkType(`${key}.multiple`, option.multiple, 'boolean')
    }
    if (option.default !== undefined) {
      const list = option.multiple ? option.default : [option.default]
      if (!Array.isArray(list)) {
        throw invalidArgType(`${key}.default`, 'an instance of Array', list)
      }
      list.forEach((value) => checkType(`${key}.default`, value, option.type))
    }
  }
}

/**
 * @param {string[]} args
 * @param {Record<string, Option>} options
 * @returns {Generator<Token>}
 */
function * tokenize (args, options) {
  /** @param {string} short */
  const longOf = (short) => Object.keys(options).find((name) => options[name].short === short) ?? short
  let index = 0
  /** @param {string} name */
  const takesNext = (name) => options[name]?.type === 'string' && index + 1 < args.length
  for (; index < args.length; index++) {
    const arg = args[index]
    if (arg === '--') {
      yield { kind: 'option-terminator', index }
      for (index++; index < args.length; index++) {
        yield { kind: 'positional', index, value: args[index] }
      }
    } else if (/^--[^]/.test(arg)) {
      const equals = arg.indexOf('=', 3)
      const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals)
      const at = index
      const inlineValue = equals >= 0
      const value = inlineValue ? arg.slice(equals + 1) : takesNext(name) ? args[++index] : undefined
      yield { kind: 'option', name, rawName: `--${name}`, index: at, value, inlineValue: value === undefined ? undefined : inlineValue }
    } else if (/^-[^-]/.test(arg)) {
      const at = index
      const chars = [...arg.slice(1)]
      for (let i = 0; i < chars.length; i++) {
        const name = longOf(chars[i])
        const rest = chars.slice(i + 1).join('')
        const isString = options[name]?.type === 'string'
        if (isString && rest !== '') {
          yield { kind: 'option', name, rawName: `-${chars[i]}`, index: at, value: rest, inlineValue: true }
          break
        }
        const value = isString && takesNext(name) ? args[++index] : undefined
        yield { kind: 'option', name, rawName: `-${chars[i]}`, index: at, value, inlineValue: value === undefined ? undefined : false }
      }
    } else {
      yield { kind: 'positional', index, value: arg }
    }
  }
}

/**
 * @param {Record<string, any>} values
 * @param {Token} token
 * @param {Record<string, Option>} options
 * @param {boolean} strict
 * @param {boolean} allowNegative
 */
function store (values, token, options, strict, allowNegative) {
  let name = /** @type {string} */ (token.name)
  let value = token.value
  if (allowNegative && name.startsWith('no-') && value === undefined && !Object.hasOwn(options, name)) {
    name = name.slice(3)
    value = false
  }
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (strict) {
    if (option === undefined) {
      throw coded(TypeError, 'ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${token.rawName}'`)
    }
    const shown = `${option.short ? `-${option.short}, ` : ''}--${name}`
    if (option.type === 'string' && typeof value !== 'string') {
      throw coded(TypeError, 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE', `Option '${shown} <value>' argument missing`)
    }
    if (option.type === 'boolean' && typeof value === 'string') {
      throw coded(TypeError, 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE', `Option '${shown}' does not take an argument`)
    }
    if (option.type === 'string' && token.inlineValue === false && value.length > 1 && value.startsWith('-')) {
      throw coded(TypeError, 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
        `Option '${token.rawName}' argument is ambiguous. Did you forget to specify the option argument for '${token.rawName}'?`)
    }
  }
  if (name === '__proto__') {
    return
  }
  const stored = value ?? true
  if (option?.multiple) {
    (values[name] ??= []).push(stored)
  } else {
    values[name] = stored
  }
}
