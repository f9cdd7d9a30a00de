/** A navigation that is going on. */
import { Deferred } from '../async/deferred.js'

/** @typedef {import('./entries.js').NavigationHistoryEntry} NavigationHistoryEntry */
/** @typedef {import('./events.js').NavigationType} NavigationType */

/** What `navigate` and the like answer by, and what ends it. */
export class Transition {
  #abort = new AbortController()
  #committed = new Deferred()
  #finished = new Deferred()
  isOver = false

  /**
   * @param {NavigationType} navigationType
   * @param {NavigationHistoryEntry} from
   */
  constructor (navigationType, from) {
    this.navigationType = navigationType
    this.from = from
    this.#committed.promise.catch(() => {})
    this.#finished.promise.catch(() => {})
  }

  get signal () { return this.#abort.signal }
  get finished () { return this.#finished.promise }
  /** @returns {any} */
  get result () { return { committed: this.#committed.promise, finished: this.#finished.promise } }

  /** @param {NavigationHistoryEntry} entry */
  commit (entry) {
    this.#committed.resolve(entry)
  }

  /** @param {NavigationHistoryEntry} entry */
  finish (entry) {
    this.isOver = true
    this.#finished.resolve(entry)
  }

  /** @param {any} error */
  fail (error) {
    this.isOver = true
    this.#committed.reject(error)
    this.#finished.reject(error)
    this.#abort.abort(error)
  }
}
