/** Measures connections and servers of a page, and the binary lane that they travel by. */
import http from 'socket:http'
import * as ipc from 'socket:ipc'
import net from 'socket:net'
import process from 'socket:process'
import { measure } from './measure.js'

const MIB = 2 ** 20
const ask = (route, params) => fetch(`ipc://probe.${route}?${params}`)
const result = {}

function keep (name, value) {
  result[name] = value
  document.querySelector('pre').append(`${name} ${value.toFixed(1)}\n`)
}

async function lane () {
  const rounds = []
  for (let i = 0; i < 6; i++) {
    const start = performance.now()
    const { err, data } = await ipc.request('probe.source', { bytes: 64 * MIB }, { responseType: 'arraybuffer' })
    if (err || data.byteLength !== 64 * MIB) {
      throw err ?? new Error('The lane brought too little')
    }
    rounds.push(64 / ((performance.now() - start) / 1000))
  }
  return rounds.slice(1).sort((a, b) => a - b)[2]
}

try {
  keep('lane_down_mib_s', await lane())
  await measure({ net, http }, process.argv.slice(-3), keep, (name) => ask('phase', `name=${name}`))
} catch (error) {
  result.error = `${error.name}: ${error.message}`
}
await ask('result', `json=${encodeURIComponent(JSON.stringify(result))}`)
