/** How a service worker answers one request of a page. */
import { request as ask, send, write } from '../ipc.js'
import { passesOnException } from '../service-worker/context.js'
import { FETCH_EVENT_MAX_RESPONSE_REDIRECTS, FetchEvent, PASS } from '../service-worker/events.js'

/** How much of an answer is sent at a time, in bytes. */
const BATCH = 1 << 20
const REDIRECTIONS = new Set([301, 302, 303, 307, 308])

/**
 * @param {{ id: string, url: string, method: string, headers: Record<string, string>, hasBody: boolean, clientId: string }} fetch
 * @param {(event: FetchEvent) => void} dispatch
 * @param {(error: any) => void} report
 */
export async function answer (fetch, dispatch, report) {
  const { id } = fetch
  const isNavigation = fetch.headers['upgrade-insecure-requests'] === '1'
  /** @type {FetchEvent | null} */
  let event = null
  try {
    let request = await requestOf(fetch, isNavigation)
    for (let redirections = 0; ; redirections++) {
      event = new FetchEvent('fetch', {
        request, clientId: isNavigation ? '' : fetch.clientId, resultingClientId: isNavigation ? fetch.clientId : ''
      })
      dispatch(event)
      const response = await (FetchEvent.responseOf(event) ?? PASS)
      if (response === PASS && redirections === 0) {
        await send('serviceWorker.fetch.pass', { id })
        break
      }
      const next = await follow(request, response)
      if (next === null) {
        await respond(id, response === PASS ? await globalThis.fetch(request) : response, request.method)
        break
      }
      if (isNavigation) {
        await respond(id, refresh(next), request.method)
        break
      }
      if (redirections >= FETCH_EVENT_MAX_RESPONSE_REDIRECTS) {
        throw new TypeError(`More than ${redirections} redirections, the last to ${next}`)
      }
      request = new Request(next, { headers: request.headers })
    }
    FetchEvent.settle(event)
  } catch (error) {
    report(error)
    if (event !== null) {
      FetchEvent.settle(event, error)
    }
    await (event !== null && passesOnException(event)
      ? send('serviceWorker.fetch.pass', { id })
      : send('serviceWorker.fetch.response.finish', { id, error: String(/** @type {any} */ (error)?.message ?? error) }))
  }
  await event?.waitsFor().catch(report)
}

/**
 * @param {any} fetch
 * @param {boolean} isNavigation
 */
async function requestOf ({ id, url, method, headers, hasBody }, isNavigation) {
  /** @type {RequestInit} */
  const init = { method, headers }
  if (hasBody) {
    const { err, data } = await ask('serviceWorker.fetch.request.body', { id }, { responseType: 'arraybuffer' })
    if (err) {
      throw err
    }
    init.body = data
  }
  const accept = headers.accept ?? ''
  const destination = isNavigation ? 'document' : accept.startsWith('text/css') ? 'style' : accept.startsWith('image/') ? 'image' : ''
  // a script cannot make such a request, but is shown one
  return Object.defineProperties(new Request(url, init), {
    destination: { value: destination },
    ...(isNavigation && { mode: { value: 'navigate' } }),
    ...(headers.referer !== undefined && { referrer: { value: headers.referer } })
  })
}

/**
 * @param {Request} request
 * @param {any} response
 * @returns {Promise<string | null>} where to the response leads, if anywhere
 */
async function follow (request, response) {
  if (response === PASS) {
    return null
  }
  if (!(response instanceof Response)) {
    throw new TypeError(`respondWith() needs a Response, or a promise of one, not ${response}`)
  }
  const location = REDIRECTIONS.has(response.status) ? response.headers.get('location') : null
  return location === null ? null : new URL(location, request.url).href
}

/**
 * The engine follows no redirections of these schemes; a document that refreshes itself does.
 * @param {string} url
 */
function refresh (url) {
  const escaped = url.replaceAll('&', '&amp;').replaceAll("'", '&#39;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return new Response(`<meta http-equiv="refresh" content="0; url='${escaped}'">`, { headers: { 'content-type': 'text/html; charset=utf-8' } })
}

/** @param {Headers} given */
function linesOf (given) {
  const headers = new Headers(given)
  FetchEvent.defaultHeaders.forEach((value, name) => {
    if (!headers.has(name)) {
      headers.set(name, value)
    }
  })
  if (headers.has('content-encoding')) { // it was decoded on its way here
    headers.delete('content-encoding')
    headers.delete('content-length')
  }
  return [...headers].map(([name, value]) => `${name}: ${value}`).join('\n')
}

/**
 * Sends an answer: in one call if all of it is there, else as it comes.
 * @param {string} id
 * @param {Response} response
 * @param {string} method
 */
async function respond (id, response, method) {
  if (response.type === 'error' || response.status === 0) {
    throw new TypeError('The answer is an error of the network, or one that may not be read')
  }
  const head = { id, statusCode: response.status, headers: linesOf(response.headers) }
  const reader = response.body === null || method === 'HEAD' ? null : response.body.getReader()
  const first = await reader?.read() ?? { done: true, value: undefined }
  const second = first.done || reader === null ? null : reader.read()
  second?.catch(() => {})
  const soon = second === null ? { done: true } : await Promise.race([second, turn()])
  if (soon?.done) {
    await put('serviceWorker.fetch.response', head, first.value)
  } else {
    await stream(head, /** @type {any} */ (reader), bytesOf(first.value), /** @type {any} */ (second))
  }
}

/** A turn of the event loop. @returns {Promise<null>} */
function turn () {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close()
      resolve(null)
    }
    port2.postMessage(null)
  })
}

/** @param {any} chunk */
function bytesOf (chunk) {
  if (chunk !== undefined && !(chunk instanceof Uint8Array)) {
    throw new TypeError('The body of a response must be made of bytes: of Uint8Arrays')
  }
  return chunk
}

/**
 * @param {string} route
 * @param {any} params
 * @param {Uint8Array<ArrayBuffer> | undefined} bytes
 */
async function put (route, params, bytes) {
  const { err } = await write(route, params, bytesOf(bytes) ?? new Uint8Array())
  if (err !== null && err.code !== 'ABORTED') { // the page wants it no more
    throw err
  }
  return err === null
}

/**
 * Sends what comes while what came before is on its way, up to a limit.
 * @param {any} head
 * @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} reader
 * @param {Uint8Array<ArrayBuffer>} first
 * @param {Promise<any>} second
 */
async function stream (head, reader, first, second) {
  const { id } = head
  const route = 'serviceWorker.fetch.response.write'
  let sending = put(route, head, first)
  let next = second
  for (let isOpen = true; isOpen;) {
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const batch = []
    let size = 0
    let isSent = false
    sending.then(() => { isSent = true }, () => { isSent = true })
    while (isOpen && size < BATCH && !(isSent && size > 0)) {
      const got = await (size === 0 ? next : Promise.race([next, sending.then(() => null)]))
      if (got === null) {
        break
      }
      isOpen = !got.done
      if (isOpen) {
        batch.push(bytesOf(got.value))
        size += got.value.byteLength
        next = reader.read()
        next.catch(() => {})
      }
    }
    if (!await sending) {
      await reader.cancel()
      return
    }
    if (size > 0) {
      sending = put(route, { id }, batch.length === 1 ? batch[0] : joined(batch, size))
    }
  }
  if (await sending) {
    await put('serviceWorker.fetch.response.finish', { id }, undefined)
  }
}

/**
 * @param {Uint8Array[]} batch
 * @param {number} size
 */
function joined (batch, size) {
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const part of batch) {
    bytes.set(part, offset)
    offset += part.byteLength
  }
  return bytes
}
