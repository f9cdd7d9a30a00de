/**
 * Calls to the platform: `ipc://command?key=value&...`.
 *
 * Calls never reject: they end with a {@link Result} that has `data` or `err`. Only a stream throws.
 *
 * ```js
 * import * as ipc from 'socket:ipc'
 * const { err, data } = await ipc.send('os.uname')
 * ```
 * @module ipc
 */
import './internal/arguments.js'
import { AbortError, NetworkError, TimeoutError } from './errors.js'
import {
  appendParams, Headers, IPCSearchParams, isEnvelope, maybeMakeError, Message, parseSeq, Result,
  statusError
} from './internal/ipc-message.js'
import { Pieces } from './internal/ipc-pieces.js'
import {
  findIPCMessageTransfers, findMessageTransfers, inflateIPCMessageTransfers, IPCBroadcastChannel, IPCMessageChannel, IPCMessagePort
} from './internal/ipc-port.js'
import { ReplyStream } from './internal/ipc-stream.js'
import { lazy } from './internal/lazy.js'

export {
  findIPCMessageTransfers, findMessageTransfers, Headers, inflateIPCMessageTransfers, IPCBroadcastChannel, IPCMessageChannel,
  IPCMessagePort, IPCSearchParams, maybeMakeError, Message, parseSeq, Result
}

/**
 * @typedef {object} CallOptions
 * @property {AbortSignal | null} [signal] ends the call with an `AbortError`
 * @property {number | boolean} [timeout] milliseconds; `true` stands for {@link TIMEOUT}. The platform
 *   knows it as well, and cancels what takes longer
 * @property {'arraybuffer' | string} [responseType] `arraybuffer` for a reply of raw bytes
 * @property {boolean} [cache] answers the same call from memory once it has succeeded
 * @property {string} [seq] sequence number to use
 * @property {ArrayBuffer | ArrayBufferView | string | Blob | null} [bytes] to send along
 */

export const OK = 0
export const ERROR = 1
/** What `timeout: true` stands for, in milliseconds. */
export const TIMEOUT = 32 * 1000
export const kDebugEnabled = Symbol.for('socket.runtime.ipc.debug.enabled')

/** How far a stream may be ahead of its reader, in bytes. */
const CREDIT = 1024 * 1024

const scope = /** @type {any} */ (globalThis)
const index = scope.__args?.index ?? 0
const tracing = Boolean(scope.__args?.env?.SOCKET_DEBUG_IPC)

/**
 * The fast lane for small calls; only a top document of the app has one.
 * @type {{ post (uri: string): Promise<string> } | undefined}
 */
const bridge = scope[Symbol.for('socket.bridge')]

// The platform knows a call by window and number. The page counts from 1; workers and frames, which
// share its window, count from a place of their own.
let calls = bridge === undefined
  ? Math.floor(Math.random() * 2 ** 32)
  : 0

/**
 * What a body must carry that is not sent by the window's own document, which sees to that itself.
 * @type {string | null}
 */
let bodyKey = bridge === undefined ? null : ''

/** @type {Map<string, Promise<Result>>} */
const cached = new Map()

/**
 * Waits until the platform has set up this document.
 * @returns {Promise<void>}
 */
export async function ready () {
  if (scope.__args) {
    return
  }
  await new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new TimeoutError('There is no __args: this page does not run on the platform')),
      10 * 1000)
    scope.addEventListener('__runtime_init__', () => {
      clearTimeout(timer)
      resolve(undefined)
    }, { once: true })
  })
}

/**
 * Makes a small call, by the fastest lane there is.
 * @param {string} command
 * @param {any} [value] an object of parameters, or the one parameter `value`
 * @param {CallOptions | null} [options]
 * @returns {Promise<Result>}
 */
export function send (command, value, options = null) {
  if (options === null && bridge !== undefined) {
    return post(command, uriOf(command, value, nextSeq()))
  }
  if (options?.bytes !== undefined && options.bytes !== null) {
    return write(command, value, options.bytes, options)
  }
  if (bridge === undefined || options?.responseType === 'arraybuffer') {
    return request(command, value, options)
  }
  return withCache(command, value, options, () => {
    const seq = options?.seq ?? nextSeq()
    return guarded(command, seq, options, () => post(command, uriOf(command, value, seq, options)))
  })
}

