/**
 * Waiting, by the names of the web.
 * @module timers/scheduler
 */
import { scheduler } from './promises.js'

export const { postTask, wait } = scheduler

export default scheduler
