/**
 * `__args` where nothing was set up before the first script: in workers and frames of the app. The window's own document has
 * them from the beginning.
 */
const scope = /** @type {any} */ (globalThis)
const number = /^-?(0x[0-9a-f]+|(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)$/i

/**
 * @param {string} value of a setting, as it is written
 * @returns {any}
 */
function setting (value) {
  if (value === 'NaN') {
    return NaN
  }
  if (number.test(value)) {
    return Number(value)
  }
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** @returns {any} what the platform tells; null where it tells nothing, as in a frame of another origin */
function ask () {
  try {
    const xhr = new XMLHttpRequest()
    xhr.open('GET', 'ipc://platform.arguments', false)
    xhr.send()
    return JSON.parse(xhr.responseText).data ?? null
  } catch {
    return null
  }
}

if (scope.__args === undefined && typeof XMLHttpRequest === 'function') {
  const args = ask()
  if (args !== null) {
    const isWorker = typeof document === 'undefined'
    const config = Object.fromEntries(Object.entries(args.config).map(([key, value]) => [key, setting(String(value))]))
    const client = { id: crypto.randomUUID(), type: isWorker ? 'worker' : 'window', frameType: isWorker ? 'none' : 'nested', platform: 'linux' }
    Object.defineProperty(scope, 'isSocketRuntime', { value: true })
    Object.defineProperty(scope, '__args', {
      value: Object.freeze({ ...args, config: Object.freeze(config), client: Object.freeze(client) })
    })
  }
}
