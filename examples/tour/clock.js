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
