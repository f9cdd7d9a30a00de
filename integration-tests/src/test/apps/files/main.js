import { check, end, equal } from './story.js'

await check('content types', async () => {
  for (const [name, type] of Object.entries({
    '/': 'text/html; charset=utf-8',
    'main.js': 'text/javascript; charset=utf-8',
    'empty.wasm': 'application/wasm',
    'digits.txt': 'text/plain; charset=utf-8',
    'tone.wav': 'audio/wav',
    'socket:fs/promises': 'text/javascript; charset=utf-8'
  })) {
    const response = await fetch(name)
    equal([name, response.status, response.headers.get('content-type')], [name, 200, type])
  }
})

await check('what is not there', async () => {
  for (const name of ['nothing.txt', '../../../../etc/passwd', '%2e%2e%2f%2e%2e%2fetc/passwd', 'digits.txt%00',
    'socket/nothing.js', 'socket:nothing', '%zz', 'outside.txt', 'outside/secret.txt', '../outside/secret.txt', '..%2foutside%2fsecret.txt']) {
    equal([name, (await fetch(name)).status], [name, 404])
  }
})

await check('pages without their extension and folders', async () => {
  equal((await (await fetch('about')).text()).includes('About'), true)
  equal((await (await fetch('pages/')).text()).includes('Pages'), true)
})

await check('names in UTF-8', async () => {
  equal(await (await fetch('größe/日本 😀.txt')).text(), 'grüße')
})

await check('ranges', async () => {
  const get = async (range) => {
    const response = await fetch('digits.txt', { headers: { range } })
    return [response.status, response.headers.get('content-range'), await response.text()]
  }
  equal(await get('bytes=2-4'), [206, 'bytes 2-4/10', '234'])
  equal(await get('bytes=-3'), [206, 'bytes 7-9/10', '789'])
  equal(await get('bytes=8-'), [206, 'bytes 8-9/10', '89'])
  equal(await get('bytes=10-'), [416, 'bytes */10', ''])
  equal(await get('bytes=1-2,4-5'), [200, null, '0123456789'])
})

await check('a large file', async () => {
  const bytes = new Uint8Array(await (await fetch('large.bin')).arrayBuffer())
  equal(bytes.length, 30_000_000)
  for (let i = 0; i < bytes.length; i += 9973) {
    if (bytes[i] !== i % 251) throw new Error(`wrong byte at ${i}`)
  }
})

await check('a file that nobody reads to its end', async () => {
  for (let i = 0; i < 20; i++) {
    const controller = new AbortController()
    await fetch('large.bin', { signal: controller.signal })
    controller.abort()
  }
  equal((await fetch('digits.txt')).status, 200)
})

async function seek (audio) {
  const event = (name) => new Promise((resolve, reject) => {
    audio.addEventListener(name, resolve, { once: true })
    audio.addEventListener('error', () => reject(new Error(`media error ${audio.error?.code} ${audio.error?.message}`)), { once: true })
  })
  await event('canplay')
  equal(Math.round(audio.duration), 60)
  for (const time of [50, 3, 31]) {
    const sought = event('seeked')
    audio.currentTime = time
    await sought
    equal(Math.round(audio.currentTime), time)
  }
}

await check('sound that seeks', async () => {
  await seek(Object.assign(new Audio('tone.wav'), { muted: true, preload: 'auto' }))
})

await check('sound in the document that seeks', async () => {
  const audio = Object.assign(document.createElement('audio'), { muted: true, preload: 'auto' })
  audio.setAttribute('src', 'tone.wav')
  document.body.append(audio)
  await seek(audio)
})

await check('no policy of the platform', async () => {
  equal((await fetch('/')).headers.get('content-security-policy'), null)
  equal(new Function('return 1')(), 1)
})

await end()
