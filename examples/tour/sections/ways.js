import { request, send, sendSync, stream } from 'socket:ipc'
import { timed } from '../clock.js'
import { el, repeat, time } from '../ui.js'

export const title = 'Ways to call'
export const about = 'The same router answers them all.'

const TIMES = 10

/** What is done, how, and what to wait for; each resolves to the time of one call. */
const ways = [
  ['Message', 'send()', () => mean(() => send('ping'))],
  ['Request', 'request()', () => mean(() => request('ping'))],
  ['Plain fetch', "fetch('ipc://ping')", () => mean(async () => (await fetch('ipc://ping')).json())],
  ['Synchronous', 'sendSync()', () => mean(() => sendSync('ping'))],
  ['From a worker', 'request()', fromWorker],
  ['Raw bytes', 'os.hrtime', () => mean(() => request('os.hrtime', {}, { responseType: 'arraybuffer' }))]
]

const worker = new Worker(new URL('../worker.js', import.meta.url), { type: 'module' })

/** Fills the card. */
export async function show (card) {
  const rows = ways.map(([name, code]) => {
    const figure = el('span')
    return { figure, node: row(name, code, figure) }
  })
  const events = el('span', {}, 'none yet')

  async function measure () {
    for (const [i, [,, way]] of ways.entries()) rows[i].figure.textContent = time(await way())
  }

  await measure()
  card.append(el('ul', { class: 'ways' }, ...rows.map(({ node }) => node),
    row('Event stream', 'stream()', events)))
  follow(events)
  repeat(5000, measure)
}

function row (name, code, figure) {
  return el('li', {}, el('span', {}, name), el('code', {}, code), figure)
}

/** Milliseconds that a call takes. */
async function mean (call) {
  await call()
  return await timed(async () => {
    for (let i = 0; i < TIMES; i++) await call()
  }) / TIMES
}

function fromWorker () {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = ({ message }) => reject(new Error(message))
    worker.postMessage(TIMES)
  })
}

/** Writes the latest event down, such as that a plugin was replaced. */
async function follow (text) {
  try {
    for await (const { event } of stream('platform.events')) text.textContent = event
    text.textContent = 'ended'
  } catch (err) {
    text.textContent = err.message
  }
}
