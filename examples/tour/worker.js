/** Answers a number of times with how long a call takes from here, in milliseconds. */
import { request } from 'socket:ipc'
import { timed } from './clock.js'

addEventListener('message', async ({ data: times }) => {
  await request('ping')
  postMessage(await timed(async () => {
    for (let i = 0; i < times; i++) await request('ping')
  }) / times)
})
