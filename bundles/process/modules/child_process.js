/**
 * Programs, with Node's functions: started as the grants of `socket.ini` allow, each with its list of arguments. There is no shell
 * unless one is asked for (`exec`, `shell: true`).
 *
 * What differs from Node: a program starts a moment later, so `pid` is there from the event `spawn` on; and it ends with the
 * document that has started it, or with the app if it is `detached`.
 * @module child_process
 */
import { AsyncResource } from './async/resource.js'
import { Buffer } from './buffer.js'
import { AbortError } from './errors.js'
import { EventEmitter } from './events.js'
import * as client from './internal/child-client.js'
import { commandError, spawnError, stoppedError } from './internal/child-errors.js'
import { argumentsOf, commandOf, signalOf } from './internal/child-options.js'
import { duplexOf, readableOf, writableOf } from './internal/child-streams.js'
import { LineSplitter } from './internal/ipc-stream.js'
import { checkFunction, coded, invalidArgType } from './internal/node-errors.js'
import process from './process.js'

/** @typedef {import('./internal/child-options.js').SpawnOptions} SpawnOptions */

/** The streams of a program, as one thing. */
export class Pipe extends AsyncResource {
  #process

  /** @param {ChildProcess} process */
  constructor (process) {
    super('Pipe')
    if (!(process instanceof ChildProcess)) {
      throw invalidArgType('process', 'an instance of ChildProcess', process)
    }
    this.#process = process
  }

  get process () { return this.#process }

  /** Whether something may still come. */
  get reading () {
    const { stdout, stderr } = this.#process
    return [stdout, stderr].some((stream) => stream !== null && !stream.destroyed && !stream.readableEnded)
  }

  /** Closes all of them. */
  destroy () {
    for (const stream of this.#process.stdio) {
      stream?.destroy()
    }
  }
}

/** A program that was started. Events: `spawn`, `exit`, `close`, `error`, `message`, `disconnect`. */
export class ChildProcess extends EventEmitter {
  /** @type {number | undefined} from the event `spawn` on */
  pid = undefined
  /** @type {number | null} */
  exitCode = null
  /** @type {string | null} */
  signalCode = null
  killed = false
  connected = false
  spawnfile = ''
  /** @type {string[]} */
  spawnargs = []
  /** @type {any[]} streams by descriptor; null where there is none */
  stdio = []
  /** @type {any} */
  channel = undefined
  #id = ''
  #open = 1 // the program itself, and each stream to read from
  #isGone = false
  /** @type {string | null} to be sent as soon as it runs */
  #early = null
  /** @type {(() => void) | null} */
  #finish = null
  #pipe = new Pipe(this)

