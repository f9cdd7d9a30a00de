/**
 * @module shared-worker
 */
import { env, Environment } from './service-worker/env.js'
import { SharedWorker } from './shared-worker/index.js'

export { env, Environment, SharedWorker }

export default SharedWorker
