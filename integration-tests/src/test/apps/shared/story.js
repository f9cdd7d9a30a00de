// Checks that pages make on themselves, told on the terminal: `ok name` or `not ok name: why`.

import * as ipc from 'socket:ipc'

const bridge = globalThis[Symbol.for('socket.bridge')]
const LONGEST = 60_000

export async function check (name, body) {
  let timer
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error('it took too long')), LONGEST)
  })
  try {
    await Promise.race([body(), late])
    console.log(`ok ${name}`)
  } catch (error) {
    console.log(`not ok ${name}: ${error?.message ?? error}`)
  }
  clearTimeout(timer)
}

export function equal (actual, expected, what = 'it') {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (is !== should) throw new Error(`${what} is ${is}, not ${should}`)
}

export async function fails (promise) {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}

export async function exit (status) {
  await bridge.flush()
  await ipc.send('application.exit', { value: status })
}

export async function end () {
  console.log('end')
  await exit(0)
}

export async function call (command, params) {
  const { err, data } = await ipc.send(command, params)
  if (err) throw err
  return data
}

/** Waits until the plugin's state is as wanted. */
export async function until (wanted) {
  for (;;) {
    const state = await call('test.state')
    if (wanted(state)) return state
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export async function sha256 (bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
