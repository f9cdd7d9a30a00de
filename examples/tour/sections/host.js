import { send } from 'socket:ipc'
import os from 'socket:os'
import process from 'socket:process'
import { bytes, el, facts, repeat, span } from '../ui.js'

export const title = 'This machine'
export const about = 'What socket:os and socket:process tell.'

/** Fills the card. */
export async function show (card) {
  const { sysname, release, machine } = os.uname()
  const processors = os.cpus()
  const memory = el('span')
  const uptime = el('span')
  const load = meter()

  let before = null
  async function refresh () {
    memory.textContent = `${bytes(Number(os.availableMemory()))} free, this process ${bytes(process.memoryUsage().rss)}`
    uptime.textContent = span(os.uptime())
    const { data: now } = await send('os.cpus')
    load.set(busy(now, before))
    before = now
  }

  await refresh()
  card.append(facts([
    ['System', `${sysname} ${release}`],
    ['Machine', `${machine}, ${processors.length} × ${processors[0].model}`],
    ['Load', load.node],
    ['Memory', memory],
    ['Up for', uptime],
    ['Engine', engine()],
    ['App', location.origin]
  ]))
  document.getElementById('versions').textContent =
    `Version ${process.versions.socket}, ${process.platform} ${process.arch}`
  repeat(2000, refresh)
}

/** Part of the time in which the processors worked since an earlier look, or since the start. */
function busy (now, before) {
  const spent = (cpus, pick) => (cpus ?? []).reduce((sum, { times }) => sum + pick(times), 0)
  const since = pick => spent(now, pick) - spent(before, pick)
  const total = since(times => times.user + times.nice + times.sys + times.idle + times.irq)
  return total > 0 ? 1 - since(times => times.idle) / total : 0
}

function meter () {
  const bar = el('span', { class: 'bar' })
  const text = el('span')
  return {
    node: el('span', { class: 'meter' }, el('span', { class: 'track', 'aria-hidden': 'true' }, bar), text),
    set (part) {
      bar.style.inlineSize = `${part * 100}%`
      text.textContent = `${Math.round(part * 100)} %`
    }
  }
}

function engine () {
  return navigator.userAgent.match(/AppleWebKit\/[\d.]+/)?.[0] ?? navigator.userAgent
}
