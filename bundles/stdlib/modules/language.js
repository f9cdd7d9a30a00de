/**
 * Languages by their codes (ISO 639-1), names and tags (BCP 47).
 * @module language
 */
import { inspect } from './internal/format.js'
import { languages } from './internal/languages.js'

const english = new Intl.DisplayNames(['en'], { type: 'language' })

/** Codes of two letters. */
export const codes = Object.freeze([...languages.keys()])
/** English names, in the order of the codes. */
export const names = Object.freeze(codes.map((code) => english.of(code) ?? code))
/** Languages, and languages in regions. */
export const tags = Object.freeze([...languages].flatMap(([code, regions]) => [code, ...regions.map((region) => `${code}-${region}`)]))
/** What tags mean, in the order of the tags. */
export const descriptions = Object.freeze(tags.map((tag) => english.of(tag) ?? tag))

/** A language. */
export class LanguageQueryResult {
  #code
  #name
  #tags

  /**
   * @param {string} code
   * @param {string} name
   * @param {string[]} tags
   */
  constructor (code, name, tags) {
    this.#code = code
    this.#name = name
    this.#tags = [...tags]
  }

  get code () { return this.#code }
  get name () { return this.#name }
  get tags () { return this.#tags }

  toJSON () {
    return { code: this.code, name: this.name, tags: this.tags }
  }

  inspect () { return inspect(this.toJSON()) }
  [Symbol.for('nodejs.util.inspect.custom')] () { return this.inspect() }
  [Symbol.for('socket.runtime.util.inspect.custom')] () { return this.inspect() }
}

/** What a tag means. */
export class LanguageDescription {
  #code
  #tag
  #description

  /**
   * @param {string} code
   * @param {string} tag
   * @param {string} description
   */
  constructor (code, tag, description) {
    this.#code = code
    this.#tag = tag
    this.#description = description
  }

  get code () { return this.#code }
  get tag () { return this.#tag }
  get description () { return this.#description }

  toJSON () {
    return { code: this.code, tag: this.tag, description: this.description }
  }

  inspect () { return inspect(this.toJSON()) }
  [Symbol.for('nodejs.util.inspect.custom')] () { return this.inspect() }
  [Symbol.for('socket.runtime.util.inspect.custom')] () { return this.inspect() }
}

/**
 * Languages by code, tag or name.
 * @param {string} query
 * @param {{ strict?: boolean }} [options] takes whole codes, tags and names only
 * @returns {LanguageQueryResult[]}
 */
export function lookup (query, options = { strict: false }) {
  const wanted = String(query ?? '').trim().toLowerCase().replaceAll('_', '-')
  if (wanted === '') {
    return []
  }
  return codes.flatMap((code, i) => {
    const own = tags.filter((tag) => tag === code || tag.startsWith(`${code}-`))
    const texts = [code, names[i].toLowerCase(), ...own.map((tag) => tag.toLowerCase())]
    const isFound = texts.includes(wanted) || (!options?.strict && names[i].toLowerCase().includes(wanted) && wanted.length > 2)
    return isFound ? [new LanguageQueryResult(code, names[i], own)] : []
  })
}

/**
 * What tags mean.
 * @param {string} query a tag or a code
 * @param {{ strict?: boolean }} [options] takes whole tags only; otherwise all of the language, and what contains it
 * @returns {LanguageDescription[]}
 */
export function describe (query, options = { strict: true }) {
  const wanted = String(query ?? '').trim().toLowerCase().replaceAll('_', '-')
  if (wanted === '') {
    return []
  }
  return tags.flatMap((tag, i) => {
    const [code] = tag.split('-')
    const isFound = tag.toLowerCase() === wanted || (!options?.strict &&
      (code === wanted || (wanted.length > 2 && descriptions[i].toLowerCase().includes(wanted))))
    return isFound ? [new LanguageDescription(code, tag, descriptions[i])] : []
  })
}

export default { LanguageDescription, LanguageQueryResult, codes, describe, descriptions, lookup, names, tags }
