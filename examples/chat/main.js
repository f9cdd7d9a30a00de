import { Room, keepUser } from './room.js'

const find = (selector) => document.querySelector(selector)
const [name, secret, talk, status] = ['#name', '#secret', '#talk', '#status'].map(find)

/** A writer has the colour of the key, which nobody else has, and not of the name, which anybody may take. */
const hue = (key) => key.readUInt16BE() % 360

function show ({ from, text, key, verified, own }) {
  const item = document.createElement('li')
  item.className = own ? 'own' : ''
  item.style.setProperty('--hue', hue(key))
  const writer = document.createElement('b')
  writer.textContent = verified ? from : `${from} (not proven)`
  item.append(writer, text)
  talk.append(item)
  item.scrollIntoView({ block: 'end' })
}

function tellWhoIsThere () {
  const { isReady, members } = room
  status.textContent = !isReady ? 'Looking for others…' : members === 0 ? 'Nobody else is here yet' : members === 1 ? 'One more is here' : `${members} more are here`
}

const room = new Room(await keepUser())
room.addEventListener('said', ({ detail }) => show(detail))
room.addEventListener('changed', tellWhoIsThere)

name.value = localStorage.getItem('name') ?? `Friend ${Math.floor(Math.random() * 90) + 10}`
name.addEventListener('change', () => localStorage.setItem('name', name.value))
secret.value = localStorage.getItem('secret') ?? 'the house with the blue door'
secret.addEventListener('change', async () => {
  localStorage.setItem('secret', secret.value)
  talk.replaceChildren()
  await room.enter(secret.value)
})

find('#say').addEventListener('submit', async (event) => {
  event.preventDefault()
  const text = find('#text').value.trim()
  find('#text').value = ''
  if (text !== '') await room.say(name.value, text)
})

await room.open()
await room.enter(secret.value)
document.documentElement.removeAttribute('aria-busy')
