/**
 * Greets people: what the build makes of a plugin.
 * @module
 */

/** How a call may end early. */
export interface CallOptions {
  /** ends the call with an `AbortError` */
  signal?: AbortSignal | null
  /** milliseconds, after which the call ends with a `TimeoutError` */
  timeout?: number
}

/**
 * Says hello.
 * @param name whom to greet
 */
export function hello(name: string, options?: CallOptions): Promise<string>
