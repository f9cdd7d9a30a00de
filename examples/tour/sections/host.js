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

  let before = processors
  function refresh () {
    memory.textContent = `${bytes(Number(os.availableMemory()))} free, this process ${bytes(process.memoryUsage().rss)}`
    uptime.textContent = span(os.uptime() / 1000)
    const now = os.cpus()
    load.set(busy(before, now))
    before = now
  }

  refresh()
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

/** Part of the time in which the processors worked since an earlier look; since the start at first. */
function busy (before, now) {
  const spent = (cpus, pick) => cpus.reduce((sum, { times }) => sum + pick(times), 0)
  const all = times => times.user + times.nice + times.sys + times.idle + times.irq
  const total = spent(now, all) - (before === now ? 0 : spent(before, all))
  const idle = spent(now, times => times.idle) - (before === now ? 0 : spent(before, times => times.idle))
  return total > 0 ? 1 - idle / total : 0
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
