/**
 * The errors that calls to the platform end with, by the names that replies use.
 *
 * `ErrorClass.code` is the number of the DOM's error of that name (or of the runtime's own), the
 * `code` of an instance is a string for programs, such as `ABORT_ERR`.
 * @module errors
 */
import { errnoMessage, errnoName } from './internal/node-errors.js'

export const ABORT_ERR = 20
export const ENCODING_ERR = 32
export const INVALID_ACCESS_ERR = 15
export const INDEX_SIZE_ERR = 1
export const NETWORK_ERR = 19
export const NOT_ALLOWED_ERR = 31
export const NOT_FOUND_ERR = 8
export const NOT_SUPPORTED_ERR = 9
export const OPERATION_ERR = 30
export const SECURITY_ERR = 18
export const TIMEOUT_ERR = 23
export const kInternalErrorCode = Symbol.for('internal.error.code')

/**
 * Cuts the constructor out of the stack where the engine can.
 * @param {Error} error
 */
function trimStack (error) {
  const { captureStackTrace } = /** @type {any} */ (Error)
  if (typeof captureStackTrace === 'function') {
    captureStackTrace.call(Error, error, error.constructor)
  }
}

class PlatformError extends Error {
  /** @param {string} [message] */
  constructor (message) {
    super(message)
    trimStack(this)
  }
}

/** What was under way was given up on request. */
export class AbortError extends Error {
  static get code () { return ABORT_ERR }

  /**
   * @param {unknown} [reason] of an `AbortSignal`, or the signal itself
   * @param {AbortSignal | null} [signal]
   */
  constructor (reason, signal) {
    if (typeof AbortSignal !== 'undefined' && reason instanceof AbortSignal) {
      signal = reason
      reason = signal.reason
    }
    const cause = reason ?? signal?.reason
    super(
      (cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : '') ||
        'The operation was aborted',
      cause === undefined ? undefined : { cause })
    /** @type {AbortSignal | null} */
    this.signal = signal ?? null
    trimStack(this)
  }

  get name () { return 'AbortError' }
  get code () { return 'ABORT_ERR' }
}

/** A request that cannot be understood. */
export class BadRequestError extends PlatformError {
  static get code () { return 0 }

  get name () { return 'BadRequestError' }
  get code () { return 'BAD_REQUEST_ERR' }
}

/** Text or bytes that do not follow their encoding. */
export class EncodingError extends PlatformError {
  static get code () { return ENCODING_ERR }

  get name () { return 'EncodingError' }
  get code () { return 'ENCODING_ERR' }
}

/** An error of the operating system; named by its code, such as `ENOENT`. */
export class ErrnoError extends Error {
  static get code () { return 0 }
  static errno = 0

  #name
  /** @type {number} */
  errno

  /**
   * @param {number} code number of the error, positive or negative
   * @param {string | null} [message]
   */
  constructor (code, message = null) {
    super(message || errnoMessage(code) || `system error ${Math.abs(code)}`)
    this.#name = errnoName(code) ?? `E${Math.abs(code)}`
    this.errno = -Math.abs(code)
    trimStack(this)
  }

