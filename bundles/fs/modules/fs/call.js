/**
 * How the modules of `socket:fs` call the platform, and how failures look.
 *
 * What can be done is written once, as a generator that yields its requests; {@link promised}, {@link synchronous} and
 * {@link callbackOf} make the three forms that Node has of it. Arguments are checked before the first request.
 */
import { AbortError } from '../errors.js'
import { chosenCwd, isWindows } from '../internal/host.js'
import { checkFunction } from '../internal/node-errors.js'
import * as posix from '../internal/path-posix.js'
import * as win32 from '../internal/path-win32.js'
import * as ipc from '../ipc.js'
import { escaped, isRaw, shown } from './raw-names.js'

/** Functions for the paths of this host. */
export const flavour = isWindows ? win32 : posix

/** The most that Linux takes for a path, in bytes. */
const LONGEST_PATH = 4095

/**
 * @typedef {object} Failed what was tried, for the message of an error
 * @property {string} syscall
 * @property {string} [path]
 * @property {string} [dest]
 */

/**
 * @typedef {object} RequestOptions
 * @property {AbortSignal | null} [signal]
 * @property {string} [responseType]
 * @property {any} [bytes] to send along
 */

/** A call that an operation asks for. */
class Request {
  /**
   * @param {string} command
   * @param {Record<string, any>} params
   * @param {Failed} failed
   * @param {RequestOptions | null} options
   */
  constructor (command, params, failed, options) {
    this.command = command
    this.params = params
    this.failed = failed
    this.options = options
  }

  /** @returns {Promise<any>} the data of the reply */
  async send () {
    return this.#dataOf(await ipc.send(this.command, this.params, this.options))
  }

  /** @returns {any} the data of the reply */
  sendSync () {
    const { responseType, bytes = null } = this.options ?? {}
    return this.#dataOf(ipc.sendSync(this.command, this.params, responseType ? { responseType } : null, bytes))
  }

  /** @param {{ err: any, data: any }} result */
  #dataOf ({ err, data }) {
    if (err) {
      throw systemError(err, this.failed)
    }
    return data
  }
}

/** How many requests of a batch are under way: the engine carries several answers faster than one. */
const AT_ONCE = 12

/** Requests that may be made at the same time. */
export class Batch {
  /**
   * @param {number} count
   * @param {(index: number) => any} request
   * @param {(index: number, data: any) => void} take is given each answer, as it comes
   */
  constructor (count, request, take) {
    this.count = count
    this.request = request
    this.take = take
  }

  /** @returns {Promise<void>} */
  async send () {
    let next = 0
    const work = async () => {
      while (next < this.count) {
        const index = next++
        try {
          this.take(index, await this.request(index).send())
        } catch (error) {
          next = this.count
          throw error
        }
      }
    }
    const workers = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, this.count) }, work))
    for (const worker of workers) {
      if (worker.status === 'rejected') {
        throw worker.reason
      }
    }
  }

  sendSync () {
    for (let index = 0; index < this.count; index++) {
      this.take(index, this.request(index).sendSync())
    }
  }
}

/** @param {any} step */
const isCall = (step) => step instanceof Request || step instanceof Batch

/**
 * @template R
 * @typedef {Generator<any, R, any>} Operation yields requests, and promises to wait for; blocking callers do not wait for them
 */

/**
 * A request of an operation.
 * @param {string} command
 * @param {Record<string, any>} params `path`, `src` and `dest` are paths
 * @param {Failed} failed
 * @param {RequestOptions | null} [options]
 */
export function ask (command, params, failed, options = null) {
  for (const name of ['path', 'src', 'dest']) {
    const path = params[name]
    if (path !== undefined) {
      params[name] = sent(path, failed)
    }
  }
  return new Request(command, params, failed, options)
}

/**
 * A path as it is sent: relative to the folder that `process.chdir` chose, if it did; what is no UTF-8 as a `file:` URL.
 * @param {string} path
 * @param {Failed} failed
 */
function sent (path, failed) {
  if (path === '') {
    throw failure('ENOENT', failed)
  }
  if (path.length > LONGEST_PATH) {
    throw failure('ENAMETOOLONG', failed)
  }
  if (isRaw(path)) {
    return `file://${escaped(flavour.resolve(path))}`
  }
  const folder = chosenCwd()
  const place = folder === null || flavour.isAbsolute(path) ? path : flavour.join(folder, path)
  return /^file:/i.test(place) ? `./${place}` : place.toWellFormed()
}

/**
 * Runs an operation that has come to its first request.
 * @template R
 * @param {Operation<R>} operation
 * @param {IteratorResult<any, R>} step
 * @returns {Promise<R>}
 */
async function finish (operation, step) {
  while (!step.done) {
    let value
    try {
      value = await (isCall(step.value) ? step.value.send() : step.value)
    } catch (error) {
      step = operation.throw(error)
      continue
    }
    step = operation.next(value)
  }
  return step.value
}

