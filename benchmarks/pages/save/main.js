import { send } from 'socket:ipc'

// Asks all the time, and says so when another answer comes.
const PAUSE_MS = 2

let before
for (;;) {
  const { err, data } = await send('greeter.hello', { name: 'Ada' })
  const answer = err ? err.code : data
  if (answer !== before) console.log(`ANSWER ${answer}`)
  before = answer
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
}
