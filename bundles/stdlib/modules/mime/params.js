/**
 * The parameters of a media type.
 * @module mime/params
 */
import { coded } from '../internal/node-errors.js'

const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/
const QUOTABLE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/

/** Values by name, in order; quoted as text where they must be. */
export class MIMEParams extends Map {
  /**
   * @param {string} name
   * @param {unknown} value
   * @returns {this}
   */
  set (name, value) {
    const [key, text] = [String(name), String(value)]
    if (!TOKEN.test(key)) {
      throw coded(TypeError, 'ERR_INVALID_MIME_SYNTAX', `The MIME syntax for a parameter name in ${JSON.stringify(key)} is invalid`)
    }
    if (!QUOTABLE.test(text)) {
      throw coded(TypeError, 'ERR_INVALID_MIME_SYNTAX', `The MIME syntax for a parameter value in ${JSON.stringify(text)} is invalid`)
    }
    return super.set(key, text)
  }

  /**
   * @param {string} name
   * @returns {string | null}
   */
  get (name) {
    return super.get(String(name)) ?? null
  }

  toString () {
    return [...this].map(([name, value]) =>
      `${name}=${TOKEN.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`).join(';')
  }

  toJSON () {
    return this.toString()
  }
}

export default MIMEParams
