/**
 * Where this document or worker is.
 * @module location
 */
const scope = /** @type {any} */ (globalThis)

/** The address of the app's page, also in workers that were made of text. */
export class Location {
  /** @returns {URL} */
  get url () {
    const href = scope.location?.href ?? ''
    // what was made of text has an address within that of its page
    const own = href.startsWith('blob:') && !href.startsWith('blob:null') ? href.slice('blob:'.length) : href
    try {
      return new URL(own)
    } catch {
      return new URL(scope.origin && scope.origin !== 'null' ? `${scope.origin}/` : 'about:blank')
    }
  }

  get protocol () { return this.url.protocol }
  get host () { return this.url.host }
  get hostname () { return this.url.hostname }
  get port () { return this.url.port }
  get pathname () { return this.url.pathname }
  get search () { return this.url.search }
  get hash () { return this.url.hash }
  get href () { return this.url.href }

  get origin () {
    // engines give schemes of one's own no origin
    return this.url.origin === 'null' && this.host !== '' ? `${this.protocol}//${this.host}` : this.url.origin
  }

  toString () {
    return this.href
  }
}

export default new Location()
