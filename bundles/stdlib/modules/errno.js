/**
 * System errors: their numbers on this host, and what they mean.
 * @module errno
 */
import { errnoEntries, errnoMessage } from './internal/node-errors.js'
import { errno as constants } from './os/constants.js'

export * from './internal/errno-constants.js'
export { constants }

/** What errors mean, by name. @type {Readonly<Record<string, string>>} */
export const strings = Object.freeze(Object.fromEntries(errnoEntries().map(([, name, message]) => [name, message])))

/**
 * The number of an error.
 * @param {string | number} name
 * @returns {number | undefined}
 */
export function getCode (name) {
  return typeof name === 'number' ? Math.abs(name) : constants[String(name).toUpperCase()]
}

/**
 * The name of an error.
 * @param {string | number} code positive or negative
 * @returns {string} empty if there is none of that number
 */
export function getName (code) {
  const number = Math.abs(Number(typeof code === 'string' && !/^-?\d+$/.test(code) ? getCode(code) : code))
  return Object.keys(constants).find((name) => constants[name] === number) ?? ''
}

/**
 * What an error means.
 * @param {string | number} code
 * @returns {string} empty if it is not known
 */
export function getMessage (code) {
  return strings[getName(code)] ?? errnoMessage(Number(code)) ?? ''
}

export { getMessage as toString }

export default { ...constants, constants, getCode, getMessage, getName, strings, toString: getMessage }
