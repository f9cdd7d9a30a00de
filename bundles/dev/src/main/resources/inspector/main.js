import { send } from 'socket:ipc'
import { views } from './views.js'

const EVERY_MS = 500
const MOST_LINES = 2000

const main = document.querySelector('main')
const nav = document.querySelector('nav')
const filter = document.querySelector('#filter')
const status = document.querySelector('#status')
const logs = []
let shown = 'Calls'
let latest

for (const name of Object.keys(views)) {
  const button = Object.assign(document.createElement('button'), { textContent: name, role: 'tab' })
  button.addEventListener('click', () => show(name))
  nav.append(button)
}
filter.addEventListener('input', draw)

function show (name) {
  shown = name
  for (const button of nav.children) button.ariaSelected = String(button.textContent === name)
  main.scrollTop = 0
  draw()
}

function draw () {
  if (!latest) return
  const { columns, rows } = views[shown]({ ...latest, logs })
  const wanted = filter.value.toLowerCase()
  const seen = rows.filter((row) => row.some(({ text }) => text.toLowerCase().includes(wanted)))
  main.replaceChildren(seen.length ? table(columns, seen) : nothing(rows.length))
}

function table (columns, rows) {
  const made = document.createElement('table')
  const head = made.createTHead().insertRow()
  for (const { name, kind } of columns) {
    const cell = document.createElement('th')
    cell.textContent = name
    if (kind === 'number') cell.className = 'number'
    head.append(cell)
  }
  const body = made.createTBody()
  for (const row of rows) {
    const line = body.insertRow()
    row.forEach(({ text, tone = '' }, i) => {
      const cell = line.insertCell()
      cell.textContent = text
      cell.className = `${columns[i].kind ?? ''} ${tone}`
    })
  }
  return made
}

function nothing (hidden) {
  return Object.assign(document.createElement('p'), {
    className: 'empty', textContent: hidden ? 'Nothing matches the filter' : 'Nothing yet'
  })
}

async function refresh () {
  const { err, data } = await send('dev.inspect', { since: logs.at(-1)?.number ?? 0 })
  if (err) {
    status.textContent = err.message
    return
  }
  const isNew = JSON.stringify(data) !== JSON.stringify(latest)
  latest = data
  logs.push(...data.logs)
  logs.splice(0, logs.length - MOST_LINES)
  document.querySelector('#app').textContent = data.app
  const calls = data.routes.reduce((sum, { calls }) => sum + calls, 0)
  status.textContent = `${data.bundles.length} bundles · ${data.routes.length} routes · ${calls.toLocaleString()} calls · ${data.swaps.length} swaps`
  if (isNew) draw()
}

async function follow () {
  for (;;) {
    if (document.visibilityState === 'visible') await refresh()
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
}

document.documentElement.ariaBusy = 'true'
await refresh()
show(location.hash.slice(1) || shown)
document.documentElement.ariaBusy = 'false'
follow()
