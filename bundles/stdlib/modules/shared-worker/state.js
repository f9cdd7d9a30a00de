/**
 * The shared worker that this is.
 * @module shared-worker/state
 */
export const state = {
  sharedWorker: {
    /** Its address and its name; null in what is no shared worker. @type {string | null} */
    id: null,
    /** @type {string | null} */
    scriptURL: null,
    name: '',
    state: 'registered'
  }
}

export default state
