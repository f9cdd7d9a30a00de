/** The lanes of the platform, as an app uses them. */
import * as ipc from 'socket:ipc'

async function dataOf (call) {
  const { err, data } = await call
  if (err) {
    throw err
  }
  return data
}

/** @param {string} text */
export const small = (text) => dataOf(ipc.send('probe.echo', { value: text }))

/** @param {Uint8Array} bytes */
export const up = async (bytes) => (await dataOf(ipc.write('probe.sink', {}, bytes))).bytes

/** @param {number} bytes */
export const down = (bytes) =>
  dataOf(ipc.request('probe.source', { bytes }, { responseType: 'arraybuffer' }))

/** @param {number} count */
export const events = (count) => ipc.stream('probe.events', { count })
