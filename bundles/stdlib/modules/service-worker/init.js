/**
 * The document that runs the service workers of an app, which nobody sees: it starts them, takes them through their states, and
 * hands them what the platform tells.
 * @module service-worker/init
 */
import { checkObject } from '../internal/node-errors.js'
import { after, ServiceWorkerInfo, ServiceWorkerInstance } from '../internal/service-worker-instance.js'
import { answerAsHost } from '../internal/service-worker-link.js'
import { send, stream } from '../ipc.js'
import { Notification } from '../notification.js'
import { isESMSource } from '../util.js'
import { channel } from './state.js'

export { channel, ServiceWorkerInfo, ServiceWorkerInstance }

const scope = /** @type {any} */ (globalThis)

/** Index of the window with this document. */
const HOST = 64
const START = new URL('../internal/service-worker-start.js', import.meta.url)
/** How long a worker may take to show that it is alive, in milliseconds. */
const ALIVE = 5_000
/** How long the platform is not asked again after it was gone, in milliseconds. */
const PAUSE = 500

/** A registration with its versions. */
class Entry {
  version = 0
  source = ''
  skipsWaiting = false
  /** @type {ServiceWorkerInstance | null} */
  installing = null
  /** @type {ServiceWorkerInstance | null} */
  waiting = null
  /** @type {ServiceWorkerInstance | null} */
  active = null
  /** Changes follow one another. @type {Promise<any>} */
  turn = Promise.resolve()

  /** @param {ServiceWorkerInfo} info */
  constructor (info) {
    this.info = info
  }

  /**
   * @param {() => Promise<void>} change
   * @returns {Promise<void>}
   */
  next (change) {
    this.turn = this.turn.then(change).catch((error) => globalThis.console.error(error))
    return this.turn
  }

  all () {
    return [this.installing, this.waiting, this.active].filter((instance) => instance !== null)
  }
}

/** @type {Map<string, Entry>} */
const entries = new Map()

/** The workers by the id of their registration. @type {Map<string, ServiceWorkerInstance>} */
export const workers = new Map()

/**
 * @param {Entry} entry
 * @param {ServiceWorkerInstance} instance
 * @param {string} state
 * @param {string} [error]
 */
async function tell ({ info }, instance, state, error) {
  const { data } = await send('serviceWorker.updateState', { id: info.id, version: instance.version, state, error })
  channel.postMessage(data?.id === undefined ? { removed: info.id } : { registration: data })
}

/** @param {any} event */
function idOf (event) {
  checkObject('event', event)
  if (typeof event.id !== 'string') {
    throw new TypeError('The event needs the id of a registration')
  }
  return event.id
}

/** @param {string} url */
async function sourceOf (url) {
  const response = await fetch(url, { cache: 'no-store' })
  if (!response.ok) {
    throw new Error(`${url} cannot be read: status ${response.status}`)
  }
  return await response.text()
}

/**
 * Starts a new version.
 * @param {Entry} entry
 * @param {boolean} isRestart it was active before: there is nothing to install
 */
async function begin (entry, isRestart) {
  const { info } = entry
  const instance = new ServiceWorkerInstance(START, { info, version: ++entry.version })
  entry.installing = instance
  try {
    entry.source = await sourceOf(info.scriptURL)
    const isModule = info.data.type === 'module' || (info.data.type !== 'classic' && isESMSource(entry.source))
    await instance.ask({ type: 'start', registration: info.data, version: instance.version, isModule })
    info.started.resolve(instance)
    await tell(entry, instance, 'installing')
    if (!isRestart) {
      await instance.ask({ type: 'install' })
    }
    await tell(entry, instance, 'installed')
  } catch (/** @type {any} */ error) {
    entry.installing = null
    info.started.reject(error)
    instance.end()
    await tell(entry, instance, 'redundant', error.message)
    return
  }
  entry.waiting?.end()
  entry.installing = null
  entry.waiting = instance
  if (isRestart || entry.active === null || entry.skipsWaiting) {
    await takeOver(entry, isRestart)
  }
}

/**
 * The version that waits becomes the active one.
 * @param {Entry} entry
 * @param {boolean} [isRestart]
 */
async function takeOver (entry, isRestart = false) {
  const { active: last, waiting: instance } = entry
  if (instance === null) {
    return
  }
  entry.skipsWaiting = false
  await tell(entry, instance, 'activating')
  if (!isRestart) {
    await instance.ask({ type: 'activate' })
  }
  entry.waiting = null
  entry.active = instance
  workers.set(entry.info.id, instance)
  await tell(entry, instance, 'activated')
  if (last !== null) {
    await tell(entry, last, 'redundant')
    last.drain()
  }
}

/**
 * A script was registered.
 * @param {any} event `{ id, registration, restart }`
 */
export async function onRegister (event) {
  const id = idOf(event)
  const known = entries.get(id)
  if (known !== undefined) { // the platform has forgotten how far it was
    for (const [state, instance] of /** @type {const} */ ([['activated', known.active], ['installed', known.waiting]])) {
      if (instance !== null) {
        await tell(known, instance, state)
      }
    }
    return
  }
  const entry = new Entry(new ServiceWorkerInfo(event.registration))
  entries.set(id, entry)
  await entry.next(() => begin(entry, event.restart === true))
}

