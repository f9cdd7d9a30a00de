/**
 * How documents, service workers and the document that runs them reach each other. Native ports cannot be sent between processes,
 * so each gets a double there, and messages are passed on.
 */
import { TimeoutError } from '../errors.js'
import { maybeMakeError } from './ipc-message.js'
import { IPCMessagePort } from './ipc-port.js'

const scope = /** @type {any} */ (globalThis)
const PREFIX = 'socket.runtime.serviceWorker'
const PATIENCE = 30_000

/** What comes before a port's own messages: its double is there. */
const LINKED = 'socket.runtime.linked'

/**
 * A channel that keeps no program running, where engines have programs that end.
 * @param {string} name
 * @returns {BroadcastChannel}
 */
export function openChannel (name) {
  const channel = new BroadcastChannel(`${PREFIX}.${name}`)
  const { unref } = /** @type {any} */ (channel)
  unref?.call(channel)
  return channel
}

/** @param {string} id of a window */
export const clientChannel = (id) => `client.${id}`

/** @param {{ id: string, version: number }} worker */
export const workerChannel = ({ id, version }) => `worker.${id}.${version}`

/**
 * Sends a message as `postMessage` does.
 * @param {BroadcastChannel} channel
 * @param {any} message
 * @param {any} optionsOrTransfer
 * @param {any} from who sends it
 */
export function post (channel, message, optionsOrTransfer, from) {
  const transfer = Array.isArray(optionsOrTransfer) ? optionsOrTransfer : optionsOrTransfer?.transfer ?? []
  const isPort = (/** @type {any} */ item) => item instanceof IPCMessagePort || (scope.MessagePort !== undefined && item instanceof scope.MessagePort)
  const ports = transfer.filter(isPort)
  const others = transfer.filter((/** @type {any} */ item) => !isPort(item))
  if (others.some((/** @type {any} */ item) => !(item instanceof ArrayBuffer))) {
    throw new DOMException('Only an ArrayBuffer or a MessagePort can be handed over to a service worker', 'DataCloneError')
  }
  channel.postMessage({ message, from, ports: ports.map(lend) })
  if (others.length > 0) {
    structuredClone(null, { transfer: others }) // they are the receiver's now
  }
}

/**
 * @param {any} port
 * @returns {any} what stands for it
 */
function lend (port) {
  if (port instanceof IPCMessagePort) {
    return IPCMessagePort.transfer(port)
  }
  const near = IPCMessagePort.create()
  /** @type {any[] | null} */
  let waiting = []
  port.onmessage = (/** @type {MessageEvent} */ { data }) => {
    if (waiting === null) {
      near.postMessage(data)
    } else {
      waiting.push(data)
    }
  }
  near.onmessage = (/** @type {MessageEvent} */ { data }) => {
    if (data === LINKED) {
      waiting?.forEach((message) => near.postMessage(message))
      waiting = null
    } else {
      port.postMessage(data)
    }
  }
  return { __type__: 'IPCMessagePort', id: near.id, side: 2, waiting: [], lent: true }
}

/**
 * @param {any} description of a port that was handed over
 * @returns {any} the port
 */
function borrow (description) {
  const far = IPCMessagePort.create(description)
  if (description.lent !== true) {
    return far
  }
  const { port1, port2 } = new MessageChannel()
  far.onmessage = (/** @type {MessageEvent} */ { data }) => port1.postMessage(data)
  port1.onmessage = ({ data }) => far.postMessage(data)
  far.postMessage(LINKED)
  return port2
}

/**
 * What {@link post} has sent.
 * @param {any} data
 * @returns {{ message: any, from: any, ports: any[] }}
 */
export function received ({ message, from, ports }) {
  return { message, from, ports: ports.map(borrow) }
}

/** @type {BroadcastChannel | null} */
let calls = null
/** @type {Map<string, { resolve: (value: any) => void, reject: (reason: any) => void }>} */
const pending = new Map()

/**
 * Asks the document that runs the service workers.
 * @param {string} name
 * @param {any} params
 * @returns {Promise<any>}
 */
export function askHost (name, params) {
  if (calls === null) {
    calls = openChannel('host')
    calls.onmessage = ({ data: { answer, value, error } }) => {
      const question = pending.get(answer)
      if (error === undefined) {
        question?.resolve(value)
      } else {
        question?.reject(maybeMakeError(error, askHost))
      }
      pending.delete(answer)
    }
  }
  const id = crypto.randomUUID()
  const channel = calls
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      pending.delete(id)
      reject(new TimeoutError(`The service workers did not answer ${name} in time`))
    }, PATIENCE)
    pending.set(id, {
      resolve: (value) => { clearTimeout(timer); resolve(value) },
      reject: (reason) => { clearTimeout(timer); reject(reason) }
    })
    channel.postMessage({ question: id, name, params })
  })
}

/**
 * Answers what {@link askHost} asks.
 * @param {Record<string, (params: any) => any>} answers
 */
export function answerAsHost (answers) {
  const channel = openChannel('host')
  channel.onmessage = async ({ data: { question, name, params } }) => {
    if (question === undefined) {
      return
    }
    try {
      channel.postMessage({ answer: question, value: await answers[name](params) })
    } catch (/** @type {any} */ error) {
      channel.postMessage({ answer: question, error: { type: error.name, message: error.message } })
    }
  }
}
