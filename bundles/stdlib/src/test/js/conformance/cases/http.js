import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const token = { code: 'ERR_INVALID_HTTP_TOKEN' }
const unavailable = { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' }

const event = (emitter, name) => new Promise((resolve, reject) => {
  emitter.once(name, resolve)
  if (name !== 'error') { emitter.once('error', reject) }
})
const text = async (stream) => {
  const decoder = new TextDecoder()
  let all = ''
  for await (const chunk of stream) { all += decoder.decode(chunk, { stream: true }) }
  return all
}

/**
 * Answers requests while `run` makes them: by a port where there are ports, by the adapter of a service worker where there are
 * none; then the request of a client is what the engine would be asked to fetch.
 */
async function served (m, handler, run) {
  const server = m.createServer(handler)
  if (m.Connection === undefined) {
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      return await run(`http://127.0.0.1:${server.address().port}`, server)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }
  const { ServiceWorkerServerAdapter } = await import('socket:http/adapters')
  const adapter = new ServiceWorkerServerAdapter(server, m)
  const before = globalThis.fetch
  globalThis.fetch = (url, init) => new Promise((resolve, reject) => {
    adapter.onFetch({ request: new Request(url, init), respondWith: (answer) => answer.then(resolve, reject) }).catch(() => {})
  })
  try {
    return await run(`${m.globalAgent.protocol}//127.0.0.1:8080`, server)
  } finally {
    globalThis.fetch = before
    await adapter.destroy()
  }
}

/** A request that is never sent. */
function unsent (m, ...args) {
  const request = m.request(...args)
  request.on('error', () => {})
  request.destroy()
  return request
}

function badRequests (start) {
  assert.throws(() => start('nothing'), { code: 'ERR_INVALID_URL' })
  assert.throws(() => start({ protocol: 'ftp:' }), { code: 'ERR_INVALID_PROTOCOL' })
  assert.throws(() => start({ hostname: 5 }), invalid)
  assert.throws(() => start({ path: '/a b' }), { code: 'ERR_UNESCAPED_CHARACTERS' })
  assert.throws(() => start({ path: '/\u0000' }), { code: 'ERR_UNESCAPED_CHARACTERS' })
  assert.throws(() => start({ method: 'A B' }), token)
  assert.throws(() => start({ method: 5 }), invalid)
  assert.throws(() => start({ agent: 5 }), invalid)
  assert.throws(() => start({ timeout: 'long' }), invalid)
  assert.throws(() => start({ headers: { 'a b': 'c' } }), token)
  assert.throws(() => start({ headers: { a: 'b\r\nc: d' } }), { code: 'ERR_INVALID_CHAR' })
  assert.throws(() => start({ headers: { a: undefined } }), { code: 'ERR_HTTP_INVALID_HEADER_VALUE' })
  assert.throws(() => start({ signal: 5 }), invalid)
}

const get = {
  async does (m) {
    await served(m, (request, response) => {
      response.setHeader('X-Path', request.url)
      response.end(`hello ${request.method} ${request.headers['x-name']}`)
    }, async (url) => {
      const response = await event(m.get(`${url}/a/b?c=d`, { headers: { 'X-Name': 'Ada' } }), 'response')
      assert.ok(response instanceof m.IncomingMessage)
      assert.deepEqual([response.statusCode, response.headers['x-path'], response.httpVersion], [200, '/a/b?c=d', '1.1'])
      assert.equal(await text(response), 'hello GET Ada')
      assert.equal(response.complete, true)
    })
  },
  refuses: (m) => badRequests((...args) => m.get(...args))
}

const request = {
  async does (m) {
    await served(m, async (request, response) => {
      response.writeHead(201, 'Made', { 'Content-Type': 'text/plain', 'X-Two': 'a' })
      response.write('got ')
      response.end(await text(request))
    }, async (url) => {
      const own = m.request(url, { method: 'post', path: '/made' })
      assert.deepEqual([own.method, own.path], ['POST', '/made'])
      own.setHeader('Content-Type', 'text/plain')
      own.write('one ')
      own.end(new TextEncoder().encode('two €'))
      const response = await event(own, 'response')
      assert.deepEqual([response.statusCode, response.statusMessage, response.headers['content-type']], [201, 'Made', 'text/plain'])
      assert.equal(await text(response), 'got one two €')
    })
  },
  refuses: (m) => badRequests((...args) => m.request(...args))
}

const clientRequest = {
  async does (m) {
    const own = unsent(m, { hostname: 'example.com', port: 8080, path: '/x?y', auth: 'ada:secret', headers: { 'X-One': ['1', '2'] } })
    assert.ok(own instanceof m.ClientRequest)
    assert.deepEqual([own.method, own.path, own.host, own.reusedSocket], ['GET', '/x?y', 'example.com', false])
    assert.deepEqual([own.getHeader('Host'), own.getHeader('authorization'), own.getHeader('x-one')], ['example.com:8080', 'Basic YWRhOnNlY3JldA==', ['1', '2']])
    // what is given up fails once, and ends
    await served(m, () => {}, async (url) => {
      const waiting = m.get(url)
      setTimeout(() => waiting.destroy(), 20)
      assert.equal((await event(waiting, 'error')).code, 'ECONNRESET')
      const controller = new AbortController()
      const stopped = m.get(url, { signal: controller.signal })
      setTimeout(() => controller.abort(), 20)
      assert.equal((await event(stopped, 'error')).code, 'ABORT_ERR')
      const slow = m.get(url, { timeout: 20 })
      await new Promise((resolve) => slow.once('timeout', resolve))
      slow.on('error', () => {})
      slow.destroy()
    })
  },
  refuses: (m) => badRequests((...args) => new m.ClientRequest(...args))
}

const outgoing = {
  does (m) {
    const own = new m.OutgoingMessage()
    own.setHeader('X-A', ['1', '2'])
    own.appendHeader('x-b', '1')
    own.appendHeader('X-B', '2')
    assert.deepEqual([own.getHeader('x-a'), own.getHeader('X-B'), own.hasHeader('X-a'), own.headersSent], [['1', '2'], ['1', '2'], true, false])
    assert.deepEqual([own.getHeaderNames(), own.getRawHeaderNames()], [['x-a', 'x-b'], ['X-A', 'x-b']])
    own.removeHeader('X-A')
    assert.deepEqual({ ...own.getHeaders() }, { 'x-b': ['1', '2'] })
    own.setHeaders(new Map([['x-c', '3']]))
    assert.equal(own.getHeader('X-C'), '3')
  },
  refuses (m) {
    const own = new m.OutgoingMessage()
    assert.throws(() => own.setHeader(), token)
    assert.throws(() => own.setHeader('a'), { code: 'ERR_HTTP_INVALID_HEADER_VALUE' })
    assert.throws(() => own.setHeader('a', 'b\n'), { code: 'ERR_INVALID_CHAR' })
    assert.throws(() => own.setHeaders({ a: 'b' }), invalid)
    assert.throws(() => own.getHeader(5), invalid)
    assert.throws(() => own.removeHeader(5), invalid)
    assert.throws(() => own.addTrailers({ 'a b': 'c' }), token)
  }
}

const incoming = {
  async does (m) {
    await served(m, async (request, response) => {
      assert.ok(request instanceof m.IncomingMessage)
      const { method, url, headers } = request
      response.end(JSON.stringify({ method, url, type: headers['content-type'], host: typeof headers.host, raw: request.rawHeaders.length % 2, body: await text(request) }))
    }, async (url) => {
      const own = m.request(url, { method: 'PUT', path: '/p?q', headers: { 'content-type': 'text/x' } })
      own.end('body')
      const response = await event(own, 'response')
      assert.deepEqual(JSON.parse(await text(response)), { method: 'PUT', url: '/p?q', type: 'text/x', host: 'string', raw: 0, body: 'body' })
      assert.equal(response.headersDistinct.date?.length, 1)
    })
  },
  refuses: (m) => assert.throws(() => new m.IncomingMessage(null).setTimeout('long'), (error) => m.Connection === undefined || error.code === 'ERR_INVALID_ARG_TYPE')
}

const response = {
  async does (m) {
    await served(m, (request, response) => {
      assert.ok(response instanceof m.ServerResponse)
      assert.deepEqual([response.statusCode, response.headersSent, response.req === request], [200, false, true])
      response.statusCode = request.url === '/empty' ? 204 : 404
      response.writeHead(response.statusCode, { 'X-Raw': '1' })
      assert.equal(response.headersSent, true)
      assert.throws(() => response.setHeader('a', 'b'), { code: 'ERR_HTTP_HEADERS_SENT' })
      assert.throws(() => response.writeHead(200), { code: 'ERR_HTTP_HEADERS_SENT' })
      // more than fits: what is written waits for the reader
      for (let i = 0; i < 100; i++) { response.write('x'.repeat(request.url === '/empty' ? 0 : 10_000)) }
      response.end()
    }, async (url) => {
      const missing = await event(m.get(url), 'response')
      assert.deepEqual([missing.statusCode, missing.statusMessage, missing.headers['x-raw']], [404, 'Not Found', '1'])
      assert.equal((await text(missing)).length, 1_000_000)
      const empty = await event(m.get(`${url}/empty`), 'response')
      assert.deepEqual([empty.statusCode, await text(empty)], [204, ''])
    })
  },
  refuses (m) {
    const own = new m.ServerResponse({ method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1 })
    assert.throws(() => own.writeHead(99), { code: 'ERR_HTTP_INVALID_STATUS_CODE' })
    assert.throws(() => own.writeHead('a'), { code: 'ERR_HTTP_INVALID_STATUS_CODE' })
    assert.throws(() => own.write(5), invalid)
  }
}

const server = {
  async does (m) {
    const own = m.createServer()
    assert.ok(own instanceof m.Server)
    assert.deepEqual([own.listening, own.address()], [false, null])
    assert.equal((await new Promise((resolve) => own.close(resolve))).code, 'ERR_SERVER_NOT_RUNNING')
    own.closeAllConnections()
    own.closeIdleConnections()
    assert.equal(own.setTimeout(500).timeout, 500)
    if (m.Connection !== undefined) {
      // with the plugin `net` there is a port, without it an error
      const failure = await Promise.race([event(own.listen(0), 'listening'), new Promise((resolve) => own.once('error', resolve))]).catch((error) => error)
      if (own.listening) {
        assert.deepEqual([own.address().address, own.address().port > 0], ['127.0.0.1', true])
        await new Promise((resolve) => own.close(resolve))
      } else {
        assert.equal(failure.code, unavailable.code)
      }
      globalThis.isServiceWorkerScope = true
      try {
        await new Promise((resolve) => own.listen({ port: 8080, host: '127.0.0.1' }, resolve))
        assert.deepEqual([own.listening, own.address()], [true, { address: '127.0.0.1', family: 'IPv4', port: 8080 }])
        assert.throws(() => own.listen(8080), { code: 'ERR_SERVER_ALREADY_LISTEN' })
        await new Promise((resolve) => own.close(resolve))
        assert.deepEqual([own.listening, own.closed], [false, true])
      } finally {
        delete globalThis.isServiceWorkerScope
      }
    }
  },
  refuses (m) {
    assert.throws(() => m.createServer(5), invalid)
    assert.throws(() => m.createServer({}, 5), invalid)
    for (const port of [99999, -1]) {
      assert.throws(() => m.createServer().listen(port), { code: 'ERR_SOCKET_BAD_PORT' })
    }
  }
}

/** Node needs a certificate to serve; ours does not. */
const secure = (m, { does }) => m.Connection === undefined
  ? assert.deepEqual([unsent(m, 'https://example.com/x').getHeader('host'), unsent(m, { port: 444 }).getHeader('host')], ['example.com', 'localhost:444'])
  : does(m)
const secureServer = { does: (m) => m.Connection === undefined ? assert.ok(m.createServer() instanceof m.Server) : server.does(m), refuses: server.refuses }

const agent = {
  does (m) {
    const own = new m.Agent({ keepAlive: true, maxSockets: 3 })
    assert.deepEqual([own.getName({ host: 'h', port: 80, localAddress: '1.1.1.1', family: 4 }).slice(0, 14), own.maxSockets, own.keepAlive], ['h:80:1.1.1.1:4', 3, true])
    own.destroy()
  },
  refuses: (m) => assert.throws(() => new m.Agent({}).createConnection({ port: -1 }))
}

const connection = {
  async does (m) {
    await served(m, () => {}, async (url, own) => {
      own.once('connection', (connection) => {
        assert.ok(connection instanceof (m.Connection))
        assert.deepEqual([connection.server === own, connection.active, own.connections.has(connection)], [true, true, true])
        connection.on('data', (chunk) => connection.write(String(chunk).toUpperCase()))
        connection.on('end', () => connection.end())
      })
      const sent = m.request(url, { method: 'POST' })
      sent.end('shout')
      assert.equal(await text(await event(sent, 'response')), 'SHOUT')
      await Promise.resolve()
      assert.equal(own.connections.size, 0)
    })
  },
  refuses: (m) => assert.throws(() => new m.Connection(), TypeError)
}

const agentOptions = {
  does: (m) => assert.deepEqual({ ...new m.AgentOptions({ keepAlive: true, timeout: 5 }) }, { keepAlive: true, timeout: 5 }),
  refuses: (m) => assert.deepEqual({ ...new m.AgentOptions({ keepAlive: 'yes', timeout: 'long' }) }, { keepAlive: false, timeout: -1 })
}

const validators = {
  validateHeaderName: {
    does: (m) => assert.equal(m.validateHeaderName('X-A'), undefined),
    refuses: (m) => ['', 'a b', 'a:', 'é', undefined].forEach((name) => assert.throws(() => m.validateHeaderName(name), token))
  },
  validateHeaderValue: {
    does: (m) => assert.equal(m.validateHeaderValue('X-A', 'a b é'), undefined),
    refuses (m) {
      assert.throws(() => m.validateHeaderValue('a', undefined), { code: 'ERR_HTTP_INVALID_HEADER_VALUE' })
      for (const bad of ['a\r\nb', '\0', '€']) {
        assert.throws(() => m.validateHeaderValue('a', bad), { code: 'ERR_INVALID_CHAR' })
      }
    }
  }
}

const STATUS = {
  CONTINUE: 100, SWITCHING_PROTOCOLS: 101, PROCESSING: 102, EARLY_HINTS: 103, OK: 200, CREATED: 201, ACCEPTED: 202, NONAUTHORITATIVE_INFORMATION: 203,
  NO_CONTENT: 204, RESET_CONTENT: 205, PARTIAL_CONTENT: 206, MULTISTATUS: 207, FOUND: 302, NOT_FOUND: 404, IM_A_TEAPOT: 418, SERVICE_UNAVAILABLE: 503
}
const shared = {
  ...Object.fromEntries(Object.entries(STATUS).map(([name, code]) => [name, value(name, (own) => assert.equal(own, code))])),
  AgentOptions: agentOptions,
  Agent: agent,
  ClientRequest: clientRequest,
  Connection: connection,
  globalAgent: value('globalAgent', (own) => assert.equal(own.options.keepAlive, true)),
  default: value('default', (own) => assert.equal(typeof own.get, 'function'))
}

export default {
  http: {
    ...shared,
    ...validators,
    IncomingMessage: incoming,
    OutgoingMessage: outgoing,
    ServerResponse: response,
    Server: server,
    METHODS: value('METHODS', (own) => assert.ok(own.includes('GET') && own.includes('M-SEARCH'))),
    STATUS_CODES: value('STATUS_CODES', (own) => assert.deepEqual([own[200], own[404]], ['OK', 'Not Found'])),
    maxHeaderSize: value('maxHeaderSize', (own) => assert.equal(own, 16384)),
    createServer: server,
    get,
    request
  },
  https: {
    ...shared,
    ...validators,
    IncomingMessage: incoming,
    OutgoingMessage: outgoing,
    ServerResponse: response,
    Server: secureServer,
    createServer: secureServer,
    get: { does: (m) => secure(m, get), refuses: get.refuses },
    request: { does: (m) => secure(m, request), refuses: request.refuses }
  },
  'http/adapters': {
    ServerAdapter: {
      async does (m) {
        const { createServer } = await import('socket:http')
        const own = createServer()
        const adapter = new m.ServerAdapter(own, 'the module')
        assert.deepEqual([adapter.server === own, adapter.httpInterface, adapter.context], [true, 'the module', null])
        await adapter.destroy()
      },
      refuses: (m) => assert.throws(() => new m.ServerAdapter({}, null), invalid)
    },
    ServiceWorkerServerAdapter: {
      async does (m) {
        const { createServer } = await import('socket:http')
        const own = createServer((request, response) => response.end(request.url))
        const adapter = new m.ServiceWorkerServerAdapter(own, null)
        const asked = async (url) => {
          let answer = null
          await adapter.onFetch({ request: new Request(url), respondWith: (promise) => { answer = promise } })
          return (await answer)?.text() ?? null
        }
        assert.equal(await asked('http://a.example/x'), '/x')
        Object.assign(own, { port: 8080, host: 'a.example' })
        assert.deepEqual([await asked('http://a.example:8080/y'), await asked('http://a.example:9090/y'), await asked('http://b.example:8080/y')], ['/y', null, null])
        const types = []
        adapter.addEventListener('install', ({ type }) => types.push(type))
        adapter.addEventListener('activate', ({ type }) => types.push(type))
        await adapter.onInstall(new Event('install'))
        await adapter.onActivate(new Event('activate'))
        assert.deepEqual(types, ['install', 'activate'])
        await adapter.destroy()
      },
      async refuses (m) {
        const { createServer } = await import('socket:http')
        await assert.rejects(new m.ServiceWorkerServerAdapter(createServer(), null).onFetch({}), invalid)
        assert.throws(() => new m.ServiceWorkerServerAdapter(null), invalid)
      }
    },
    default: value('default', (own) => assert.equal(typeof own.ServerAdapter, 'function'))
  }
}
