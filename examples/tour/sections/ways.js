import { request, send, sendSync, stream } from 'socket:ipc'
import { usual } from '../clock.js'
import { el, repeat, time } from '../ui.js'

export const title = 'Ways to call'
export const about = 'The same router answers them all.'

/** What is done, how it is written, and a function that resolves to the time of a call. */
const ways = [
  ['Message', 'send()', () => usual(() => send('ping'))],
  ['Request', 'request()', () => usual(() => request('ping'))],
  ['Plain fetch', 'fetch()', () => usual(async () => (await fetch('ipc://ping')).json())],
  ['Synchronous', 'sendSync()', () => usual(() => sendSync('ping'))],
  ['From a worker', 'request()', fromWorker],
  ['Raw bytes', 'os.hrtime', () => usual(() => request('os.hrtime', {}, { responseType: 'arraybuffer' }))]
]

/** Fills the card. */
export async function show (card) {
  const rows = ways.map(([name, code]) => {
    const figure = el('span')
    return { figure, node: row(name, code, figure) }
  })
  const events = el('span', {}, 'none yet')

  async function measure () {
    for (const [i, [,, way]] of ways.entries()) {
      rows[i].figure.textContent = await way().then(time, err => err.message)
    }
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

let worker = null

function fromWorker () {
  worker ??= new Worker(new URL('../worker.js', import.meta.url), { type: 'module' })
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = () => {
      worker = null
      reject(new Error('no worker'))
    }
    worker.postMessage('measure')
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
