/**
 * A backend in Node: copy this file beside yours.
 *
 *     import { on, send } from './socket-backend.mjs'
 *
 *     on('greet', (name) => ({ text: `Hello ${name}` })) // await application.backend.request('greet', 'Ada')
 *     send('started', { pid: process.pid })              // addEventListener('started', (event) => event.detail)
 *
 * A value is what JSON can hold, or bytes. `console.log` goes to the terminal.
 */
import { Console } from 'node:console'

globalThis.console = new Console(process.stderr) // what is logged must not get in the way of messages

const handlers = new Map()
const waiting = new Map()
let calls = 0

/** Says what answers an event. */
export function on (event, handler) {
  handlers.set(event, handler)
}

/** Fires an event in a window; in all of them, if none is named. */
export function send (event, value = null, window = -1) {
  write('send', { event, index: window }, value)
}

/** Calls the platform, as a page does; what the backend may call stands in socket.ini. */
export function call (route, params = {}) {
  const seq = `B${++calls}`
  return new Promise((resolve, reject) => {
    waiting.set(seq, { resolve, reject })
    write(route, { ...params, seq })
  })
}

function write (command, params, value) {
  const bytes = ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : null
  const all = bytes !== null
    ? { ...params, bytes: bytes.length }
    : value === undefined ? params : { ...params, value: JSON.stringify(value) }
  const query = Object.entries(all).map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`).join('&')
  process.stdout.write(`ipc://${command}?${query}\n`)
  if (bytes !== null) {
    process.stdout.write(bytes)
    process.stdout.write('\n')
  }
}

async function handle ({ event, value, seq }, body) {
  try {
    if (!handlers.has(event)) {
      throw new Error(`Nothing handles '${event}'`)
    }
    const result = await handlers.get(event)(body ?? decoded(value))
    if (seq) {
      write('resolve', { seq, state: 0 }, result ?? null)
    }
  } catch (error) {
    if (seq) {
      write('resolve', { seq, state: 1, value: error.message })
    } else {
      console.error(error)
    }
  }
}

/** Pages send JSON within JSON. */
function decoded (text) {
  for (let i = 0; i < 2 && typeof text === 'string' && text !== ''; i++) {
    text = JSON.parse(text)
  }
  return text
}

function resolve ({ seq, state, value }, body) {
  const call = waiting.get(seq)
  waiting.delete(seq)
  const envelope = value ? JSON.parse(value) : {}
  if (state === '1') {
    call?.reject(Object.assign(new Error(envelope.err?.message ?? 'The call failed'), envelope.err))
  } else {
    call?.resolve(body ?? envelope.data)
  }
}

let chunks = []
let size = 0
let scanned = 0 // chunks in which there is no line end
let pending = null // the message whose bytes are on their way

function take (count) {
  const all = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)
  chunks = all.length > count ? [all.subarray(count)] : []
  size = all.length - count
  scanned = 0
  return all.subarray(0, count)
}

function lineLength () {
  for (let before = chunks.slice(0, scanned).reduce((sum, chunk) => sum + chunk.length, 0); scanned < chunks.length; scanned++) {
    const end = chunks[scanned].indexOf(10)
    if (end >= 0) {
      return before + end + 1
    }
    before += chunks[scanned].length
  }
  return 0
}

function dispatch (message, body) {
  if (message.command === 'ipc://process.write') {
    handle(message.params, body)
  } else if (message.command === 'ipc://resolve') {
    resolve(message.params, body)
  }
}

process.stdin.on('data', (chunk) => {
  chunks.push(chunk)
  size += chunk.length
  for (;;) {
    if (pending !== null) {
      const length = Number(pending.params.bytes)
      if (size <= length) {
        return
      }
      const message = pending
      pending = null
      dispatch(message, Buffer.from(take(length + 1).subarray(0, length)))
    }
    const length = lineLength()
    if (length === 0) {
      return
    }
    const [command, query = ''] = take(length).toString().trimEnd().split('?', 2)
    const message = { command, params: Object.fromEntries(new URLSearchParams(query)) }
    if (message.params.bytes !== undefined) {
      pending = message
    } else {
      dispatch(message, null)
    }
  }
})
