/** Windows paths, as Node's `path.win32` treats them. */
import { cwd } from './host.js'
import {
  baseName, extensionStart, formatPath, lastName, normalizeNames, pathText
} from './path-common.js'

export { cwd }
export const sep = '\\'
export const delimiter = ';'

const separators = /[\\/]/
const reservedNames = /^(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])$/i

/** @param {string | undefined} char */
const isSeparator = (char) => char === '/' || char === '\\'

/**
 * @typedef {object} Root
 * @property {string} device such as `C:` or `\\server\share`; empty if there is none
 * @property {number} end where the names start
 * @property {boolean} absolute
 * @property {boolean} whole the path is nothing but a share
 */

/**
 * Splits off the device and the separator behind it.
 * @param {string} path
 * @returns {Root}
 */
function rootOf (path) {
  if (isSeparator(path[0])) {
    return isSeparator(path[1]) && path.length > 1
      ? shareOf(path)
      : { device: '', end: 1, absolute: true, whole: false }
  }
  if (/^[a-z]:/i.test(path)) {
    const absolute = isSeparator(path[2])
    return { device: path.slice(0, 2), end: absolute ? 3 : 2, absolute, whole: false }
  }
  return { device: '', end: 0, absolute: false, whole: false }
}

/**
 * The root of a path that starts with two separators: `\\server\share`, or `\\.\` and `\\?\`.
 * @param {string} path
 * @returns {Root}
 */
function shareOf (path) {
  const match = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)/.exec(path)
  if (match === null) {
    return { device: '', end: 0, absolute: true, whole: false }
  }
  const [share, server, name] = match
  return server === '.' || server === '?'
    ? { device: `\\\\${server}`, end: 4, absolute: true, whole: false }
    : { device: `\\\\${server}\\${name}`, end: share.length, absolute: true, whole: share.length === path.length }
}

/**
 * How many characters of a path {@link dirname} and {@link parse} never touch.
 * @param {string} path
 */
function fixedLength (path) {
  if (!isSeparator(path[0])) {
    return rootOf(path).end
  }
  const share = /^[\\/]{2}[^\\/]+[\\/]+[^\\/]+/.exec(path)?.[0].length
  return share === undefined ? 1 : Math.min(share + 1, path.length)
}

/**
 * @param {string | URL} path
 * @returns {string}
 */
export function normalize (path) {
  path = pathText(path, 'path')
  if (path.length <= 1) {
    return path === '' ? '.' : path === '/' ? '\\' : path
  }
  const root = rootOf(path)
  if (root.whole) {
    return `${root.device}\\`
  }
  const colon = path.indexOf(':')
  const reserved = colon > 0 && reservedNames.test(path.slice(0, colon))
  const device = reserved ? path.slice(0, colon + 1) : root.device
  const end = reserved ? colon + 1 : root.end
  let names = normalizeNames(path.slice(end), !root.absolute, '\\', separators)
  if (names === '' && !root.absolute) {
    names = '.'
  }
  if (names !== '' && isSeparator(path[path.length - 1])) {
    names += '\\'
  }
  if (reserved || (!root.absolute && device === '' && wouldBeDevice(path, names))) {
    return `.\\${device}${names}`
  }
  return device + (root.absolute ? '\\' : '') + names
}

/**
 * True if a relative path could be taken for one on a device once it is normalized.
 * @param {string} path
 * @param {string} names
 */
function wouldBeDevice (path, names) {
  return (path.includes(':') && /^[a-z]:/i.test(names)) || /:([\\/]|$)/.test(path)
}

/**
 * @param {...(string | URL)} components
 * @returns {string}
 */
export function join (...components) {
  const parts = components.map((part) => pathText(part, 'path')).filter((part) => part !== '')
  if (parts.length === 0) {
    return '.'
  }
  const path = parts.join('\\')
  const namesShare = /^[\\/]{2}[^\\/]/.test(parts[0])
  return normalize(namesShare ? path : path.replace(/^[\\/]{2,}/, '\\'))
}

