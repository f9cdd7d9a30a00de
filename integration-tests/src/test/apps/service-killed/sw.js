onfetch = (event) => {
  const { pathname } = new URL(event.request.url)
  if (pathname === '/data.txt' || pathname === '/pending') {
    event.respondWith(new Promise(() => {}))
  } else if (pathname === '/endless') {
    event.respondWith(new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(9)) })))
  } else if (pathname === '/asked') {
    event.respondWith(new Response('asked'))
  }
}
