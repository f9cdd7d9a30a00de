/**
 * Media types, such as `text/html;charset=utf-8`.
 * @module mime/type
 */
import { coded } from '../internal/node-errors.js'
import { MIMEParams } from './params.js'

const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/

/**
 * @param {string} what
 * @param {string} text
 */
function invalid (what, text) {
  return coded(TypeError, 'ERR_INVALID_MIME_SYNTAX', `The MIME syntax for a ${what} in ${JSON.stringify(text)} is invalid`)
}

/**
 * @param {string} what
 * @param {unknown} value
 */
function token (what, value) {
  const text = String(value)
  if (!TOKEN.test(text)) {
    throw invalid(what, text)
  }
  return text.toLowerCase()
}

/** A media type in its parts. */
export class MIMEType {
  #type
  #subtype
  #params = new MIMEParams()

  /** @param {string} input */
  constructor (input) {
    const text = String(input).trim()
    const [essence] = text.split(';', 1)
    const slash = essence.indexOf('/')
    this.#type = token('type', slash < 0 ? essence : essence.slice(0, slash))
    this.#subtype = token('subtype', slash < 0 ? '' : essence.slice(slash + 1).trimEnd())
    for (const [, name, quoted, plain] of text.slice(essence.length).matchAll(
      /;[\t\n\r ]*([^;=]*)(?:=(?:"((?:[^"\\]|\\.)*)"?[^;]*|([^;]*)))?/g)) {
      const key = name.toLowerCase()
      const value = quoted === undefined ? plain?.trimEnd() : quoted.replace(/\\(.)/g, '$1')
      if (value !== undefined && (quoted !== undefined || value !== '') && TOKEN.test(key) && !this.#params.has(key) &&
        /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)) {
        this.#params.set(key, value)
      }
    }
  }

  get type () { return this.#type }
  set type (value) { this.#type = token('type', value) }
  get subtype () { return this.#subtype }
  set subtype (value) { this.#subtype = token('subtype', value) }
  get essence () { return `${this.#type}/${this.#subtype}` }
  get params () { return this.#params }

  toString () {
    return this.#params.size === 0 ? this.essence : `${this.essence};${this.#params}`
  }

  toJSON () {
    return this.toString()
  }
}

export default MIMEType
