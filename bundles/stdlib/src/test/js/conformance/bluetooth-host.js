/** The routes of the plugin `bluetooth` where nobody is near: what `socket:bluetooth` calls when its cases run under Node. */
import { routes, streams } from '../fake-platform.js'

const LONGEST = 512
const done = ({ serviceId, characteristicId }) => ({ serviceId, characteristicId, message: 'done' })

Object.assign(routes, {
  'bluetooth.availability': () => ({ provider: 'none', state: 'unsupported' }),
  'bluetooth.devices': () => [{ id: 'chosen', name: 'sensor' }],
  'bluetooth.publish': (params, body) => {
    if (body.byteLength > LONGEST) {
      throw { type: 'InvalidModificationError', code: 'VALUE_TOO_LONG', message: 'Too long' } // eslint-disable-line no-throw-literal
    }
    return done(params)
  },
  'bluetooth.start': done,
  'bluetooth.subscribe': done
})

streams['bluetooth.events'] = () => new ReadableStream({
  start (controller) {
    controller.enqueue(new TextEncoder().encode('{"data":{"type":"ready"}}\n'))
  }
})
