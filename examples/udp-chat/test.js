// ./ssc run --test examples/udp-chat/test.js examples/udp-chat
import { createSocket } from 'socket:dgram'
import { test } from 'socket:test'
import { Chat, GROUP, PORT } from './chat.js'

const said = () => [...document.querySelectorAll('.said')].map((item) => item.textContent)

test('a neighbour is seen and heard, and hears', async (t) => {
  const ada = new Chat('Ada')
  const heard = []
  ada.addEventListener('said', ({ detail }) => heard.push(detail.text))
  await ada.join()
  await t.waitFor(() => [...document.querySelectorAll('.person')].some((item) => item.textContent === 'Ada'), {}, 'Ada is listed')

  ada.say('Good morning')
  await t.waitFor(() => said().includes('AdaGood morning'), {}, 'what Ada says is shown')

  document.querySelector('#text').value = 'Hello Ada'
  document.querySelector('#say').requestSubmit()
  await t.waitFor(() => heard.includes('Hello Ada'), {}, 'Ada hears what is typed')

  ada.leave()
  await t.waitFor(() => ![...document.querySelectorAll('.person')].some((item) => item.textContent === 'Ada'), {}, 'Ada is gone')
})

test('what is no message of the chat is ignored', async (t) => {
  const before = said().length
  const stranger = new Chat('Stranger')
  await stranger.join()
  const socket = createSocket('udp4')
  for (const text of ['', '{', '[]', 'null', '{"id":1}', JSON.stringify({ id: 'x', name: 'y', text: 'z'.repeat(501) })]) {
    socket.send(text, PORT, GROUP, () => {})
  }
  stranger.say('after all that')
  await t.waitFor(() => said().some((text) => text.endsWith('after all that')), {}, 'the next message comes')
  t.equal(said().length, before + 1, 'and nothing else')
  stranger.leave()
  socket.close()
})

test('socket.ini grants this group and nothing else', async (t) => {
  const socket = createSocket('udp4')
  const error = await new Promise((resolve) => socket.send('x', 53, '192.0.2.1', resolve))
  t.equal(error.code, 'NOT_ALLOWED')
  socket.close()
})
