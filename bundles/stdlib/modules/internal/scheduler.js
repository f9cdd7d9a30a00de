/** @module internal/scheduler */
import scheduler from '../timers/scheduler.js'

export * from '../timers/scheduler.js'
export default scheduler