/**
 * @param {...(string | URL)} components
 * @returns {string}
 */
export function resolve (...components) {
  let device = ''
  let tail = ''
  let absolute = false
  for (let i = components.length - 1; i >= -1 && !(absolute && device !== ''); i--) {
    const path = i >= 0 ? pathText(components[i], `paths[${i}]`) : workingFolder(device)
    if (path === '') {
      continue
    }
    const root = rootOf(path)
    if (root.device !== '') {
      if (device !== '' && root.device.toLowerCase() !== device.toLowerCase()) {
        continue
      }
      device ||= root.device
    }
    if (!absolute) {
      tail = `${path.slice(root.end)}\\${tail}`
      absolute = root.absolute
    }
  }
  const names = normalizeNames(tail, !absolute, '\\', separators)
  return absolute ? `${device}\\${names}` : `${device}${names}` || '.'
}

/**
 * @param {string} device empty for the current one
 */
function workingFolder (device) {
  const folder = cwd()
  const other = device !== '' && folder.slice(0, 2).toLowerCase() !== device.toLowerCase()
  return other && folder[2] === '\\' ? `${device}\\` : folder
}

/**
 * @param {string | URL} path
 * @returns {boolean}
 */
export function isAbsolute (path) {
  path = pathText(path, 'path')
  return isSeparator(path[0]) || /^[a-z]:[\\/]/i.test(path)
}

/**
 * @param {string | URL} from
 * @param {string | URL} to
 * @returns {string}
 */
export function relative (from, to) {
  from = pathText(from, 'from')
  to = pathText(to, 'to')
  if (from === to) {
    return ''
  }
  const start = resolve(from)
  const end = resolve(to)
  const source = start.split('\\').filter(Boolean)
  const target = end.split('\\').filter(Boolean)
  let common = 0
  while (
    common < source.length && common < target.length &&
    source[common].toLowerCase() === target[common].toLowerCase()
  ) {
    common++
  }
  if (common === 0 && source.length > 0 && target.length > 0) {
    return end
  }
  return [...source.slice(common).map(() => '..'), ...target.slice(common)].join('\\')
}

/**
 * @param {string | URL} path
 * @returns {string}
 */
export function dirname (path) {
  path = pathText(path, 'path')
  if (path.length <= 1) {
    return isSeparator(path[0]) ? path : '.'
  }
  const fixed = fixedLength(path)
  const [start] = lastName(path, fixed, isSeparator)
  if (start > fixed) {
    return path.slice(0, start - 1)
  }
  return fixed === 0 ? '.' : path.slice(0, fixed)
}

/**
 * @param {string | URL} path
 * @param {string | null} [suffix]
 * @returns {string}
 */
export function basename (path, suffix = null) {
  path = pathText(path, 'path')
  const start = /^[a-z]:/i.test(path) ? 2 : 0
  return baseName(path, start, suffix === null ? '' : pathText(suffix, 'suffix'), isSeparator)
}

/**
 * @param {string | URL} path
 * @returns {string}
 */
export function extname (path) {
  const name = basename(path)
  return name.slice(extensionStart(name))
}

/**
 * @param {string | URL} path
 * @returns {import('./path-common.js').ParsedPath}
 */
export function parse (path) {
  path = pathText(path, 'path')
  const fixed = fixedLength(path)
  const root = path.slice(0, fixed)
  const [start, end] = lastName(path, fixed, isSeparator)
  const base = path.slice(start, end)
  const dot = extensionStart(base)
  return {
    root,
    dir: start > fixed ? path.slice(0, start - 1) : root,
    base,
    ext: base.slice(dot),
    name: base.slice(0, dot)
  }
}

/**
 * @param {Partial<import('./path-common.js').ParsedPath>} path
 * @returns {string}
 */
export function format (path) {
  return formatPath(path, '\\')
}
