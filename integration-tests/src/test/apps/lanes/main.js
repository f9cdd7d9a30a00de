import * as ipc from 'socket:ipc'
import { tmpdir } from 'socket:os'
import * as again from '/socket/ipc.js'
import { call, check, end, equal, sha256, until } from './story.js'

const post = async (body, headers = {}) =>
  (await fetch('ipc://test.digest', { method: 'POST', body, headers })).json()
const bytes = Uint8Array.from({ length: 3_000_001 }, (_, i) => i % 253)

await check('one instance of a module', async () => {
  equal(again.send === ipc.send, true)
  equal((await import('socket:ipc')).send === ipc.send, true)
  equal((await import('socket:fs/promises')).readFile ===
    (await import('/socket/fs/promises.js')).readFile, true)
})

await check('three lanes', async () => {
  equal(await call('ping'), 'pong')
  equal((await ipc.request('ping')).data, 'pong')
  equal(ipc.sendSync('ping').data, 'pong')
  equal((await (await fetch('ipc://ping?seq=R77')).json()).data, 'pong')
})

await check('text as it is', async () => {
  const text = 'a&b=c d+e%20f ü 世界 😀 "\\\u2028\n\0'
  equal(await call('test.echo', { value: text }), text)
  equal((await ipc.request('test.echo', { value: text })).data, text)
  equal(ipc.sendSync('test.echo', { value: text }).data, text)
})

await check('whole bodies', async () => {
  const sum = await sha256(bytes)
  for (const [kind, body] of Object.entries({
    view: bytes,
    buffer: bytes.buffer,
    part: new DataView(bytes.buffer, 0),
    blob: new Blob([bytes.subarray(0, 1000), bytes.subarray(1000)]),
    file: new File([bytes], 'a.bin')
  })) {
    const { data } = await post(body)
    equal([data.bytes, data.sha256, data.told], [bytes.length, sum, bytes.length], kind)
  }
  equal((await post(new Uint16Array(bytes.buffer, 10, 7))).data.told, 14, 'part of a buffer')
  const text = 'grüße '.repeat(100_000)
  equal((await post('text')).data.told, -1, 'a string, which nobody has measured')
  equal((await post(text)).data.sha256, await sha256(new TextEncoder().encode(text)), 'string')
  equal((await post(new URLSearchParams({ a: 'b c' }))).data.bytes, 5, 'search params')
  equal((await post('')).data.bytes, 0, 'nothing')
  equal((await (await fetch(new Request('ipc://test.digest', { method: 'POST', body: bytes }))).json())
    .data.sha256, sum, 'request')
})

await check('forms', async () => {
  const form = new FormData()
  form.append('name', 'wert "1"')
  form.append('file', new Blob([bytes]), 'a"b.bin')
  const { data } = await post(form)
  equal(data.told, data.bytes, 'form')
  if (data.bytes < bytes.length + 100) throw new Error(`only ${data.bytes} bytes`)
})

await check('bodies by XMLHttpRequest', async () => {
  const send = (body, async) => new Promise((resolve) => {
    const xhr = new XMLHttpRequest()
    xhr.open('POST', 'ipc://test.digest', async)
    xhr.onload = () => {
      const { bytes, told } = JSON.parse(xhr.responseText).data
      resolve(told === -1 ? bytes : told)
    }
    xhr.send(body)
  })
  equal(await send(bytes, true), bytes.length, 'bytes')
  equal(await send(new Blob([bytes]), true), bytes.length, 'blob')
  equal(await send('text', true), 4, 'text')
  equal(await send(bytes, false), bytes.length, 'synchronous bytes')
  equal(await send('text', false), 4, 'synchronous text')
})

await check('bytes to the page', async () => {
  for (const length of [0, 1, 65_536, 20_000_003]) {
    const { err, data } = await ipc.request('test.bytes', { length }, { responseType: 'arraybuffer' })
    if (err) throw err
    equal(data.byteLength, length)
    const got = new Uint8Array(data)
    for (let i = 0; i < length; i += 997) {
      if (got[i] !== i % 251) throw new Error(`wrong byte at ${i}`)
    }
    equal((await (await fetch(`ipc://test.bytes?length=${length}`)).arrayBuffer()).byteLength, length)
  }
})

await check('a stream of 200,000 items in order', async () => {
  let next = 0
  for await (const item of ipc.stream('test.count', { end: 200_000 })) {
    if (item !== next++) throw new Error(`${item} came after ${next - 2}`)
  }
  equal(next, 200_000)
})

await check('a slow reader holds the sender up', async () => {
  const { sent: before, cancelled } = await call('test.state')
  const reader = ipc.stream('test.count', { end: 10_000_000 }, { credit: 100_000 })
  for (let i = 0; i < 10; i++) await reader.next()
  await new Promise((resolve) => setTimeout(resolve, 300))
  const sent = (await call('test.state')).sent - before
  if (sent > 100_000) throw new Error(`${sent} items were sent for 10 that were read`)
  await reader.return()
  await until((state) => state.cancelled > cancelled)
})

