/** What servers of `socket:http` and `socket:https` do, with the plugin; and what Node's own do. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import test from 'node:test'
import { authority, certificate } from './certificates.js'
import { isOurs, load, Node, opened, swap, text } from './suite.js'

const http = await load('http')
const https = await load('https')

/** What a client on a plain connection gets for these bytes, until the server ends. */
async function raw (port, ...pieces) {
  const socket = Node.net.connect(port, '127.0.0.1')
  for (const piece of pieces) {
    socket.write(piece)
  }
  return await text(socket)
}

const statuses = (answer) => [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status))

/** Asks by Node's client. */
async function ask (port, { body, ...options } = {}, secure = false) {
  const request = (secure ? Node.https : Node.http).request({ port, host: '127.0.0.1', agent: false, ...options })
  request.end(body)
  const [response] = await once(request, 'response')
  const { statusCode, statusMessage, headers, trailers } = response
  return { statusCode, statusMessage, headers, trailers, body: await text(response), response }
}

const curl = (...args) => new Promise((resolve, reject) => {
  execFile('curl', ['--silent', '--show-error', '--max-time', '10', ...args], (error, stdout) => error ? reject(error) : resolve(stdout))
})

test('should answer with status, headers and body', async () => {
  const { port, end } = await opened(http.createServer((request, response) => {
    response.writeHead(201, 'Made', { 'X-One': 'a', 'Set-Cookie': ['b=1', 'c=2'] })
    response.end(`${request.method} ${request.url} ${request.headers['x-name']} ${request.httpVersion}`)
  }))
  const answer = await ask(port, { method: 'PUT', path: '/a?b=c', headers: { 'X-Name': 'Ada' } })
  assert.deepEqual([answer.statusCode, answer.statusMessage, answer.body], [201, 'Made', 'PUT /a?b=c Ada 1.1'])
  assert.deepEqual([answer.headers['x-one'], answer.headers['set-cookie']], ['a', ['b=1', 'c=2']])
  assert.ok(Math.abs(Date.parse(answer.headers.date) - Date.now()) < 10_000)
  await end()
})

test('should frame a body by its length, by chunks or by the end', async () => {
  const { port, end } = await opened(http.createServer((request, response) => {
    if (request.url === '/whole') {
      response.end('whole')
    } else if (request.url === '/none') {
      response.statusCode = 204
      response.end()
    } else {
      response.write('in ')
      response.end('parts')
    }
  }))
  const whole = await ask(port, { path: '/whole' })
  assert.deepEqual([whole.headers['content-length'], whole.body], ['5', 'whole'])
  const parts = await ask(port)
  assert.deepEqual([parts.headers['transfer-encoding'], parts.body], ['chunked', 'in parts'])
  assert.deepEqual([(await ask(port, { path: '/none' })).statusCode, (await ask(port, { method: 'HEAD' })).body], [204, ''])
  const old = await raw(port, 'GET / HTTP/1.0\r\n\r\n')
  assert.match(old, /^HTTP\/1\.1 200 OK\r\n(?:(?!Transfer-Encoding|Content-Length).+\r\n)+\r\nin parts$/i)
  await end()
})

test('should stream a body both ways', async () => {
  const { port, end } = await opened(http.createServer((request, response) => { request.pipe(response) }))
  const body = Buffer.alloc(3_000_001, 'stream')
  const answer = await ask(port, { method: 'POST', body })
  assert.equal(answer.body, String(body))
  const request = Node.http.request({ port, host: '127.0.0.1', method: 'POST', agent: false, headers: { trailer: 'x-sum' } })
  request.write('first')
  const [response] = await once(request, 'response')
  const [first] = await once(response, 'data') // before the request is complete
  request.end()
  assert.equal(String(first), 'first')
  await once(response.resume(), 'end')
  await end()
})

