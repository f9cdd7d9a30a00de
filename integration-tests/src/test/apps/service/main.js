import { writeFile } from 'socket:fs/promises'
import * as ipc from 'socket:ipc'
import { getServiceWorker } from 'socket:protocol-handlers'
import { call, check, end, equal, fails } from './story.js'

const { serviceWorker } = navigator
const event = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }))
const text = async (path, init) => await (await fetch(path, init)).text()
const json = async (path, init) => await (await fetch(path, init)).json()
const status = async (path, init) => (await fetch(path, init)).status

async function active (registration) {
  const worker = registration.installing ?? registration.waiting ?? registration.active
  while (worker.state !== 'activated') await event(worker, 'statechange')
  return worker
}

await check('nothing is registered', async () => {
  equal(serviceWorker.controller, null)
  equal(await serviceWorker.getRegistration(), undefined)
  equal(await status('/count'), 404)
})

let registration

await check('a registration', async () => {
  const changed = event(serviceWorker, 'controllerchange')
  registration = await serviceWorker.register('sw.js')
  equal(registration.scope, 'socket://com.example.service/')
  const ready = await serviceWorker.ready
  equal(ready === registration, true)
  await changed
  equal(serviceWorker.controller === registration.active, true)
  await active(registration)
  equal((await serviceWorker.register('/sw.js')) === registration, true)
  equal((await json('/count')).value, 1)
})

await check('requests of a document', async () => {
  const frame = document.createElement('iframe')
  frame.src = '/generated.html'
  document.body.append(frame)
  await event(frame, 'load')
  const { contentDocument, contentWindow } = frame
  equal(contentWindow.getComputedStyle(contentDocument.querySelector('h1')).color, 'rgb(1, 2, 3)')
  equal(contentWindow.generated, true)
  equal(contentDocument.querySelector('img').naturalWidth, 7)
  frame.remove()
})

await check('requests of scripts', async () => {
  equal(await json('/own-headers', { headers: { 'x-given': 'ä'.normalize('NFD').slice(0, 1) } }), { given: 'a', mode: 'cors', destination: '' })
  equal((await import('/generated-module.js')).default, 'socket://com.example.service/generated-module.js')
  const xhr = new XMLHttpRequest()
  xhr.open('GET', '/own-headers', false)
  xhr.send()
  equal(JSON.parse(xhr.responseText).given, null)
  const worker = new Worker(URL.createObjectURL(new Blob(["fetch('socket://com.example.service/own-headers').then((r) => postMessage(r.status))"])))
  equal((await event(worker, 'message')).data, 200)
  equal(await status('/empty'), 204)
})

await check('what it leaves to the files', async () => {
  equal(await text('/data.txt'), 'from the file')
  equal(await text('/data.txt', { headers: { range: 'bytes=0-3' } }), 'from')
  equal(await status('/no-such-file'), 404)
  equal(await status('/socket/ipc.js'), 200)
  equal(await status('/throws'), 404)
})

await check('bodies of requests', async () => {
  const sent = async (body) => {
    const response = await fetch('/echo', { method: 'POST', body })
    equal(response.status, 201)
    equal(response.headers.get('x-method'), 'POST')
    equal(response.headers.get('x-secret'), 'false')
    return [response.headers.get('x-type'), await response.text()]
  }
  equal((await sent('grüße'))[1], 'grüße')
  equal(await sent(new Blob(['a', 'b'], { type: 'text/x-own' })), ['text/x-own', 'ab'])
  equal((await sent(new Uint8Array(3_000_000)))[1].length, 3_000_000)
  const form = new FormData()
  form.append('file', new File(['content'], 'name.txt'))
  equal((await sent(form))[1].includes('content'), true)
  const worker = new Worker(URL.createObjectURL(new Blob(["fetch('socket://com.example.service/echo', { method: 'POST', body: new Blob(['a']) }).then((r) => postMessage(r.status))"])))
  equal((await event(worker, 'message')).data, 403)
})

await check('64 MiB in pieces', async () => {
  const reader = (await fetch('/large')).body.getReader()
  let [size, sum] = [0, 0]
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    for (let i = 0; i < read.value.length; i += 1) {
      if ((size + i) % 65536 === 0) sum += read.value[i]
    }
    size += read.value.length
  }
  equal([size, sum], [67_108_864, 4 * 255 * 128])
})

await check('an answer that nobody reads to its end', async () => {
  const reader = (await fetch('/large')).body.getReader()
  await reader.read()
  await reader.cancel()
  equal((await text('/slow')).length, 4000)
})

await check('an answer that breaks off', async () => {
  const response = await fetch('/breaks-off').catch((error) => error)
  await fails(response instanceof Error ? Promise.reject(response) : response.arrayBuffer())
})

await check('errors of its script', async () => {
  equal((await fails(fetch('/rejects'))).name, 'TypeError')
  equal((await fails(fetch('/no-response'))).name, 'TypeError')
  equal(await status('/count'), 200)
})

await check('redirections', async () => {
  equal((await json('/moved')).given, null)
  equal((await fails(fetch('/endless'))).name, 'TypeError')
})

await check('messages', async () => {
  const { port1, port2 } = new MessageChannel()
  const [answer, byPort] = [event(serviceWorker, 'message'), new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data) })]
  serviceWorker.startMessages()
  registration.active.postMessage(new Map([['a', 1]]), [port2])
  const { data, source } = await answer
  equal([[...data.got], data.source, source === registration.active], [[['a', 1]], '0', true])
  equal(await byPort, 'by port')
})

await check('two windows share one', async () => {
  const told = event(new BroadcastChannel('windows'), 'message')
  equal(await json('/clients'), [{ id: '0', url: location.href, type: 'window' }])
  equal((await json('/open')).id, '1')
  const before = (await json('/count')).value
  const { data } = await told
  const after = (await json('/count')).value
  equal(Math.abs(data.value - before) === 1 && after > data.value, true)
  equal(data.controller, 'socket://com.example.service/sw.js')
  equal((await json('/clients')).map(({ url }) => new URL(url).pathname), ['/', '/second.html'])
})

await check('a new version', async () => {
  const write = (n) => writeFile(`${ipc.primordials.cwd}/changing.js`,
    `onfetch = (e) => e.respondWith(new Response('${n}')); onmessage = () => skipWaiting()`)
  await write(1)
  const own = await serviceWorker.register('/changing.js', { scope: '/changing/' })
  await active(own)
  equal(await text('/changing/a'), '1')
  await own.update()
  await write(2)
  const found = event(own, 'updatefound')
  await own.update()
  await found
  const next = own.installing ?? own.waiting
  while (next.state !== 'installed') await event(next, 'statechange')
  equal(await text('/changing/a'), '1')
  next.postMessage('now')
  while (next.state !== 'activated') await event(next, 'statechange')
  equal(await text('/changing/a'), '2')
  equal(await own.unregister(), true)
  equal(await own.unregister(), false)
})

await check('one of socket.ini, which exports its handlers', async () => {
  let own
  while ((own = await serviceWorker.getRegistration('/configured/')) === undefined || own.scope === registration.scope || own.active === null) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await active(own)
  equal(await json('/configured/env'), { installed: 1, visits: '1', client: '0' })
  equal((await json('/configured/env')).visits, '2')
  equal([await status('/configured/none'), await status('/configured/passes')], [404, 404])
})

await check('a server of http', async () => {
  const own = await serviceWorker.register('/server.js', { scope: '/server/' })
  await active(own)
  const response = await fetch('/server/a?b=1', { method: 'POST', body: 'body' })
  equal([response.status, response.headers.get('x-server'), await response.text()], [418, 'yes', 'POST /server/a?b=1 body'])
  await own.unregister()
})

await check('a scheme of its own', async () => {
  const response = await fetch('shelf://books/one?a=b')
  equal([response.headers.get('x-shelf'), await response.text()], ['yes', "export default 'shelf://books/one?a=b'"])
  equal((await import('shelf://books/two')).default, 'shelf://books/two')
  equal((await getServiceWorker({ scheme: 'shelf' })).state, 'activated')
  equal(await getServiceWorker({ scheme: 'other' }), null)
  await call('protocol.register', { scheme: 'other', data: '{"a":1}' })
  equal(await call('protocol.getData', { scheme: 'other' }), '{"a":1}')
  equal(await status('other://nobody/answers'), 404)
  for (const scheme of ['https', 'socket', 'ipc', 'a b', '']) {
    equal((await ipc.send('protocol.register', { scheme })).err?.code, 'BAD_REQUEST', scheme)
  }
})

await check('scripts that do not start', async () => {
  equal((await fails(serviceWorker.register('/broken.js', { scope: '/broken/' }))).message.includes('it cannot start'), true)
  equal((await fails(serviceWorker.register('/no-such.js', { scope: '/broken/' }))).message.includes('404'), true)
  equal((await fails(serviceWorker.register('https://other.example/sw.js'))).name, 'SecurityError')
  equal((await serviceWorker.getRegistrations()).some(({ scope }) => scope.endsWith('/broken/')), false)
})

await check('what only the worker may say', async () => {
  for (const route of ['events', 'updateState', 'fetch.pass', 'fetch.response', 'fetch.request.body']) {
    equal((await ipc.request(`serviceWorker.${route}`, { id: '1' })).err?.code, 'NOT_ALLOWED', route)
  }
})

await check('one that never answers', async () => {
  equal(await status('/never'), 408)
  equal(await status('/count'), 200)
})

await check('one that hangs', async () => {
  equal(await status('/hangs'), 408)
  for (let got = 0; got !== 200;) got = await status('/count')
})

await check('it is unregistered', async () => {
  equal(await registration.unregister(), true)
  equal([await status('/count'), await text('/data.txt')], [404, 'from the file'])
  equal(await serviceWorker.getRegistration(), undefined)
})

await check('still there', async () => equal(await call('ping'), 'pong'))
await end()
