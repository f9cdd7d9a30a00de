/**
 * How sockets and servers of this document talk to the platform: the events of all of them are one stream, what has come for many is
 * taken by one call, and what is sent by many goes in one call.
 */
import * as ipc from '../ipc.js'
import { coded } from './node-errors.js'

/** The most that one call takes or brings, in bytes. */
const MOST = 4 * 1024 * 1024
/** Of a frame, before its content: whose it is, how long, and what. */
const HEADER = 9
/** The most that a frame may carry, in bytes. */
export const LARGEST = MOST - HEADER
/** How many calls that take bytes are under way. */
const TAKES = 2
/** Beside a length: more is there. */
const MORE = 0x80000000

export const DATA = 0
export const END = 1
export const HEAD = 2

/**
 * @typedef {object} Owner of a handle
 * @property {(event: any) => void} [event] something happened
 * @property {(bytes: Uint8Array | null, more: boolean) => void} [bytes] what was asked for by {@link want}; null if there is nothing
 * @property {(error: Error) => void} lost the handle is gone
 * @property {boolean} [opening] the platform does not know it yet
 */

const session = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('')

/** @type {Map<number, Owner>} */
const owners = new Map()
let ids = 0
/** @type {Promise<void> | null} */
let running = null

/** @returns {number} a number for a handle */
export function nextId () {
  return ++ids
}

/**
 * @param {number} id
 * @param {Owner} owner
 */
export function own (id, owner) {
  owners.set(id, owner)
}

/** @param {number} id */
export function disown (id) {
  owners.delete(id)
}

/** @param {number} id */
export function isOwned (id) {
  return owners.has(id)
}

/**
 * Makes a call of this session.
 * @param {string} command
 * @param {Record<string, any>} params
 * @param {any} [bytes] to send along
 * @returns {Promise<any>} the data of the reply
 */
export async function call (command, params, bytes) {
  await started()
  const { err, data } = await ipc.send(command, { session, ...params }, bytes === undefined ? null : { bytes })
  if (err) {
    throw err
  }
  return data
}

/**
 * Closes a handle.
 * @param {number} id
 * @param {boolean} [reset]
 * @returns {Promise<any>} never rejects
 */
export function close (id, reset = false) {
  owners.delete(id)
  return ipc.send('net.close', { session, id, reset })
}

/** @returns {Promise<void>} when events are delivered */
function started () {
  running ??= new Promise((resolve, reject) => { listen(resolve, reject) })
  return running
}

/**
 * Delivers events for as long as there are any. After a swap of the plugin they go on where they were.
 * @param {(value: any) => void} resolve
 * @param {(error: Error) => void} reject
 */
async function listen (resolve, reject) {
  for (let failures = 0; ;) {
    const before = [...owners.keys()].filter((id) => !owners.get(id)?.opening)
    try {
      for await (const event of ipc.stream('net.events', { session })) {
        failures = 0
        resolve(undefined)
        event.e === 'sync' ? settle(before, new Set(event.open)) : dispatch(event)
      }
      throw coded(Error, 'PLUGIN_RELOADED', 'The stream of events has ended')
    } catch (error) {
      const { code, retryable } = /** @type {any} */ (error)
      if ((retryable || code === 'PLUGIN_RELOADED') && ++failures < 5) {
        continue
      }
      running = null
      reject(/** @type {Error} */ (error))
      ;[...owners.values()].filter((owner) => !owner.opening).forEach((owner) => owner.lost(/** @type {Error} */ (error)))
      return
    }
  }
}

/**
 * Parts with what is not open any more.
 * @param {number[]} before what was open when the events were asked for: what came later may be missing from the list
 * @param {Set<number>} open
 */
function settle (before, open) {
  for (const id of before.filter((id) => !open.has(id))) {
    guarded(() => owners.get(id)?.lost(coded(Error, 'PLUGIN_RELOADED', 'The connection was lost when the plugin "net" was replaced')))
  }
}

/** @param {any} event */
function dispatch (event) {
  const owner = owners.get(event.id)
  if (owner !== undefined) {
    guarded(() => owner.event?.(event))
  }
}

/**
 * What a listener throws is its own affair.
 * @param {() => void} task
 */
function guarded (task) {
  try {
    task()
  } catch (error) {
    globalThis.setTimeout(() => { throw error })
  }
}

/** @type {Set<number>} */
let wanted = new Set()
let takes = 0

/**
 * Asks for what has come for a handle.
 * @param {number} id
 */