test('should keep connections, and answer what is sent ahead in order', async () => {
  let connections = 0
  const { server, port, end } = await opened(http.createServer((request, response) => {
    setTimeout(() => response.end(request.url), request.url === '/1' ? 30 : 0)
  }))
  server.on('connection', () => connections++)
  const answers = await raw(port, 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  assert.deepEqual([...answers.matchAll(/\r\n\r\n(\/\d)/g)].map(([, path]) => path), ['/1', '/2', '/3'])
  assert.equal(connections, 1)
  assert.match(answers, /Connection: keep-alive\r\n/)
  assert.match(answers, /Connection: close\r\n/)
  await end()
})

test('should send trailers, and say things beforehand', async () => {
  const { port, end } = await opened(http.createServer((request, response) => {
    response.writeEarlyHints({ link: '</a.css>; rel=preload' }, () => {
      response.writeProcessing()
      response.writeHead(200, { Trailer: 'X-Sum' })
      response.write('body')
      response.addTrailers({ 'X-Sum': '42' })
      response.end()
    })
  }))
  const answer = await raw(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  assert.deepEqual(statuses(answer), [103, 102, 200])
  assert.match(answer, /\r\n0\r\nX-Sum: 42\r\n\r\n$/)
  await end()
})

test('should take trailers', async () => {
  const { port, end } = await opened(http.createServer(async (request, response) => {
    const body = await text(request)
    response.end(`${body} ${request.trailers['x-sum']} ${request.complete}`)
  }))
  const answer = await raw(port, 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 3\r\n\r\n')
  assert.match(answer, /\r\n\r\nabc 3 true$/)
  await end()
})

test('should tell clients to go on, unless the listener does', async () => {
  const { server, port, end } = await opened(http.createServer((request, response) => { request.pipe(response) }))
  const body = 'x'.repeat(2000)
  const request = ['POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2000\r\n\r\n', body]
  assert.deepEqual(statuses(await raw(port, ...request)), [100, 200])
  server.on('checkContinue', (_, response) => {
    response.writeHead(413, { Connection: 'close' })
    response.end()
  })
  assert.deepEqual(statuses(await raw(port, request[0])), [413])
  await end()
})

test('should hand connections over that are to speak something else', async () => {
  const { server, port, end } = await opened(http.createServer((request, response) => response.end('plain')))
  const question = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n'
  assert.match(await raw(port, question.replace('Connection: Upgrade', 'Connection: Upgrade, close')), /plain$/)
  server.on('upgrade', (request, socket, head) => {
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${request.headers.upgrade}\r\nConnection: Upgrade\r\n\r\n`)
    socket.write(head)
    socket.on('error', () => {})
    socket.pipe(socket)
  })
  server.on('connect', (request, socket) => socket.end(`HTTP/1.1 200 OK\r\n\r\nto ${request.url}`))
  const client = Node.net.connect(port, '127.0.0.1')
  client.write(`${question}early `)
  await once(client, 'data')
  client.end('late')
  client.pause()
  const rest = await text(client)
  assert.match(`early ${rest}`, /late$/)
  assert.match(await raw(port, 'CONNECT b:80 HTTP/1.1\r\nHost: b:80\r\n\r\n'), /to b:80$/)
  await end()
})

test('should refuse what is no request, or more than one', async () => {
  const seen = []
  const { server, port, end } = await opened(http.createServer((request, response) => {
    seen.push(request.url)
    response.on('error', () => {})
    request.on('error', () => {})
    request.resume().on('end', () => response.end())
  }))
  const errors = []
  server.on('clientError', (error, socket) => {
    errors.push(error.code)
    if (!isOurs) { // the platform answers by itself
      socket.end(`HTTP/1.1 ${error.code === 'HPE_HEADER_OVERFLOW' ? '431 Large' : '400 Bad Request'}\r\nConnection: close\r\n\r\n`)
    }
  })
  const post = 'POST /p HTTP/1.1\r\nHost: a\r\n'
  const refused = [
    'NONSENSE\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n', // no host
    `${post}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `${post}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`,
    `${post}Content-Length: -1\r\n\r\n`,
    `${post}Content-Length: 1e1\r\n\r\n`,
    `${post}Transfer-Encoding: gzip\r\n\r\n`,
    `${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
    `${post}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`,
    `${post}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n`,
    `${post}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n`,
    `${post}Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n`,
    `${post}Header : space\r\n\r\n`,
    `${post}Bad\0Name: x\r\n\r\n`,
    `${post}Folded: a\r\n b: c\r\nX\r\n\r\n`
  ]
  for (const bytes of refused) {
    seen.length = 0
    const answer = await raw(port, bytes)
    assert.match(answer, /^HTTP\/1\.1 (400|501) /, JSON.stringify(bytes))
    assert.deepEqual(statuses(answer).length, 1, JSON.stringify(bytes))
    assert.ok(seen.every((url) => url === '/p'), JSON.stringify([bytes, seen]))
  }
  assert.match(await raw(port, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /)
  while (errors.length < refused.length - 2) {
    await once(server, 'clientError') // the answer may be there before the page is told
  }
  assert.equal((await ask(port)).statusCode, 200, 'others are still served')
  await end()
})

test('should not wait for ever for those who are slow', async () => {
  const { server, port, end } = await opened(http.createServer({ headersTimeout: 200, requestTimeout: 400, keepAliveTimeout: 200, connectionsCheckingInterval: 50 },
    (request, response) => {
      request.on('error', () => {})
      response.on('error', () => {})
      request.resume().on('end', () => response.end('ok'))
    }))
  const slow = Node.net.connect(port, '127.0.0.1')
  slow.write('GET / HTTP/1.1\r\nHost: a\r\n')
  const drip = setInterval(() => slow.write('X: y\r\n'), 20)
  slow.on('error', () => {})
  const answer = await text(slow)
  clearInterval(drip)
  assert.match(answer, /^HTTP\/1\.1 408 /)
  assert.match(await raw(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc'), /^HTTP\/1\.1 408 |^$/)
  const idle = await raw(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  assert.deepEqual(statuses(idle), [200])
  assert.equal(server.listening, true)
  await end()
})

test('should end connections after so many requests', async () => {
  const { port, end } = await opened(Object.assign(http.createServer((request, response) => response.end()), { maxRequestsPerSocket: 2 }))
  const answers = await raw(port, 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n')
  assert.deepEqual(statuses(answers), [200, 200])
  await end()
})

test('should notice clients that leave', async () => {
  const { server, port, end } = await opened(http.createServer())
  const asked = once(server, 'request')
  const client = Node.net.connect(port, '127.0.0.1')
  client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc')
  const [request, response] = await asked
  const aborted = once(request, 'error')
  const closed = new Promise((resolve) => response.once('close', resolve))
  client.destroy()
  assert.equal((await aborted)[0].code, 'ECONNRESET')
  await closed
  assert.deepEqual([request.complete, request.aborted, response.writableEnded], [false, true, false])
  await end()
})

test('should close idle connections with the server, and all if asked', async () => {
  const { server, port } = await opened(http.createServer((request, response) => { if (request.url !== '/wait') { response.end() } }))
  const idle = Node.net.connect(port, '127.0.0.1')
  idle.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(idle, 'data')
  const busy = Node.net.connect(port, '127.0.0.1')
  busy.on('error', () => {})
  const asked = once(server, 'request')
  busy.write('GET /wait HTTP/1.1\r\nHost: a\r\n\r\n')
  await asked
  const ended = [idle, busy].map((socket) => new Promise((resolve) => socket.resume().once('close', resolve)))
  const closed = new Promise((resolve) => server.close(resolve))
  await ended[0]
  server.closeAllConnections()
  await Promise.all([ended[1], closed])
  assert.equal(server.listening, false)
})

test('should tell who asks', async () => {
  const { port, end } = await opened(http.createServer(({ socket }, response) => {
    response.end(JSON.stringify([socket.remoteAddress, socket.remoteFamily, socket.localPort, socket.encrypted === true]))
  }))
  assert.deepEqual(JSON.parse((await ask(port)).body), ['127.0.0.1', 'IPv4', port, false])
  await end()
})

test('should serve a hundred clients at once', async () => {
  const { port, end } = await opened(http.createServer(async (request, response) => response.end(await text(request))))
  const bodies = Array.from({ length: 100 }, (_, i) => String(i).repeat(1 + i * 100))
  const answers = await Promise.all(bodies.map((body) => ask(port, { method: 'POST', body })))
  assert.ok(answers.every((answer, i) => answer.body === bodies[i]))
  await end()
})

test('should serve by TLS', async () => {
  const ca = authority('Test CA')
  const own = certificate(ca, 'localhost', { names: ['DNS:localhost'] })
  const { port, end } = await opened(https.createServer(own, ({ socket }, response) => response.end(`${socket.encrypted} ${socket.getProtocol()}`)))
  const answer = await ask(port, { servername: 'localhost', ca: ca.cert }, true)
  assert.equal(answer.body, 'true TLSv1.3')
  assert.equal(await curl('--cacert', ca.file, '--resolve', `localhost:${port}:127.0.0.1`, `https://localhost:${port}/`), 'true TLSv1.3')
  await assert.rejects(ask(port, { servername: 'localhost' }, true), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
  await end()
})

test('should talk to curl', { skip: !isOurs }, async () => {
  const { port, end } = await opened(http.createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain' })
    request.pipe(response)
  }))
  const url = `http://127.0.0.1:${port}`
  assert.equal(await curl('--data', 'abc', url, url), 'abcabc')
  assert.equal(await curl('--data', 'abc', '--header', 'Transfer-Encoding: chunked', url), 'abc')
  assert.equal(await curl('--data', 'x'.repeat(5000), '--header', 'Expect: 100-continue', url), 'x'.repeat(5000))
  assert.match(await curl('--head', url), /^HTTP\/1\.1 200 OK\r\nContent-Type: text\/plain\r\n/)
  await end()
})

test('should go on when the plugin is replaced, and tell what was lost', { skip: !isOurs }, async () => {
  const { server, port, end } = await opened(http.createServer((request, response) => { if (request.url !== '/wait') { response.end('ok') } }))
  const agent = new Node.http.Agent({ keepAlive: true, maxSockets: 1 })
  const get = async (path) => await ask(port, { path, agent })
  assert.equal((await get('/')).body, 'ok')
  await swap()
  const again = await get('/')
  assert.equal(again.body, 'ok')
  agent.destroy()
  const asked = once(server, 'request')
  const waiting = ask(port, { path: '/wait' })
  const failed = assert.rejects(waiting, { code: 'ECONNRESET' })
  const [, response] = await asked
  const lost = once(response, 'error')
  await swap()
  assert.equal((await lost)[0].code, 'PLUGIN_RELOADED')
  await failed
  assert.equal((await ask(port)).body, 'ok')
  await end()
})
