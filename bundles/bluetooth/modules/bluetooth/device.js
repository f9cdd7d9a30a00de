/** A device that was chosen, and what it has. */
import { call, decoded, listen, onRestore } from './session.js'
import { BluetoothUUID } from './uuids.js'

/** @type {Map<string, BluetoothDevice>} */
const devices = new Map()

listen(({ type, device, handle, value }) => {
  if (type === 'value') {
    devices.get(device)?.gatt.told(handle, decoded(value))
  } else if (type === 'disconnected') {
    devices.get(device)?.gatt.lost()
  }
})

onRestore(async () => {
  await Promise.all([...devices.values()].map((device) => device.gatt.restore()))
})

/** A device; fires `gattserverdisconnected`. */
export class BluetoothDevice extends EventTarget {
  /**
   * @param {string} id
   * @param {string | undefined} name
   */
  constructor (id, name) {
    super()
    this.id = id
    this.name = name
    this.gatt = new BluetoothRemoteGATTServer(this)
  }

  /** Gives the device up: no document of this app may use it until it is chosen again. */
  async forget () {
    this.gatt.lost()
    devices.delete(this.id)
    await call('forget', { device: this.id })
  }
}

/**
 * The object of a device, one for each in a document.
 * @param {{ id: string, name?: string }} told
 * @returns {BluetoothDevice}
 */
export function deviceOf ({ id, name }) {
  const device = devices.get(id) ?? new BluetoothDevice(id, name)
  devices.set(id, device)
  return device
}

/** The connection to a device. */
export class BluetoothRemoteGATTServer {
  /** @type {BluetoothRemoteGATTService[]} */
  #services = []
  #connected = false

  /** @param {BluetoothDevice} device */
  constructor (device) {
    this.device = device
    /** Largest packet in bytes, while connected. */
    this.mtu = 0
  }

