/** Connections by TLS, as Node has them. */
import { call, DATA, put, socketError } from './net-lane.js'
import { isIP } from './net-addresses.js'
import { kAccepted, Socket } from './net-socket.js'
import { checkFunction, coded, invalidArgType } from './node-errors.js'
import { certificateOf, checkServerIdentity } from './tls-identity.js'
import { cipherName, encoded } from './tls-options.js'

/** @param {any} facts what a handshake has settled */
export function cipherOf (facts) {
  return { name: cipherName(facts.cipher), standardName: facts.cipher, version: facts.protocol }
}

/** A connection by TLS. */
export class TLSSocket extends Socket {
  #options
  /** @type {any} */
  #facts = null
  #isServer
  #isSecure = false
  authorized = false
  /** @type {string | Error | null} */
  authorizationError = null
  encrypted = true
  /** @type {string | false | null} */
  alpnProtocol = null
  /** @type {string | false | null} */
  servername = null

  /**
   * @param {any} [socket] a connection to go on with
   * @param {any} [options] as Node has them
   */
  constructor (socket, options = {}) {
    if (socket !== undefined && socket !== null && !(socket instanceof Socket)) {
      throw invalidArgType('socket', 'an instance of net.Socket', socket)
    }
    super({ ...options, fd: undefined, [kAccepted]: undefined })
    this.#options = options
    this.#isServer = Boolean(options.isServer)
    if (socket instanceof Socket) {
      this.#wrap(socket)
    }
  }

  /**
   * A connection that a server has taken, whose handshake is under way.
   * @param {any} options
   */
  static accepted (options) {
    const socket = new TLSSocket(undefined, { ...options, isServer: true })
    socket._adopt(options[kAccepted])
    return socket
  }

  /** @param {Socket} socket */
  #wrap (socket) {
    const go = () => {
      if (this.destroyed) {
        socket.destroy()
        return
      }
      this._adopt(socket._detach())
      this.once('close', () => socket.destroy())
    }
    if (socket.pending) {
      this.connecting = true
      socket.once('connect', () => {
        this.connecting = false
        go()
      })
      socket.once('error', (/** @type {Error} */ error) => this.destroy(error))
      socket.once('close', () => this.destroy())
    } else {
      go()
    }
  }

  _connected () {
    if (this.#isServer && this.#options.server !== undefined) {
      return // the platform has begun
    }
    const { servername } = this.#options
    const options = { ...this.#options, servername: servername && !isIP(servername) ? servername : undefined }
    this.#secure(encoded(options)).catch((error) => this.destroy(socketError(error)))
  }

  /**
   * Begins the handshake, behind what is written in this turn to the connection itself.
   * @param {any} options
   */
  async #secure (options) {
    await undefined
    await put(this._id, DATA, new Uint8Array())
    await call('net.secure', { id: this._id, server: this.#isServer }, options)
  }

  /** @param {any} event */
  _event (event) {
    if (event.e === 'secure') {
      this._secured(event)
    } else {
      super._event(event)
    }
  }

  /** @param {any} facts */
  _secured (facts) {
    if (this.#isSecure || this.destroyed) {
      return
    }
    this.#isSecure = true
    this.#facts = facts
    this.authorized = facts.authorized
    this.authorizationError = facts.authorizationError ?? null
    this.alpnProtocol = facts.alpn ?? false
    this.servername = this.#isServer ? facts.servername ?? false : this.#options.servername ?? false
    if (!this.#isServer && !this.#isPeer()) {
      return
    }
    this._open()
    this.emit('secure')
    if (!this.#isServer) {
      this.emit('secureConnect')
    }
  }

  /** Whether the server is the one that was meant; ends the connection if not. */
  #isPeer () {
    const { rejectUnauthorized = true, servername, host = 'localhost', checkServerIdentity: check = checkServerIdentity } = this.#options
    if (this.authorizationError === null) {
      const error = check(servername || host, this.getPeerCertificate(true))
      if (error) {
        this.authorized = false
        this.authorizationError = error.code ?? error.message
        if (rejectUnauthorized !== false) {
          this.destroy(error)
          return false
        }
      }
    } else if (rejectUnauthorized !== false) { // the platform has refused it before
      this.destroy(coded(Error, String(this.authorizationError), this.#facts.authorizationText))
      return false
    }
    return true
  }

  /** @param {boolean} [detailed] with the issuers */
  getPeerCertificate (detailed = false) {
    return this.#facts?.peer === undefined ? this.#facts === null ? null : {} : certificateOf(this.#facts.peer, detailed)
  }

  getCertificate () {
    return this.#facts?.own === undefined ? this.#facts === null ? null : {} : certificateOf([this.#facts.own], false)
  }

  getCipher () { return this.#facts === null ? undefined : cipherOf(this.#facts) }
  /** @returns {string | null} such as `TLSv1.3` */
  getProtocol () { return this.#facts?.protocol ?? null }
  /** The platform keeps sessions to itself. */
  getSession () { return undefined }
  /** The platform keeps sessions to itself. */
  getTLSTicket () { return undefined }
  isSessionReused () { return false }
  getSharedSigalgs () { return [] }
  getEphemeralKeyInfo () { return this.#isServer ? null : {} }
  getFinished () { return undefined }
  getPeerFinished () { return undefined }
  disableRenegotiation () {}
  enableTrace () {}

  /**
   * @param {any} options
   * @param {(error: Error | null) => void} [callback]
   * @returns {boolean} false: TLS 1.3 has no renegotiation, and the platform makes none
   */
  renegotiate (options, callback) {
    void options
    if (callback !== undefined) {
      checkFunction(callback)
      queueMicrotask(() => callback(coded(Error, 'ERR_TLS_RENEGOTIATION_DISABLED', 'TLS session renegotiation disabled for this socket')))
    }
    return false
  }

  /** Records have the size that the platform chooses. */
  setMaxSendFragment () { return false }

  exportKeyingMaterial () {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'The keys of a connection cannot be had')
  }
}
