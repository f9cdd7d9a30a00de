/** Ways to open a file. */
import { checkInteger, invalidArgValue } from '../internal/node-errors.js'
import { constants } from './host.js'

/** @type {Record<string, string[]>} */
const bits = {
  r: ['O_RDONLY'],
  'r+': ['O_RDWR'],
  w: ['O_TRUNC', 'O_CREAT', 'O_WRONLY'],
  'w+': ['O_TRUNC', 'O_CREAT', 'O_RDWR'],
  wx: ['O_CREAT', 'O_WRONLY', 'O_EXCL'],
  'wx+': ['O_CREAT', 'O_RDWR', 'O_EXCL'],
  rs: ['O_RDONLY', 'O_SYNC'],
  'rs+': ['O_RDWR', 'O_SYNC'],
  a: ['O_APPEND', 'O_CREAT', 'O_WRONLY'],
  'a+': ['O_APPEND', 'O_CREAT', 'O_RDWR'],
  ax: ['O_APPEND', 'O_CREAT', 'O_WRONLY', 'O_EXCL'],
  'ax+': ['O_APPEND', 'O_CREAT', 'O_RDWR', 'O_EXCL'],
  as: ['O_APPEND', 'O_CREAT', 'O_WRONLY', 'O_SYNC'],
  'as+': ['O_APPEND', 'O_CREAT', 'O_RDWR', 'O_SYNC']
}

/** Other orders of the same letters. @type {Record<string, string>} */
const aliases = { sr: 'rs', 'sr+': 'rs+', xw: 'wx', 'xw+': 'wx+', xa: 'ax', 'xa+': 'ax+', sa: 'as', 'sa+': 'as+' }

/**
 * The number of flags given as letters.
 * @param {string | number | null | undefined} flags such as `w+`; what is unknown opens for reading
 * @returns {number}
 */
export function normalizeFlags (flags) {
  if (typeof flags === 'number') {
    return flags
  }
  if (flags !== undefined && flags !== null && typeof flags !== 'string') {
    throw new TypeError(`Flags must be a string or a number, but they are of type ${typeof flags}`)
  }
  const names = bits[aliases[flags ?? 'r'] ?? flags ?? 'r'] ?? bits.r
  return names.reduce((number, name) => number | constants[name], 0)
}

/**
 * What opening with these flags may do to the file. Letters need no call to the platform.
 * @param {string | number} flags
 * @returns {{ reads: boolean, writes: boolean, appends: boolean }}
 */
export function accessOf (flags) {
  if (typeof flags === 'number') {
    checkInteger('flags', flags, -(2 ** 31), 2 ** 31 - 1)
    const access = flags & (constants.O_WRONLY | constants.O_RDWR)
    return {
      reads: access !== constants.O_WRONLY,
      writes: access !== 0 || (flags & constants.O_CREAT) !== 0,
      appends: (flags & constants.O_APPEND) !== 0
    }
  }
  const letters = typeof flags === 'string' ? aliases[flags] ?? flags : ''
  if (!Object.hasOwn(bits, letters)) {
    throw invalidArgValue('flags', flags)
  }
  const plus = letters.endsWith('+')
  return {
    reads: plus || letters[0] === 'r',
    writes: plus || letters[0] !== 'r',
    appends: letters[0] === 'a'
  }
}

export default { normalizeFlags }
