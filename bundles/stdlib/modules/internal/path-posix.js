/** POSIX paths, as Node's `path.posix` treats them. */
import { cwd } from './host.js'
import {
  baseName, extensionStart, formatPath, lastName, normalizeNames, pathText
} from './path-common.js'

export { cwd }
export const sep = '/'
export const delimiter = ':'

/** @param {string} char */
const isSeparator = (char) => char === '/'

/**
 * @param {string | URL} path
 * @returns {string}
 */
export function normalize (path) {
  path = pathText(path, 'path')
  if (path === '') {
    return '.'
  }
  const absolute = path[0] === '/'
  const trailing = path.endsWith('/')
  const names = normalizeNames(path, !absolute, '/', /\//)
  if (names === '') {
    return absolute ? '/' : trailing ? './' : '.'
  }
  return (absolute ? '/' : '') + names + (trailing ? '/' : '')
}

/**
 * @param {...(string | URL)} components
 * @returns {string}
 */
export function join (...components) {
  const path = components.map((part) => pathText(part, 'path')).filter((part) => part !== '').join('/')
  return normalize(path)
}

/**
 * @param {...(string | URL)} components
 * @returns {string}
 */
export function resolve (...components) {
  let path = ''
  for (let i = components.length - 1; i >= 0 && path[0] !== '/'; i--) {
    const part = pathText(components[i], `paths[${i}]`)
    if (part !== '') {
      path = `${part}/${path}`
    }
  }
  if (path[0] !== '/') {
    path = `${cwd()}/${path}`
  }
  const absolute = path[0] === '/'
  const names = normalizeNames(path, !absolute, '/', /\//)
  return absolute ? '/' + names : names || '.'
}

/**
 * @param {string | URL} path
 * @returns {boolean}
 */
export function isAbsolute (path) {
  return pathText(path, 'path')[0] === '/'
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
  const source = resolve(from).split('/').filter(Boolean)
  const target = resolve(to).split('/').filter(Boolean)
  let common = 0
  while (common < source.length && common < target.length && source[common] === target[common]) {
    common++
  }
  return [...source.slice(common).map(() => '..'), ...target.slice(common)].join('/')
}

/**
 * @param {string | URL} path
 * @returns {string}
 */
export function dirname (path) {
  path = pathText(path, 'path')
  const root = path[0] === '/' ? 1 : 0
  const [start] = lastName(path, root, isSeparator)
  if (start > root) {
    return root === 1 && start === 2 ? '//' : path.slice(0, start - 1)
  }
  return root === 1 ? '/' : '.'
}

/**
 * @param {string | URL} path
 * @param {string | null} [suffix]
 * @returns {string}
 */
export function basename (path, suffix = null) {
  return baseName(pathText(path, 'path'), 0, suffix === null ? '' : pathText(suffix, 'suffix'), isSeparator)
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
  const root = path[0] === '/' ? '/' : ''
  const [start, end] = lastName(path, root.length, isSeparator)
  const base = path.slice(start, end)
  const dot = extensionStart(base)
  return {
    root,
    dir: start > root.length ? path.slice(0, start - 1) : root,
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
  return formatPath(path, '/')
}
