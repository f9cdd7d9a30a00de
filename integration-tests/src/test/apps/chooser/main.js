// Asks for a device. A person at the keyboard picks one or closes the dialog, as the argument says; or the page gives up.

import { bluetooth } from 'socket:bluetooth'
import process from 'socket:process'
import { check, end, equal, fails } from './story.js'

const filters = [{ services: ['heart_rate'] }]

const stories = {
  async closed () {
    const error = await fails(bluetooth.requestDevice({ filters }))
    equal([error.name, error.code], ['NotFoundError', 'CANCELLED'])
    equal(await bluetooth.getDevices(), [])
  },

  async picked () {
    const device = await bluetooth.requestDevice({ filters })
    equal(device.name.startsWith('sensor '), true)
    const server = await device.gatt.connect()
    const service = await server.getPrimaryService('heart_rate')
    const rate = await service.getCharacteristic('heart_rate_measurement')
    equal((await rate.readValue()).byteLength, 6)
    equal((await bluetooth.getDevices())[0] === device, true, 'that it is the same object')
    await device.forget()
    equal((await fails(device.gatt.connect())).name, 'NotFoundError')
    equal(await bluetooth.getDevices(), [])
  },

  async 'given up' () {
    const giveUp = new AbortController()
    const names = []
    await Promise.all([1, 2].map(async () => {
      names.push((await fails(bluetooth.requestDevice({ filters, signal: giveUp.signal }))).name)
      giveUp.abort() // the one that was asked
    }))
    equal(names, ['InvalidStateError', 'AbortError'])
  }
}

const story = process.argv.at(-1)
await check(story, stories[story])
await end()
