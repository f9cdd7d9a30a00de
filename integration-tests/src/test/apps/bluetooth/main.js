// A page and a worker, each a machine of its own on an air in memory, among two hundred sensors.

import { Bluetooth, bluetooth } from 'socket:bluetooth'
import { check, end, equal, fails } from './story.js'

const SERVICE = '56702d92-69f9-4400-baf8-d5c89ee15d68'
const VALUE = '5f0e4b9a-1111-4222-8333-944455566677'
const text = (bytes) => new TextDecoder().decode(bytes)
const code = async (promise) => (await fails(promise)).code
const once = (emitter, name) => new Promise((resolve) => emitter.once(name, (...args) => resolve(args)))

const peer = new Bluetooth(SERVICE)
const worker = new Worker('worker.js', { type: 'module' })

await check('two peers', async () => {
  const [[state], [connected]] = await Promise.all([
    once(peer, 'state'),
    once(peer, 'connect'),
    peer.start().then(() => peer.subscribe(VALUE))
  ])
  equal(state.state, 'poweredOn')
  equal(connected.uuid.length, 17, 'the length of an address')
  const answer = once(peer, VALUE)
  await peer.publish(VALUE, { hello: 'worker' })
  const [data, bytes] = await answer
  equal([data.source, data.serviceId, data.characteristicId], ['bluetooth', SERVICE, VALUE])
  equal(text(bytes), 'heard {"hello":"worker"}')
})

await check('a thousand values in order', async () => {
  const all = new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data)
  })
  for (let i = 0; i < 1000; i++) {
    await peer.publish(VALUE, `n${i}`)
  }
  equal(await all, Array.from({ length: 1000 }, (_, i) => `n${i}`))
})

await check('bad input', async () => {
  for (const id of [undefined, '', 'x', 5, null, VALUE.slice(1)]) {
    await fails((async () => new Bluetooth(id))())
    await fails(peer.subscribe(id ?? 'y'))
    await fails(peer.publish(id ?? 'y', 'v'))
  }
  equal(await code(peer.publish(VALUE, 'x'.repeat(513))), 'VALUE_TOO_LONG')
  equal(await code(new Bluetooth(VALUE).start()), 'NOT_ALLOWED')
  equal((await fails(bluetooth.requestDevice({}))).name, 'TypeError')
  equal(await code(bluetooth.requestDevice({ filters: [{ services: ['battery_service'] }] })), 'NOT_ALLOWED')
  equal(await code(bluetooth.requestDevice({ filters: [{ name: 'none such' }] })), 'NOT_FOUND')
})

await check('twenty sensors, fifty values a second each', async () => {
  equal(await bluetooth.getAvailability(), true)
  let count = 0
  let missing = 0
  const started = performance.now()
  const done = Promise.withResolvers()
  for (let i = 1; i <= 20; i++) {
    const device = await bluetooth.requestDevice({ filters: [{ services: ['heart_rate'], name: `sensor ${i}` }] })
    equal(device.name, `sensor ${i}`)
    await device.gatt.connect()
    const service = await device.gatt.getPrimaryService('heart_rate')
    const rate = await service.getCharacteristic('heart_rate_measurement')
    equal([rate.properties.notify, rate.properties.write], [true, false])
    let last = 0
    rate.addEventListener('characteristicvaluechanged', ({ target }) => {
      const number = target.value.getUint32(2)
      if (last !== 0 && number !== last + 1) missing++
      last = number
      if (++count === 5000) done.resolve()
    })
    await rate.startNotifications()
  }
  await done.promise
  equal(missing, 0, 'what is missing')
  console.log(`5000 values in ${Math.round(performance.now() - started)} ms`)
  for (const device of await bluetooth.getDevices()) {
    const gone = new Promise((resolve) => device.addEventListener('gattserverdisconnected', resolve, { once: true }))
    device.gatt.disconnect()
    await gone
  }
  equal((await fails((await bluetooth.getDevices())[0].gatt.getPrimaryService('heart_rate'))).name, 'NetworkError')
})

await check('two hundred advertisers', async () => {
  const heard = new Map()
  const all = Promise.withResolvers()
  bluetooth.addEventListener('advertisementreceived', ({ device, rssi, uuids }) => {
    equal(rssi < 0 && rssi >= -100, true, 'the strength')
    equal(uuids.length, 1)
    const times = heard.get(device.id) ?? []
    heard.set(device.id, [...times, performance.now()])
    if (heard.size === 200 && times.length >= 20) all.resolve(times)
  })
  const scan = await bluetooth.requestLEScan({ filters: [{ services: ['heart_rate'] }] })
  const times = await all.promise
  scan.stop()
  equal(scan.active, false)
  // they advertise ten times a second, and are told of four times
  equal(times.at(-1) - times[0] > 3000, true, `that ${times.length} times in ${times.at(-1) - times[0]} ms are few`)
})

await end()
