/**
 * Signals of the operating system.
 *
 * Their numbers are constants, so importing this module makes one synchronous call.
 * @module process/signal
 */
import { coded } from '../internal/node-errors.js'
import { signal as constants } from '../os/constants.js'

export { constants }

export const {
  SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGIOT, SIGBUS, SIGFPE, SIGKILL, SIGUSR1, SIGSEGV,
  SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGXCPU,
  SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, SIGIO, SIGINFO, SIGSYS
} = constants

/** What signals mean, by name. */
export const strings = Object.freeze({
  SIGHUP: 'Terminal line hangup',
  SIGINT: 'Interrupt program',
  SIGQUIT: 'Quit program',
  SIGILL: 'Illegal instruction',
  SIGTRAP: 'Trace trap',
  SIGABRT: 'Abort program',
  SIGIOT: 'Abort program',
  SIGBUS: 'Bus error',
  SIGFPE: 'Floating-point exception',
  SIGKILL: 'Kill program',
  SIGUSR1: 'User defined signal 1',
  SIGSEGV: 'Segmentation violation',
  SIGUSR2: 'User defined signal 2',
  SIGPIPE: 'Write on a pipe with no reader',
  SIGALRM: 'Real-time timer expired',
  SIGTERM: 'Software termination signal',
  SIGCHLD: 'Child status has changed',
  SIGCONT: 'Continue after stop',
  SIGSTOP: 'Stop',
  SIGTSTP: 'Stop signal generated from the keyboard',
  SIGTTIN: 'Background read attempted from the control terminal',
  SIGTTOU: 'Background write attempted to the control terminal',
  SIGURG: 'Urgent condition present on a socket',
  SIGXCPU: 'CPU time limit exceeded',
  SIGXFSZ: 'File size limit exceeded',
  SIGVTALRM: 'Virtual time alarm',
  SIGPROF: 'Profiling timer alarm',
  SIGWINCH: 'Window size has changed',
  SIGIO: 'I/O is possible on a descriptor',
  SIGINFO: 'Status request from the keyboard',
  SIGSYS: 'Non-existent system call invoked'
})

/** Tells other documents and workers of a signal. */
export const channel = typeof BroadcastChannel === 'function' && typeof document !== 'undefined'
  ? new BroadcastChannel('socket.runtime.signal')
  : null

/**
 * The number of a signal.
 * @param {string | number} name
 * @returns {number} 0 if there is none of that name
 */
export function getCode (name) {
  const text = String(name).toUpperCase()
  return constants[text.startsWith('SIG') ? text : `SIG${text}`] ?? 0
}

/**
 * The name of a signal.
 * @param {string | number} code
 * @returns {string} empty if there is none of that number
 */
export function getName (code) {
  const number = toNumber(code)
  return Object.keys(constants).find((name) => constants[name] === number && name !== 'SIGIOT') ?? ''
}

/**
 * What a signal means.
 * @param {string | number} code
 * @returns {string}
 */
export function getMessage (code) {
  return /** @type {Record<string, string>} */ (strings)[getName(code)] ?? ''
}

/** @param {string | number} code */
function toNumber (code) {
  return typeof code === 'string' && !/^\d+$/.test(code) ? getCode(code) : Number(code)
}

export { getMessage as toString }

/** @param {string} name */
function checkName (name) {
  if (typeof name !== 'string' || !Object.hasOwn(constants, name)) {
    throw coded(TypeError, 'ERR_UNKNOWN_SIGNAL', `Unknown signal: ${String(name)}`)
  }
}

/**
 * Listens for a signal.
 * @param {string} signalName
 * @param {(event: Event) => void} callback
 * @param {AddEventListenerOptions | null} [options]
 */
export function addEventListener (signalName, callback, options = null) {
  checkName(signalName)
  globalThis.addEventListener(signalName, callback, options ?? undefined)
}

/**
 * @param {string} signalName
 * @param {(event: Event) => void} callback
 * @param {EventListenerOptions | null} [options]
 */
export function removeEventListener (signalName, callback, options = null) {
  checkName(signalName)
  globalThis.removeEventListener(signalName, callback, options ?? undefined)
}

export default {
  ...constants,
  addEventListener,
  channel,
  constants,
  getCode,
  getMessage,
  getName,
  removeEventListener,
  strings,
  toString: getMessage
}
