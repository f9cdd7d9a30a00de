/**
 * What runs in a service worker before and around its own script.
 * @module service-worker/worker
 */
import '../ipc.js'
import { Deferred } from '../async/deferred.js'
import { patchGlobalConsole } from '../console.js'
import { NotSupportedError } from '../errors.js'
import { invalidArgType } from '../internal/node-errors.js'
import { openChannel, received, workerChannel } from '../internal/service-worker-link.js'
import { answer } from '../internal/service-worker-fetch.js'
import { Client } from './clients.js'
import { env, open } from './env.js'
import { ExtendableEvent, ExtendableMessageEvent, FetchEvent, NotificationEvent, PASS } from './events.js'
import prototype, { setRegistration } from './global.js'
import { shown } from './notification.js'
import { ServiceWorkerRegistration } from './registration.js'
import { state } from './state.js'
import { createStorageInterface } from './storage.js'

const scope = /** @type {any} */ (globalThis)

/** What a worker says when it can be told what to run. */
export const SERVICE_WORKER_READY_TOKEN = { __service_worker_ready: true }

/** What the script exports. @type {{ exports: any }} */
export const module = { exports: {} }

/** The events that the script is told of. */
export const events = new Set(['install', 'activate', 'fetch', 'message', 'notificationshow', 'notificationclick', 'notificationclose'])

/** How far the worker has come. */
export const stages = { register: new Deferred(), install: new Deferred(), activate: new Deferred() }

/** Says that this worker can be told what to run, and waits for that. */
export function onReady () {
  if (scope.document !== undefined || typeof scope.postMessage !== 'function' || scope.WorkerGlobalScope === undefined) {
    throw new NotSupportedError('Only a worker can become a service worker')
  }
  scope.addEventListener('message', (/** @type {MessageEvent} */ event) => {
    event.stopImmediatePropagation()
    const [port] = event.ports
    port.onmessage = async (event) => {
      const { seq } = event.data
      try {
        port.postMessage({ seq, value: await onMessage(event) })
      } catch (/** @type {any} */ error) {
        port.postMessage({ seq, error: describe(error) })
      }
    }
  }, { once: true })
  scope.postMessage(SERVICE_WORKER_READY_TOKEN)
}

/** @param {any} error */
const describe = (error) => `${error?.name ?? 'Error'}: ${error?.message ?? error}`

/** @type {Record<string, (data: any) => any>} */
const tasks = {
  start,
  ping: () => true,
  install: () => run('install'),
  activate: () => run('activate'),
  fetch: ({ fetch }) => answer(fetch, (event) => scope.dispatchEvent(event), (error) => report(error)),
  async notification ({ event, notification, action }) {
    const told = new NotificationEvent(event, { notification: shown(scope.registration, notification), action })
    scope.dispatchEvent(told)
    await told.waitsFor()
  }
}

/**
 * Does what the document that runs the workers asks for.
 * @param {{ data: any }} event `{ type }`: start, install, activate, fetch …
 * @returns {Promise<any>}
 */
export async function onMessage ({ data }) {
  if (!Object.hasOwn(tasks, data?.type)) {
    throw invalidArgType('type', `one of ${Object.keys(tasks).join(', ')}`, data?.type)
  }
  return await tasks[data.type](data)
}

/** @param {{ registration: any, version: number, isModule: boolean }} start */
async function start ({ registration, version, isModule }) {
  Object.assign(state.serviceWorker, {
    id: registration.id, version, scope: registration.scope, scriptURL: registration.scriptURL, state: 'parsed'
  })
  patchGlobalConsole(scope.console)
  Object.defineProperties(scope, Object.getOwnPropertyDescriptors(prototype))
  setRegistration(ServiceWorkerRegistration.from(registration))
  const [memory, session, local] = await Promise.all([
    createStorageInterface('memoryStorage'),
    createStorageInterface('sessionStorage'),
    createStorageInterface('localStorage'),
    open({ scope: registration.scope })
  ])
  for (const [name, value] of Object.entries({ memoryStorage: memory, sessionStorage: session, localStorage: local })) {
    Object.defineProperty(scope, name, { value, configurable: true })
  }
  listen(version)
  if (isModule) {
    module.exports = await import(registration.scriptURL)
    adopt(module.exports)
  } else {
    scope.importScripts(registration.scriptURL)
  }
  stages.register.resolve()
}

/** Takes the messages of pages. @param {number} version */
function listen (version) {
  const channel = openChannel(workerChannel({ id: state.serviceWorker.id ?? '', version }))
  channel.onmessage = ({ data }) => {
    const { message, from, ports } = received(data)
    const source = new Client({ id: from.id, url: from.url })
    const event = new ExtendableMessageEvent('message', { data: message, ports, source, origin: scope.location.origin })
    scope.dispatchEvent(event)
    event.waitsFor().catch(report)
  }
}

/**
 * Lets what a script exports handle the events.
 * @param {any} exports
 */
function adopt (exports) {
  const { default: main } = exports
  const handlers = main !== null && typeof main === 'object' ? { ...exports, ...main } : { ...exports }
  if (typeof main === 'function') {
    handlers.fetch = main
  }
  for (const type of /** @type {const} */ (['install', 'activate'])) {
    if (typeof handlers[type] === 'function') {
      scope.addEventListener(type, (/** @type {ExtendableEvent} */ event) => event.waitUntil(handlers[type](env, event.context)))
    }
  }
  if (typeof handlers.fetch === 'function') {
    scope.addEventListener('fetch', (/** @type {FetchEvent} */ event) => event.respondWith((async () =>
      await handlers.fetch(event.request, env, event.context) ?? PASS)()))
  }
  if (typeof handlers.reportError === 'function') {
    report = (error) => handlers.reportError(error)
  }
}

/** Tells of an error of the script. @param {any} error */
let report = (error) => {
  scope.console.error(`The service worker ${state.serviceWorker.scriptURL}:`, error)
}

/** @param {'install' | 'activate'} type */
async function run (type) {
  const event = new ExtendableEvent(type)
  state.serviceWorker.state = type === 'install' ? 'installing' : 'activating'
  scope.dispatchEvent(event)
  try {
    await event.waitsFor()
  } catch (error) {
    report(error)
    if (type === 'install') {
      throw error
    }
  }
  state.serviceWorker.state = type === 'install' ? 'installed' : 'activated'
  stages[type].resolve()
}

export default null
