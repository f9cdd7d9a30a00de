/**
 * Workers as this runtime starts them: modules, with all that `socket:` names.
 * @module worker
 */
import { invalidArgType } from './internal/node-errors.js'
import { ServiceWorker } from './service-worker/instance.js'
import { SharedWorker } from './shared-worker/index.js'

export { ServiceWorker, SharedWorker }

const scope = /** @type {any} */ (globalThis)
const Native = /** @type {typeof globalThis.Worker} */ (scope.Worker ?? class {
  constructor () {
    throw new TypeError('This engine has no workers')
  }
})

/**
 * A worker. Its script is a module unless the option `type` says otherwise; `__args` are there once it has imported anything of
 * the platform.
 */
export class Worker extends Native {
  /**
   * @param {string | URL} script its address, or its text, which the content security policy must allow (`worker-src blob:`)
   * @param {WorkerOptions} [options]
   */
  constructor (script, options = {}) {
    if (typeof script !== 'string' && !(script instanceof URL)) {
      throw invalidArgType('script', 'of type string or an instance of URL', script)
    }
    const isText = typeof script === 'string' && /[\n;{}()]/.test(script)
    super(isText ? URL.createObjectURL(new Blob([script], { type: 'text/javascript' })) : script, { type: 'module', ...options })
  }
}

export default Worker
