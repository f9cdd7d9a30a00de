/** Errors with the codes and the words that Node has for bad arguments. */

/**
 * An error with a code, as Node makes it.
 * @template {ErrorConstructor} T
 * @param {T} Class
 * @param {string} code
 * @param {string} message
 * @returns {InstanceType<T> & { code: string }}
 */
export function coded (Class, code, message) {
  const error = /** @type {any} */ (new Class(message))
  error.code = code
  return error
}

/**
 * What a message says of a value that was refused.
 * @param {any} value
 * @returns {string}
 */
export function received (value) {
  if (value == null) {
    return `Received ${value}`
  }
  if (typeof value === 'function') {
    return `Received function ${value.name}`
  }
  if (typeof value === 'object') {
    const name = value.constructor?.name
    return name ? `Received an instance of ${name}` : 'Received [Object: null prototype] {}'
  }
  const text = typeof value === 'string' ? quote(value) : typeof value === 'bigint' ? `${value}n` : String(value)
  return `Received type ${typeof value} (${text.length > 28 ? `${text.slice(0, 25)}...` : text})`
}

/** @param {string} text */
function quote (text) {
  const shown = text.length > 28 ? `${text.slice(0, 25)}...` : text
  return shown.includes("'") ? JSON.stringify(shown) : `'${shown}'`
}

/** @param {string} name */
function label (name) {
  return name.endsWith(' argument') ? `The ${name}` : `The "${name}" ${name.includes('.') ? 'property' : 'argument'}`
}

/**
 * `ERR_INVALID_ARG_TYPE`.
 * @param {string} name of the argument
 * @param {string} expected such as `of type string` or `an instance of URL`
 * @param {unknown} value
 */
export function invalidArgType (name, expected, value) {
  return coded(TypeError, 'ERR_INVALID_ARG_TYPE', `${label(name)} must be ${expected}. ${received(value)}`)
}

/**
 * `ERR_INVALID_ARG_VALUE`.
 * @param {string} name
 * @param {unknown} value
 * @param {string} [reason]
 */
export function invalidArgValue (name, value, reason = 'is invalid') {
  const text = typeof value === 'string' ? `'${value}'` : typeof value === 'object' && value !== null ? '[object]' : String(value)
  return coded(TypeError, 'ERR_INVALID_ARG_VALUE',
    `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${text}`)
}

/**
 * `ERR_OUT_OF_RANGE`.
 * @param {string} name
 * @param {string} range such as `>= 0 && <= 255`
 * @param {unknown} value
 */
export function outOfRange (name, range, value) {
  const text = typeof value === 'number' && Number.isInteger(value) && Math.abs(value) > 2 ** 32
    ? separated(String(value))
    : typeof value === 'bigint'
      ? `${value > 2n ** 32n || value < -(2n ** 32n) ? separated(String(value)) : value}n`
      : String(value)
  return coded(RangeError, 'ERR_OUT_OF_RANGE',
    `The value of "${name}" is out of range. It must be ${range}. Received ${text}`)
}

/** @param {string} digits */
function separated (digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, '_')
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {string} kind of `typeof`
 */
export function checkType (name, value, kind) {
  if (typeof value !== kind) {
    throw invalidArgType(name, `of type ${kind}`, value)
  }
}

/**
 * @param {unknown} value
 * @param {string} [name]
 * @returns {asserts value is Function}
 */
export function checkFunction (value, name = 'callback') {
  if (typeof value !== 'function') {
    throw invalidArgType(name, 'of type function', value)
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {number} [min]
 * @param {number} [max]
 */
export function checkInteger (name, value, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== 'number') {
    throw invalidArgType(name, 'of type number', value)
  }
  if (!Number.isInteger(value)) {
    throw outOfRange(name, 'an integer', value)
  }
  if (value < min || value > max) {
    throw outOfRange(name, `>= ${min} && <= ${max}`, value)
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 */
export function checkObject (name, value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw invalidArgType(name, 'of type object', value)
  }
}

/**
 * @param {string} name
 * @param {unknown} signal
 */
export function checkSignal (name, signal) {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw invalidArgType(name, 'an instance of AbortSignal', signal)
  }
}

/**
 * What is thrown when an {@link AbortSignal} ends something.
 * @param {AbortSignal} [signal]
 */
export function abortError (signal) {
  const error = new Error('The operation was aborted', signal?.reason === undefined ? undefined : { cause: signal.reason })
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' })
}