/**
 * Runs an operation.
 * @template R
 * @param {Operation<R>} operation
 * @returns {Promise<R>}
 */
export async function run (operation) {
  return await finish(operation, operation.next())
}

/**
 * Runs an operation while this thread waits.
 * @template R
 * @param {Operation<R>} operation
 * @returns {R}
 */
export function runSync (operation) {
  let step = operation.next()
  while (!step.done) {
    let value
    try {
      value = isCall(step.value) ? step.value.sendSync() : step.value
    } catch (error) {
      step = operation.throw(error)
      continue
    }
    step = operation.next(value)
  }
  return step.value
}

/**
 * @template {Function} F
 * @param {F} form
 * @param {string} name
 */
function named (form, name) {
  return Object.defineProperty(form, 'name', { value: name })
}

/**
 * The form that returns a promise.
 * @template {any[]} A
 * @template R
 * @param {(...args: A) => Operation<R>} operation
 * @returns {(...args: A) => Promise<R>}
 */
export function promised (operation) {
  return named((/** @type {A} */ ...args) => run(operation(...args)), operation.name)
}

/**
 * The form that blocks.
 * @template {any[]} A
 * @template R
 * @param {(...args: A) => Operation<R>} operation
 * @returns {(...args: A) => R}
 */
export function synchronous (operation) {
  return named((/** @type {A} */ ...args) => runSync(operation(...args)), `${operation.name}Sync`)
}

/**
 * The form that calls back. Wrong arguments are thrown at once, as in Node.
 * @template {any[]} A
 * @template R
 * @param {(...args: A) => Operation<R>} operation
 * @param {(result: R) => any[]} [results] what the callback gets after the error
 * @returns {(...args: any[]) => void} the arguments of the operation, and the callback
 */
export function callbackOf (operation, results = (result) => result === undefined ? [] : [result]) {
  /** @param {...any} args */
  const form = (...args) => {
    const last = args.findLastIndex((arg) => typeof arg === 'function')
    const callback = args[last]
    checkFunction(callback, 'cb')
    const started = operation(.../** @type {A} */ (args.slice(0, last)))
    finish(started, started.next()).then(
      (result) => outside(() => callback(null, ...results(result))),
      (error) => outside(() => callback(error)))
  }
  return withPromise(named(form, operation.name), promised(operation))
}

/**
 * Lets `util.promisify` find the form that returns a promise.
 * @template {Function} F
 * @param {F} form
 * @param {Function} promise
 * @returns {F}
 */
export function withPromise (form, promise) {
  for (const name of ['nodejs.util.promisify.custom', 'socket.runtime.util.promisify.custom']) {
    Object.defineProperty(form, Symbol.for(name), { value: promise, configurable: true })
  }
  return form
}

/**
 * Calls what may throw so that it is reported, as of any callback, and no promise takes it.
 * @param {() => void} callback
 */
export function outside (callback) {
  try {
    callback()
  } catch (error) {
    setTimeout(() => { throw error })
  }
}

/** @type {Record<string, [number, string]>} failures that are found on this side */
const found = {
  ENOENT: [-2, 'no such file or directory'],
  EBADF: [-9, 'bad file descriptor'],
  EEXIST: [-17, 'file already exists'],
  EISDIR: [-21, 'illegal operation on a directory'],
  ENAMETOOLONG: [-36, 'name too long']
}

/**
 * A failure that needs no call to be known.
 * @param {'ENOENT' | 'EBADF' | 'EEXIST' | 'EISDIR' | 'ENAMETOOLONG'} code
 * @param {Failed} failed
 */
export function failure (code, failed) {
  const [errno, text] = found[code]
  return systemError({ code, errno, message: `${code}: ${text}` }, failed)
}

/**
 * An error in Node's shape: `ENOENT: no such file or directory, open 'x'`.
 * @param {any} err of a reply
 * @param {Failed} failed
 * @returns {Error}
 */
export function systemError (err, failed) {
  if (err.code === 'ENOTOPEN') {
    return failure('EBADF', failed)
  }
  if (err instanceof AbortError || !/^E[A-Z0-9]+$/.test(err.code ?? '')) {
    return err
  }
  const { syscall } = failed
  const path = failed.path === undefined ? undefined : shown(failed.path)
  const dest = failed.dest === undefined ? undefined : shown(failed.dest)
  let message = `${err.message}, ${syscall}`
  if (path !== undefined) {
    message += ` '${path}'`
  }
  if (dest !== undefined) {
    message += ` -> '${dest}'`
  }
  return Object.assign(
    new Error(message),
    { errno: err.errno, code: err.code, syscall },
    path === undefined ? null : { path },
    dest === undefined ? null : { dest })
}
