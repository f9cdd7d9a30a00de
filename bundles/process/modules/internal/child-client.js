/**
 * How `socket:child_process` talks to the platform: the programs of this document by their ids, and what it is told of them.
 */
import { rand64 } from '../crypto.js'
import * as ipc from '../ipc.js'

/** Stands for this document: its programs end when it goes. */
const owner = String(rand64())

/** How long to wait for a plugin that is being replaced, in milliseconds. */
const PAUSE = 100

/**
 * @typedef {object} Item what the platform tells: of a pipe that was empty (`fd`), or of the end (`code`, `signal`)
 * @property {string} id
 * @property {number} [fd]
 * @property {number} [from]
 * @property {string} [data] a character for each byte
 * @property {boolean} [end]
 * @property {number | null} [code]
 * @property {string | null} [signal]
 */
/** @typedef {{ receive (item: Item): void, resume (): void }} Listener */

/** @type {Map<string, Listener>} */
const listeners = new Map()
let isListening = false

/** Those that are being started: what is about them has to wait. @type {Map<string, Promise<any>>} */
const starting = new Map()

/**
 * @param {Listener} listener
 * @returns {string} an id for a program that is to be started
 */
export function register (listener) {
  const id = String(rand64())
  listeners.set(id, listener)
  if (!isListening) {
    isListening = true
    listen()
  }
  return id
}

/**
 * Lets go of a program that has ended, or was not started.
 * @param {string} id
 */
export function forget (id) {
  if (listeners.delete(id)) {
    ipc.send('child_process.forget', { id })
  }
}

async function listen () {
  for (;;) {
    try {
      for await (const item of ipc.stream('child_process.events', { owner })) {
        listeners.get(item.id)?.receive(item)
      }
    } catch (error) {
      if (/** @type {any} */ (error)?.retryable !== true && listeners.size === 0) {
        isListening = false
        return
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
    for (const listener of [...listeners.values()]) {
      listener.resume()
    }
  }
}

/**
 * @typedef {object} Command
 * @property {string} file
 * @property {string[]} args
 * @property {string | null} cwd null for that of the app
 * @property {Record<string, string> | null} env null for that of the app
 * @property {string[]} stdio
 */

/** @param {Command} command */
function paramsOf ({ file, args, cwd, env, stdio }) {
  return {
    command: JSON.stringify([file, ...args]),
    stdio: JSON.stringify(stdio),
    ...(cwd === null ? {} : { cwd }),
    ...(env === null ? {} : { env: JSON.stringify(env) })
  }
}

/**
 * To choose folder or environment needs a permission of its own, so it has routes of its own.
 * @param {Command} command
 * @param {'spawn' | 'exec'} route
 */
function routeOf ({ cwd, env }, route) {
  return `child_process.${route}${cwd === null && env === null ? '' : 'with'}`
}

/**
 * Starts a program.
 * @param {string} id
 * @param {Command} command
 * @param {boolean} detached
 * @returns {Promise<number>} its process id
 */
export async function start (id, command, detached) {
  const answer = ipc.request(routeOf(command, 'spawn'), { id, owner, detached, ...paramsOf(command) })
  starting.set(id, answer)
  const { err, data } = await answer
  starting.delete(id)
  if (err) {
    throw err
  }
  return data.pid
}

/**
 * Runs a program to its end, and blocks until then.
 * @param {Command} command
 * @param {{ timeout: number, max: number, signal: string }} limits
 * @param {Uint8Array} input
 * @returns {{ pid: number, outputs: Map<number, Uint8Array>, code: number | null, signal: string | null, error: string }}
 */
export function runSync (command, limits, input) {
  const result = ipc.sendSync(routeOf(command, 'exec'), { ...paramsOf(command), ...limits }, { responseType: 'arraybuffer' },
    /** @type {any} */ (input))
  if (result.err) {
    throw result.err
  }
  /** @param {string} name */
  const header = (name) => result.headers?.get(`x-socket-${name}`) ?? ''
  const bytes = new Uint8Array(result.data ?? 0)
  let position = 0
  const outputs = new Map(header('outputs').split(',').filter(Boolean).map((part) => {
    const [fd, length] = part.split(':').map(Number)
    position += length
    return [fd, bytes.slice(position - length, position)]
  }))
  return {
    pid: Number(header('pid')),
    outputs,
    code: header('code') === '' ? null : Number(header('code')),
    signal: header('signal') || null,
    error: header('error')
  }
}

/**
 * Reads what is there at a descriptor; if nothing is, the platform tells when something comes.
 * @param {string} id
 * @param {number} fd
 * @param {number | null} from where the reader is; null if other reads are under way
 */
export async function read (id, fd, from) {
  await starting.get(id)
  const result = await ipc.request('child_process.read', { id, fd, ...(from === null ? {} : { from }) }, { responseType: 'arraybuffer' })
  if (result.err) {
    throw result.err
  }
  return {
    bytes: new Uint8Array(result.data ?? 0),
    from: Number(result.headers?.get('x-socket-from')),
    end: result.headers?.get('x-socket-end') === 'true'
  }
}

/**
 * Writes to a descriptor.
 * @param {string} id
 * @param {number} fd
 * @param {Uint8Array} bytes
 * @returns {Promise<number>} how many were taken: the program may be slow
 */
export async function write (id, fd, bytes) {
  await starting.get(id)
  const { err, data } = await ipc.write('child_process.write', { id, fd }, /** @type {any} */ (bytes))
  if (err) {
    throw err
  }
  return data.written
}

/**
 * Closes a descriptor, or its writing half alone.
 * @param {string} id
 * @param {number} fd
 * @param {boolean} output
 */
export async function close (id, fd, output) {
  await starting.get(id)
  return ipc.send('child_process.close', { id, fd, output })
}

/**
 * @param {string} id
 * @param {string | number} signal
 */
export function kill (id, signal) {
  return ipc.send('child_process.kill', { id, signal })
}
