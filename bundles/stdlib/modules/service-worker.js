/**
 * For the scripts of service workers.
 *
 * ```js
 * export default async function fetch (request, env, ctx) {
 *   return new Response('Hello')
 * }
 * ```
 * @module service-worker
 */
import { Context } from './service-worker/context.js'
import { env, Environment } from './service-worker/env.js'
import { ExtendableEvent, FetchEvent } from './service-worker/events.js'

export { Context, env, Environment, ExtendableEvent, FetchEvent }

export default { Context, env, Environment, ExtendableEvent, FetchEvent }
