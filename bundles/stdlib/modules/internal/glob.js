/**
 * Patterns of paths, as `fs.glob` and `path.matchesGlob` take them: `*`, `?`, `[a-z]`, `{a,b}`, `{1..3}`, `+(a|b)` and its
 * like, and `**` for any number of folders. Wildcards do not stand for a dot at the beginning of a name.
 */
import { outOfRange } from './node-errors.js'

const LONGEST = 64 * 1024
const MOST_ALTERNATIVES = 10_000

/** `**`: any number of folders. */
export const ANY_DEPTH = Symbol('**')

/**
 * @typedef {string | RegExp | typeof ANY_DEPTH} Part a name that is meant literally, a pattern of names, or {@link ANY_DEPTH}
 * @typedef {object} Pattern
 * @property {string} root what an absolute pattern begins with, else empty
 * @property {Part[]} parts
 * @property {boolean} foldersOnly it ends with a slash
 */

/** Characters of a class such as `[[:alpha:]]`. @type {Record<string, string>} */
const classes = {
  alnum: '\\p{L}\\p{Nl}\\p{Nd}',
  alpha: '\\p{L}\\p{Nl}',
  ascii: '\\x00-\\x7f',
  blank: '\\p{Zs}\\t',
  cntrl: '\\p{Cc}',
  digit: '\\p{Nd}',
  lower: '\\p{Ll}',
  punct: '\\p{P}',
  space: '\\p{Z}\\t\\r\\n\\v\\f',
  upper: '\\p{Lu}',
  word: '\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}',
  xdigit: 'A-Fa-f0-9'
}

/**
 * The patterns that a text stands for: several if it has braces.
 * @param {string} text
 * @param {boolean} isWindows true for `\` to separate names; else it takes a wildcard literally
 * @returns {Pattern[]}
 */
export function compile (text, isWindows) {
  if (text.length > LONGEST) {
    throw outOfRange('pattern', `a text of at most ${LONGEST} characters`, text.length)
  }
  const separated = isWindows ? text.replaceAll('\\', '/') : text
  return expanded(separated).map((one) => patternOf(one, isWindows))
}

/**
 * @param {string} text
 * @param {boolean} isWindows
 * @returns {Pattern}
 */