/**
 * A script was removed.
 * @param {any} event `{ id }`
 */
export async function onUnregister (event) {
  const id = idOf(event)
  const entry = entries.get(id)
  entries.delete(id)
  workers.delete(id)
  channel.postMessage({ removed: id })
  entry?.installing?.end() // it may never come to an end by itself
  await Promise.all(entry?.all().map((instance) => instance.drain()) ?? [])
}

/**
 * The version that waits, or is being installed, need not wait.
 * @param {any} event `{ id }`
 */
export async function onSkipWaiting (event) {
  const entry = entries.get(idOf(event))
  if (entry === undefined) {
    return
  }
  entry.skipsWaiting = true
  await entry.next(() => takeOver(entry))
}

/**
 * The version that waits takes over.
 * @param {any} event `{ id }`
 */
export async function onActivate (event) {
  const entry = entries.get(idOf(event))
  await entry?.next(() => takeOver(entry))
}

/**
 * A page asks for something.
 * @param {any} event `{ id, fetch }`
 */
export async function onFetch (event) {
  const instance = workers.get(idOf(event))
  if (typeof event.fetch?.id !== 'string') {
    throw new TypeError('The event needs a request with an id')
  }
  if (instance === undefined) {
    await send('serviceWorker.fetch.pass', { id: event.fetch.id })
  } else {
    await instance.fetch(event.fetch)
  }
}

/**
 * The script may have changed.
 * @param {any} event `{ id }`
 */
async function onUpdate (event) {
  const entry = entries.get(idOf(event))
  await entry?.next(async () => {
    const source = await sourceOf(entry.info.scriptURL)
    if (source !== entry.source) {
      await begin(entry, false)
    }
  })
}

/**
 * A request was not answered in time: a worker that hangs is started anew.
 * @param {any} event `{ id }`
 */
async function onLate (event) {
  const entry = entries.get(idOf(event))
  const instance = entry?.active ?? null
  if (entry === undefined || instance === null) {
    return
  }
  const isAlive = await Promise.race([instance.ask({ type: 'ping' }).catch(() => false), after(ALIVE)])
  if (isAlive !== true && entry.active === instance) {
    globalThis.console.error(`The service worker ${entry.info.scriptURL} hangs; it is started anew`)
    entry.active = null
    workers.delete(entry.info.id)
    instance.end()
    await tell(entry, instance, 'redundant')
    await entry.next(() => begin(entry, true))
  }
}

/** @type {Record<string, (event: any) => Promise<void>>} */
const handlers = {
  register: onRegister,
  unregister: onUnregister,
  skipWaiting: onSkipWaiting,
  activate: onActivate,
  fetch: onFetch,
  update: onUpdate,
  late: onLate
}

/** @param {any} notification */
const described = ({ id, title, timestamp, options }) => ({ id, title, timestamp, options: options.toJSON() })

/**
 * A worker, or a page, shows a notification of a registration.
 * @param {any} event `{ title, options }`
 * @param {ServiceWorkerInstance} target the worker that is told when it is answered
 * @returns {Promise<void>} rejects if it cannot be shown
 */
export async function onNotificationShow (event, target) {
  checkObject('event', event)
  if (!(target instanceof ServiceWorkerInstance)) {
    throw new TypeError('A notification is shown for a ServiceWorkerInstance')
  }
  const notification = new Notification(event.title, event.options)
  await notification.shown
  target.notifications.push(notification)
  /** @param {string} type @param {string} [action] */
  const told = (type, action) =>
    target.ask({ type: 'notification', event: type, notification: described(notification), action }).catch(() => {})
  notification.addEventListener('click', (event) => told('notificationclick', /** @type {any} */ (event).action))
  notification.addEventListener('close', () => {
    target.notifications.splice(target.notifications.indexOf(notification), 1)
    told('notificationclose')
  })
  told('notificationshow')
}

/**
 * @param {any} event `{ registration }`
 * @returns {any[]}
 */
function notificationsOf (event) {
  checkObject('event', event)
  return workers.get(event.registration)?.notifications ?? []
}

/**
 * A notification is to be taken from the screen.
 * @param {any} event `{ registration, id }`
 */
export async function onNotificationClose (event) {
  await notificationsOf(event).find(({ id }) => id === event.id)?.close()
}

/**
 * The notifications that a registration shows.
 * @param {any} event `{ registration, tag }`
 * @returns {any[]}
 */
export function onGetNotifications (event) {
  return notificationsOf(event).filter(({ tag }) => !event.tag || tag === event.tag).map(described)
}

async function listen () {
  answerAsHost({
    showNotification: (params) => onNotificationShow(params, /** @type {any} */ (workers.get(params.registration))),
    closeNotification: onNotificationClose,
    getNotifications: onGetNotifications
  })
  for (;;) {
    try {
      for await (const event of stream('serviceWorker.events')) {
        handlers[event.type](event).catch((error) => globalThis.console.error(error))
      }
    } catch (/** @type {any} */ error) {
      if (error?.retryable !== true) {
        throw error
      }
    }
    await after(PAUSE) // the router is being replaced
  }
}

if (scope.document !== undefined && scope.__args?.index === HOST) {
  listen()
}

export default null
