import { stream } from 'socket:ipc'
import { el, timeOfDay } from '../ui.js'

export const title = 'Events'
export const about = 'One streamed answer: resize the window to see it.'

const KEPT = 6

/** Fills the card. */
export async function show (card) {
  const list = el('ol', { class: 'events', 'aria-label': 'Latest events' })
  const empty = el('p', { class: 'note' }, 'Nothing has happened yet.')
  card.append(empty, list)
  follow(event => {
    empty.remove()
    list.prepend(row(event))
    while (list.children.length > KEPT) list.lastChild.remove()
  }).catch(err => {
    empty.textContent = `The stream ended: ${err.message}`
    card.append(empty)
  })
}

async function follow (each) {
  for await (const item of stream('platform.events')) each(item)
}

function row ({ event, detail }) {
  return el('li', {},
    el('time', {}, timeOfDay(new Date())),
    el('code', {}, event),
    el('span', {}, inWords(detail)))
}

/** `{ width: 800, height: 600 }` as `width 800, height 600`. */
function inWords (detail) {
  if (detail == null) return ''
  if (typeof detail !== 'object') return String(detail)
  return Object.entries(detail).map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(', ')
}
