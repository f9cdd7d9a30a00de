import http from 'socket:http'

http.createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  response.writeHead(418, { 'x-server': 'yes' })
  response.write(`${request.method} ${request.url} `)
  response.end(body)
}).listen(80)
