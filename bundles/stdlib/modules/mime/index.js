/**
 * Media types: those of IANA and of the well-known servers, from the npm package `mime-db`. It is read when the first of
 * them is asked for.
 * @module mime
 */
import { checkType } from '../internal/node-errors.js'
import { MIMEParams } from './params.js'
import { MIMEType } from './type.js'

export { MIMEParams, MIMEType }

/** @typedef {Record<string, { source?: string, extensions?: string[], compressible?: boolean, charset?: string }>} Types */

/** @type {Types | null} */
let types = null

/** @returns {Promise<Types>} */
async function load () {
  types ??= (await import('../internal/vendor/mime-db.js')).default
  return /** @type {Types} */ (types)
}

/** A type that was found. */
export class DatabaseQueryResult {
  /**
   * @param {Database} database
   * @param {string} name such as `html`
   * @param {string} mime such as `text/html`
   */
  constructor (database, name, mime) {
    this.database = database
    this.name = name
    this.mime = mime
  }
}

/** The types of one kind, such as `text`. */
export class Database {
  /** @type {Map<string, string>} types by name: what follows the slash, and the extensions of files */
  map = new Map()
  /** @type {Map<string, string[]>} names by type */
  index = new Map()

  /** @param {string} name */
  constructor (name) {
    checkType('name', name, 'string')
    this.name = name
    this.url = new URL('../internal/vendor/mime-db.js', import.meta.url)
  }

  /** Pairs of name and type. */
  entries () {
    return this.map.entries()
  }

  /** Reads the types. */
  async load () {
    await load()
    this.#fill()
  }

  /** Uses what was read: nothing can be read synchronously here. */
  loadSync () {
    if (types === null) {
      throw Object.assign(new Error('The media types were not read yet; await mime.lookup() or load() of a database before'), {
        code: 'ERR_INVALID_STATE'
      })
    }
    this.#fill()
  }

  /**
   * @param {string} query a name, an extension, or a type
   * @returns {Promise<DatabaseQueryResult[]>}
   */
  async lookup (query) {
    await this.load()
    return this.query(query)
  }

  /**
   * @param {string} query
   * @returns {DatabaseQueryResult[]}
   */
  lookupSync (query) {
    this.loadSync()
    return this.query(query)
  }

  /**
   * What is known by now.
   * @param {string} query
   * @returns {DatabaseQueryResult[]}
   */
  query (query) {
    checkType('query', query, 'string')
    const wanted = query.trim().toLowerCase()
    if (this.index.has(wanted)) {
      return [new DatabaseQueryResult(this, (this.index.get(wanted) ?? [])[0], wanted)]
    }
    const name = /[^./]+$/.exec(wanted)?.[0] ?? ''
    const mime = this.map.get(name)
    return mime === undefined ? [] : [new DatabaseQueryResult(this, name, mime)]
  }

  #fill () {
    if (this.map.size > 0) {
      return
    }
    const own = Object.entries(types ?? {}).filter(([mime]) => mime.startsWith(`${this.name}/`))
    for (const [mime, { extensions = [] }] of own) {
      const subtype = mime.slice(this.name.length + 1)
      this.index.set(mime, [subtype, ...extensions])
      this.map.set(subtype, mime)
    }
    // an extension is for the type that IANA has
    const rank = (/** @type {string | undefined} */ source) => ['iana', 'apache', 'nginx'].indexOf(source ?? '') >>> 0
    for (const [mime, { extensions = [] }] of own.toSorted(([, a], [, b]) => rank(a.source) - rank(b.source))) {
      extensions.filter((name) => !this.map.has(name)).forEach((name) => this.map.set(name, mime))
    }
  }
}

export const application = new Database('application')
export const audio = new Database('audio')
export const font = new Database('font')
export const image = new Database('image')
export const model = new Database('model')
export const multipart = new Database('multipart')
export const text = new Database('text')
export const video = new Database('video')

export const databases = Object.freeze({ application, audio, font, image, model, multipart, text, video })

/** Where extensions that several kinds know are looked for first. */
const order = [text, image, audio, video, font, application, model, multipart]

/**
 * Types by extension, name of a file, or type.
 * @param {string} query
 * @returns {Promise<DatabaseQueryResult[]>}
 */
export async function lookup (query) {
  checkType('query', query, 'string')
  await load()
  return lookupSync(query)
}

/**
 * The same, once they were read.
 * @param {string} query
 * @returns {DatabaseQueryResult[]}
 */
export function lookupSync (query) {
  checkType('query', query, 'string')
  return order.flatMap((database) => database.lookupSync(query))
}

export default {
  Database, DatabaseQueryResult, MIMEParams, MIMEType, application, audio, databases, font, image, lookup, lookupSync, model, multipart, text, video
}