/**
 * Makes a call over `ipc://`; the way to a reply of raw bytes.
 * @param {string} command
 * @param {any} [value] an object of parameters, or the one parameter `value`
 * @param {CallOptions | null} [options]
 * @returns {Promise<Result>}
 */
export function request (command, value, options = null) {
  return withCache(command, value, options, () => exchange('GET', command, value, null, options))
}

/**
 * Makes a call that carries bytes.
 * @param {string} command
 * @param {any} value an object of parameters, or the one parameter `value`
 * @param {ArrayBuffer | ArrayBufferView | string | Blob | null} [buffer] strings are sent as UTF-8
 * @param {CallOptions | null} [options]
 * @returns {Promise<Result>}
 */
export function write (command, value, buffer, options = null) {
  if (typeof Blob !== 'undefined' && buffer instanceof Blob) {
    return buffer.arrayBuffer().then(
      (bytes) => exchange('POST', command, value, bytes, options),
      (cause) => failed(command, cause))
  }
  const bytes = toBytes(buffer)
  return bytes instanceof Error
    ? Promise.resolve(failed(command, bytes))
    : exchange('POST', command, value, bytes, options)
}

/**
 * Makes a call and blocks this thread until the answer is there.
 * @param {string} command
 * @param {any} [value]
 * @param {CallOptions & { desiredResponseType?: string } | null} [options]
 * @param {ArrayBuffer | ArrayBufferView | string | null} [buffer] to send along
 * @returns {Result}
 */
export function sendSync (command, value = '', options = null, buffer = null) {
  const bytes = buffer === null ? null : toBytes(buffer)
  if (bytes instanceof Error) {
    return failed(command, bytes)
  }
  const uri = uriOf(command, value, options?.seq ?? nextSeq(), options) + '&__sync__=true'
  trace(uri)
  const binary = isBinary(options)
  const inDocument = typeof document !== 'undefined'
  const xhr = new XMLHttpRequest()
  try {
    xhr.open(bytes === null ? 'GET' : 'POST', uri, false)
    if (binary && inDocument) {
      xhr.overrideMimeType('text/plain; charset=x-user-defined') // documents may not ask for a buffer
    } else if (binary) {
      xhr.responseType = 'arraybuffer'
    }
    if (bytes !== null) {
      bodyKey ??= sendSync('platform.body').data?.key ?? null
      authorise(xhr)
    }
    xhr.send(/** @type {any} */ (bytes))
  } catch (cause) {
    return failed(command, unreachable(cause))
  }
  return resultOf(xhr, command, binary
    ? inDocument ? bytesOfText(xhr.responseText) : xhr.response
    : null)
}

/**
 * Makes a call that is answered by values that follow one another.
 *
 * ```js
 * for await (const tick of ipc.stream('greeter.ticks', { every: 'PT1S' }, { signal })) { ... }
 * ```
 * Leaving the loop cancels the call, and so does the signal, which ends the loop with an
 * `AbortError`. A failure is thrown.
 * @template [T=any]
 * @param {string} command
 * @param {any} [params] an object of parameters, or the one parameter `value`
 * @param {{ signal?: AbortSignal | null, credit?: number }} [options] `credit`: how many bytes the
 *   platform may be ahead of the reader
 * @returns {AsyncIterableIterator<T>}
 */
export function stream (command, params, { signal = null, credit = CREDIT } = {}) {
  const seq = nextSeq()
  return new ReplyStream({
    open: () => {
      const uri = uriOf(command, params, seq) + '&credit=' + credit
      trace(uri)
      return fetch(uri)
    },
    acknowledge: (id, bytes) =>
      tell('ipc://platform.ack?stream=' + encodeURIComponent(id) + '&bytes=' + bytes),
    cancel: () => cancel(seq),
    credit,
    signal
  })
}

