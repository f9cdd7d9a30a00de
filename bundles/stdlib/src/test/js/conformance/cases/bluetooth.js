/** Bluetooth: what can be seen of it without another device. */
import assert from 'node:assert/strict'

const SERVICE = '56702d92-69f9-4400-baf8-d5c89ee15d68'
const VALUE = '5f0e4b9a-1111-4222-8333-944455566677'
const noIds = [undefined, null, '', 5, {}, 'heart_rate', SERVICE.slice(1), `${SERVICE}0`, SERVICE.replace('5', 'g')]

async function talks (Bluetooth) {
  const peer = new Bluetooth(SERVICE)
  assert.equal(peer.serviceId, SERVICE)
  assert.equal(Bluetooth.isInitalized, true)
  assert.equal((await peer.start()).serviceId, SERVICE)
  assert.equal((await peer.subscribe(VALUE)).characteristicId, VALUE)
  for (const value of ['text', { json: true }, new Uint8Array([1, 2]), new ArrayBuffer(3), '']) {
    assert.equal((await peer.publish(VALUE, value)).characteristicId, VALUE)
  }

  const told = []
  for (const name of ['connect', VALUE, 'error']) {
    peer.on(name, (...args) => told.push([name, ...args]))
  }
  const fire = (name, detail) => globalThis.dispatchEvent(new CustomEvent(name, { detail }))
  const connect = { event: 'connect', serviceId: SERVICE, name: 'phone', uuid: '00:AA:01:00:00:01' }
  fire('bluetooth', { data: connect })
  fire('bluetooth', { data: { ...connect, serviceId: VALUE } })
  const data = { event: 'data', source: 'bluetooth', serviceId: SERVICE, characteristicId: VALUE, uuid: connect.uuid }
  const bytes = new Uint8Array([7])
  fire('data', { params: { data }, data: bytes })
  fire('data', { params: { data: { ...data, source: 'udp' } }, data: bytes })
  const error = Object.assign(new Error('gone'), { serviceId: SERVICE })
  fire('bluetooth', { err: error })
  assert.deepEqual(told, [['connect', connect], [VALUE, data, bytes], ['error', error]])
}

async function refuses (Bluetooth) {
  for (const id of noIds) {
    assert.throws(() => new Bluetooth(id), { code: 'ERR_INVALID_ARG_VALUE' })
  }
  const peer = new Bluetooth(SERVICE)
  for (const id of noIds) {
    await assert.rejects(peer.subscribe(id), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(peer.publish(id, 'x'), { code: 'ERR_INVALID_ARG_VALUE' })
  }
  for (const value of [() => {}, Symbol('value')]) {
    await assert.rejects(peer.publish(VALUE, value), { code: 'ERR_INVALID_ARG_TYPE' })
  }
  await assert.rejects(peer.publish(VALUE, 'x'.repeat(513)), { code: 'VALUE_TOO_LONG' })
}

export default {
  bluetooth: {
    Bluetooth: { does: (m) => talks(m.Bluetooth), refuses: (m) => refuses(m.Bluetooth) },
    BluetoothUUID: {
      does: ({ BluetoothUUID }) => {
        assert.equal(BluetoothUUID.canonicalUUID(0x180d), '0000180d-0000-1000-8000-00805f9b34fb')
        assert.equal(BluetoothUUID.getService('heart_rate'), BluetoothUUID.getService(0x180d))
        assert.equal(BluetoothUUID.getCharacteristic('battery_level'), '00002a19-0000-1000-8000-00805f9b34fb')
        assert.equal(BluetoothUUID.getDescriptor('gatt.characteristic_user_description'), BluetoothUUID.canonicalUUID(0x2901))
        assert.equal(BluetoothUUID.getService(SERVICE), SERVICE)
      },
      refuses: ({ BluetoothUUID }) => {
        for (const name of ['none', '', SERVICE.toUpperCase(), -1, 1.5, 2 ** 32, undefined, 'constructor']) {
          assert.throws(() => BluetoothUUID.getService(name), TypeError)
        }
      }
    },
    bluetooth: {
      does: async ({ bluetooth }) => {
        assert.equal(typeof await bluetooth.getAvailability(), 'boolean')
        const devices = await bluetooth.getDevices() // none, where nothing was chosen
        assert.ok(devices.every(({ id, gatt }) => typeof id === 'string' && !gatt.connected))
        const again = await bluetooth.getDevices()
        assert.ok(again.length === devices.length && again.every((device, i) => device === devices[i]))
      },
      refuses: async ({ bluetooth }) => {
        for (const options of [undefined, {}, { filters: [] }, { filters: [{}] }, { filters: {} }, { filters: [{ services: [] }] },
          { filters: [{ services: ['none such'] }] }, { filters: [{ namePrefix: '' }] }, { filters: [{ name: 5 }] },
          { filters: [{ name: 'x' }], acceptAllDevices: true }, { acceptAllDevices: true, optionalServices: 'heart_rate' }]) {
          await assert.rejects(bluetooth.requestDevice(options), TypeError)
        }
        await assert.rejects(bluetooth.requestLEScan({}), TypeError)
        await assert.rejects(bluetooth.requestLEScan({ filters: [{ name: 'x' }] }), TypeError)
      }
    },
    default: { does: (m) => assert.equal(m.default, m.Bluetooth), refuses: null }
  }
}
