/** A page whose platform is the plugin itself, behind a port: see `Platform.java`. */
import { execFileSync } from 'node:child_process'

const { PLATFORM } = process.env
const base = `http://127.0.0.1:${PLATFORM}`
const nodeFetch = globalThis.fetch

const address = (uri) => `${base}/call?uri=${encodeURIComponent(uri)}`

/** An answer that is kept back: of which command, how many come before, what is done when it is there, and until when. */
let held = { command: '', passing: 0, arrived: () => {}, until: Promise.resolve() }

class Request {
  responseType = ''
  #aborted = new AbortController()

  open (method, uri, isAsync = true) { Object.assign(this, { method, uri, isAsync, responseURL: uri }) }
  overrideMimeType () {}
  setRequestHeader () {}
  getResponseHeader (name) { return this.headers?.get(name) ?? null }
  getAllResponseHeaders () { return [...this.headers ?? []].map(([name, value]) => `${name}: ${value}`).join('\r\n') }
  abort () { this.#aborted.abort() }

  send (body) {
    if (this.isAsync) {
      this.#exchange(body)
    } else {
      this.responseText = execFileSync('curl', ['--silent', address(this.uri)], { encoding: 'utf8', maxBuffer: 2 ** 24 })
      Object.assign(this, { status: 200, headers: new Headers({ 'content-type': 'application/json' }) })
    }
  }

  async #exchange (body) {
    try {
      const response = await nodeFetch(address(this.uri), { method: body ? 'POST' : 'GET', body: body ?? undefined, signal: this.#aborted.signal })
      const bytes = await response.arrayBuffer()
      if (this.uri.startsWith(`ipc://${held.command}?`) && held.passing-- === 0) {
        held.arrived()
        await held.until
      }
      Object.assign(this, { status: response.status, headers: response.headers })
      if (this.responseType === 'arraybuffer') {
        this.response = bytes
      } else {
        this.responseText = new TextDecoder().decode(bytes)
      }
      this.onload?.()
    } catch {
      this.onerror?.()
    }
    this.onloadend?.()
  }
}

globalThis.XMLHttpRequest = Request
globalThis.fetch = (input, init) => String(input).startsWith('ipc:') ? nodeFetch(address(String(input)), init) : nodeFetch(input, init)
globalThis.__args = { index: 0, argv: ['app'], env: {}, config: {} }
globalThis[Symbol.for('socket.bridge')] = {
  post: async (uri) => (await nodeFetch(address(uri))).text(),
  flush: async () => {}
}
if (globalThis.addEventListener === undefined) {
  const events = new EventTarget()
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) {
    globalThis[name] = events[name].bind(events)
  }
}

/** Replaces the plugin by another instance of it. */
export const swap = () => nodeFetch(`${base}/swap`)

/**
 * Keeps an answer to a command back.
 * @param {string} command
 * @param {number} passing how many come before
 * @returns {{ arrived: Promise<void>, release: () => void }}
 */
export function hold (command, passing) {
  let release
  const until = new Promise((resolve) => { release = resolve })
  const arrived = new Promise((resolve) => { held = { command, passing, arrived: resolve, until } })
  return { arrived, release }
}
