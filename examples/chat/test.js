// ./ssc run --test examples/chat/test.js examples/chat
import { Encryption, network } from 'socket:network'
import { test } from 'socket:test'
import { CLUSTER, Room } from './room.js'

const said = () => [...document.querySelectorAll('#talk li')].map((item) => item.textContent)
const status = (wanted) => () => document.querySelector('#status').textContent === wanted
const own = document.querySelector('#secret').value

/** What `ssc peer --indexed` would run, for as long as the tests take. */
const introducer = async (seed, port) => network({
  clusterId: await Encryption.createClusterId(CLUSTER),
  signingKeys: await Encryption.createKeyPair(seed),
  indexed: true,
  address: '127.0.0.1',
  port
})
await Promise.all([introducer('one', 7001), introducer('two', 7002)])

async function friend (secret) {
  const room = new Room(await Encryption.createKeyPair())
  const heard = []
  room.addEventListener('said', ({ detail }) => heard.push(detail))
  await room.open()
  await room.enter(secret)
  return { room, heard }
}

test('friends hear each other, and know who speaks', async (t) => {
  const { room, heard } = await friend(own)
  await t.waitFor(status('One more is here'), {}, 'the friend is there')

  await room.say('Ada', 'Good morning')
  await t.waitFor(() => said().includes('AdaGood morning'), {}, 'what the friend says is shown')

  document.querySelector('#name').value = 'Grace'
  document.querySelector('#text').value = 'Hello Ada'
  document.querySelector('#say').requestSubmit()
  await t.waitFor(() => heard.some(({ from, text, verified }) => from === 'Grace' && text === 'Hello Ada' && verified), {}, 'the friend hears')
})

test('who comes later hears what was said before', async (t) => {
  const { heard } = await friend(own)
  await t.waitFor(() => heard.some(({ text }) => text === 'Good morning'), {}, 'what was said before came')
})

test('who knows another secret hears nothing', async (t) => {
  const { room, heard } = await friend('another house')
  await room.say('Mallory', 'Let me in')
  const { room: last, heard: ours } = await friend(own)
  await last.say('Ada', 'Good night')
  await t.waitFor(() => said().includes('AdaGood night'), {}, 'the next message comes')
  t.equal(said().some((text) => text.startsWith('Mallory')), false, 'and nothing of the other room')
  t.equal(heard.some(({ own }) => !own), false, 'nor the other way round')
  t.equal(ours.some(({ from }) => from === 'Mallory'), false, 'for anybody')
})
