// Asks for a device three times; a person at the keyboard closes the dialog once, and picks the last one twice.

import { bluetooth } from 'socket:bluetooth'
import { check, end, equal, fails } from './story.js'

const filters = [{ services: ['heart_rate'] }]

await check('a person who closes the dialog', async () => {
  const asked = fails(bluetooth.requestDevice({ filters }))
  console.log('asked once')
  const error = await asked
  equal([error.name, error.code], ['NotFoundError', 'CANCELLED'])
  equal(await bluetooth.getDevices(), [])
})

await check('a person who picks a device by keyboard', async () => {
  const asked = bluetooth.requestDevice({ filters })
  console.log('asked twice')
  const device = await asked
  equal(device.name.startsWith('sensor '), true)
  const server = await device.gatt.connect()
  const service = await server.getPrimaryService('heart_rate')
  const rate = await service.getCharacteristic('heart_rate_measurement')
  equal((await rate.readValue()).byteLength, 6)
  equal((await bluetooth.getDevices())[0] === device, true, 'that it is the same object')
  await device.forget()
  equal((await fails(device.gatt.connect())).name, 'NotFoundError')
  equal(await bluetooth.getDevices(), [])
})

await check('a page that asks twice, and gives up', async () => {
  const giveUp = new AbortController()
  const names = []
  await Promise.all([1, 2].map(async () => {
    names.push((await fails(bluetooth.requestDevice({ filters, signal: giveUp.signal }))).name)
    giveUp.abort() // the one that was asked
  }))
  equal(names, ['InvalidStateError', 'AbortError'])
})

await end()
