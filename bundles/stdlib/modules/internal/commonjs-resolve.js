/**
 * Where a CommonJS package has what is required: Node's way, over URLs. Files are asked for by a function, so that this
 * does no input itself.
 */
import { ModuleNotFoundError } from '../errors.js'
import { coded } from './node-errors.js'

/** @typedef {(url: string) => string | null} Read the text of a file, or null */

/** What packages say of the kind of host that asks. */
const CONDITIONS = ['socket', 'browser', 'require', 'default']
const EXTENSIONS = ['.js', '.cjs', '.json']

/**
 * @param {string} specifier
 * @param {string} from URL of who asks
 * @param {Read} read
 * @returns {string} URL
 */
export function resolve (specifier, from, read) {
  const found = specifier.startsWith('#')
    ? fromImports(specifier, from, read)
    : /^(?:\.{1,2}(?:\/|$)|\/|(?!npm:)[a-z][\w+.-]*:)/i.test(specifier)
      ? fileOrFolder(new URL(specifier, from).href, read)
      : fromPackages(specifier.replace(/^npm:/, ''), from, read)
  if (found === null) {
    throw new ModuleNotFoundError(`Cannot find module '${specifier}'\nRequire stack:\n- ${from}`, [from])
  }
  return found
}

/**
 * @param {string} url
 * @param {Read} read
 * @returns {string | null}
 */
function file (url, read) {
  const { pathname } = new URL(url)
  // what has no extension may be a folder, and folders may be answered with a page
  const own = /\.\w+$/.test(pathname) ? [''] : []
  const found = [...own, ...EXTENSIONS].find((extension) => read(url + extension) !== null)
  return found === undefined ? null : url + found
}

/**
 * @param {string} url
 * @param {Read} read
 * @returns {string | null}
 */
function fileOrFolder (url, read) {
  const folder = url.endsWith('/') ? url : `${url}/`
  return (url.endsWith('/') ? null : file(url, read)) ?? mainOf(folder, read)
}

/**
 * @param {string} folder
 * @param {Read} read
 * @returns {string | null}
 */
function mainOf (folder, read) {
  const main = packageIn(folder, read)?.main
  if (typeof main === 'string') {
    const url = new URL(main.startsWith('/') ? `.${main}` : main, folder).href
    const found = file(url, read) ?? file(`${url.replace(/\/$/, '')}/index`, read)
    if (found !== null) {
      return found
    }
  }
  return file(`${folder}index`, read)
}

/**
 * The manifest in a folder; null if there is none.
 * @param {string} folder
 * @param {Read} read
 * @returns {any}
 */
export function packageIn (folder, read) {
  const url = `${folder}package.json`
  const text = read(url)
  if (text === null) {
    return null
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw coded(Error, 'ERR_INVALID_PACKAGE_CONFIG', `Invalid package config ${url}: ${/** @type {Error} */ (error).message}`)
  }
}

/**
 * Folders from that of a file upwards.
 * @param {string} from
 * @returns {Generator<string>}
 */
function * foldersAbove (from) {
  for (let url = new URL('.', from); ; url = new URL('..', url)) {
    yield url.href
    if (url.pathname === '/') {
      return
    }
  }
}

/**
 * The package that a file belongs to.
 * @param {string} from
 * @param {Read} read
 */
export function packageOf (from, read) {
  for (const folder of foldersAbove(from)) {
    const manifest = packageIn(folder, read)
    if (manifest !== null) {
      return { folder, manifest }
    }
    if (folder.endsWith('/node_modules/')) {
      return null
    }
  }
  return null
}

/**
 * @param {string} specifier
 * @param {string} from
 * @param {Read} read
 */
function fromPackages (specifier, from, read) {
  const match = /^((?:@[^/@]+\/)?[^/@]+)(?:@[^/]+)?(\/.*)?$/.exec(specifier)
  if (match === null) {
    return null
  }
  const [, name, rest = ''] = match
  const own = packageOf(from, read)
  if (own?.manifest.name === name && own.manifest.exports != null) {
    return exported(own.folder, own.manifest, rest, read, specifier)
  }
  for (const folder of foldersAbove(from)) {
    if (folder.endsWith('/node_modules/')) {
      continue
    }
    const home = `${folder}node_modules/${name}/`
    const manifest = packageIn(home, read)
    if (manifest?.exports != null) {
      return exported(home, manifest, rest, read, specifier)
    }
    const found = rest === '' || rest === '/' ? mainOf(home, read) : fileOrFolder(home + rest.slice(1), read)
    if (found !== null) {
      return found
    }
  }
  return null
}

/**
 * @param {string} home
 * @param {any} manifest
 * @param {string} rest
 * @param {Read} read
 * @param {string} specifier
 */
function exported (home, manifest, rest, read, specifier) {
  const { exports } = manifest
  const hasPaths = typeof exports === 'object' && !Array.isArray(exports) && Object.keys(exports).some((key) => key.startsWith('.'))
  const target = pick(hasPaths ? exports : { '.': exports }, `.${rest}`)
  if (target === null) {
    throw coded(Error, 'ERR_PACKAGE_PATH_NOT_EXPORTED', `Package subpath '.${rest}' of '${specifier}' is not defined by "exports" in ${home}package.json`)
  }
  return inside(home, target, read)
}

/**
 * @param {string} specifier
 * @param {string} from
 * @param {Read} read
 */
function fromImports (specifier, from, read) {
  const own = packageOf(from, read)
  const target = pick(own?.manifest.imports ?? {}, specifier)
  if (own === null || target === null) {
    throw coded(TypeError, 'ERR_PACKAGE_IMPORT_NOT_DEFINED', `Package import specifier "${specifier}" is not defined; it is asked for by ${from}`)
  }
  return target.startsWith('./') ? inside(own.folder, target, read) : fromPackages(target, from, read)
}

/**
 * A file of a package, and not one outside.
 * @param {string} home
 * @param {string} target
 * @param {Read} read
 */
function inside (home, target, read) {
  const url = new URL(target, home).href
  if (!target.startsWith('./') || !url.startsWith(home)) {
    throw coded(Error, 'ERR_INVALID_PACKAGE_TARGET', `"${target}" in ${home}package.json must begin with "./" and stay within the package`)
  }
  return read(url) === null ? null : url
}

/**
 * What a map of paths, of which one may have a `*`, has for a path.
 * @param {Record<string, any>} map
 * @param {string} path
 * @returns {string | null}
 */
function pick (map, path) {
  if (Object.hasOwn(map, path)) {
    return conditional(map[path])
  }
  const patterns = Object.keys(map).filter((key) => key.includes('*')).sort((a, b) => b.length - a.length)
  for (const pattern of patterns) {
    const [start, end] = pattern.split('*')
    if (path.startsWith(start) && path.endsWith(end) && path.length >= start.length + end.length) {
      const part = path.slice(start.length, path.length - end.length)
      return conditional(map[pattern])?.replaceAll('*', () => part) ?? null
    }
  }
  return null
}

/**
 * @param {any} target
 * @returns {string | null}
 */
function conditional (target) {
  if (typeof target === 'string') {
    return target
  }
  if (Array.isArray(target)) {
    return target.map(conditional).find((item) => item !== null) ?? null
  }
  for (const [condition, inner] of Object.entries(target ?? {})) {
    const found = CONDITIONS.includes(condition) ? conditional(inner) : null
    if (found !== null) {
      return found
    }
  }
  return null
}
