import { send } from 'socket:ipc'
import fs from 'socket:fs/promises'
import { DATA, HOME, join } from 'socket:path'
import { el } from '../ui.js'

export const title = 'What is refused'
export const about = 'Tried just now; socket.ini grants none of it.'

/** What is tried; each either throws or resolves to the refusal, `{ code, message }`. */
const attempts = [
  ['Read /etc/passwd', () => fs.readFile('/etc/passwd')],
  ['Write to the home folder', () => fs.writeFile(join(HOME, 'tour-was-here'), 'x')],
  ['Leave the folder by ..', () => fs.readFile(`${DATA}/../../../../../etc/hostname`)],
  ['Call an unknown route', async () => refusalOf(await send('no.such.route'))],
  ['Fetch example.com', () => byContentPolicy(() => fetch('https://example.com/'))],
  ['Evaluate a string', () => byContentPolicy(() => Function('return 1')())],
  ['Run an inline script', () => byContentPolicy(() => {
    const script = el('script', {}, 'globalThis.inlineScriptRan = true')
    document.head.append(script)
    script.remove()
    if (globalThis.inlineScriptRan !== true) throw new Error('An inline script did not run')
  })]
]

/** Fills the card. */
export async function show (card) {
  const list = el('ul', { class: 'attempts' })
  const summary = el('p', { class: 'unseen', role: 'status' })

  async function run () {
    const outcomes = []
    for (const [, attempt] of attempts) outcomes.push(await outcomeOf(attempt))
    list.replaceChildren(...attempts.map(([name], i) => row(name, outcomes[i])))
    summary.textContent = `${outcomes.filter(outcome => outcome.refused).length} of ${attempts.length} refused.`
  }

  card.append(el('button', { type: 'button', onclick: run }, 'Try again'), list, summary)
  await run()
}

function row (name, { refused, code, message }) {
  return el('li', { class: refused ? 'refused' : 'allowed' },
    el('span', {}, name), el('code', {}, code), el('small', { title: message }, message))
}

async function outcomeOf (attempt) {
  try {
    const refusal = await attempt()
    if (refusal?.code) return { refused: true, ...refusal }
    return { refused: false, code: 'allowed', message: 'Nothing stopped it.' }
  } catch (err) {
    return { refused: true, code: String(err.code ?? err.name), message: err.message }
  }
}

function refusalOf ({ err }) {
  return err && { code: String(err.code ?? err.name), message: err.message }
}

/** Names the directive of the Content-Security-Policy that the browser reports. */
async function byContentPolicy (attempt) {
  const reported = new Promise(resolve => {
    document.addEventListener('securitypolicyviolation', resolve, { once: true })
  })
  try {
    await attempt()
  } catch (err) {
    const event = await Promise.race([reported, new Promise(resolve => setTimeout(resolve, 200))])
    return { code: event?.effectiveDirective ?? err.name, message: err.message }
  }
}
