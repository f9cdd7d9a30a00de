/**
 * Bluetooth Low Energy.
 *
 * Peers that know the same service find each other, and each tells values to all others:
 *
 * ```js
 * import { Bluetooth } from 'socket:bluetooth'
 *
 * const bluetooth = new Bluetooth('56702d92-69f9-4400-baf8-d5c89ee15d68')
 * const temperature = '5f0e4b9a-1111-4222-8333-944455566677'
 * bluetooth.on(temperature, (data, bytes) => console.log(data.name, new TextDecoder().decode(bytes)))
 * await bluetooth.start()
 * await bluetooth.subscribe(temperature)
 * await bluetooth.publish(temperature, '21.5')
 * ```
 *
 * Code that was written for Web Bluetooth finds `navigator.bluetooth` in the export `bluetooth`.
 * @module bluetooth
 */
import diagnostics from './diagnostics.js'
import EventEmitter from './events.js'
import { call, decoded, listen, onRestore } from './bluetooth/session.js'

export { bluetooth, BluetoothUUID } from './bluetooth/web.js'

const dc = diagnostics.channels.group('bluetooth', ['data', 'event', 'start', 'handle', 'publish', 'subscribe'])
const encoder = new TextEncoder()
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * A service that this device offers, and looks for at others.
 *
 * Emits `state` with `{ state }`, when Bluetooth is switched; `connect` and `disconnect` with `{ name, uuid }` of another
 * device; `error`; and under the id of a characteristic, `(data, bytes)` when another device has published a value, or written one.
 */
export class Bluetooth extends EventEmitter {
  /** True once there was one. */
  static isInitalized = false

  #started = false
  /** @type {Set<string>} */
  #subscribed = new Set()
  /** @type {Map<string, Uint8Array<ArrayBuffer>>} what was published last */
  #published = new Map()
  /** @type {Promise<any>} done when all that was to be published is */
  #publishing = Promise.resolve()

  /** @param {string} serviceId a UUID of 36 characters */
  constructor (serviceId = '') {
    super()
    check('serviceId', serviceId)
    Bluetooth.isInitalized = true
    this.serviceId = serviceId
    listenOnce()
    const scope = /** @type {EventTarget} */ (globalThis)
    scope.addEventListener('bluetooth', (event) => this.#event(/** @type {CustomEvent} */ (event).detail))
    scope.addEventListener('data', (event) => this.#data(/** @type {CustomEvent} */ (event).detail))
    onRestore(() => this.#restore())
  }

  /**
   * Offers the service to devices nearby. It has the characteristics that are subscribed to or published.
   * @returns {Promise<{ serviceId: string, message: string }>}
   */
  async start () {
    dc.channel('start').publish({ serviceId: this.serviceId })
    const result = await call('start', { serviceId: this.serviceId })
    this.#started = true
    return result
  }

  /**
   * Listens to a characteristic of all devices nearby that have the service.
   * @param {string} characteristicId a UUID of 36 characters
   * @returns {Promise<{ serviceId: string, characteristicId: string, message: string }>}
   */
  async subscribe (characteristicId = '') {
    check('characteristicId', characteristicId)
    dc.channel('subscribe').publish({ serviceId: this.serviceId, characteristicId })
    const result = await call('subscribe', { serviceId: this.serviceId, characteristicId })
    this.#subscribed.add(characteristicId)
    return result
  }

  /**
   * Tells a value to all devices that have subscribed, and to those that come later.
   * @param {string} characteristicId a UUID of 36 characters
   * @param {string | ArrayBuffer | ArrayBufferView | object} [value] at most 512 bytes; an object is sent as JSON
   * @returns {Promise<{ serviceId: string, characteristicId: string, message: string }>}
   */
  async publish (characteristicId = '', value = '') {
    check('characteristicId', characteristicId)
    const bytes = toBytes(value)
    dc.channel('publish').publish({ serviceId: this.serviceId, characteristicId, bytes })
    const params = { serviceId: this.serviceId, characteristicId, length: bytes.byteLength }
    return this.#inOrder(async () => {
      const result = await call('publish', params, { bytes })
      this.#published.set(characteristicId, bytes)
      return result
    })
  }

  /**
   * Publishes when what was to be published before is: calls do not keep their order by themselves.
   * @template T
   * @param {() => Promise<T>} publish
   * @returns {Promise<T>}
   */
  #inOrder (publish) {
    const result = this.#publishing.then(publish)
    this.#publishing = result.catch(() => {}) // who asked for it is told
    return result
  }

