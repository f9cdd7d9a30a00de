// The bundle is replaced again and again while this page listens to devices, to a peer, and to who is there.

import { Bluetooth, bluetooth } from 'socket:bluetooth'
import { call, check, end, equal } from './story.js'

const QUESTION = '5f0e4b9a-1111-4222-8333-944455566677'
const ANSWER = '5f0e4b9a-1111-4222-8333-944455566678'
const SWAPS = 3
const swap = () => call('test.swap', { bundle: 'bluetooth' })
const happens = (target, name) => new Promise((resolve) => target.addEventListener(name, resolve, { once: true }))

const rates = []
await check('devices that were chosen', async () => {
  let ended = 0
  for (let i = 1; i <= 5; i++) {
    const device = await bluetooth.requestDevice({ filters: [{ services: ['heart_rate'], name: `sensor ${i}` }] })
    device.addEventListener('gattserverdisconnected', () => ended++)
    const server = await device.gatt.connect()
    const service = await server.getPrimaryService('heart_rate')
    rates.push(await service.getCharacteristic('heart_rate_measurement'))
  }
  await Promise.all(rates.map((rate) => rate.startNotifications()))
  for (let i = 0; i < SWAPS; i++) {
    await Promise.all(rates.map((rate) => happens(rate, 'characteristicvaluechanged')))
    await swap()
    // counted from one again: they come from the new bundle
    await Promise.all(rates.map(async (rate) => {
      const before = rate.value.getUint32(2)
      do {
        await happens(rate, 'characteristicvaluechanged')
      } while (rate.value.getUint32(2) > before)
    }))
  }
  equal((await rates[0].readValue()).byteLength, 6)
  equal(ended, 0, 'how many were disconnected')
  equal((await bluetooth.getDevices()).map((device) => device.gatt.connected), [true, true, true, true, true])
})

await check('a peer', async () => {
  const peer = new Bluetooth('56702d92-69f9-4400-baf8-d5c89ee15d68')
  const worker = new Worker('worker.js', { type: 'module' })
  worker.onerror = (event) => console.error(event.message)
  await peer.publish(QUESTION, '')
  await peer.start()
  await peer.subscribe(ANSWER)
  for (let i = 0; i < SWAPS; i++) {
    const answer = new Promise((resolve) => peer.on(ANSWER, (data, bytes) => {
      if (new TextDecoder().decode(bytes) === `heard question ${i}`) resolve()
    }))
    await peer.publish(QUESTION, `question ${i}`)
    await answer
    await swap()
  }
})

await check('who is there', async () => {
  const scan = await bluetooth.requestLEScan({ filters: [{ services: ['heart_rate'] }] })
  for (let i = 0; i < SWAPS; i++) {
    await happens(bluetooth, 'advertisementreceived')
    await swap()
  }
  await happens(bluetooth, 'advertisementreceived')
  equal(scan.active, true)
  scan.stop()
})

await end()
