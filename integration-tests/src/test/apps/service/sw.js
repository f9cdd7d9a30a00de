let count = 0
let given = null

const pages = {
  '/generated.html': ['text/html', '<!doctype html><link rel=stylesheet href=generated.css><script src=generated.js></script><img src=generated.svg><h1>generated</h1>'],
  '/generated.css': ['text/css', 'h1 { color: rgb(1, 2, 3) }'],
  '/generated.js': ['text/javascript', 'globalThis.generated = true'],
  '/generated.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="9"/>'],
  '/generated-module.js': ['text/javascript', 'export default import.meta.url']
}

const pieces = (count, size, fail) => {
  let sent = 0
  return new ReadableStream({
    pull (controller) {
      if (sent < count) controller.enqueue(new Uint8Array(size).fill(sent++))
      else if (fail) controller.error(new Error('it broke'))
      else controller.close()
    }
  })
}

const answers = {
  '/count': () => Response.json({ value: ++count }),
  '/echo': async ({ request }) => new Response(await request.arrayBuffer(), {
    status: 201, headers: { 'x-method': request.method, 'x-type': request.headers.get('content-type') ?? '', 'x-secret': String(request.headers.has('x-socket-secret')) }
  }),
  '/own-headers': ({ request }) => Response.json({ given: request.headers.get('x-given'), mode: request.mode, destination: request.destination }),
  '/large': () => new Response(pieces(1024, 65536)),
  '/slow': () => new Response(pieces(40, 100)),
  '/breaks-off': () => new Response(pieces(3, 1000, true)),
  '/rejects': () => Promise.reject(new Error('rejected')),
  '/no-response': () => 'text',
  '/moved': () => Response.redirect('/own-headers'),
  '/endless': () => Response.redirect('/endless'),
  '/never': () => new Promise(() => {}),
  '/hangs': () => { for (;;) {} },
  '/empty': () => new Response(null, { status: 204 }),
  '/clients': async () => Response.json((await clients.matchAll({ includeUncontrolled: true })).map(({ id, url, type }) => ({ id, url, type }))),
  '/open': async () => Response.json({ id: (await clients.openWindow('/second.html')).id })
}

addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url)
  if (pathname === '/throws') throw new Error('thrown')
  if (pages[pathname]) {
    const [type, text] = pages[pathname]
    event.respondWith(new Response(text, { headers: { 'content-type': type } }))
  } else if (answers[pathname]) {
    event.respondWith(answers[pathname](event))
  }
})

addEventListener('message', (event) => {
  given = event.data
  event.source.postMessage({ got: given, source: event.source.id })
  event.ports[0]?.postMessage('by port')
})
