/**
 * What a shared worker runs before its own script: it takes the ports of documents, and hands them over as `connect`.
 * @module shared-worker/worker
 */
import '../ipc.js'
import { IPCMessagePort } from '../internal/ipc-port.js'
import prototype from './global.js'
import { state } from './state.js'

const scope = /** @type {any} */ (globalThis)

/** Ports of the documents that are connected, by their id. @type {Map<string, IPCMessagePort>} */
export const connections = new Map()

/**
 * @param {MessageEvent} event `{ url, name, channel }`: what to run, and where documents call
 */
export async function onMessage ({ data: { url, name: given = '', channel: name } }) {
  Object.assign(state.sharedWorker, { id: `${url}#${given}`, scriptURL: url, name: given, state: 'installing' })
  const channel = new BroadcastChannel(name)
  Object.defineProperties(scope, Object.getOwnPropertyDescriptors(prototype))
  await import(url)
  state.sharedWorker.state = 'connected'
  channel.onmessage = ({ data }) => {
    if (data.connect !== undefined) {
      if (!connections.has(data.connect)) {
        connect(data.connect)
      }
      channel.postMessage({ connected: data.connect })
    }
  }
  channel.postMessage({ ready: true })
}

/** @param {string} id */
function connect (id) {
  const port = IPCMessagePort.create({ id, side: 2 })
  connections.set(id, port)
  // a native event takes native ports only
  scope.dispatchEvent(Object.defineProperty(new MessageEvent('connect', { data: '' }), 'ports', { value: Object.freeze([port]) }))
}

if (typeof document === 'undefined' && typeof scope.WorkerGlobalScope === 'function') {
  scope.addEventListener('message', (/** @type {MessageEvent} */ event) => {
    onMessage(event).catch((error) => setTimeout(() => { throw error })) // so that it is told as an error of the worker
  }, { once: true })
}

export default null
