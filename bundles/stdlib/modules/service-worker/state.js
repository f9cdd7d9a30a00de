/**
 * What is told of service workers when it changes.
 * @module service-worker/state
 */
import { openChannel } from '../internal/service-worker-link.js'

/** Tells documents and workers of the app `{ registration }`, or `{ removed }` with its id. */
export const channel = openChannel('state')

/** The service worker that this one is, or that answers for this document. */
export const state = {
  serviceWorker: {
    /** @type {string | null} of its registration */
    id: null,
    version: 0,
    /** @type {string | null} */
    scope: null,
    /** @type {string | null} */
    scriptURL: null,
    state: 'parsed'
  }
}

export default state
