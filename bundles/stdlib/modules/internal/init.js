/**
 * Gives this document or worker the globals that apps for the original expect: `import 'socket:internal/init'`. The platform has
 * set up all else before the first script runs.
 * @module internal/init
 */
import './arguments.js'
import { init } from './primitives.js'

/** The globals that were set, by their names. */
export default init()
