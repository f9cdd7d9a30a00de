/** UUIDs that the Bluetooth SIG has assigned, by the names that Web Bluetooth has for them. */

const BASE = '-0000-1000-8000-00805f9b34fb'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** @type {Record<string, number>} */
const services = {
  generic_access: 0x1800, generic_attribute: 0x1801, immediate_alert: 0x1802, link_loss: 0x1803, tx_power: 0x1804,
  current_time: 0x1805, health_thermometer: 0x1809, device_information: 0x180a, heart_rate: 0x180d, battery_service: 0x180f,
  blood_pressure: 0x1810, running_speed_and_cadence: 0x1814, cycling_speed_and_cadence: 0x1816, cycling_power: 0x1818,
  location_and_navigation: 0x1819, environmental_sensing: 0x181a, body_composition: 0x181b, user_data: 0x181c,
  weight_scale: 0x181d, fitness_machine: 0x1826
}

/** @type {Record<string, number>} */
const characteristics = {
  'gap.device_name': 0x2a00, 'gap.appearance': 0x2a01, alert_level: 0x2a06, tx_power_level: 0x2a07, battery_level: 0x2a19,
  temperature_measurement: 0x2a1c, system_id: 0x2a23, model_number_string: 0x2a24, serial_number_string: 0x2a25,
  firmware_revision_string: 0x2a26, hardware_revision_string: 0x2a27, software_revision_string: 0x2a28,
  manufacturer_name_string: 0x2a29, current_time: 0x2a2b, heart_rate_measurement: 0x2a37, body_sensor_location: 0x2a38,
  heart_rate_control_point: 0x2a39, rsc_measurement: 0x2a53, csc_measurement: 0x2a5b, cycling_power_measurement: 0x2a63,
  pressure: 0x2a6d, temperature: 0x2a6e, humidity: 0x2a6f, weight_measurement: 0x2a9d
}

/** @type {Record<string, number>} */
const descriptors = {
  'gatt.characteristic_extended_properties': 0x2900, 'gatt.characteristic_user_description': 0x2901,
  'gatt.client_characteristic_configuration': 0x2902, 'gatt.characteristic_presentation_format': 0x2904
}

/**
 * @param {Record<string, number>} names
 * @param {string | number} name
 */
function resolved (names, name) {
  if (typeof name === 'number') {
    return BluetoothUUID.canonicalUUID(name)
  }
  if (typeof name === 'string' && UUID.test(name)) {
    return name
  }
  if (typeof name === 'string' && Object.hasOwn(names, name)) {
    return BluetoothUUID.canonicalUUID(names[name])
  }
  throw new TypeError(`'${String(name)}' is no UUID in lower case, no number and no name that is known`)
}

/** Makes full UUIDs of names and numbers. */
export class BluetoothUUID {
  /**
   * @param {number} alias of 16 or 32 bits
   * @returns {string}
   */
  static canonicalUUID (alias) {
    if (!Number.isInteger(alias) || alias < 0 || alias > 0xffffffff) {
      throw new TypeError(`${String(alias)} is no number of 32 bits`)
    }
    return alias.toString(16).padStart(8, '0') + BASE
  }

  /** @param {string | number} name such as `heart_rate` */
  static getService (name) { return resolved(services, name) }
  /** @param {string | number} name such as `battery_level` */
  static getCharacteristic (name) { return resolved(characteristics, name) }
  /** @param {string | number} name */
  static getDescriptor (name) { return resolved(descriptors, name) }
}
