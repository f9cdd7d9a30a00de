/**
 * The timers of `socket:timers`, by the name that the original kept them under.
 * @module internal/timers
 */
import { clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } from '../timers.js'

export { clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout }

export default { clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout }
