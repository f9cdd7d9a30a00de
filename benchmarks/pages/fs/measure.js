/** Measures, here and under Node: the clock of a page has whole milliseconds, so what is short is measured in rows. */
const MIB = 64
const BULK_RUNS = 7

export function median (values) {
  const sorted = Float64Array.from(values).sort()
  return sorted[sorted.length >> 1]
}

/** Milliseconds of one: the median of rows of calls, one after the other. */
export async function sequential (rows, calls, call) {
  const times = []
  for (let row = -1; row < rows; row++) {
    const start = performance.now()
    for (let i = 0; i < calls; i++) {
      await call()
    }
    if (row >= 0) { // the first is to warm up
      times.push((performance.now() - start) / calls)
    }
  }
  return median(times)
}

/** MiB a second: the median of some transfers after one to warm up. */
export async function bulk (transfer) {
  const speeds = []
  for (let run = 0; run <= BULK_RUNS; run++) {
    const start = performance.now()
    const bytes = await transfer()
    speeds.push(MIB * 1000 / (performance.now() - start))
    if (bytes !== MIB << 20) {
      throw new Error(`Expected ${MIB} MiB, got ${bytes} bytes`)
    }
  }
  return median(speeds.slice(1))
}

/** What a program does with files, by whichever `fs/promises`. */
export async function files (fs, folder, keep) {
  keep('read_1m_p50_ms', await sequential(21, 10, () => fs.readFile(`${folder}/1m`)))
  keep('read_64m_mib_s', await bulk(async () => (await fs.readFile(`${folder}/64m`)).byteLength))
  const payload = new Uint8Array(MIB << 20).fill(7)
  keep('write_64m_mib_s', await bulk(async () => {
    await fs.writeFile(`${folder}/written`, payload)
    return (await fs.stat(`${folder}/written`)).size
  }))
}
