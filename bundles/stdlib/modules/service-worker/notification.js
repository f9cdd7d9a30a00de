/**
 * Notifications of service workers: the document that runs the workers shows them, and the worker is told when they are answered.
 * @module service-worker/notification
 */
import { askHost } from '../internal/service-worker-link.js'
import { checkObject } from '../internal/node-errors.js'
import { NotificationOptions } from '../notification.js'

/** A notification that is shown. */
class ShownNotification {
  #id
  #registration

  /**
   * @param {string} registration
   * @param {any} description
   */
  constructor (registration, { id, title, timestamp, options }) {
    this.#registration = registration
    this.#id = id
    Object.assign(this, { title, timestamp, ...options })
  }

  get id () { return this.#id }

  /** Takes it from the screen. */
  async close () {
    await askHost('closeNotification', { registration: this.#registration, id: this.#id })
  }
}

/** @param {any} registration */
function idOf (registration) {
  checkObject('registration', registration)
  if (typeof registration.id !== 'string') {
    throw new TypeError('A registration has an id')
  }
  return registration.id
}

/**
 * @param {any} registration
 * @param {any} description
 * @returns {any}
 */
export const shown = (registration, description) => new ShownNotification(registration.id, description)

/**
 * Shows a notification.
 * @param {any} registration
 * @param {string} title
 * @param {any} [options] as of the web's `Notification`
 * @returns {Promise<void>} rejects if nobody can show it
 */
export async function showNotification (registration, title, options = {}) {
  const id = idOf(registration)
  if (title === undefined) {
    throw new TypeError('A notification needs a title')
  }
  const checked = new NotificationOptions(options ?? {}, true)
  if (registration.active === null) {
    throw new TypeError('A registration shows notifications once its worker is active')
  }
  await askHost('showNotification', { registration: id, title: String(title), options: checked.toJSON() })
}

/**
 * The notifications that a registration shows.
 * @param {any} registration
 * @param {{ tag?: string } | null} [options]
 * @returns {Promise<any[]>}
 */
export async function getNotifications (registration, options = null) {
  const id = idOf(registration)
  if (registration.active === null) {
    return []
  }
  const all = await askHost('getNotifications', { registration: id, tag: options?.tag ?? '' })
  return all.map((/** @type {any} */ description) => new ShownNotification(id, description))
}

export default { showNotification, getNotifications }
