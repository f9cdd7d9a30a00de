import { call, check, end, equal, until } from './story.js'

await check('the page before is cancelled', async () => {
  const state = await until(({ waiting, cancelled }) => waiting === 0 && cancelled >= 4)
  equal([state.waiting, state.cancelled], [0, 4])
})

await check('still there', async () => equal(await call('ping'), 'pong'))
await end()