  get connected () { return this.#connected }

  /** @returns {Promise<BluetoothRemoteGATTServer>} */
  async connect () {
    if (!this.#connected) {
      const { mtu, services } = await call('connect', { device: this.device.id })
      this.mtu = mtu
      this.#services = services.map((/** @type {any} */ each) => new BluetoothRemoteGATTService(this.device, each))
      this.#connected = true
    }
    return this
  }

  /** Ends the connection. */
  disconnect () {
    if (this.#connected) {
      call('disconnect', { device: this.device.id }).catch(() => {}) // the connection is gone, as it was to be
      this.lost()
    }
  }

  /** Pairs with the device: the system asks what there is to ask. */
  async pair () {
    await call('pair', { device: this.device.id })
  }

  /** The connection has ended. */
  lost () {
    if (this.#connected) {
      this.#connected = false
      this.device.dispatchEvent(new Event('gattserverdisconnected', { bubbles: true }))
    }
  }

  /** The plugin was replaced: connects again, and asks for the notifications that there were. */
  async restore () {
    if (!this.#connected) {
      return
    }
    try {
      const { services } = await call('connect', { device: this.device.id })
      for (const known of this.#services) {
        known.renew(services.find((/** @type {any} */ each) => each.uuid === known.uuid))
      }
      for (const each of this.#services.flatMap((service) => service.characteristics)) {
        await each.restore()
      }
    } catch {
      this.lost()
    }
  }

  /**
   * @param {number} handle
   * @param {Uint8Array<ArrayBuffer>} value
   */
  told (handle, value) {
    for (const service of this.#services) {
      service.characteristics.find((each) => each.handle === handle)?.told(value)
    }
  }

  /**
   * @param {string | number} service
   * @returns {Promise<BluetoothRemoteGATTService>}
   */
  async getPrimaryService (service) {
    return (await this.getPrimaryServices(service))[0]
  }

  /**
   * @param {string | number} [service] all that were asked for, if none is named
   * @returns {Promise<BluetoothRemoteGATTService[]>}
   */
  async getPrimaryServices (service) {
    if (!this.#connected) {
      throw new DOMException('The device is not connected: call gatt.connect() first', 'NetworkError')
    }
    const uuid = service === undefined ? undefined : BluetoothUUID.getService(service)
    return some(this.#services.filter((each) => each.isPrimary), uuid, 'service')
  }
}

/** A service of a device. */
export class BluetoothRemoteGATTService extends EventTarget {
  /**
   * @param {BluetoothDevice} device
   * @param {{ uuid: string, primary: boolean, characteristics: any[] }} told
   */
  constructor (device, told) {
    super()
    this.device = device
    this.uuid = told.uuid
    this.isPrimary = told.primary
    this.characteristics = told.characteristics.map((each) => new BluetoothRemoteGATTCharacteristic(this, each))
  }

  /** @param {{ characteristics: any[] } | undefined} told by a new connection */
  renew (told) {
    for (const each of this.characteristics) {
      each.handle = told?.characteristics.find((one) => one.uuid === each.uuid)?.handle ?? each.handle
    }
  }

  /**
   * @param {string | number} characteristic
   * @returns {Promise<BluetoothRemoteGATTCharacteristic>}
   */
  async getCharacteristic (characteristic) {
    return (await this.getCharacteristics(characteristic))[0]
  }

  /**
   * @param {string | number} [characteristic]
   * @returns {Promise<BluetoothRemoteGATTCharacteristic[]>}
   */
  async getCharacteristics (characteristic) {
    const uuid = characteristic === undefined ? undefined : BluetoothUUID.getCharacteristic(characteristic)
    return some(this.characteristics, uuid, 'characteristic')
  }
}

/** A characteristic of a device; fires `characteristicvaluechanged`. */
export class BluetoothRemoteGATTCharacteristic extends EventTarget {
  #notifying = false

  /**
   * @param {BluetoothRemoteGATTService} service
   * @param {{ handle: number, uuid: string, properties: string[], descriptors: Array<{ handle: number, uuid: string }> }} told
   */
  constructor (service, told) {
    super()
    this.service = service
    this.handle = told.handle
    this.uuid = told.uuid
    const has = (/** @type {string} */ name) => told.properties.includes(name)
    this.properties = {
      broadcast: false,
      read: has('read'),
      writeWithoutResponse: has('write-without-response'),
      write: has('write'),
      notify: has('notify'),
      indicate: has('indicate'),
      authenticatedSignedWrites: false,
      reliableWrite: false,
      writableAuxiliaries: false
    }
    /** @type {DataView<ArrayBuffer> | null} */
    this.value = null
    this.descriptors = told.descriptors.map((each) => new BluetoothRemoteGATTDescriptor(this, each))
  }

  /** @param {Uint8Array<ArrayBuffer>} value */
  told (value) {
    this.value = new DataView(value.buffer)
    this.dispatchEvent(new Event('characteristicvaluechanged', { bubbles: true }))
  }

  /** @returns {Promise<DataView<ArrayBuffer>>} */
  async readValue () {
    const bytes = await call('read', this.#at(), { binary: true })
    this.told(new Uint8Array(bytes))
    return /** @type {DataView<ArrayBuffer>} */ (this.value)
  }

  /**
   * Writes, in whichever way the characteristic has.
   * @param {ArrayBuffer | ArrayBufferView} value
   */
  async writeValue (value) {
    await this.#write(value, this.properties.write)
  }

  /** @param {ArrayBuffer | ArrayBufferView} value */
  async writeValueWithResponse (value) {
    await this.#write(value, true)
  }

  /** @param {ArrayBuffer | ArrayBufferView} value */
  async writeValueWithoutResponse (value) {
    await this.#write(value, false)
  }

  /** @returns {Promise<BluetoothRemoteGATTCharacteristic>} */
  async startNotifications () {
    await call('notifications', { ...this.#at(), on: true })
    this.#notifying = true
    return this
  }

  /** @returns {Promise<BluetoothRemoteGATTCharacteristic>} */
  async stopNotifications () {
    this.#notifying = false
    await call('notifications', { ...this.#at(), on: false })
    return this
  }

  /** Asks for notifications again, if there were some. */
  async restore () {
    if (this.#notifying) {
      await this.startNotifications()
    }
  }

  /**
   * @param {string | number} descriptor
   * @returns {Promise<BluetoothRemoteGATTDescriptor>}
   */
  async getDescriptor (descriptor) {
    return (await this.getDescriptors(descriptor))[0]
  }

  /**
   * @param {string | number} [descriptor]
   * @returns {Promise<BluetoothRemoteGATTDescriptor[]>}
   */
  async getDescriptors (descriptor) {
    const uuid = descriptor === undefined ? undefined : BluetoothUUID.getDescriptor(descriptor)
    return some(this.descriptors, uuid, 'descriptor')
  }

  #at () {
    return { device: this.service.device.id, handle: this.handle }
  }

  /**
   * @param {ArrayBuffer | ArrayBufferView} value
   * @param {boolean} response
   */
  async #write (value, response) {
    if (!(value instanceof ArrayBuffer || ArrayBuffer.isView(value))) {
      throw new TypeError('The value must be an ArrayBuffer or a view of one')
    }
    await call('write', { ...this.#at(), response }, { bytes: value })
  }
}

/** A descriptor of a characteristic. */
export class BluetoothRemoteGATTDescriptor {
  /**
   * @param {BluetoothRemoteGATTCharacteristic} characteristic
   * @param {{ handle: number, uuid: string }} told
   */
  constructor (characteristic, { handle, uuid }) {
    this.characteristic = characteristic
    this.handle = handle
    this.uuid = uuid
    /** @type {DataView<ArrayBuffer> | null} */
    this.value = null
  }

  /** @returns {Promise<DataView<ArrayBuffer>>} */
  async readValue () {
    const device = this.characteristic.service.device.id
    this.value = new DataView(await call('read', { device, handle: this.handle }, { binary: true }))
    return this.value
  }
}

/**
 * @template {{ uuid: string }} T
 * @param {T[]} all
 * @param {string | undefined} uuid
 * @param {string} what
 * @returns {T[]}
 */
function some (all, uuid, what) {
  const found = uuid === undefined ? all : all.filter((each) => each.uuid === uuid)
  if (found.length === 0) {
    throw new DOMException(`The device has no ${what} ${uuid ?? ''} that was asked for in requestDevice()`, 'NotFoundError')
  }
  return [...found]
}
