/**
 * Errors as Node has them: those of the system, which a reply may carry as a negative number (our own plugins send names; the
 * numbers are Linux's), and those of bad arguments, with their codes and words.
 */

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

/** @type {ReadonlyArray<readonly [number, string, string]>} */
const table = [
  [1, 'EPERM', 'operation not permitted'],
  [2, 'ENOENT', 'no such file or directory'],
  [4, 'EINTR', 'interrupted system call'],
  [5, 'EIO', 'i/o error'],
  [6, 'ENXIO', 'no such device or address'],
  [7, 'E2BIG', 'argument list too long'],
  [9, 'EBADF', 'bad file descriptor'],
  [11, 'EAGAIN', 'resource temporarily unavailable'],
  [12, 'ENOMEM', 'not enough memory'],
  [13, 'EACCES', 'permission denied'],
  [14, 'EFAULT', 'bad address in system call argument'],
  [16, 'EBUSY', 'resource busy or locked'],
  [17, 'EEXIST', 'file already exists'],
  [18, 'EXDEV', 'cross-device link not permitted'],
  [19, 'ENODEV', 'no such device'],
  [20, 'ENOTDIR', 'not a directory'],
  [21, 'EISDIR', 'illegal operation on a directory'],
  [22, 'EINVAL', 'invalid argument'],
  [23, 'ENFILE', 'file table overflow'],
  [24, 'EMFILE', 'too many open files'],
  [26, 'ETXTBSY', 'text file is busy'],
  [27, 'EFBIG', 'file too large'],
  [28, 'ENOSPC', 'no space left on device'],
  [29, 'ESPIPE', 'invalid seek'],
  [30, 'EROFS', 'read-only file system'],
  [31, 'EMLINK', 'too many links'],
  [32, 'EPIPE', 'broken pipe'],
  [36, 'ENAMETOOLONG', 'name too long'],
  [38, 'ENOSYS', 'function not implemented'],
  [39, 'ENOTEMPTY', 'directory not empty'],
  [40, 'ELOOP', 'too many symbolic links encountered'],
  [75, 'EOVERFLOW', 'value too large for defined data type'],
  [88, 'ENOTSOCK', 'socket operation on non-socket'],
  [95, 'ENOTSUP', 'operation not supported on socket'],
  [97, 'EAFNOSUPPORT', 'address family not supported'],
  [98, 'EADDRINUSE', 'address already in use'],
  [99, 'EADDRNOTAVAIL', 'address not available'],
  [100, 'ENETDOWN', 'network is down'],
  [101, 'ENETUNREACH', 'network is unreachable'],
  [103, 'ECONNABORTED', 'software caused connection abort'],
  [104, 'ECONNRESET', 'connection reset by peer'],
  [106, 'EISCONN', 'socket is already connected'],
  [107, 'ENOTCONN', 'socket is not connected'],
  [110, 'ETIMEDOUT', 'connection timed out'],
  [111, 'ECONNREFUSED', 'connection refused'],
  [113, 'EHOSTUNREACH', 'host is unreachable'],
  [114, 'EALREADY', 'connection already in progress'],
  [115, 'EINPROGRESS', 'operation now in progress'],
  [122, 'EDQUOT', 'disk quota exceeded'],
  [125, 'ECANCELED', 'operation canceled']
]

/**
 * The name of a system error, such as `ENOENT`; undefined if it has none here.
 * @param {number} code positive or negative
 * @returns {string | undefined}
 */
export function errnoName (code) {
  return table.find(([number]) => number === Math.abs(code))?.[1]
}

/**
 * What a system error means.
 * @param {number} code positive or negative
 * @returns {string | undefined}
 */
export function errnoMessage (code) {
  return table.find(([number]) => number === Math.abs(code))?.[2]
}

/** All of them: number, name, text. */
export function errnoEntries () {
  return table
}
