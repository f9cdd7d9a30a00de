onfetch = (event) => {
  const { method, url } = event.request
  event.respondWith(new Response(`${method} ${new URL(url).pathname}`))
}

onmessage = ({ data, ports: [port] }) => {
  port.postMessage({ bytes: data.bytes.byteLength, list: data.list })
  port.onmessage = ({ data }) => port.postMessage(data)
}
