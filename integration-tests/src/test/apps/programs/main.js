// Programs and a backend, from a page: bytes both ways, and what becomes of them when the service behind is replaced.

import { backend } from 'socket:application'
import { execFileSync, spawn } from 'socket:child_process'
import { call, check, end, equal, fails, sha256 } from './story.js'

const MIB = 1 << 20
const noise = new Uint8Array(8 * MIB)
for (let i = 0; i < noise.length; i += 65536) crypto.getRandomValues(noise.subarray(i, i + 65536))

const heard = (name) => new Promise((resolve) => addEventListener(name, ({ detail }) => resolve(detail), { once: true }))
const ended = (child) => new Promise((resolve, reject) => child.on('close', (...args) => resolve(args)).on('error', reject))

async function read (stream) {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return new Blob(chunks).arrayBuffer()
}

const early = heard('early')

await check('bytes through a program and back', async () => {
  const cat = spawn('cat')
  cat.stdin.end(noise)
  equal(await sha256(await read(cat.stdout)), await sha256(noise))
})

await check('bytes while the service is replaced', async () => {
  const cat = spawn('cat')
  const reading = read(cat.stdout)
  const closed = ended(cat)
  for (let i = 0; i < 8; i++) {
    await new Promise((resolve) => cat.stdin.write(noise.subarray(i * MIB, (i + 1) * MIB), resolve))
    if (i % 3 === 1) await call('test.swap', { bundle: 'process' })
  }
  cat.stdin.end()
  equal(await sha256(await reading), await sha256(noise))
  equal(await closed, [0, null])
})

await check('much output in little memory', async () => {
  let size = 0
  for await (const chunk of spawn('head', ['-c', '134217728', '/dev/zero']).stdout) size += chunk.length
  equal(size, 134217728)
})

await check('signals and statuses', async () => {
  const sleeper = spawn('sleep', ['60'])
  const closed = ended(sleeper)
  sleeper.kill()
  equal(await closed, [null, 'SIGTERM'])
  equal(await ended(spawn('sh', ['-c', 'exit 143'])), [143, null])
  equal(execFileSync('sh', ['-c', 'echo "$A"'], { env: { A: 'ä' }, encoding: 'utf8' }), 'ä\n')
})

await check('two hundred programs', async () => {
  const programs = Array.from({ length: 200 }, () => spawn('cat'))
  programs.forEach((program, i) => program.stdin.end(String(i)))
  const texts = await Promise.all(programs.map(async ({ stdout }) => new TextDecoder().decode(await read(stdout))))
  equal(texts, programs.map((_, i) => String(i)))
})

await check('what is not granted', async () => {
  equal((await fails(ended(spawn('true')))).code, 'NOT_ALLOWED')
})

await check('a backend that starts with the app', async () => {
  equal(await early, 'there')
  equal(JSON.parse(await backend.request('text', { a: ['ä', 1] })), { a: ['ä', 1] })
  const pong = heard('ping')
  await backend.sendMessage('ping', 'hello')
  equal(JSON.parse(await pong), 'hello')
})

await check('bytes through a backend', async () => {
  const bytes = await backend.request('bytes', noise)
  equal(await sha256(bytes), await sha256(noise))
  const long = 'é'.repeat(2_000) // more takes the shell long: it looks at a line as often as it has characters
  equal(JSON.parse(await backend.request('text', long)), long)
})

await check('a backend has grants of its own', async () => {
  const called = heard('called')
  await backend.sendMessage('call')
  equal(String(await called).includes('NOT_ALLOWED'), true)
})

await check('a backend while the service is replaced', async () => {
  const { data: before } = await backend.open()
  await call('test.swap', { bundle: 'process' })
  const { data: after } = await backend.open()
  equal(after.pid, before.pid)
  equal(JSON.parse(await backend.request('text', 'again')), 'again')
  const pong = heard('ping')
  await new Promise((resolve) => setTimeout(resolve, 700)) // the window listens anew
  await backend.sendMessage('ping', 'still')
  equal(JSON.parse(await pong), 'still')
})

await check('a backend that crashes', async () => {
  const exit = heard('backend-exit')
  equal((await fails(backend.request('crash'))).code, 'BACKEND_GONE')
  equal(await exit, 3)
  await heard('early')
  equal(JSON.parse(await backend.request('text', 'back')), 'back')
})

await end()