export function want (id) {
  wanted.add(id)
  if (wanted.size === 1) {
    queueMicrotask(take)
  }
}

async function take () {
  if (takes >= TAKES || wanted.size === 0) {
    return
  }
  const asked = wanted
  wanted = new Set()
  takes++
  const { err, data } = await ipc.request('net.take', { session, ids: [...asked].join(','), most: MOST }, { responseType: 'arraybuffer' })
  takes--
  if (err) {
    const retryable = /** @type {any} */ (err).retryable === true
    asked.forEach((id) => retryable ? want(id) : guarded(() => owners.get(id)?.lost(err)))
    queueMicrotask(take)
    return
  }
  queueMicrotask(take)
  deliver(asked, data)
}

/**
 * @param {Set<number>} asked
 * @param {ArrayBuffer} data
 */
function deliver (asked, data) {
  const view = new DataView(data)
  for (let at = 0; at + 8 <= data.byteLength;) {
    const id = view.getInt32(at)
    const word = view.getUint32(at + 4)
    const length = word & ~MORE
    const bytes = new Uint8Array(data, at + 8, length)
    at += 8 + length
    asked.delete(id)
    guarded(() => owners.get(id)?.bytes?.(bytes, word >= MORE))
  }
  const full = data.byteLength >= MOST
  asked.forEach((id) => full ? want(id) : guarded(() => owners.get(id)?.bytes?.(null, false)))
}

/**
 * @typedef {object} Frame
 * @property {number} id
 * @property {number} kind
 * @property {Uint8Array} content
 * @property {(kept: number) => void} resolve
 * @property {(error: any) => void} reject
 */

/** @type {Frame[]} */
let frames = []
let sending = false

/**
 * Sends a frame; those of one handle stay in order.
 * @param {number} id
 * @param {number} kind
 * @param {Uint8Array} content at most {@link LARGEST}; is not to be changed until it is sent
 * @returns {Promise<number>} how many bytes of the handle wait on the platform's side
 */
export function put (id, kind, content) {
  return new Promise((resolve, reject) => {
    frames.push({ id, kind, content, resolve, reject })
    if (frames.length === 1 && !sending) {
      queueMicrotask(flush)
    }
  })
}

async function flush () {
  if (sending || frames.length === 0) {
    return
  }
  sending = true
  let count = 0
  let size = 0
  while (count < frames.length && (count === 0 || size + frames[count].content.length + HEADER <= MOST)) {
    size += frames[count++].content.length + HEADER
  }
  const batch = frames.slice(0, count)
  frames = frames.slice(count)
  const { err, data } = await ipc.write('net.send', { session }, packed(batch, size))
  sending = false
  queueMicrotask(flush)
  for (const { id, resolve, reject } of batch) {
    const failure = err ?? data.failed[id]
    if (failure) {
      reject(failure)
    } else {
      resolve(data.kept[id] ?? 0)
    }
  }
}

/**
 * @param {Frame[]} batch
 * @param {number} size
 */
function packed (batch, size) {
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const { id, kind, content } of batch) {
    view.setInt32(at, id)
    view.setUint32(at + 4, content.length)
    view.setUint8(at + 8, kind)
    bytes.set(content, at + HEADER)
    at += HEADER + content.length
  }
  return bytes
}

/**
 * A failure in Node's shape: `connect ECONNREFUSED 127.0.0.1:80`.
 * @param {any} err as the platform tells it
 * @returns {Error}
 */
export function socketError (err) {
  if (Array.isArray(err.errors)) {
    const { code, errno, syscall } = err
    return Object.assign(new AggregateError(err.errors.map(socketError), ''), { code, errno, syscall })
  }
  if (err instanceof Error && !err.message.endsWith(` ${/** @type {any} */ (err).code}`)) {
    return err
  }
  const { code, errno, syscall, address, port, hostname, message } = err
  const where = address === undefined ? hostname === undefined ? '' : ` ${hostname}` : ` ${address}${port === undefined ? '' : `:${port}`}`
  const text = syscall === 'listen' ? `listen ${code}: ${LISTEN[code] ?? 'failed'}${where}` : `${message}${where}`
  return Object.assign(new Error(text), JSON.parse(JSON.stringify({ errno, code, syscall, address, port, hostname })))
}

/** @type {Record<string, string>} */
const LISTEN = {
  EADDRINUSE: 'address already in use', EACCES: 'permission denied', EADDRNOTAVAIL: 'address not available'
}
