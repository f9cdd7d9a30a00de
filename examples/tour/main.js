/**
 * Puts the sections on the page, side by side, and says when all have something to show.
 *
 * A section is a module in `sections/` that exports
 *   title, about   what stands at the top of its card
 *   wide           true to take two columns
 *   show(card)     fills the card; resolves when the first results are there
 * Adding one is one file there and one name here.
 */
import { el } from './ui.js'

const sections = ['calls', 'host', 'files', 'policy', 'ways', 'packets', 'backend']

const PATIENCE = 5000

/**
 * @param {HTMLElement} card
 * @param {PromiseSettledResult<any>} loaded its module
 */
async function fill (card, { reason, value: section }) {
  try {
    if (reason) throw reason
    card.classList.toggle('wide', section.wide === true)
    card.setAttribute('aria-labelledby', `${card.id}-title`)
    card.append(
      el('h2', { id: `${card.id}-title` }, section.title),
      el('p', { class: 'about' }, section.about)
    )
    await Promise.race([section.show(card), overdue()])
  } catch (err) {
    console.error(`tour: ${card.id}:`, err)
    card.append(el('p', { class: 'failed', role: 'alert' }, `Not shown: ${err.message}`))
  }
}

function overdue () {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no result within ${PATIENCE / 1000} s`)), PATIENCE)
  })
}

const cards = sections.map(name => el('section', { id: name }))
document.querySelector('main').append(...cards)
const modules = await Promise.allSettled(sections.map(name => import(`./sections/${name}.js`)))

// One after the other, so that none is measured while another one works.
for (const [i, card] of cards.entries()) await fill(card, modules[i])
document.documentElement.removeAttribute('aria-busy')
