/** The bare lanes of the engine: what a file of 64 MiB could be read and written with at best. */
import { bulk } from './measure.js'

export async function measure (keep) {
  const payload = new Uint8Array(64 << 20).fill(7)
  keep('up_mib_s', await bulk(async () => {
    const response = await fetch('ipc://probe.sink', { method: 'POST', body: payload })
    return (await response.json()).data.bytes
  }))
  keep('down_mib_s', await bulk(async () => (await (await fetch(`ipc://probe.source?bytes=${64 << 20}`)).arrayBuffer()).byteLength))
}