  /** Begins again with a new plugin. */
  #restore () {
    return this.#inOrder(() => this.#begin())
  }

  async #begin () {
    const { serviceId } = this
    for (const [characteristicId, bytes] of this.#published) {
      await call('publish', { serviceId, characteristicId }, { bytes })
    }
    if (this.#started) {
      await call('start', { serviceId })
    }
    for (const characteristicId of this.#subscribed) {
      await call('subscribe', { serviceId, characteristicId })
    }
  }

  /** @param {{ err?: any, data?: any }} detail */
  #event ({ err, data }) {
    if (err) {
      if (err.serviceId?.toLowerCase() === this.serviceId.toLowerCase()) {
        dc.channel('handle').publish({ err })
        if (this.listenerCount('error') > 0) {
          this.emit('error', err) // nobody waits for it, and it passes when the other device is back
        }
      }
    } else if (data?.event && (data.serviceId ?? this.serviceId).toLowerCase() === this.serviceId.toLowerCase()) {
      dc.channel('event').publish({ data })
      this.emit(data.event, data)
    }
  }

  /** @param {{ params?: any, data?: any }} detail */
  #data ({ params, data: bytes }) {
    const data = params?.data
    if (data?.source === 'bluetooth' && data.serviceId.toLowerCase() === this.serviceId.toLowerCase()) {
      dc.channel('data').publish({ data, bytes })
      // as it was subscribed to, in whatever case that was written
      const known = [...this.#subscribed, ...this.#published.keys()].find((id) => id.toLowerCase() === data.characteristicId)
      this.emit(known ?? data.characteristicId, data, bytes)
    }
  }
}

let listening = false

/** Tells the page what the platform tells, once for all services. */
function listenOnce () {
  if (listening) {
    return
  }
  listening = true
  listen(({ type: event, value, code, message, ...rest }) => {
    if (event === 'data') {
      const params = { data: { event, source: 'bluetooth', ...rest } }
      fire('data', { params, data: decoded(value) })
    } else if (event === 'problem') {
      fire('bluetooth', { err: Object.assign(new Error(message), { code, ...rest }) })
    } else if (event === 'state' || event === 'connect' || event === 'disconnect') {
      fire('bluetooth', { data: { event, ...rest } })
    }
  })
}

/**
 * @param {string} name
 * @param {any} detail
 */
function fire (name, detail) {
  globalThis.dispatchEvent(new CustomEvent(name, { detail }))
}

/**
 * @param {string} name
 * @param {any} id
 */
function check (name, id) {
  if (typeof id !== 'string' || !UUID.test(id)) {
    const code = 'ERR_INVALID_ARG_VALUE'
    throw Object.assign(new TypeError(`The ${name} must be a UUID of 36 characters, such as ${EXAMPLE}`), { code })
  }
}

const EXAMPLE = '56702d92-69f9-4400-baf8-d5c89ee15d68'

/**
 * @param {any} value
 * @returns {Uint8Array<ArrayBuffer>} a copy
 */
function toBytes (value) {
  if (typeof value === 'string') {
    return encoder.encode(value)
  }
  if (value instanceof ArrayBuffer) {
    return new Uint8Array(value.slice(0))
  }
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice()
  }
  const json = JSON.stringify(value)
  if (json === undefined) {
    const code = 'ERR_INVALID_ARG_TYPE'
    throw Object.assign(new TypeError('The value must be a string, bytes, or an object that JSON can express'), { code })
  }
  return encoder.encode(json)
}

export default Bluetooth