/**
 * Fires an event in this page, as if the platform had sent it.
 * @param {string} name
 * @param {any} [value] detail of the event; text is decoded and, if it is JSON, parsed
 * @param {EventTarget} [target]
 * @param {EventInit} [options]
 * @returns {Promise<void>}
 */
export async function emit (name, value, target, options) {
  let detail = value
  if (typeof value === 'string') {
    try {
      detail = decodeURIComponent(value)
      detail = JSON.parse(detail)
    } catch {
      // then it is plain text
    }
  }
  (target ?? scope).dispatchEvent(new CustomEvent(name, { ...options, detail }))
}

/**
 * Fires the event that answers a message sent with {@link postMessage}.
 * @param {string} seq
 * @param {any} value
 * @returns {Promise<void>}
 */
export async function resolve (seq, value) {
  await emit(`resolve-${index}-${seq}`, value)
}

/**
 * Sends a bare `ipc://` URI; the answer is the event `resolve-<index>-<seq>`.
 * @param {string | URL | Message} message
 * @returns {void}
 */
export function postMessage (message) {
  const { command, params, seq } = Message.from(message)
  send(command, params, { seq: seq ?? nextSeq() }).then((result) => {
    if (seq !== null) {
      resolve(seq, { err: result.toJSON().err, data: result.data })
    }
  })
}

/**
 * An object whose methods are commands: `createBinding().fs.stat({ path })` calls `fs.stat`.
 * @param {string | Record<string, string> | null} [domain] what all commands begin with
 * @param {Record<string, string>} [ctx] which function to call for a command: `send` (the
 *   `default`), `request`, `write` or `sendSync`
 * @returns {any}
 */
export function createBinding (domain = null, ctx = {}) {
  const functions = { emit, ready, resolve, request, send, sendSync, write }
  const names = domain !== null && typeof domain === 'object' ? domain : ctx
  const root = typeof domain === 'string' ? domain : ''
  /**
   * @param {string} path
   * @returns {any}
   */
  const member = (path) => new Proxy(() => {}, {
    get: (_, key) =>
      typeof key === 'symbol' || key === 'then' ? undefined : member(path === '' ? key : `${path}.${key}`),
    apply: (_, self, args) => {
      const name = names[path] ?? names[path.slice(root.length + 1)] ?? names.default ?? 'send'
      if (!Object.hasOwn(functions, name)) {
        throw new TypeError(`A binding calls send, request, write or sendSync, not ${name}`)
      }
      return /** @type {any} */ (functions)[name](path, ...args)
    }
  })
  return member(root)
}

/**
 * Tells or sets whether the platform runs in debug mode.
 * @param {boolean} [enable]
 * @returns {boolean}
 */
export function debug (enable) {
  if (enable !== undefined) {
    debug.enabled = enable
  }
  return debug.enabled
}

debug.enabled = Boolean(scope.__args?.debug)
/** @param {...any} args */
debug.log = (...args) => {
  if (tracing) {
    globalThis.console.debug(...args)
  }
}
Object.defineProperty(debug, kDebugEnabled, { get: () => debug.enabled })

/**
 * What the platform says of itself and its host; asked for when first used.
 * @type {Readonly<{
 *   arch: string,
 *   cwd: string,
 *   platform: string,
 *   version: { full: string, short: string, hash: string },
 *   'host-operating-system': string,
 *   [name: string]: any
 * }>}
 */
export const primordials = lazy(() => {
  const { err, data } = sendSync('platform.primordials')
  if (err) {
    throw err
  }
  return { ...data, ...scope.__RUNTIME_PRIMORDIAL_OVERRIDES__ }
})

function nextSeq () {
  return 'R' + ++calls
}

/**
 * @param {string} command
 * @param {any} value
 * @param {string} seq
 * @param {CallOptions | null} [options]
 */
function uriOf (command, value, seq, options = null) {
  const timeout = timeoutOf(options)
  const deadline = timeout > 0 ? '&__timeout__=' + Math.ceil(timeout) : ''
  return appendParams('ipc://' + command + '?index=' + index + '&seq=' + seq + deadline, value)
}

