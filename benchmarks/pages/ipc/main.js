/**
 * Measures the lanes from the page, the same way on the platform and on the floor.
 *
 * The clock of a page has a resolution of 1 ms, too coarse for one call: the latency of sequential
 * calls is the time from one arrival at the native handler to the next, taken there and asked for
 * with probe.laps. Everything else lasts long enough for the clock of the page.
 */
const WARM_UP = 2000
const SEQUENTIAL = 10000
const IN_FLIGHT = 64
const CONCURRENT = 20000
const MIB = 64
const BULK_RUNS = 5
const EVENTS = 500000

const onPlatform = globalThis.isSocketRuntime === true
const lanes = await import(onPlatform ? './platform.js' : './floor.js')

const text = (i) => `/home/ada/Documents/harbour/notes/2026/11/24/the-lamps-of-the-western-pier-checked-${i}.md`

async function viaFetch (value) {
  const response = await fetch('ipc://probe.echo?value=' + encodeURIComponent(value))
  return (await response.json()).data
}

async function ask (route, params = '') {
  const response = await fetch(`ipc://probe.${route}?${params}`)
  return (await response.json()).data
}

async function checked (call, i) {
  const value = text(i)
  const answer = await call(value)
  if (answer !== value) {
    throw new Error(`Asked for ${value}, got ${answer}`)
  }
}

const median = (values) => percentile(values, 0.5)

function percentile (values, part) {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
}

/** Calls one after the other: microseconds from arrival to arrival. */
async function sequential (call) {
  for (let i = 0; i < WARM_UP; i++) {
    await checked(call, i)
  }
  await ask('laps')
  for (let i = 0; i <= SEQUENTIAL; i++) {
    await checked(call, i)
  }
  const laps = await ask('laps')
  if (laps.length !== SEQUENTIAL) {
    throw new Error(`Expected ${SEQUENTIAL} laps, got ${laps.length}`)
  }
  return { p50: percentile(laps, 0.5) / 1000, p99: percentile(laps, 0.99) / 1000 }
}

/** Always the same number of calls under way: calls a second. */
async function concurrent (call) {
  let next = 0
  const caller = async () => {
    while (next < CONCURRENT) {
      await checked(call, next++)
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: IN_FLIGHT }, caller))
  const seconds = (performance.now() - start) / 1000
  await ask('laps')
  return CONCURRENT / seconds
}

/** MiB a second: the median of some transfers after one to warm up. */
async function bulk (transfer) {
  const speeds = []
  for (let run = 0; run <= BULK_RUNS; run++) {
    const start = performance.now()
    const bytes = await transfer()
    const seconds = (performance.now() - start) / 1000
    if (bytes !== MIB << 20) {
      throw new Error(`Expected ${MIB} MiB, got ${bytes} bytes`)
    }
    speeds.push(MIB / seconds)
  }
  return median(speeds.slice(1))
}

/** Events a second, and how many were not the one that was due. */
async function streamed () {
  await ask('phase', 'name=events')
  let due = 0
  let lost = 0
  const start = performance.now()
  for await (const event of lanes.events(EVENTS)) {
    if (event.n === due) {
      due++
    } else {
      lost += Math.max(1, event.n - due)
      due = event.n + 1
    }
  }
  const seconds = (performance.now() - start) / 1000
  await ask('phase', 'name=end')
  return { perSecond: due / seconds, lost: lost + EVENTS - due }
}

const log = (line) => document.querySelector('pre').append(line + '\n')

async function run () {
  const result = {}
  const keep = (name, value) => {
    result[name] = value
    log(`${name} ${value.toFixed(1)}`)
  }
  const small = await sequential(lanes.small)
  keep('small_p50_us', small.p50)
  keep('small_p99_us', small.p99)
  keep('small_per_s', await concurrent(lanes.small))
  const fetched = await sequential(viaFetch)
  keep('fetch_p50_us', fetched.p50)
  keep('fetch_p99_us', fetched.p99)
  keep('fetch_per_s', await concurrent(viaFetch))
  if (lanes.events) {
    const { perSecond, lost } = await streamed()
    keep('events_per_s', perSecond)
    keep('events_lost', lost)
  }
  const payload = new Uint8Array(MIB << 20).fill(7)
  keep('up_mib_s', await bulk(() => lanes.up(payload)))
  keep('down_mib_s', await bulk(async () => (await lanes.down(MIB << 20)).byteLength))
  return result
}

const outcome = await run().catch((error) => ({ error: `${error.name}: ${error.message}` }))
await ask('result', 'json=' + encodeURIComponent(JSON.stringify(outcome)))
