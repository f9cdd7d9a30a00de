/**
 * What each tab shows: columns, and rows of cells with a text and a tone.
 * @type {Record<string, (data: any) => { columns: object[], rows: { text: string, tone?: string }[][] }>}
 */
export const views = { Calls, Routes, Swaps, Bundles, Grants, Logs }

function Calls ({ calls }) {
  return {
    columns: [
      column('Time', 'mono'), column('Route', 'mono'), column('From'), column('Outcome', 'mono'), column('Took', 'number')
    ],
    rows: calls.toReversed().map(({ ended, route, from, outcome, micros }) => [
      cell(time(ended), 'dim'), cell(route), cell(from, 'dim'),
      cell(outcome, outcome === 'ok' ? 'good' : 'bad'), cell(duration(micros))
    ])
  }
}

function Routes ({ routes }) {
  return {
    columns: [
      column('Route', 'mono'), column('Served'), column('Calls', 'number'), column('Failures', 'number'),
      column('Refusals', 'number'), column('p50', 'number'), column('p90', 'number'), column('p99', 'number'), column('Max', 'number')
    ],
    rows: routes.toSorted((a, b) => b.calls - a.calls).map((route) => [
      cell(route.route), cell(route.served ? 'yes' : 'no', route.served ? 'good' : 'dim'),
      cell(route.calls.toLocaleString()), count(route.failures, 'bad'), count(route.refusals, 'warn'),
      ...['p50', 'p90', 'p99', 'max'].map((name) => cell(route.calls ? duration(route[name]) : '', 'dim'))
    ])
  }
}

function Swaps ({ swaps }) {
  return {
    columns: [column('Time', 'mono'), column('Plugin'), column('How'), column('Calls waited', 'number')],
    rows: swaps.toReversed().map(({ ended, plugin, kind, micros }) => [
      cell(time(ended), 'dim'), cell(plugin), cell(kind.toLowerCase().replaceAll('_', ' '), 'dim'), cell(duration(micros))
    ])
  }
}

function Bundles ({ bundles }) {
  return {
    columns: [column('Bundle', 'mono'), column('Version', 'mono'), column('State'), column('Routes'), column('Last changed', 'mono')],
    rows: bundles.map(({ name, version, state, provides, modified }) => [
      cell(name), cell(version, 'dim'), cell(state, state === 'active' ? 'good' : 'warn'), cell(provides, 'dim'), cell(time(modified), 'dim')
    ])
  }
}

function Grants ({ grants, restricted }) {
  const rows = grants.map(({ section, name, value }) => [cell(section), cell(name), cell(value, 'dim')])
  if (!restricted) rows.unshift([cell('everything', 'warn'), cell(''), cell('socket.ini has no [capabilities]', 'dim')])
  return { columns: [column('Plugin', 'mono'), column('Permission', 'mono'), column('In socket.ini', 'mono')], rows }
}

function Logs ({ logs }) {
  const tones = { error: 'bad', warning: 'warn' }
  return {
    columns: [column('Time', 'mono'), column('From', 'mono'), column('Line', 'mono wrap')],
    rows: logs.toReversed().map(({ at, level, source, text }) => [
      cell(time(at), 'dim'), cell(source, 'dim'), cell(text, tones[level] ?? '')
    ])
  }
}

const column = (name, kind) => ({ name, kind })
const cell = (text, tone) => ({ text, tone })
const count = (number, tone) => cell(number ? number.toLocaleString() : '', tone)

function time (millis) {
  const date = new Date(millis)
  return date.toLocaleTimeString([], { hour12: false }) + '.' + String(date.getMilliseconds()).padStart(3, '0')
}

function duration (micros) {
  if (micros < 1000) return `${micros} µs`
  return micros < 1e6 ? `${(micros / 1000).toFixed(micros < 1e4 ? 2 : 0)} ms` : `${(micros / 1e6).toFixed(2)} s`
}