/**
 * How long the caller waits, in milliseconds; 0 for as long as it takes.
 * @param {CallOptions | null} options
 */
function timeoutOf (options) {
  const timeout = options?.timeout === true ? TIMEOUT : Number(options?.timeout ?? 0)
  return timeout > 0 && timeout < Number.MAX_SAFE_INTEGER ? timeout : 0
}

/**
 * @param {string} command
 * @param {string} uri
 * @returns {Promise<Result>}
 */
function post (command, uri) {
  trace(uri)
  return /** @type {NonNullable<typeof bridge>} */ (bridge).post(uri).then(
    (text) => Result.from(JSON.parse(text), null, command),
    (cause) => failed(command, unreachable(cause)))
}

/**
 * @param {'GET' | 'POST'} method
 * @param {string} command
 * @param {any} value
 * @param {ArrayBuffer | ArrayBufferView | null} body
 * @param {CallOptions | null} options
 * @returns {Promise<Result>}
 */
function exchange (method, command, value, body, options) {
  if (body !== null && bodyKey === null) {
    return request('platform.body').then(({ err, data }) => {
      bodyKey = data?.key ?? null
      return err ? failed(command, err) : exchange(method, command, value, body, options)
    })
  }
  const seq = options?.seq ?? nextSeq()
  const binary = isBinary(options)
  const uri = uriOf(command, value, seq, options) + (binary ? '&pieces=true' : '')
  trace(uri)
  const xhr = new XMLHttpRequest()
  /** @type {Pieces | undefined} */
  let pieces
  return guarded(command, seq, options, () => new Promise((resolve) => {
    xhr.onload = () => {
      const rest = xhr.getResponseHeader('x-socket-rest')
      if (rest === null) {
        resolve(resultOf(xhr, command, binary ? xhr.response : null))
        return
      }
      pieces = new Pieces(rest, Number(xhr.getResponseHeader('x-socket-total')), xhr.response)
      pieces.all().then(
        (bytes) => resolve(resultOf(xhr, command, bytes)),
        (cause) => resolve(failed(command, unreachable(cause))))
    }
    xhr.onerror = () => resolve(failed(command, unreachable()))
    try {
      xhr.open(method, uri, true)
      if (binary) {
        xhr.responseType = 'arraybuffer'
      }
      if (body !== null) {
        authorise(xhr)
      }
      xhr.send(/** @type {any} */ (body))
    } catch (cause) {
      resolve(failed(command, unreachable(cause)))
    }
  }), () => {
    xhr.abort()
    pieces?.abort()
  })
}

/**
 * Shows the platform that the body is plain bytes.
 * @param {XMLHttpRequest} xhr
 */
function authorise (xhr) {
  if (bodyKey) {
    xhr.setRequestHeader('X-Socket-Body-Key', bodyKey)
  }
}

/**
 * Runs a call that its caller may give up.
 * @param {string} command
 * @param {string} seq
 * @param {CallOptions | null} options
 * @param {() => Promise<Result>} start
 * @param {() => void} [abandon] drops the call on this side
 * @returns {Promise<Result>}
 */
function guarded (command, seq, options, start, abandon) {
  const signal = options?.signal ?? null
  const timeout = timeoutOf(options)
  if (signal === null && !(timeout > 0)) {
    return start()
  }
  if (signal?.aborted) {
    return Promise.resolve(failed(command, new AbortError(signal)))
  }
  return new Promise((resolve) => {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer
    /** @param {Result} result */
    const finish = (result) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      resolve(result)
    }
    /** @param {Error} error */
    const giveUp = (error) => {
      abandon?.()
      cancel(seq)
      finish(failed(command, error))
    }
    const onAbort = () => giveUp(new AbortError(signal))
    signal?.addEventListener('abort', onAbort, { once: true })
    if (timeout > 0) {
      timer = setTimeout(
        () => giveUp(new TimeoutError(`${command} was not answered within ${timeout} ms`)), timeout)
    }
    start().then(finish)
  })
}

