/**
 * Bluetooth as the Web Bluetooth Community Group describes it (https://webbluetoothcg.github.io/web-bluetooth/): devices are
 * chosen by a person, or by what `socket.ini` says, and then connected to.
 */
import { deviceOf } from './device.js'
import { call, listen, stream } from './session.js'
import { BluetoothUUID } from './uuids.js'

export { BluetoothUUID }

/**
 * @typedef {object} Filter
 * @property {Array<string | number>} [services] all of which the device must advertise
 * @property {string} [name]
 * @property {string} [namePrefix]
 */

/** What the export `bluetooth` is. */
class WebBluetooth extends EventTarget {
  constructor () {
    super()
    listen((told) => {
      if (told.type === 'state') {
        this.dispatchEvent(Object.assign(new Event('availabilitychanged'), { value: told.state === 'poweredOn' }))
      }
    })
  }

  /** @returns {Promise<boolean>} true if there is Bluetooth, and it is on */
  async getAvailability () {
    return (await call('availability', {})).state === 'poweredOn'
  }

  /** @returns {Promise<import('./device.js').BluetoothDevice[]>} those that were chosen for documents of this app since it runs */
  async getDevices () {
    return (await call('devices', {})).map(deviceOf)
  }

  /**
   * Has the person at the screen choose a device, which all documents of this app may use from then on. Fails with a
   * `NotFoundError` if they choose none.
   * @param {{ filters?: Filter[], optionalServices?: Array<string | number>, acceptAllDevices?: boolean, signal?: AbortSignal }} [options]
   *   either `filters`, of which the device must meet one, or `acceptAllDevices`
   * @returns {Promise<import('./device.js').BluetoothDevice>}
   */
  async requestDevice (options = {}) {
    const { filters, optionalServices = [], acceptAllDevices = false, signal } = Object(options)
    if (acceptAllDevices === (filters !== undefined)) {
      throw new TypeError('requestDevice() needs either filters or acceptAllDevices: true')
    }
    if (filters !== undefined && (!Array.isArray(filters) || filters.length === 0)) {
      throw new TypeError('The filters must be an array with at least one filter')
    }
    return deviceOf(await call('requestDevice', {
      filters: JSON.stringify((filters ?? []).map(toFilter)),
      services: JSON.stringify(toServices(optionalServices))
    }, { signal }))
  }

  /**
   * Hears who is there, without connecting: each device that was heard since is told of by an event `advertisementreceived`,
   * at most four times a second.
   * @param {{ filters?: Filter[], acceptAllAdvertisements?: boolean }} [options]
   * @returns {Promise<{ active: boolean, stop (): void }>}
   */
  async requestLEScan (options = {}) {
    const { filters, acceptAllAdvertisements = false } = Object(options)
    if (acceptAllAdvertisements === (filters !== undefined)) {
      throw new TypeError('requestLEScan() needs either filters or acceptAllAdvertisements: true')
    }
    const services = toServices((filters ?? []).flatMap((/** @type {Filter} */ filter) => filter.services ?? []))
    if (!acceptAllAdvertisements && services.length === 0) {
      throw new TypeError('The filters must have services')
    }
    await call('availability', {})
    const ended = new AbortController()
    const scan = { active: true, stop () { this.active = false; ended.abort() } }
    this.#hear(services, ended.signal).catch((error) => {
      if (!ended.signal.aborted) {
        scan.active = false
        queueMicrotask(() => { throw error })
      }
    })
    return scan
  }

  /**
   * @param {string[]} services
   * @param {AbortSignal} signal
   */
  async #hear (services, signal) {
    while (!signal.aborted) {
      try {
        for await (const heard of stream('scan', { services: JSON.stringify(services) }, signal)) {
          heard.forEach((/** @type {any} */ each) => this.#tell(each))
        }
        return
      } catch (/** @type {any} */ error) {
        if (error.code !== 'PLUGIN_RELOADED') {
          throw error
        }
      }
    }
  }

  /** @param {{ device: string, name?: string, rssi: number, services: string[] }} heard */
  #tell ({ device, name: known, rssi, services: uuids }) {
    const name = known ?? null
    this.dispatchEvent(Object.assign(new Event('advertisementreceived'), { device: { id: device, name }, name, rssi, uuids }))
  }
}

/** @param {any} filter */
function toFilter (filter) {
  const { services, name, namePrefix } = Object(filter)
  if (services === undefined && name === undefined && namePrefix === undefined) {
    throw new TypeError('A filter must have services, name or namePrefix')
  }
  if (namePrefix === '' || (name !== undefined && typeof name !== 'string')) {
    throw new TypeError('The name of a filter must be a string, and the namePrefix not empty')
  }
  return { services: services === undefined ? undefined : toServices(services, true), name, namePrefix }
}

/**
 * @param {any} services
 * @param {boolean} [some] true if there must be one
 */
function toServices (services, some = false) {
  if (!Array.isArray(services) || (some && services.length === 0)) {
    throw new TypeError('The services must be an array' + (some ? ' with at least one service' : ''))
  }
  return services.map((name) => BluetoothUUID.getService(name))
}

/** What browsers have as `navigator.bluetooth`. */
export const bluetooth = new WebBluetooth()