function patternOf (text, isWindows) {
  const root = (isWindows ? /^(?:[a-z]:)?\//i : /^\//).exec(text)?.[0] ?? ''
  const names = text.slice(root.length).split('/')
  /** @type {Part[]} */
  const parts = []
  for (const name of names) {
    if (name !== '' && name !== '.' && !(name === '**' && parts.at(-1) === ANY_DEPTH)) {
      parts.push(partOf(name, isWindows))
    }
  }
  return { root, parts, foldersOnly: names.length > 1 && names.at(-1) === '' }
}

/**
 * @param {string} name
 * @param {boolean} isWindows
 * @returns {Part}
 */
function partOf (name, isWindows) {
  if (name === '**') {
    return ANY_DEPTH
  }
  if (!/[*?[\\]|[+@!]\(/.test(name)) {
    return name
  }
  const source = new Segment(name).source()
  return new RegExp(`^${/^\\?\./.test(name) ? '' : '(?!\\.)'}${source}$`, isWindows ? 'iu' : 'u')
}

/** @param {string} text */
const literally = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&')

/** A pattern of one name, on its way to a regular expression. */
class Segment {
  #text
  #at = 0

  /** @param {string} text */
  constructor (text) {
    this.#text = text
  }

  source () {
    return this.#text === '*' ? '[^/]+' : this.#rest(false)
  }

  /**
   * What follows, to the end or to the bracket that ends an alternative.
   * @param {boolean} isInner
   * @returns {string}
   */
  #rest (isInner) {
    let source = ''
    while (this.#at < this.#text.length) {
      const character = String.fromCodePoint(/** @type {number} */ (this.#text.codePointAt(this.#at)))
      if (isInner && (character === '|' || character === ')')) {
        return source
      }
      if (/[*?+@!]/.test(character) && this.#text[this.#at + 1] === '(' && this.#closing() > 0) {
        this.#at += 2
        source += this.#group(character, isInner)
        continue
      }
      if (character === '[') {
        source += this.#set()
        continue
      }
      this.#at += character.length
      if (character === '\\' && this.#at < this.#text.length) {
        const escaped = String.fromCodePoint(/** @type {number} */ (this.#text.codePointAt(this.#at)))
        this.#at += escaped.length
        source += literally(escaped)
      } else {
        source += character === '*' ? '[^/]*' : character === '?' ? '[^/]' : literally(character)
      }
    }
    return source
  }

  /** Where the bracket closes that opens behind this place; -1 if it does not. */
  #closing () {
    let depth = 0
    for (let i = this.#at + 1; i < this.#text.length; i++) {
      if (this.#text[i] === '\\') {
        i++
      } else if (this.#text[i] === '(') {
        depth++
      } else if (this.#text[i] === ')' && --depth === 0) {
        return i
      }
    }
    return -1
  }

  /**
   * `+(a|b)` and its like.
   * @param {string} kind
   * @param {boolean} isInner
   */
  #group (kind, isInner) {
    const alternatives = [this.#rest(true)]
    while (this.#text[this.#at] === '|') {
      this.#at++
      alternatives.push(this.#rest(true))
    }
    this.#at++
    const any = `(?:${alternatives.join('|')})`
    if (kind !== '!') {
      return kind === '@' ? any : any + kind
    }
    // what is not one of them must not become one by what follows
    const rest = this.#rest(isInner)
    return `(?:(?!${any}${rest}$)[^/]*?)${rest}`
  }

  /** `[a-z]`; a bracket that is not closed is meant literally. */
  #set () {
    const match = /^\[([!^]?)((?:\]|\[:\w+:\]|\\.|[^\]\\])(?:\[:\w+:\]|\\.|[^\]\\])*)\]/u.exec(this.#text.slice(this.#at))
    if (match === null) {
      this.#at++
      return '\\['
    }
    this.#at += match[0].length
    const inner = match[2].replace(/\[:(\w+):\]|\\(.)|[[\]^|&~()/\\{}]/gu, (all, name, escaped) =>
      name === undefined ? literally(escaped ?? all) : classes[name] ?? literally(all))
    const source = `[${match[1] === '' ? '' : '^/'}${inner}]`
    try {
      RegExp(source, 'u')
      return source
    } catch {
      return '(?!)' // such as [z-a], which nothing is
    }
  }
}

/**
 * A text with each of its alternatives in braces.
 * @param {string} text
 * @returns {string[]}
 */
function expanded (text) {
  const done = []
  const waiting = [text]
  while (waiting.length > 0) {
    const next = /** @type {string} */ (waiting.pop())
    const braces = firstBraces(next)
    if (braces === null) {
      done.push(next)
    } else {
      const { start, end, alternatives } = braces
      waiting.push(...alternatives.map((one) => next.slice(0, start) + one + next.slice(end)).reverse())
    }
    if (done.length + waiting.length > MOST_ALTERNATIVES) {
      throw outOfRange('pattern', `of at most ${MOST_ALTERNATIVES} alternatives`, text)
    }
  }
  return done
}

/**
 * The first braces with alternatives in them.
 * @param {string} text
 */
function firstBraces (text) {
  for (let start = 0; start < text.length; start++) {
    if (text[start] === '\\') {
      start++
    } else if (text[start] === '{' && text[start - 1] !== '$') {
      const braces = bracesAt(text, start)
      if (braces !== null) {
        return braces
      }
    }
  }
  return null
}

/**
 * @param {string} text
 * @param {number} start
 */
function bracesAt (text, start) {
  let depth = 0
  let from = start + 1
  const alternatives = []
  for (let i = start; i < text.length; i++) {
    if (text[i] === '\\') {
      i++
    } else if (text[i] === '{') {
      depth++
    } else if (text[i] === ',' && depth === 1) {
      alternatives.push(text.slice(from, i))
      from = i + 1
    } else if (text[i] === '}' && --depth === 0) {
      const last = text.slice(from, i)
      const all = alternatives.length > 0 ? [...alternatives, last] : range(last)
      return all === null ? null : { start, end: i + 1, alternatives: all }
    }
  }
  return null
}

/**
 * `1..10`, `a..e`, `1..10..2`.
 * @param {string} text
 * @returns {string[] | null}
 */
function range (text) {
  const match = /^(?:(-?\d+)\.\.(-?\d+)|([a-z])\.\.([a-z]))(?:\.\.(-?\d+))?$/i.exec(text)
  if (match === null) {
    return null
  }
  const isNumber = match[1] !== undefined
  const [from, to] = isNumber ? [Number(match[1]), Number(match[2])] : [match[3].charCodeAt(0), match[4].charCodeAt(0)]
  const step = Math.max(1, Math.abs(Number(match[5] ?? 1))) * (from <= to ? 1 : -1)
  const count = Math.floor((to - from) / step) + 1
  if (count > MOST_ALTERNATIVES) {
    throw outOfRange('pattern', `of at most ${MOST_ALTERNATIVES} alternatives`, text)
  }
  const width = isNumber && /^-?0\d/.test(match[1] + ' ' + match[2]) ? Math.max(match[1].length, match[2].length) : 0
  return Array.from({ length: count }, (_, i) => isNumber ? String(from + i * step).padStart(width, '0') : String.fromCharCode(from + i * step))
}

/**
 * @param {Part} part
 * @param {string} name
 */
export const fits = (part, name) => typeof part === 'string' ? part === name : part === ANY_DEPTH || part.test(name)

/**
 * Tells whether a path is one that a pattern stands for.
 * @param {Pattern} pattern
 * @param {string} root of the path, if it is absolute
 * @param {string[]} names
 * @returns {boolean}
 */
export function matches (pattern, root, names) {
  const parts = resolved(pattern.parts)
  if (root !== pattern.root || parts === null) {
    return false
  }
  let [name, part, retryName, retryPart] = [0, 0, 0, -1]
  while (name < names.length) {
    if (parts[part] === ANY_DEPTH) {
      retryPart = ++part
      retryName = name
    } else if (part < parts.length && fits(parts[part], names[name])) {
      part++
      name++
    } else if (retryPart >= 0 && !names[retryName].startsWith('.')) {
      part = retryPart
      name = ++retryName
    } else {
      return false
    }
  }
  return parts.slice(part).every((left) => left === ANY_DEPTH)
}

/**
 * Parts without `..`; null if there is nothing for it to leave.
 * @param {Part[]} parts
 */
function resolved (parts) {
  const left = []
  for (const part of parts) {
    if (part !== '..') {
      left.push(part)
    } else if (left.pop() === undefined) {
      return null
    }
  }
  return left
}
