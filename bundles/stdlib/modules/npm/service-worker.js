/**
 * Answers requests for packages, as a service worker does. The platform itself answers `import 'npm:NAME'`; this is for a worker
 * that answers a scheme or a path of the app's own from `node_modules`.
 * @module npm/service-worker
 */
import { invalidArgType } from '../internal/node-errors.js'
import { resolve } from './module.js'

/** @param {number} status @param {string} text */
const plain = (status, text) => new Response(text, { status, headers: { 'content-type': 'text/plain;charset=utf-8' } })

/**
 * @param {Request} request of `npm:NAME/PATH`, or of a URL whose path is that
 * @param {any} [env] is not used
 * @param {any} [ctx] is not used
 * @returns {Promise<Response>} the file as it is; 404 if there is none, 405 for what does not read
 */
export async function onRequest (request, env = null, ctx = null) { // eslint-disable-line no-unused-vars
  if (!(request instanceof Request)) {
    throw invalidArgType('request', 'an instance of Request', request)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return plain(405, `A package is not changed by ${request.method}`)
  }
  const url = new URL(request.url)
  const path = url.protocol === 'npm:' ? url.host + url.pathname : url.pathname
  try {
    const found = await resolve(decodeURI(path).replace(/^\/+/, ''))
    return await fetch(found.url, { method: request.method, signal: request.signal })
  } catch (error) {
    if (/** @type {any} */ (error).name === 'AbortError') {
      throw error
    }
    return plain(404, /** @type {Error} */ (error).message)
  }
}

/** The same, as what a worker exports by default. @type {typeof onRequest} */
export default (request, env, ctx) => onRequest(request, env, ctx)