  get name () { return this.#name }
  get code () { return this.#name }
}

/** A finalizer of an object that was collected failed. */
export class FinalizationRegistryCallbackError extends PlatformError {
  static get code () { return 0 }

  get name () { return 'FinalizationRegistryCallbackError' }
  get code () { return 'FINALIZATION_REGISTRY_CALLBACK_ERR' }
}

/** A class that scripts may not construct. */
export class IllegalConstructorError extends TypeError {
  static get code () { return 0 }

  /** @param {string} [message] */
  constructor (message) {
    super(message || 'Illegal constructor')
    trimStack(this)
  }

  get name () { return 'IllegalConstructorError' }
  get code () { return 'ILLEGAL_CONSTRUCTOR_ERR' }
}

/** An index out of bounds. */
export class IndexSizeError extends PlatformError {
  static get code () { return INDEX_SIZE_ERR }

  get name () { return 'IndexSizeError' }
  get code () { return 'INDEX_SIZE_ERR' }
}

/** A defect of the platform or of a plugin. */
export class InternalError extends Error {
  static get code () { return 0 }

  /** @type {number | string} */
  [kInternalErrorCode]

  /**
   * @param {string} [message]
   * @param {number | string} [code]
   */
  constructor (message, code) {
    super(message)
    this[kInternalErrorCode] = code ?? 'INTERNAL_ERR'
    trimStack(this)
  }

  get name () { return 'InternalError' }
  get code () { return this[kInternalErrorCode] }
}

/** An object that cannot be accessed like this. */
export class InvalidAccessError extends PlatformError {
  static get code () { return INVALID_ACCESS_ERR }

  get name () { return 'InvalidAccessError' }
  get code () { return 'INVALID_ACCESS_ERR' }
}

/** The way to the platform or to a peer failed. */
export class NetworkError extends PlatformError {
  static get code () { return NETWORK_ERR }

  get name () { return 'NetworkError' }
  get code () { return 'NETWORK_ERR' }
}

/** The caller may not do this. */
export class NotAllowedError extends PlatformError {
  static get code () { return NOT_ALLOWED_ERR }

  get name () { return 'NotAllowedError' }
  get code () { return 'NOT_ALLOWED_ERR' }
}

/** What was asked for does not exist. */
export class NotFoundError extends PlatformError {
  static get code () { return NOT_FOUND_ERR }

  /** @returns {string} */
  get name () { return 'NotFoundError' }
  /** @returns {string} */
  get code () { return 'NOT_FOUND_ERR' }
}

/** A module that cannot be found. */
export class ModuleNotFoundError extends NotFoundError {
  /**
   * @param {string} [message]
   * @param {string[]} [requireStack] the modules on the way to it
   */
  constructor (message, requireStack) {
    super(message)
    /** @type {string[]} */
    this.requireStack = requireStack ?? []
  }

  get name () { return 'ModuleNotFoundError' }
  get code () { return 'MODULE_NOT_FOUND' }
}

/** Something that this platform cannot do. */
export class NotSupportedError extends PlatformError {
  static get code () { return NOT_SUPPORTED_ERR }

  get name () { return 'NotSupportedError' }
  get code () { return 'NOT_SUPPORTED_ERR' }
}

/** An operation that failed for its own reason. */
export class OperationError extends PlatformError {
  static get code () { return OPERATION_ERR }

  get name () { return 'OperationError' }
  get code () { return 'OPERATION_ERR' }
}

/** Something insecure was asked for. */
export class SecurityError extends PlatformError {
  static get code () { return SECURITY_ERR }

  get name () { return 'SecurityError' }
  get code () { return 'SECURITY_ERR' }
}

/** No answer in time. */
export class TimeoutError extends PlatformError {
  static get code () { return TIMEOUT_ERR }

  get name () { return 'TimeoutError' }
  get code () { return 'TIMEOUT_ERR' }
}

export default {
  ABORT_ERR,
  ENCODING_ERR,
  INVALID_ACCESS_ERR,
  INDEX_SIZE_ERR,
  NETWORK_ERR,
  NOT_ALLOWED_ERR,
  NOT_FOUND_ERR,
  NOT_SUPPORTED_ERR,
  OPERATION_ERR,
  SECURITY_ERR,
  TIMEOUT_ERR,
  kInternalErrorCode,
  AbortError,
  BadRequestError,
  EncodingError,
  ErrnoError,
  FinalizationRegistryCallbackError,
  IllegalConstructorError,
  IndexSizeError,
  InternalError,
  InvalidAccessError,
  NetworkError,
  NotAllowedError,
  NotFoundError,
  NotSupportedError,
  ModuleNotFoundError,
  OperationError,
  SecurityError,
  TimeoutError
}