  get stdin () { return this.stdio[0] ?? null }
  get stdout () { return this.stdio[1] ?? null }
  get stderr () { return this.stdio[2] ?? null }
  get pipe () { return this.#pipe }
  /** The original has a thread for each program; here the platform does that. */
  get worker () { return null }

  /**
   * Starts the program; {@link spawn} makes an object and calls this.
   * @param {any} file
   * @param {any} [args]
   * @param {any} [options]
   * @returns {this}
   */
  spawn (file, args, options) {
    if (this.#id !== '') {
      throw coded(Error, 'ERR_INVALID_STATE', 'The program was started already')
    }
    const command = commandOf(file, args, options)
    if (command.signal?.aborted) {
      queueMicrotask(() => this.emit('error', new AbortError(command.signal)))
      return this
    }
    this.spawnfile = command.spawnfile
    this.spawnargs = command.spawnargs
    this.#id = client.register({
      receive: (item) => this.#receive(item),
      resume: () => this.stdio.forEach((stream) => stream?.source?.resume())
    })
    this.stdio = command.stdio.map((kind, fd) => this.#streamOf(kind, fd))
    this.#watch(command)
    const stdio = command.stdio.map((kind) => kind === 'ipc' ? 'pipe' : kind)
    client.start(this.#id, { ...command, file: command.spawnfile, args: command.spawnargs.slice(1), stdio }, command.detached).then(
      (pid) => this.#started(pid), (cause) => this.#failed(cause))
    return this
  }

  /**
   * @param {string} kind
   * @param {number} fd
   */
  #streamOf (kind, fd) {
    if (kind === 'ipc') {
      this.#connect(duplexOf(this.#id, fd))
      return null
    }
    if (kind !== 'pipe') {
      return null
    }
    const stream = fd === 0 ? writableOf(this.#id, fd) : fd < 3 ? readableOf(this.#id, fd) : duplexOf(this.#id, fd)
    if (fd !== 0) {
      this.#open++
      stream.once('close', () => this.#closed())
    }
    return stream
  }

  /** @param {ReturnType<typeof commandOf>} command */
  #watch ({ signal, timeout, killSignal }) {
    const timer = timeout > 0 ? setTimeout(() => this.kill(killSignal), timeout) : undefined
    const onAbort = () => {
      if (this.kill(killSignal)) {
        this.emit('error', new AbortError(signal))
      }
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#finish = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  /** @param {number} pid */
  #started (pid) {
    this.pid = pid
    if (this.#early !== null) {
      client.kill(this.#id, this.#early)
    }
    this.emit('spawn')
  }

  /** @param {any} cause */
  #failed (cause) {
    const error = spawnError(cause, this.spawnfile, this.spawnargs.slice(1))
    this.#isGone = true
    this.#finish?.()
    this.exitCode = error.errno ?? -1
    for (const stream of this.stdio) {
      stream?.destroy()
    }
    this.channel?.destroy()
    this.emit('error', error)
    this.#closed()
  }

  /** @param {import('./internal/child-client.js').Item} item */
  #receive (item) {
    if (item.fd !== undefined) {
      const stream = this.stdio[item.fd] ?? this.channel
      stream?.source.receive(item)
    } else if (!this.#isGone) {
      this.#isGone = true
      this.#finish?.()
      this.exitCode = item.code ?? null
      this.signalCode = item.signal ?? null
      this.stdin?.destroy()
      this.emit('exit', this.exitCode, this.signalCode)
      // What nobody reads must not keep the end back.
      for (const stream of this.stdio.slice(1)) {
        if (stream !== null && stream.readableFlowing === null && stream.listenerCount('readable') === 0) {
          stream.resume()
        }
      }
      this.#closed()
    }
  }

  #closed () {
    this.#open--
    if (this.#open === 0) {
      client.forget(this.#id)
      this.emit('close', this.exitCode, this.signalCode)
    }
  }

  /** @param {any} channel to a program of Node's, a line of JSON for each message */
  #connect (channel) {
    const lines = new LineSplitter()
    this.connected = true
    this.channel = channel
    channel.on('data', (/** @type {Uint8Array} */ chunk) => {
      for (const line of lines.push(chunk)) {
        const message = line === '' ? null : JSON.parse(line)
        if (!String(message?.cmd ?? '').startsWith('NODE_')) {
          this.emit('message', message)
        }
      }
    })
    const over = () => {
      if (this.connected) {
        this.connected = false
        this.emit('disconnect')
      }
    }
    channel.once('end', () => channel.end())
    channel.once('end', over)
    channel.once('close', over)
    channel.once('error', over)
  }

  /**
   * Sends a message to a program that was started by {@link fork}.
   * @param {any} message
   * @param {any} [handle] not supported
   * @param {any} [options]
   * @param {(error: Error | null) => void} [callback]
   * @returns {boolean} false if much waits already
   */
  send (message, handle, options, callback = [handle, options].find((item) => typeof item === 'function')) {
    if (message === undefined) {
      throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "message" argument must be specified')
    }
    if (!this.connected) {
      const error = coded(Error, 'ERR_IPC_CHANNEL_CLOSED', 'Channel closed')
      if (callback === undefined) {
        queueMicrotask(() => this.emit('error', error))
      } else {
        queueMicrotask(() => callback(error))
      }
      return false
    }
    return this.channel.write(JSON.stringify(message) + '\n', (/** @type {any} */ error) => callback?.(error ?? null))
  }

  /** Ends the channel of {@link send}. */
  disconnect () {
    if (!this.connected) {
      this.emit('error', coded(Error, 'ERR_IPC_DISCONNECTED', 'IPC channel is already disconnected'))
      return
    }
    this.connected = false
    this.channel.end()
    this.channel.destroy()
    queueMicrotask(() => this.emit('disconnect'))
  }

