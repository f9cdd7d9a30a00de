import { check, end, equal, fails } from './story.js'

const { serviceWorker } = navigator
await serviceWorker.register('/sw.js')
const { active } = await serviceWorker.ready
if (active.state !== 'activated') await new Promise((resolve) => active.addEventListener('statechange', resolve, { once: true }))

const reader = (await fetch('/endless')).body.getReader()
await reader.read()
const [file, pending, rest] = [fetch('/data.txt'), fetch('/pending'), reader.read()]
await fetch('/asked')
console.log('waiting')

await check('what a worker was answering when it ended', async () => {
  await fails(rest)
  equal(await (await file).text(), 'from the file')
  equal((await pending).status, 502)
})

await check('the worker is there again', async () => {
  equal(await (await fetch('/asked')).text(), 'asked')
  equal((await serviceWorker.getRegistration()).active.state, 'activated')
})
await end()
