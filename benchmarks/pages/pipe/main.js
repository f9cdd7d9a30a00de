/** Measures programs and a backend, beside a small call and the lane that carries bytes. */
import { backend } from 'socket:application'
import { spawn } from 'socket:child_process'
import * as ipc from 'socket:ipc'
import { median, sequential } from './measure.js'

const MIB = 1 << 20
const BULK_MIB = 64
const LINES = 300_000
const ROUNDS = 5
const result = {}

function keep (name, value) {
  result[name] = value
  document.querySelector('pre').append(`${name} ${value.toFixed(1)}\n`)
}

async function dataOf (call) {
  const { err, data } = await call
  if (err) {
    throw err
  }
  return data
}

async function fromChild () {
  const start = performance.now()
  let bytes = 0
  for await (const chunk of spawn('head', ['-c', String(BULK_MIB * MIB), '/dev/zero'], { stdio: ['ignore', 'pipe', 'ignore'] }).stdout) {
    bytes += chunk.length
  }
  if (bytes !== BULK_MIB * MIB) {
    throw new Error(`Expected ${BULK_MIB} MiB, got ${bytes} bytes`)
  }
  return BULK_MIB * 1000 / (performance.now() - start)
}

async function byLane () {
  const start = performance.now()
  const bytes = await dataOf(ipc.request('probe.source', { bytes: BULK_MIB * MIB }, { responseType: 'arraybuffer' }))
  if (bytes.byteLength !== BULK_MIB * MIB) {
    throw new Error(`Expected ${BULK_MIB} MiB, got ${bytes.byteLength} bytes`)
  }
  return BULK_MIB * 1000 / (performance.now() - start)
}

try {
  await backend.open()
  const [children, lanes, pongs, smalls] = [[], [], [], []]
  await fromChild()
  await byLane()
  for (let round = 0; round < ROUNDS; round++) { // in turn, so that all see the same machine
    children.push(await fromChild())
    lanes.push(await byLane())
    smalls.push(1000 * await sequential(3, 150, () => ipc.send('probe.echo', { value: 'ping' })))
    pongs.push(1000 * await sequential(3, 150, () => backend.request('echo', 'ping')))
  }
  keep('child_to_page_mib_s', median(children))
  keep('lane_down_mib_s', median(lanes))
  keep('pingpong_p50_us', median(pongs))
  keep('small_p50_us', median(smalls))
  keep('child_to_java_mib_s', await dataOf(ipc.send('probe.pipe')))
  await dataOf(ipc.send('probe.expect', { count: LINES }))
  await backend.sendMessage('flood', String(LINES))
  keep('lines_per_s', await dataOf(ipc.send('probe.lines')))
  spawn('sh', ['-c', "sh -c 'sleep 1001; :' & (setsid sleep 1001 &) ; trap '' TERM; while :; do sleep 1001; done"])
  await new Promise((resolve) => setTimeout(resolve, 500))
} catch (error) {
  result.error = `${error.name}: ${error.message}`
}
await dataOf(ipc.send('probe.result', { json: JSON.stringify(result) }))
