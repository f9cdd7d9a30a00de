import { request, send } from 'socket:ipc'
import { timed } from '../clock.js'
import { count, el, facts, repeat, svg, time } from '../ui.js'

export const title = 'Calls'
export const about = 'Two lanes carry the same call: one for small questions, one for anything.'
export const wide = true

/** Calls of a run, one after the other; a run is one point of the chart. */
const RUN = 8
const RUNS = 4
const FIRST_ROUNDS = 6
const KEPT = 80
const IN_FLIGHT = 32

const lanes = [
  lane('fast', 'Message lane', 'ipc.send', () => send('ping')),
  lane('fetch', 'Fetch lane', 'ipc.request', () => request('ping'))
]

/** Fills the card. */
export async function show (card) {
  const chart = makeChart()
  let paused = false
  const pause = el('button', {
    type: 'button',
    onclick () {
      paused = !paused
      pause.textContent = paused ? 'Go on' : 'Pause'
    }
  }, 'Pause')

  async function round () {
    for (const lane of lanes) await measure(lane)
    chart.draw()
  }

  await warmUp()
  for (let i = 0; i < FIRST_ROUNDS; i++) await round()
  card.append(
    pause,
    chart.node,
    el('div', { class: 'lanes' }, ...lanes.map(lane => lane.node)),
    el('p', { class: 'note' }, `Each point is the mean of ${RUN} calls of ‘ping’, one after the other, as this page sees them.`)
  )
  repeat(1000, () => paused || round())
}

function lane (id, name, call, once) {
  const figure = el('strong', { class: 'figure' })
  const p99 = el('span')
  const rate = el('span')
  const flight = el('span')
  return {
    id,
    once,
    runs: [],
    figures: { figure, p99, rate, flight },
    node: el('div', { class: `lane ${id}` },
      el('h3', {}, name, ' ', el('code', {}, call)),
      el('p', {}, figure, el('span', {}, 'median')),
      facts([['99th percentile', p99], ['one at a time', rate], [`${IN_FLIGHT} in flight`, flight]]))
  }
}

async function warmUp () {
  for (const { once } of lanes) {
    const { err } = await once()
    if (err) throw err
    await Promise.all(Array.from({ length: IN_FLIGHT }, once))
  }
}

async function measure ({ once, runs, figures }) {
  for (let run = 0; run < RUNS; run++) {
    runs.push(await timed(() => inTurn(once, RUN)) / RUN)
  }
  runs.splice(0, runs.length - KEPT)
  const flight = await timed(() =>
    Promise.all(Array.from({ length: IN_FLIGHT }, () => inTurn(once, 2))))
  const sorted = runs.toSorted((a, b) => a - b)
  figures.figure.textContent = time(quantile(sorted, 0.5))
  figures.p99.textContent = time(quantile(sorted, 0.99))
  figures.rate.textContent = perSecond(runs.length, runs.reduce((sum, ms) => sum + ms, 0))
  figures.flight.textContent = perSecond(2 * IN_FLIGHT, flight)
}

async function inTurn (once, times) {
  for (let i = 0; i < times; i++) await once()
}

function quantile (sorted, part) {
  return sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)]
}

function perSecond (calls, ms) {
  return `${count(calls / ms * 1000)} /s`
}

function makeChart () {
  const lines = new Map(lanes.map(({ id }) => [id, svg('polyline', { class: id })]))
  const plot = svg('svg', { viewBox: '0 0 100 100', preserveAspectRatio: 'none', role: 'img' },
    svg('path', { class: 'grid', d: 'M0 0.5H100M0 50H100M0 99.5H100' }), ...lines.values())
  const top = el('span')
  const middle = el('span')

  function draw () {
    const usual = Math.max(...lanes.map(({ runs }) => quantile(runs.toSorted((a, b) => a - b), 0.9)))
    const scale = niceAbove(usual * 1.2)
    top.textContent = time(scale)
    middle.textContent = time(scale / 2)
    for (const { id, runs } of lanes) {
      lines.get(id).setAttribute('points', runs.map((ms, i) => {
        const x = 100 - (runs.length - 1 - i) / (KEPT - 1) * 100
        return `${x.toFixed(2)},${(100 - Math.min(ms / scale, 1) * 100).toFixed(2)}`
      }).join(' '))
    }
    plot.setAttribute('aria-label', `Time of a call, up to ${time(scale)}; ` +
      lanes.map(lane => `${lane.id} lane ${lane.figures.figure.textContent}`).join(', '))
  }

  return {
    draw,
    node: el('div', { class: 'chart' },
      el('div', { class: 'axis', 'aria-hidden': 'true' }, top, middle, el('span', {}, '0')), plot)
  }
}

/** The next of 1, 2, 4, 6, 10, 20, 40 … hundredths of a millisecond. */
function niceAbove (ms) {
  const power = 10 ** Math.floor(Math.log10(ms))
  return [1, 2, 4, 6, 10].map(step => step * power).find(step => step >= ms)
}
