/** What POSIX and Windows paths have in common. */

/**
 * @typedef {object} ParsedPath
 * @property {string} root
 * @property {string} dir
 * @property {string} base
 * @property {string} ext
 * @property {string} name
 */

/**
 * The text of a path argument; of a URL its path.
 * @param {unknown} value
 * @param {string} name of the argument
 * @returns {string}
 */
export function pathText (value, name) {
  if (typeof value === 'string') {
    return value
  }
  if (value instanceof URL) {
    return decodeURIComponent(value.pathname)
  }
  throw Object.assign(
    new TypeError(`The "${name}" argument must be a string or a URL, but it is ${describe(value)}`),
    { code: 'ERR_INVALID_ARG_TYPE' })
}

/** @param {unknown} value */
function describe (value) {
  return value === null || value === undefined ? String(value) : `of type ${typeof value}`
}

/**
 * Takes `.`, `..` and empty names out of a path.
 * @param {string} path without its root
 * @param {boolean} aboveRoot keeps `..` at the front
 * @param {string} separator to join by
 * @param {RegExp} separators to split at
 * @returns {string}
 */
export function normalizeNames (path, aboveRoot, separator, separators) {
  /** @type {string[]} */
  const names = []
  for (const name of path.split(separators)) {
    if (name === '..') {
      if (names.length > 0 && names[names.length - 1] !== '..') {
        names.pop()
      } else if (aboveRoot) {
        names.push(name)
      }
    } else if (name !== '' && name !== '.') {
      names.push(name)
    }
  }
  return names.join(separator)
}

/**
 * Where the last name of a path starts and ends, separators behind it left out.
 * @param {string} path
 * @param {number} start end of the root
 * @param {(char: string) => boolean} isSeparator
 * @returns {[start: number, end: number]}
 */
export function lastName (path, start, isSeparator) {
  let end = path.length
  while (end > start && isSeparator(path[end - 1])) {
    end--
  }
  let from = end
  while (from > start && !isSeparator(path[from - 1])) {
    from--
  }
  return [from, end]
}

/**
 * Where the extension of a name starts; its end if it has none.
 * @param {string} name
 */
export function extensionStart (name) {
  const dot = name.lastIndexOf('.')
  return dot <= 0 || name === '..' ? name.length : dot
}

/**
 * @param {string} path
 * @param {number} rootEnd
 * @param {string} suffix
 * @param {(char: string) => boolean} isSeparator
 */
export function baseName (path, rootEnd, suffix, isSeparator) {
  const [start, end] = lastName(path, rootEnd, isSeparator)
  const name = path.slice(start, end)
  if (suffix === '' || suffix.length > path.length) {
    return name
  }
  if (suffix === path) {
    return ''
  }
  if (suffix.length > name.length && suffix.endsWith(name)) {
    return path.slice(start) // as Node has it
  }
  return name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name
}

/**
 * @param {Partial<ParsedPath>} parts
 * @param {string} separator
 */
export function formatPath (parts, separator) {
  if (parts === null || typeof parts !== 'object') {
    throw Object.assign(
      new TypeError(`The "pathObject" argument must be an object, but it is ${describe(parts)}`),
      { code: 'ERR_INVALID_ARG_TYPE' })
  }
  const { root, ext } = parts
  const dir = parts.dir || root
  const base = parts.base || `${parts.name || ''}${ext ? `${ext[0] === '.' ? '' : '.'}${ext}` : ''}`
  if (!dir) {
    return base
  }
  return dir === root ? dir + base : dir + separator + base
}
