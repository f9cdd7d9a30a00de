onfetch = (event) => event.respondWith(new Response(`export default '${event.request.url}'`, { headers: { 'content-type': 'text/javascript', 'x-shelf': 'yes' } }))