/**
 * @param {string} command
 * @param {any} value
 * @param {CallOptions | null} options
 * @param {() => Promise<Result>} call
 * @returns {Promise<Result>}
 */
function withCache (command, value, options, call) {
  if (options?.cache !== true) {
    return call()
  }
  const key = uriOf(command, value, '')
  let answer = cached.get(key)
  if (answer === undefined) {
    answer = call()
    cached.set(key, answer)
    answer.then((result) => {
      if (result.err) {
        cached.delete(key)
      }
    })
  }
  return answer
}

/**
 * @param {CallOptions & { desiredResponseType?: string } | null} options
 */
function isBinary (options) {
  return options?.responseType === 'arraybuffer' || options?.desiredResponseType === 'arraybuffer'
}

/**
 * @param {XMLHttpRequest} xhr
 * @param {string} command
 * @param {ArrayBuffer | null} bytes of the reply, if bytes were asked for
 * @returns {Result}
 */
function resultOf (xhr, command, bytes) {
  const headers = xhr.getAllResponseHeaders()
  const isJson = xhr.getResponseHeader('content-type')?.startsWith('application/json') === true
  if (bytes !== null && !isJson) {
    const err = statusError(xhr.status, xhr.responseURL)
    return new Result('', err, err ? null : bytes, command, headers)
  }
  const text = bytes === null ? xhr.responseText : new TextDecoder().decode(bytes)
  let value
  try {
    value = isJson ? JSON.parse(text) : text
  } catch (cause) {
    return failed(command, cause)
  }
  if (!isEnvelope(value)) {
    const err = statusError(xhr.status, xhr.responseURL)
    return new Result('', err, err ? null : bytes ?? value, command, headers)
  }
  return Result.from(value, null, command, headers)
}

/**
 * @param {string} text of one character a byte
 * @returns {ArrayBuffer}
 */
function bytesOfText (text) {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    bytes[i] = text.charCodeAt(i)
  }
  return bytes.buffer
}

/**
 * @param {any} buffer
 * @returns {ArrayBuffer | ArrayBufferView | TypeError}
 */
function toBytes (buffer) {
  if (buffer === null || buffer === undefined) {
    return new ArrayBuffer(0)
  }
  if (typeof buffer === 'string') {
    return new TextEncoder().encode(buffer)
  }
  if (ArrayBuffer.isView(buffer)) {
    return buffer.buffer instanceof ArrayBuffer
      ? buffer
      : new Uint8Array(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength))
  }
  return buffer instanceof ArrayBuffer
    ? buffer
    : new TypeError('The body of a call must be an ArrayBuffer, a view of one, a string or a Blob')
}

/**
 * @param {string} command
 * @param {any} error
 */
function failed (command, error) {
  return new Result('', error, null, command)
}

/** @param {any} [cause] */
function unreachable (cause) {
  return Object.assign(
    new NetworkError('The platform cannot be reached; a Content-Security-Policy without ipc: in connect-src ' +
      'takes it from the page'),
    { cause })
}

/** @param {string} seq */
function cancel (seq) {
  tell('ipc://platform.cancel?seq=' + seq)
}

/**
 * Sends what nobody waits for.
 * @param {string} uri
 */
function tell (uri) {
  const sent = bridge === undefined ? fetch(uri) : bridge.post(uri)
  sent.then(undefined, () => {})
}

/** @param {string} uri */
function trace (uri) {
  if (tracing) {
    debug.log(uri)
  }
}

export default {
  OK,
  ERROR,
  TIMEOUT,
  kDebugEnabled,
  Headers,
  IPCBroadcastChannel,
  IPCMessageChannel,
  IPCMessagePort,
  IPCSearchParams,
  Message,
  Result,
  createBinding,
  debug,
  emit,
  findIPCMessageTransfers,
  findMessageTransfers,
  inflateIPCMessageTransfers,
  maybeMakeError,
  parseSeq,
  postMessage,
  primordials,
  ready,
  request,
  resolve,
  send,
  sendSync,
  stream,
  write
}
