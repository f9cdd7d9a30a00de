/** Counts the notifications of twenty sensors, which number their measurements. */
import { bluetooth } from 'socket:bluetooth'

const SENSORS = 20
const WARM_UP_MILLIS = 1000
const MILLIS = 4000
const ask = (route, params) => fetch(`ipc://probe.${route}?${params}`)

async function measure () {
  const measured = { received: 0, lost: 0, first: 0, last: 0 }
  const done = Promise.withResolvers()
  let begin = Infinity
  for (let i = 1; i <= SENSORS; i++) {
    const device = await bluetooth.requestDevice({ filters: [{ services: ['heart_rate'], name: `sensor ${i}` }] })
    const server = await device.gatt.connect()
    const service = await server.getPrimaryService('heart_rate')
    const rate = await service.getCharacteristic('heart_rate_measurement')
    let before = 0
    rate.addEventListener('characteristicvaluechanged', () => {
      const number = rate.value.getUint32(2)
      const now = performance.now()
      if (now >= begin) {
        measured.first ||= now
        measured.last = now
        measured.received++
        measured.lost += before === 0 ? 0 : number - before - 1
        if (now > begin + MILLIS) done.resolve()
      }
      before = number
    })
    await rate.startNotifications()
  }
  begin = performance.now() + WARM_UP_MILLIS
  await done.promise
  return { notifications_per_s: (measured.received - 1) * 1000 / (measured.last - measured.first), lost: measured.lost }
}

const result = await measure().catch((error) => ({ error: `${error.name}: ${error.message}` }))
document.querySelector('pre').append(JSON.stringify(result))
await ask('result', `json=${encodeURIComponent(JSON.stringify(result))}`)
