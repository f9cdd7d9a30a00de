/**
 * Waiting, by the names of the web.
 * @module timers/scheduler
 */
import { scheduler } from './promises.js'

/** @typedef {import('./promises.js').TimerOptions} TimerOptions */

export const { postTask, wait } = scheduler

export default scheduler
