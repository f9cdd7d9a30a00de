import { backend } from 'socket:application'
import { usual } from '../clock.js'
import { count, el, facts, repeat, time } from '../ui.js'

export const title = 'A backend'
export const about = 'A program in any language behind the page; this one is a shell script.'

/** Fills the card. */
export async function show (card) {
  const figure = el('strong', { class: 'figure' })
  const process = el('span')
  const answered = el('span')

  async function ask () {
    let last
    const ms = await usual(async () => { last = await backend.request('hello') })
    figure.textContent = time(ms)
    process.textContent = String(last.process)
    answered.textContent = count(last.answered)
  }

  await backend.open()
  await ask()
  card.append(
    el('p', {}, figure, el('span', {}, ' there and back')),
    facts([['Command', el('code', {}, 'sh backend.sh')], ['Process', process], ['Answers', answered]])
  )
  repeat(3000, ask)
}
