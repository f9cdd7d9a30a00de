/** Errors of `socket:child_process`, as Node has them. */
import { errnoEntries } from './node-errors.js'

/** @type {Map<string, number> | undefined} */
let numbers

/** @param {string} code */
function errnoOf (code) {
  numbers ??= new Map(errnoEntries().map(([number, name]) => [String(name), -Number(number)]))
  return numbers.get(code)
}

/**
 * Why a program was not started.
 * @param {any} cause what the platform says
 * @param {string} file
 * @param {string[]} args
 * @param {string} [syscall]
 */
export function spawnError (cause, file, args, syscall = 'spawn') {
  const errno = cause.errno ?? errnoOf(cause.code)
  if (errno === undefined) {
    return cause
  }
  return systemError(cause.code, errno, `${syscall} ${file}`, { path: file, spawnargs: args })
}

/**
 * @param {string} code
 * @param {number | undefined} errno
 * @param {string} syscall
 * @param {object} [more]
 */
function systemError (code, errno, syscall, more = {}) {
  return Object.assign(new Error(`${syscall} ${code}`), { errno, code, syscall, ...more })
}

/**
 * What the blocking functions say of a program that they have stopped.
 * @param {string} code
 * @param {string} file
 * @param {string[]} args
 */
export function stoppedError (code, file, args) {
  return systemError(code, errnoOf(code), `spawnSync ${file}`, { path: file, spawnargs: args })
}

/**
 * @param {string} cmd
 * @param {{ killed?: boolean, code?: number | string | null, signal?: string | null, stderr?: any }} how
 */
export function commandError (cmd, { stderr = '', ...how }) {
  return Object.assign(new Error(`Command failed: ${cmd}${stderr.length > 0 ? `\n${stderr}` : ''}`), how, { cmd })
}
