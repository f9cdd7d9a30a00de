importScripts('/part.js')

onfetch = (event) => {
  const { pathname } = new URL(event.request.url)
  if (pathname === '/page.html') {
    event.respondWith(new Response('<!doctype html><script>globalThis.inlineRan = true</script>', {
      headers: { 'content-type': 'text/html', 'content-security-policy': "img-src 'none'" }
    }))
  } else if (pathname === '/eval') {
    event.respondWith((async () => {
      try {
        return new Response(String(new Function('return 1')()))
      } catch (error) {
        return new Response(`${error.name} ${part}`)
      }
    })())
  } else if (pathname === '/stat') {
    event.respondWith(import('socket:ipc').then(({ send }) => send('fs.stat', { path: '/etc/passwd' })).then(({ err }) => new Response(err.code)))
  }
}
