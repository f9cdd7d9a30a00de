/** A platform at the edge of the page: answers what the modules send, by whichever lane. */
export const calls = []

/** Routes by name: `(params, body) => value`, or `{ bytes }`, or throws `{ type, code, message }`. */
export const routes = {
  'platform.primordials': () => ({
    arch: 'x64', cwd: '/app', platform: 'linux', version: { full: '0.1.0 (abc)', short: '0.1.0', hash: 'abc' },
    'host-operating-system': 'linux'
  }),
  'platform.cancel': () => ({})
}

/** Files of the app: `(url) => Uint8Array`, or null. */
export const files = { read: (url) => null }

/** What a URL of another scheme than the platform's own answers. */
function fileAt (url) {
  const bytes = files.read(url)
  return bytes === null ? { status: 404, bytes: new Uint8Array() } : { status: 200, bytes }
}

async function answer (uri, body = null, lane = 'xhr', headers = {}) {
  const url = new URL(uri)
  const params = Object.fromEntries(url.searchParams)
  const call = { lane, command: url.hostname, params, body, uri, headers }
  calls.push(call)
  const route = routes[call.command]
  const envelope = (part) => ({ source: call.command, id: '1', ...part })
  if (!route) {
    return { status: 404, json: envelope({ err: { type: 'NotFoundError', message: 'Not found' } }) }
  }
  try {
    const value = await route(params, body)
    return value?.bytes ? { status: 200, ...value } : { status: 200, json: envelope({ data: value }) }
  } catch (err) {
    return { status: 200, json: envelope({ err }) }
  }
}

function answerSync (uri, body, headers = {}) {
  const url = new URL(uri)
  if (url.protocol !== 'ipc:') {
    return fileAt(url)
  }
  const params = Object.fromEntries(url.searchParams)
  calls.push({ lane: 'sync', command: url.hostname, params, body, uri, headers })
  try {
    if (!Object.hasOwn(routes, url.hostname)) {
      throw { type: 'NotFoundError', message: 'Not found' } // eslint-disable-line no-throw-literal
    }
    const value = routes[url.hostname](params, body)
    return value?.bytes ? { status: 200, bytes: value.bytes, headers: value.headers } : { status: 200, json: { source: url.hostname, data: value } }
  } catch (err) {
    return { status: 200, json: { source: url.hostname, err } }
  }
}

class FakeRequest {
  responseType = ''
  status = 0
  responseText = ''
  response = null
  #type = ''
  #headers = {}

  open (method, uri, isAsync = true) {
    Object.assign(this, { method, uri, isAsync, responseURL: uri })
  }

  overrideMimeType () {}
  setRequestHeader (name, value) { this.sent = { ...this.sent, [name]: value } }
  getResponseHeader (name) { return { 'content-type': this.#type, ...this.#headers }[name] ?? null }
  getAllResponseHeaders () {
    const more = Object.entries(this.#headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')
    return `content-type: ${this.#type}\r\nx-test: a\r\n${more}`
  }
  abort () { this.aborted = true }

  send (body) {
    if (!this.isAsync) {
      this.#take(answerSync(this.uri, body, this.sent))
      return
    }
    answer(this.uri, body, 'xhr', this.sent).then((reply) => {
      if (!this.aborted) {
        this.#take(reply)
        this.onload?.()
        this.onloadend?.()
      }
    })
  }

  #take ({ status, json, bytes, headers = {} }) {
    this.status = status
    this.#headers = headers
    this.#type = json ? 'application/json' : 'application/octet-stream'
    const raw = json ? new TextEncoder().encode(JSON.stringify(json)) : bytes
    if (this.responseType === 'arraybuffer') {
      this.response = raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength)
    } else {
      this.responseText = new TextDecoder().decode(raw)
    }
  }
}

/** Pieces of the next stream that is asked for. */
export const stream = { pieces: [], type: 'application/x-ndjson', cancelled: false, wait: null }

/** Streams by the name of their route: `(params) => ReadableStream` of bytes, until the call is cancelled. */
export const streams = {}

async function fakeFetch (uri) {
  const url = new URL(uri)
  if (url.protocol !== 'ipc:' && files.read(url) !== null) {
    return new Response(files.read(url))
  }
  calls.push({ lane: 'fetch', command: url.hostname, params: Object.fromEntries(url.searchParams), uri })
  const own = streams[url.hostname]?.(Object.fromEntries(url.searchParams))
  if (own) {
    return new Response(own, { headers: { 'content-type': 'application/x-ndjson', 'x-socket-stream': 's1' } })
  }
  const pieces = [...stream.pieces]
  stream.cancelled = false
  return new Response(new ReadableStream({
    async pull (controller) {
      if (pieces.length > 0) {
        controller.enqueue(new TextEncoder().encode(pieces.shift()))
      } else if (stream.wait) {
        await stream.wait
        controller.close()
      } else {
        controller.close()
      }
    },
    cancel () { stream.cancelled = true }
  }, { highWaterMark: 0 }), { headers: { 'content-type': stream.type, 'x-socket-stream': 's1' } })
}

/** Puts the platform into this realm; call it before the first import of a module. */
export function install ({ bridge = true, args = {} } = {}) {
  globalThis.XMLHttpRequest = FakeRequest
  globalThis.fetch = fakeFetch
  globalThis.__args = { index: 0, argv: ['app', '--x'], env: { HOME: '/home/ada' }, config: {}, ...args }
  if (bridge) {
    globalThis[Symbol.for('socket.bridge')] = Object.freeze({
      post: async (uri) => JSON.stringify((await answer(uri, null, 'bridge')).json),
      flush: async () => {}
    })
  }
  if (globalThis.addEventListener === undefined) {
    const events = new EventTarget()
    for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) {
      globalThis[name] = events[name].bind(events)
    }
  }
}
