function (secret, args) {
  'use strict'

  // What this script needs is kept before the page can change it. Bound functions and objects
  // without a prototype are used, because the page may later replace what they would look up.
  const { apply, construct, getPrototypeOf } = Reflect
  const bind = (method) => (self, ...rest) => apply(method, self, rest)
  const { ArrayBuffer, Blob, Error, FormData, Headers, JSON, Object, Promise, Request, Response, String, TypeError, URL, document } = globalThis
  const isView = ArrayBuffer.isView
  const host = globalThis.webkit.messageHandlers.ipc
  const postMessage = host.postMessage
  const nativeFetch = globalThis.fetch
  const then = bind(Promise.prototype.then)
  const readBody = bind(Response.prototype.arrayBuffer)
  const stringify = JSON.stringify
  const encode = globalThis.encodeURIComponent
  const header = 'X-Socket-Secret'
  const getter = (prototype, name) => bind(Object.getOwnPropertyDescriptor(prototype, name).get)
  const lengthIn = (prototype) => getter(prototype, 'byteLength')
  const lengthOfArray = lengthIn(getPrototypeOf(Uint8Array.prototype))
  const lengthOfData = lengthIn(DataView.prototype)
  const lengthOfBuffer = lengthIn(ArrayBuffer.prototype)

  const protocolOf = getter(URL.prototype, 'protocol')
  const baseOf = getter(Node.prototype, 'baseURI')
  const match = bind(RegExp.prototype.exec)

  const post = (uri) => apply(postMessage, host, [secret + uri])
  // what our own handlers answer: calls, and requests that a service worker may answer
  const isOurs = (url) => {
    try { return match(/^(https?|wss?|blob|data|file|about):$/, protocolOf(new URL(url, baseOf(document)))) === null } catch { return false }
  }
  const isPlain = (body) => typeof body === 'string' || body instanceof ArrayBuffer || isView(body)

  // Bodies. WebKitGTK's process dies when a native handler reads a body that holds a Blob, so bodies
  // become plain bytes here, and the shell reads only those that carry the secret.

  // The engine does not tell how long a body is. Of a string it is not known without a copy.
  function pass (body) {
    if (typeof body === 'string') return secret
    if (!isView(body)) return `${secret} ${lengthOfBuffer(body)}`
    try { return `${secret} ${lengthOfArray(body)}` } catch { return `${secret} ${lengthOfData(body)}` }
  }

  async function plain (body) {
    if (isPlain(body)) return { bytes: body, type: undefined }
    const response = new Response(body instanceof FormData ? multipart(body) : body)
    return { bytes: await readBody(response), type: response.headers.get('content-type') || undefined }
  }

  // RFC 7578; the engine cannot read a form with files back by itself.
  function multipart (form) {
    const boundary = `----form-${crypto.randomUUID()}`
    const name = (text) => text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
    const parts = []
    for (const [key, value] of form) {
      parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${name(key)}"`)
      if (typeof value === 'string') parts.push('\r\n\r\n')
      else parts.push(`; filename="${name(value.name)}"\r\nContent-Type: ${value.type || 'application/octet-stream'}\r\n\r\n`)
      parts.push(value, '\r\n')
    }
    parts.push(`--${boundary}--\r\n`)
    return new Blob(parts, { type: `multipart/form-data; boundary=${boundary}` })
  }

  globalThis.fetch = function fetch (input, init) {
    const request = input instanceof Request ? input : undefined
    const url = request ? request.url : String(input)
    if (!((init && init.body != null) || (request && request.body)) || !isOurs(url)) {
      return apply(nativeFetch, globalThis, arguments)
    }
    return (async () => {
      const { method, headers: given, signal } = { ...pick(request), ...init }
      const { bytes, type } = await plain(init?.body ?? await request.arrayBuffer())
      const headers = Object.assign({ __proto__: null }, Object.fromEntries(new Headers(given)))
      if (type) headers['content-type'] ??= type
      headers[header] = pass(bytes)
      return await apply(nativeFetch, globalThis, [
        url, { __proto__: null, method: method ?? 'GET', headers, body: bytes, signal }
      ])
    })()
  }
  const pick = (request) => request && { method: request.method, headers: request.headers, signal: request.signal }

  const XHR = globalThis.XMLHttpRequest.prototype
  const { open, send, setRequestHeader } = XHR
  const requests = new WeakMap()
  const setRequest = bind(WeakMap.prototype.set)
  const getRequest = bind(WeakMap.prototype.get)
  XHR.open = function (method, url, async = true, ...rest) {
    setRequest(requests, this, isOurs(String(url)) ? { async } : undefined)
    return apply(open, this, [method, url, async, ...rest])
  }
  XHR.send = function (body = null) {
    const request = getRequest(requests, this)
    if (!request || body === null) return apply(send, this, [body])
    if (isPlain(body)) {
      apply(setRequestHeader, this, [header, pass(body)])
      return apply(send, this, [body])
    }
    if (!request.async) {
      throw new TypeError('A synchronous request takes a string or bytes as its body')
    }
    then(plain(body), ({ bytes, type }) => {
      if (type) apply(setRequestHeader, this, ['content-type', type])
      apply(setRequestHeader, this, [header, pass(bytes)])
      apply(send, this, [bytes])
    })
  }

  // The terminal. Lines wait while a batch is under way, so that they stay in order.

  const MAX_WAITING = 10000
  let lines = []
  let dropped = 0
  let flushing

  const text = (value) => {
    if (typeof value === 'string') return value
    if (value instanceof Error) return describe(value)
    if (typeof value === 'object' && value !== null) {
      try { return stringify(value) } catch { return String(value) }
    }
    return String(value)
  }
  const describe = (error) => {
    const stack = error.stack ? '\n    ' + String(error.stack).trim().replaceAll('\n', '\n    ') : ''
    return `${error.name}: ${error.message}${stack}`
  }

  function print (stream, line) {
    if (lines.length >= MAX_WAITING) { dropped++; return }
    lines.push({ stream, line })
    flushing ??= flush()
  }

  async function flush () {
    await undefined
    while (lines.length) {
      const batch = lines
      lines = []
      if (dropped) batch.push({ stream: 'stderr', line: `(${dropped} lines dropped)` })
      dropped = 0
      for (let i = 0; i < batch.length;) {
        const { stream } = batch[i]
        let joined = batch[i++].line
        while (i < batch.length && batch[i].stream === stream) joined += '\n' + batch[i++].line
        await post(`ipc://${stream}?value=${encode(joined.toWellFormed())}`)
      }
    }
    flushing = undefined
  }

  // a test run writes its results to standard output, and nothing else
  const out = args.test === undefined ? 'stdout' : 'stderr'
  const streams = { debug: out, info: out, log: out, warn: 'stderr', error: 'stderr', trace: 'stderr' }
  for (const name of Object.keys(streams)) {
    const original = console[name]
    console[name] = function (...values) {
      apply(original, console, values)
      print(streams[name], values.map(text).join(' '))
    }
  }
  addEventListener('error', (event) => {
    if (!event.message) return
    const where = event.filename ? `\n    at ${event.filename}:${event.lineno}:${event.colno}` : ''
    print('stderr', `Uncaught ${event.message}${where}`)
  })
  let leaving = false // calls that were under way then fail, which is no news
  addEventListener('pagehide', () => { leaving = true })
  addEventListener('unhandledrejection', (event) => {
    if (!leaving) print('stderr', `Unhandled rejection: ${text(event.reason)}`)
  })
  addEventListener('securitypolicyviolation', (event) => {
    print('stderr', `Refused by the Content-Security-Policy: ${event.effectiveDirective} ${event.blockedURI}`)
  })

  // What modules and pages see.

  const number = /^-?(0x[0-9a-f]+|(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)$/i
  const setting = (value) => {
    if (value === 'NaN') return NaN
    if (number.test(value)) return Number(value)
    try { return JSON.parse(value) } catch { return value }
  }
  for (const key of Object.keys(args.config)) args.config[key] = setting(args.config[key])

  const define = (name, value) => Object.defineProperty(globalThis, name, { __proto__: null, value })
  const test = args.test === undefined ? undefined : `${location.origin}/${args.test.split('/').map(encode).join('/')}`
  delete args.test
  if (test !== undefined) define('RUNTIME_TEST_FILENAME', test)
  define('isSocketRuntime', true)
  define('__args', Object.freeze(Object.assign(args, {
    client: Object.freeze({ id: String(args.index), type: 'window', frameType: 'top-level', platform: 'linux' }),
    config: Object.freeze(args.config)
  })))
  define(Symbol.for('socket.bridge'), Object.freeze({
    __proto__: null,
    post,
    flush: async () => { await flushing }
  }))

  // Service workers. The engine has none for our scheme. Most pages use none, so what makes the container is loaded when it is
  // asked for; until then another object stands for it, which then becomes it.

  function ask (uri) {
    const xhr = new XMLHttpRequest()
    apply(open, xhr, ['GET', uri, false])
    try {
      apply(send, xhr, [])
      return JSON.parse(xhr.responseText).data ?? {}
    } catch { return {} }
  }

  let container
  function makeContainer () {
    const { registration } = ask(`ipc://serviceworker.getregistration?scope=${encode(location.href)}`)
    const worker = registration?.workers.findLast(({ state }) => /^activat/.test(state))
    const made = new EventTarget()
    const controller = worker === undefined ? null : new EventTarget()
    const waiting = []
    const channel = new BroadcastChannel(`socket.runtime.serviceWorker.client.${args.index}`)
    channel.onmessage = ({ data }) => waiting.push(data)
    let loading
    const load = () => (loading ??= import(`${location.origin}/socket/service-worker/container.js`).then(({ ServiceWorkerContainer }) => {
      const info = { registration, worker: { ...worker, id: registration?.id, scriptURL: registration?.scriptURL } }
      ServiceWorkerContainer.adopt(made, { controller, info, channel, waiting })
      return made.init()
    }))
    const later = (name) => (...given) => load().then(() => made[name](...given))
    const handler = (name) => ({ configurable: true, get: () => null, set: (value) => { load().then(() => { made[name] = value }) } })
    Object.setPrototypeOf(made, Object.create(EventTarget.prototype, {
      ready: { get: () => load().then(() => made.ready) },
      controller: { get: () => controller },
      oncontrollerchange: handler('oncontrollerchange'),
      onmessage: handler('onmessage'),
      addEventListener: { value (...given) { load(); return EventTarget.prototype.addEventListener.apply(this, given) } },
      ...Object.fromEntries(['register', 'getRegistration', 'getRegistrations', 'startMessages'].map((name) => [name, { value: later(name) }]))
    }))
    if (controller !== null) {
      Object.setPrototypeOf(controller, Object.create(EventTarget.prototype, {
        scriptURL: { get: () => registration.scriptURL },
        state: { get: () => worker.state },
        postMessage: { value (message, transfer) {
          const copy = structuredClone(message)
          load().then(() => controller.postMessage(copy, transfer))
        } }
      }))
      load()
    }
    return made
  }
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, enumerable: true, get: () => (container ??= makeContainer()) })

  // Caches. The engine keeps requests of http: and https: only; what keeps those of the app is loaded when a cache is used.

  const caches = Object.getOwnPropertyDescriptor(globalThis, 'caches') ?? Object.getOwnPropertyDescriptor(Window.prototype, 'caches')
  if (caches !== undefined) {
    let storage
    const load = () => (storage ??= import(`${location.origin}/socket/internal/app-caches.js`).then(({ AppCacheStorage }) =>
      new AppCacheStorage(apply(caches.get, globalThis, []))))
    const methods = ['delete', 'has', 'keys', 'match', 'open'].map((name) => [name, (...given) => load().then((own) => own[name](...given))])
    const own = Object.freeze(Object.fromEntries(methods))
    Object.defineProperty(globalThis, 'caches', { configurable: true, enumerable: true, get: () => own })
  }

  // Media. WebKitGTK's player knows no scheme of ours but plays, and seeks in, a Blob; so a file of the
  // app that it refuses is loaded whole and given to it again.

  const UNSUPPORTED = 4 // MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED
  const { HTMLMediaElement, Audio } = globalThis
  function playFromMemory (event) {
    const target = event.target
    const media = target instanceof HTMLMediaElement ? target : target?.parentElement
    const source = target?.src
    const isRefused = target === media ? media.error?.code === UNSUPPORTED : target?.localName === 'source'
    if (!(media instanceof HTMLMediaElement) || !isRefused || !source?.startsWith(location.origin + '/')) return
    event.stopImmediatePropagation()
    then(apply(nativeFetch, globalThis, [source]), async (response) => {
      if (!response.ok) return print('stderr', `Cannot play ${source}: status ${response.status}`)
      media.src = URL.createObjectURL(await response.blob())
    })
  }
  addEventListener('error', playFromMemory, true)
  const src = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'src')
  Object.defineProperty(HTMLMediaElement.prototype, 'src', {
    ...src,
    set (value) {
      this.addEventListener('error', playFromMemory, true) // an element outside of the document
      apply(src.set, this, [value])
    }
  })
  globalThis.Audio = function (source) {
    const audio = new Audio()
    if (source !== undefined) audio.src = source
    return audio
  }
  globalThis.Audio.prototype = Audio.prototype

  // In development the page follows the changes of its sources.

  if (args.debug) {
    addEventListener('DOMContentLoaded', async () => {
      const { follow } = await import(`${location.origin}/socket/internal/dev.js`)
      await follow()
    }, { once: true })
  }

  // Events of the platform, and the word that the page is complete.

  addEventListener('load', async () => {
    const { listen } = await import(`${location.origin}/socket/internal/event-stream.js`)
    await listen()
  }, { once: true })

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  addEventListener('load', async () => {
    const busy = () => document.documentElement.getAttribute('aria-busy') === 'true'
    while (busy()) await frame()
    await frame()
    await frame()
    await post('ipc://platform.ready')
    if (test !== undefined) {
      const { run } = await import(`${location.origin}/socket/internal/test-run.js`)
      await run(test)
    }
  }, { once: true })
}
