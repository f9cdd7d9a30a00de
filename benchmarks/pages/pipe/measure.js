/** Measures: the clock of a page has whole milliseconds, so what is short is measured in rows. */
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
