/**
 * Times work more finely than the clock of a page ticks.
 *
 * WebKit's `performance.now()` moves once a millisecond, a call takes a tenth of that. So the work
 * starts on a tick, and after it the clock is looked at until the next tick: how many looks that
 * took, out of those that fit into a whole tick, tells which part of the last tick was left.
 */

/** Waits for the clock to tick. */
function tick () {
  const before = performance.now()
  let looks = 1
  let now = performance.now()
  while (now === before) {
    looks++
    now = performance.now()
  }
  return { now, looks }
}

/**
 * How long the work takes, in milliseconds.
 * @param {() => Promise<unknown>} work
 */
export async function timed (work) {
  const start = tick().now
  await work()
  const end = tick()
  const whole = tick()
  const left = Math.min(end.looks / whole.looks, 1) * (whole.now - end.now)
  return Math.max(end.now - start - left, 0)
}

const RUNS = 5
const RUN = 4

/**
 * How long one of many calls takes, in milliseconds: the median of short runs.
 * @param {() => unknown} call
 */
export async function usual (call) {
  await call()
  const runs = []
  for (let run = 0; run < RUNS; run++) {
    runs.push(await timed(async () => {
      for (let i = 0; i < RUN; i++) await call()
    }) / RUN)
  }
  return runs.toSorted((a, b) => a - b)[RUNS >> 1]
}