await check('what is given up is cancelled', async () => {
  const before = (await until((state) => state.waiting === 0)).cancelled
  const controller = new AbortController()
  const waiting = ipc.send('test.wait', {}, { signal: controller.signal })
  await until((state) => state.waiting === 1)
  controller.abort()
  equal((await waiting).err.name, 'AbortError')
  await until((state) => state.cancelled === before + 1 && state.waiting === 0)

  const request = new AbortController()
  const requested = ipc.request('test.wait', {}, { signal: request.signal })
  await until((state) => state.waiting === 1)
  request.abort()
  equal((await requested).err.name, 'AbortError')
  await until((state) => state.cancelled === before + 2)

  for await (const item of ipc.stream('test.count', { end: 1e12 })) {
    if (item > 5000) break
  }
  await until((state) => state.cancelled === before + 3)
})

await check('what takes longer than its timeout is cancelled', async () => {
  const before = (await until((state) => state.waiting === 0)).cancelled
  const { err } = ipc.sendSync('test.wait', {}, { timeout: 50 })
  equal(err.name, 'TimeoutError')
  equal(err.code, 'DEADLINE_EXCEEDED')
  equal((await ipc.request('test.wait', {}, { timeout: 50 })).err.name, 'TimeoutError')
  await until((state) => state.cancelled === before + 2 && state.waiting === 0)
})

await check('malformed addresses', async () => {
  for (const uri of ['ipc://', 'ipc://%', 'ipc:///', 'ipc://a..b', 'ipc://ping?a=%', 'ipc://ping?%zz=1',
    'ipc://user:pass@ping:80/x', 'ipc:ping', 'ipc://\u0000', `ipc://${'x'.repeat(100_000)}`,
    `ipc://ping?a=${'x'.repeat(1_000_000)}`]) {
    await fetch(uri).then((response) => response.text(), () => {})
    const text = await globalThis[Symbol.for('socket.bridge')].post(uri)
    if (!('err' in JSON.parse(text)) && !uri.startsWith('ipc://ping')) throw new Error(`${uri}: ${text}`)
  }
  equal(await call('ping'), 'pong')
})

await check('unknown routes', async () => {
  const { err } = await ipc.send('no.such.route')
  equal([err.name, err.code], ['NotFoundError', 'NOT_FOUND'])
  equal((await fetch('ipc://no.such.route')).status, 404)
})

await check('a defect of a plugin', async () => {
  const { err } = await ipc.send('test.defect')
  equal(err.code, 'INTERNAL')
  equal(err.message.includes('A defect'), false)
})

await check('10,000 calls whose answers nobody reads', async () => {
  const before = (await call('test.state')).calls
  for (let i = 0; i < 10_000; i++) {
    if (i % 4) globalThis[Symbol.for('socket.bridge')].post('ipc://test.echo?value=x')
    else fetch('ipc://test.echo?value=x')
  }
  await until((state) => state.calls >= before + 10_000)
  equal(await call('ping'), 'pong')
})

await check('a worker', async () => {
  const worker = new Worker('worker.js')
  const found = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = (event) => reject(new Error(event.message))
    worker.postMessage('go')
  })
  equal(found, { ping: 'pong', text: [403, 403], bytes: [403, 403], blob: [403, 403], form: [403, 403], xhr: 403 })
})

const elsewhere = { index: 0, platform: 'linux', text: 'written elsewhere', bytes: 100_000, blob: 4, string: 7, sync: 3 }

await check('the modules in a worker', async () => {
  const blob = URL.createObjectURL(new Blob(["import '/modules-worker.js'".replace('/', `${location.origin}/`)], { type: 'text/javascript' }))
  for (const url of ['modules-worker.js', blob]) {
    const worker = new Worker(url, { type: 'module' })
    const found = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data)
      worker.onerror = (event) => reject(new Error(event.message))
      worker.postMessage(tmpdir())
    })
    equal(found, elsewhere)
    worker.terminate()
  }
})

await check('the modules in a frame of the app', async () => {
  const frame = document.createElement('iframe')
  frame.src = 'frame.html'
  const loaded = new Promise((resolve) => { frame.onload = resolve })
  document.body.append(frame)
  await loaded
  equal(await (await frame.contentWindow.modules).run(tmpdir()), elsewhere)
})

await check('a secret that is guessed', async () => {
  const frame = document.body.appendChild(document.createElement('iframe'))
  const { fetch: raw, XMLHttpRequest: Raw } = frame.contentWindow
  for (const body of [new Blob(['blob']), 'text', (() => { const form = new FormData(); form.append('a', new Blob(['b']), 'b'); return form })()]) {
    const response = await raw('ipc://test.digest', {
      method: 'POST', body, headers: { 'X-Socket-Secret': 'f'.repeat(32) }
    }).catch(() => ({ status: 403 }))
    equal(response.status, 403)
    const xhr = new Raw()
    xhr.open('POST', 'ipc://test.digest', false)
    xhr.setRequestHeader('X-Socket-Secret', '')
    try { xhr.send(body) } catch { continue }
    equal([0, 403].includes(xhr.status), true)
  }
})

await check('still there', async () => equal(await call('ping'), 'pong'))
await end()