  /**
   * Sends a signal.
   * @param {string | number} [signal]
   * @returns {boolean} false if it has ended
   */
  kill (signal) {
    const name = signalOf(signal)
    if (this.#id === '' || this.#isGone) {
      return false
    }
    this.killed = true
    if (this.pid === undefined) {
      this.#early = name
    } else {
      client.kill(this.#id, name)
    }
    return true
  }

  /** Has no effect: a page does not end by itself. */
  ref () {}
  /** Has no effect: a page does not end by itself. */
  unref () {}

  /**
   * @param {string} event
   * @param {(...args: any[]) => void} callback
   * @param {{ once?: boolean } | null} [options]
   */
  addEventListener (event, callback, options = null) {
    checkFunction(callback, 'callback')
    options?.once ? this.once(event, callback) : this.on(event, callback)
  }

  /**
   * @param {string} event
   * @param {(...args: any[]) => void} callback
   * @param {any} [_options]
   */
  removeEventListener (event, callback, _options = null) {
    checkFunction(callback, 'callback')
    this.off(event, callback)
  }

  [Symbol.dispose] () {
    this.kill()
  }
}

/**
 * Starts a program.
 * @param {string} command the program
 * @param {string[] | string | SpawnOptions | null} [args] text is cut at its spaces
 * @param {SpawnOptions | null} [options]
 * @returns {ChildProcess}
 */
export function spawn (command, args, options) {
  return new ChildProcess().spawn(command, args, options)
}

/**
 * Starts a program and collects what it writes.
 * @param {string} file
 * @param {any} [args]
 * @param {any} [options]
 * @param {(error: any, stdout: any, stderr: any) => void} [callback]
 * @returns {ChildProcess & PromiseLike<{ stdout: any, stderr: any }>}
 */
export function execFile (file, args, options, callback) {
  if (typeof args === 'function') {
    [args, options, callback] = [null, null, args]
  } else if (args !== null && typeof args === 'object' && !Array.isArray(args)) {
    [args, options, callback] = [null, args, /** @type {any} */ (options ?? callback)]
  } else if (typeof options === 'function') {
    [options, callback] = [null, options]
  }
  if (callback !== null && callback !== undefined) {
    checkFunction(callback)
  }
  const given = argumentsOf(args, options)
  const { encoding = 'utf8' } = given.options
  const command = commandOf(file, given.args, given.options)
  const child = /** @type {any} */ (new ChildProcess())
  /** @type {Array<{ chunks: Uint8Array[], size: number }>} */
  const outputs = [{ chunks: [], size: 0 }, { chunks: [], size: 0 }]
  /** @type {any} */
  let failure = null
  const collected = () => outputs.map(({ chunks }) => {
    const bytes = Buffer.concat(chunks)
    return encoding !== null && encoding !== 'buffer' && Buffer.isEncoding(encoding) ? bytes.toString(/** @type {any} */ (encoding)) : bytes
  })
  /** @type {Promise<{ stdout: any, stderr: any }> | undefined} */
  let promise
  const ended = new Promise((resolve) => {
    child.on('error', (/** @type {any} */ error) => { failure ??= error })
    child.on('close', (/** @type {number | null} */ code, /** @type {string | null} */ signal) => {
      const [stdout, stderr] = collected()
      const cmd = command.spawnargs.join(' ')
      if (failure === null && (code !== 0 || signal !== null)) {
        failure = commandError(command.options.shell ? command.spawnargs[2] : cmd, { killed: child.killed, code, signal, stderr })
      } else if (failure !== null && failure.cmd === undefined) {
        failure.cmd = cmd
      }
      if (failure !== null) {
        Object.assign(failure, { stdout, stderr })
      }
      resolve(undefined)
      callback?.(failure, stdout, stderr)
    })
  })
  // What the program has started may hold the pipes open, so they are closed with it.
  const stop = () => {
    child.pipe.destroy()
    child.kill(command.killSignal)
  }
  const timer = command.timeout > 0 ? setTimeout(stop, command.timeout) : undefined
  child.on('close', () => clearTimeout(timer))
  child.spawn(file, given.args, { ...given.options, timeout: 0 })
  if (child.pid === undefined && command.signal?.aborted) {
    queueMicrotask(() => child.emit('close', null, null))
  }
  for (const [index, output] of outputs.entries()) {
    child.stdio[index + 1]?.on('data', (/** @type {Uint8Array} */ chunk) => {
      const room = command.maxBuffer - output.size
      output.chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
      output.size += Math.min(chunk.length, room)
      if (chunk.length > room && failure === null) {
        failure = coded(RangeError, 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER', `${index === 0 ? 'stdout' : 'stderr'} maxBuffer length exceeded`)
        stop()
      }
    })
  }
  const result = () => (promise ??= ended.then(() => {
    if (failure !== null) {
      throw failure
    }
    const [stdout, stderr] = collected()
    return { stdout, stderr }
  }))
  child.then = (/** @type {any} */ resolve, /** @type {any} */ reject) => result().then(resolve, reject)
  child.catch = (/** @type {any} */ reject) => result().catch(reject)
  child.finally = (/** @type {any} */ callback) => result().finally(callback)
  return child
}

/**
 * Runs a command line in a shell and collects what it writes.
 * @param {string} command
 * @param {any} [options]
 * @param {(error: any, stdout: any, stderr: any) => void} [callback]
 */
export function exec (command, options, callback) {
  if (typeof options === 'function') {
    [options, callback] = [null, options]
  }
  const { options: given } = argumentsOf(null, options)
  return execFile(command, null, { ...given, shell: given.shell || true }, callback)
}

const promisify = Symbol.for('nodejs.util.promisify.custom')

/** @param {(...args: any[]) => any} run */
function promised (run) {
  return (/** @type {any[]} */ ...args) => {
    const child = run(...args)
    return Object.assign(child.then((/** @type {any} */ output) => output), { child })
  }
}

Object.defineProperty(exec, promisify, { value: promised(exec) })
Object.defineProperty(execFile, promisify, { value: promised(execFile) })

/**
 * Starts a program of Node's with a channel for messages; `execPath` names the program, `node` unless given.
 * @param {string} modulePath
 * @param {any} [args]
 * @param {any} [options]
 * @returns {ChildProcess}
 */
export function fork (modulePath, args, options) {
  if (typeof modulePath !== 'string') {
    throw invalidArgType('modulePath', 'of type string', modulePath)
  }
  const { args: list, options: given } = argumentsOf(args, options)
  const { execPath = 'node', execArgv = [], silent = false, env = process.env, stdio } = /** @type {any} */ (given)
  const channel = Array.isArray(stdio) ? stdio.indexOf('ipc') : 3
  if (channel < 3) {
    throw coded(Error, 'ERR_CHILD_PROCESS_IPC_REQUIRED', "Forked processes must have an IPC channel, missing value 'ipc' in options.stdio, at 3 or behind")
  }
  const usual = silent ? 'pipe' : 'inherit'
  return spawn(execPath, [...execArgv, modulePath, ...list], {
    ...given,
    shell: false,
    stdio: Array.isArray(stdio) ? stdio : [...Array(3).fill(stdio ?? usual), 'ipc'],
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...env, NODE_CHANNEL_FD: channel, NODE_CHANNEL_SERIALIZATION_MODE: 'json' }
  })
}

/**
 * @param {any} input
 * @param {string | null | undefined} encoding
 */
function inputOf (input, encoding) {
  if (input === null || input === undefined) {
    return new Uint8Array()
  }
  if (typeof input === 'string') {
    return Buffer.from(input, /** @type {any} */ (encoding === 'buffer' ? 'utf8' : encoding ?? 'utf8'))
  }
  if (ArrayBuffer.isView(input)) {
    return new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
  }
  throw invalidArgType('options.stdio[0]', 'one of type string, Buffer, TypedArray, or DataView', input)
}

/**
 * Runs a program and blocks until it has ended. Of each output, at most 32 MiB are collected.
 * @param {string} file
 * @param {any} [args]
 * @param {any} [options]
 * @returns {{ pid: number, output: any[], stdout: any, stderr: any, status: number | null, signal: string | null, error?: any }}
 */
export function spawnSync (file, args, options) {
  const command = commandOf(file, args, options)
  const { encoding = 'buffer', input } = command.options
  const { spawnfile, spawnargs, killSignal, timeout, maxBuffer } = command
  const bytes = inputOf(input, encoding)
  try {
    const { pid, outputs, code, signal, error } = client.runSync(
      { ...command, file: spawnfile, args: spawnargs.slice(1) },
      { timeout, max: Math.min(maxBuffer, Number.MAX_SAFE_INTEGER), signal: killSignal },
      bytes)
    const output = command.stdio.map((_, fd) => {
      const some = outputs.get(fd)
      return some === undefined
        ? null
        : encoding === null || encoding === 'buffer' ? Buffer.from(some) : Buffer.from(some).toString(/** @type {any} */ (encoding))
    })
    return {
      pid, output, stdout: output[1], stderr: output[2], status: code, signal,
      ...(error === '' ? {} : { error: stoppedError(error, spawnfile, spawnargs.slice(1)) })
    }
  } catch (cause) {
    const error = spawnError(cause, spawnfile, spawnargs.slice(1), 'spawnSync')
    return { pid: 0, output: /** @type {any} */ (null), stdout: null, stderr: null, status: null, signal: null, error }
  }
}

/**
 * @param {ReturnType<typeof spawnSync>} result
 * @param {string} cmd
 */
function outputOf (result, cmd) {
  const { error, status, signal, pid, output, stdout, stderr } = result
  if (error !== undefined || status !== 0) {
    throw Object.assign(error ?? commandError(cmd, { stderr: stderr ?? '' }), { pid, output, stdout, stderr, status, signal })
  }
  return stdout
}

/**
 * Runs a program and blocks until it has ended.
 * @param {string} file
 * @param {any} [args]
 * @param {any} [options]
 * @returns {any} what it wrote
 */
export function execFileSync (file, args, options) {
  const given = argumentsOf(args, options)
  return outputOf(spawnSync(file, given.args, given.options), [file, ...given.args].join(' '))
}

/**
 * Runs a command line in a shell and blocks until it has ended.
 * @param {string} command
 * @param {any} [options]
 * @returns {any} what it wrote
 */
export function execSync (command, options) {
  const { options: given } = argumentsOf(null, options)
  return outputOf(spawnSync(command, null, { ...given, shell: given.shell || true }), command)
}

export default { ChildProcess, Pipe, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync }
