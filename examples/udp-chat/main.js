import { Chat, GROUP } from './chat.js'

const find = (selector) => document.querySelector(selector)

function element (name, className, text) {
  const made = document.createElement(name)
  made.className = className
  made.textContent = text
  return made
}

/** The same name has the same colour everywhere. */
const hue = (name) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7)

const chat = new Chat(`Neighbour ${Math.floor(Math.random() * 90) + 10}`)
const name = find('#name')
name.value = chat.name
name.addEventListener('change', () => {
  chat.name = name.value.trim() || chat.name
  name.value = chat.name
})

chat.addEventListener('people', ({ detail }) => {
  find('#people').replaceChildren(...detail.map((person) => {
    const item = element('li', 'person', person)
    item.style.setProperty('--hue', hue(person))
    return item
  }))
})

chat.addEventListener('said', ({ detail: { name, text, own } }) => {
  const item = element('li', own ? 'said own' : 'said', '')
  item.style.setProperty('--hue', hue(name))
  item.append(element('b', '', name), element('span', '', text))
  find('#talk').append(item)
  item.scrollIntoView({ block: 'end' })
})

chat.addEventListener('trouble', ({ detail }) => {
  find('#status').textContent = detail.message
})

find('#say').addEventListener('submit', (event) => {
  event.preventDefault()
  const text = find('#text').value.trim()
  if (text !== '') chat.say(text)
  find('#text').value = ''
})

addEventListener('pagehide', () => chat.leave())
const address = await chat.join()
find('#status').textContent = `${address} in the group ${GROUP}`
find('#text').focus()
document.documentElement.removeAttribute('aria-busy')
