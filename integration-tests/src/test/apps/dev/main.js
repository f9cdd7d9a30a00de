import { send } from 'socket:ipc'

// Tells what a person would see, a line whenever it changes. The number of the document stays the
// same until it is loaded again.
const generation = Math.random().toString(36).slice(2)
let before = ''

async function look () {
  const { err, data } = await send('greeter.hello', { name: 'Ada' })
  const overlay = document.querySelector('socket-dev-overlay')?.shadowRoot
  const seen = [
    ['answer', err ? err.code : data],
    ['color', getComputedStyle(document.querySelector('h1')).color],
    ['heading', document.querySelector('h1').textContent],
    ['overlay', overlay ? overlay.querySelector('.place').textContent.replace(/.*\//, '') : 'none'],
    ['document', generation]
  ]
  const now = seen.map(([name, value]) => `${name}=${value}`).join(' ')
  if (now !== before) console.log(now)
  before = now
  setTimeout(look, 10)
}
look()

// Many calls are under way at any time; each must be answered.
async function keepCalling () {
  for (let i = 0; ; i++) {
    const { err, data } = await send('greeter.slow', { name: String(i) })
    if (err || !data.endsWith(String(i))) console.log(`lost=${err?.code ?? data}`)
  }
}
for (let i = 0; i < 4; i++) keepCalling()
