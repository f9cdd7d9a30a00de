/** What a thread of `socket:worker_threads` runs before its own code: it takes what it was started with, and tells of itself. */
import '../ipc.js'
import { patchGlobalConsole } from '../console.js'
import { redirect } from './output.js'
import { adopt } from './thread-port.js'
import process from '../process.js'
import { Readable } from '../stream.js'
import { state } from '../worker_threads/init.js'

const scope = /** @type {any} */ (globalThis)
/** @type {(message: any) => void} */
const tell = scope.postMessage.bind(scope)

/** @param {any} error */
function fail (error) {
  try {
    tell({ error })
  } catch {
    tell({ error: new Error(String(error?.message ?? error)) }) // it could not be copied
  }
}

/** @param {any} start */
async function run ({ source, url, port, id, workerData, environmentData, env, argv, isEnvShared, redirects }) {
  Object.assign(state, { id, parentPort: adopt(port), workerData, environmentData })
  for (const key of Object.keys(process.env)) {
    delete process.env[key]
  }
  Object.assign(process.env, env)
  process.argv.splice(0, Infinity, ...argv)
  process.exitCode = undefined
  scope[Symbol.for('socket.thread.exit')] = (/** @type {number} */ code) => {
    tell({ exit: code })
    return true
  }
  redirect((destination) => redirects[destination] ? (text) => tell({ output: destination, text }) : null)
  patchGlobalConsole(scope.console)
  const input = redirects.stdin ? new Readable({ read () {} }) : null
  Object.assign(process, { stdin: input })
  scope.onmessage = (/** @type {MessageEvent} */ { data }) => {
    if (data.stdin !== undefined) {
      input?.push(data.stdin)
    } else if (data.env !== undefined) {
      change(data.env)
    }
  }
  if (isEnvShared) {
    process.env.addEventListener('change', (/** @type {any} */ { key, value }) => tell({ env: { key, value } }))
  }
  tell({ online: true })
  await start(source, url)
}

/** @param {{ key: string, value: string | undefined }} variable */
function change ({ key, value }) {
  if (value === undefined) {
    delete process.env[key]
  } else if (process.env[key] !== value) {
    process.env[key] = value
  }
}

/**
 * @param {string | null} source
 * @param {string} url
 */
async function start (source, url) {
  const text = source ?? await (await fetch(url)).text()
  const { isESMSource } = await import('../util.js')
  if (source === null && (isESMSource(text) || !/\brequire\s*\(|\bmodule\.exports\b/.test(text))) {
    await import(url)
  } else {
    const { Module } = await import('../module.js')
    new Module(url)._compile(text)
  }
}

scope.addEventListener('error', (/** @type {ErrorEvent} */ event) => {
  event.preventDefault()
  fail(event.error ?? new Error(event.message))
})
scope.addEventListener('unhandledrejection', (/** @type {PromiseRejectionEvent} */ event) => {
  event.preventDefault()
  fail(event.reason)
})
scope.onmessage = (/** @type {MessageEvent} */ { data }) => run(data).catch(fail)
