/**
 * @module shared-worker
 */
import { SharedWorker } from './shared-worker/index.js'

export { SharedWorker }

export default SharedWorker
