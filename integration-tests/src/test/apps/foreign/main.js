import { call, check, end, equal } from './story.js'

const frame = document.createElement('iframe')
frame.src = `${await (await fetch('frame-address.txt')).text()}#${(await call('platform.body')).key}`

await check('a foreign frame gets nothing', async () => {
  const before = (await call('test.state')).calls
  const found = await new Promise((resolve) => {
    addEventListener('message', ({ data }) => resolve(data))
    document.body.append(frame)
  })
  for (const [name, value] of Object.entries(found)) equal([name, value], [name, 'refused'])
  equal(Object.keys(found).length, 19)
  equal((await call('test.state')).calls, before, 'calls that came through')
})

await check('still there', async () => equal(await call('ping'), 'pong'))
await end()
