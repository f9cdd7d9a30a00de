/**
 * The classes of errors that the engine has; null stands for those that it does not.
 * @module internal/error
 */
const scope = /** @type {any} */ (globalThis)

/** How many calls the stack of an error tells, where the engine can be told. */
export const DEFAULT_ERROR_STACK_TRACE_LIMIT = 100

export const DefaultPlatformError = scope.Error
export const Error = scope.Error
export const URIError = scope.URIError
export const EvalError = scope.EvalError
export const TypeError = scope.TypeError
export const RangeError = scope.RangeError
export const SyntaxError = scope.SyntaxError
export const ReferenceError = scope.ReferenceError
export const AggregateError = scope.AggregateError
export const MediaError = scope.MediaError ?? null
export const RTCError = scope.RTCError ?? null
export const OverconstrainedError = scope.OverconstrainedError ?? null
export const GeolocationPositionError = scope.GeolocationPositionError ?? null
export const ApplePayError = scope.ApplePayError ?? null

export default {
  AggregateError,
  ApplePayError,
  DEFAULT_ERROR_STACK_TRACE_LIMIT,
  DefaultPlatformError,
  Error,
  EvalError,
  GeolocationPositionError,
  MediaError,
  OverconstrainedError,
  RangeError,
  ReferenceError,
  RTCError,
  SyntaxError,
  TypeError,
  URIError
}
