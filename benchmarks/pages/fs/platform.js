/** Files as an app uses them. */
import { createReadStream } from 'socket:fs'
import * as fs from 'socket:fs/promises'
import * as ipc from 'socket:ipc'
import process from 'socket:process'
import { files, median, sequential } from './measure.js'

const NAMES = 10_000
const STREAMED = 4 * 2 ** 30

export async function measure (keep, phase) {
  const folder = process.argv.at(-1)
  await files(fs, folder, keep)
  // in turn, so that both see the same machine
  const [stats, smalls] = [[], []]
  for (let round = 0; round < 15; round++) {
    smalls.push(1000 * await sequential(3, 150, () => ipc.send('probe.echo', { value: `${folder}/1m` })))
    stats.push(1000 * await sequential(3, 150, () => fs.stat(`${folder}/1m`)))
  }
  keep('stat_p50_us', median(stats))
  keep('small_p50_us', median(smalls))
  keep('readdir_10k_ms', await sequential(11, 1, async () => {
    const names = await fs.readdir(`${folder}/many`)
    if (names.length !== NAMES) {
      throw new Error(`Expected ${NAMES} names, got ${names.length}`)
    }
  }))
  await phase('stream')
  const start = performance.now()
  let bytes = 0
  for await (const chunk of createReadStream(`${folder}/4g`)) {
    bytes += chunk.byteLength
  }
  if (bytes !== STREAMED) {
    throw new Error(`Expected ${STREAMED} bytes, got ${bytes}`)
  }
  keep('stream_4g_mib_s', STREAMED / 2 ** 20 / ((performance.now() - start) / 1000))
  await phase('end')
}
