/** What `socket:tls` does, with the plugin; and what Node's own does. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import test from 'node:test'
import { authority, certificate, selfSigned } from './certificates.js'
import { isOurs, load, Node, opened, swap, text } from './suite.js'

const tls = await load('tls')
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const ca = authority('Test CA')
const good = certificate(ca, 'localhost', { names: ['DNS:localhost', 'DNS:*.example.com', 'IP:127.0.0.1'] })

const echo = (options) => opened(tls.createServer({ ...good, ...options }, (socket) => {
  socket.on('error', () => {})
  socket.pipe(socket)
}))

/** @returns {Promise<any>} why a connection is not made */
async function refusal (options) {
  const socket = tls.connect(options)
  return await Promise.race([
    new Promise((resolve) => socket.once('error', resolve)),
    once(socket, 'secureConnect').then(() => {
      socket.destroy()
      return { code: 'none' }
    }, (error) => error)
  ])
}

test('should talk to whom it trusts, and tell how', async () => {
  const { server, port, end } = await echo()
  const accepted = once(server, 'secureConnection')
  const socket = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: ca.cert })
  await once(socket, 'secureConnect')
  assert.deepEqual([socket.authorized, socket.authorizationError, socket.encrypted], [true, null, true])
  assert.equal(socket.getProtocol(), 'TLSv1.3')
  const { name, standardName, version } = socket.getCipher()
  assert.match(name, /^TLS_/)
  assert.deepEqual([standardName, version], [name, 'TLSv1.3'])
  const peer = socket.getPeerCertificate(true)
  const expected = new (await import('node:crypto')).X509Certificate(good.cert)
  assert.deepEqual([peer.subject.CN, peer.issuer.CN, peer.subjectaltname], ['localhost', 'Test CA', 'DNS:localhost, DNS:*.example.com, IP Address:127.0.0.1'])
  assert.deepEqual([peer.fingerprint, peer.fingerprint256, peer.serialNumber], [expected.fingerprint, expected.fingerprint256, expected.serialNumber])
  assert.deepEqual([peer.valid_from, peer.valid_to, peer.raw.equals(expected.raw)], [expected.validFrom, expected.validTo, true])
  assert.equal(peer.issuerCertificate.subject.CN, 'Test CA')
  const [other] = await accepted
  assert.deepEqual([other.servername, other.getProtocol()], ['localhost', 'TLSv1.3'])
  socket.end('secret')
  assert.equal(await text(socket), 'secret')
  await end()
})

test('should refuse a certificate that it cannot trust', async () => {
  const cases = [
    ['DEPTH_ZERO_SELF_SIGNED_CERT', selfSigned('localhost'), undefined],
    ['CERT_HAS_EXPIRED', certificate(ca, 'localhost', { names: ['DNS:localhost'], days: -1 }), ca.cert],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', certificate(authority('Another'), 'localhost', { names: ['DNS:localhost'] }), ca.cert],
    ['ERR_TLS_CERT_ALTNAME_INVALID', certificate(ca, 'elsewhere', { names: ['DNS:elsewhere'] }), ca.cert],
    ['none', good, ca.cert]
  ]
  for (const [code, own, trusted] of cases) {
    const { port, end } = await echo(own)
    const options = { port, host: '127.0.0.1', servername: 'localhost', ca: trusted }
    assert.equal((await refusal(options)).code, code)
    const lenient = tls.connect({ ...options, rejectUnauthorized: false })
    await once(lenient, 'secureConnect')
    assert.equal(lenient.authorized, code === 'none')
    const told = lenient.authorizationError
    assert.equal(told?.code ?? told, code === 'none' ? null : code)
    lenient.destroy()
    await end()
  }
})

test('should let the caller look at the certificate', async () => {
  const { port, end } = await echo()
  const seen = []
  const options = { port, host: '127.0.0.1', servername: 'localhost', ca: [ca.cert] }
  const error = await refusal({
    ...options,
    checkServerIdentity: (host, peer) => {
      seen.push(host, peer.subject.CN)
      return Object.assign(new Error('pinned'), { code: 'PIN' })
    }
  })
  assert.deepEqual([error.code, seen], ['PIN', ['localhost', 'localhost']])
  await end()
})

test('should agree on a protocol', async () => {
  const { server, port, end } = await echo({ ALPNProtocols: ['two', 'one'] })
  const accepted = once(server, 'secureConnection')
  const options = { port, host: '127.0.0.1', servername: 'localhost', ca: ca.cert }
  const socket = tls.connect({ ...options, ALPNProtocols: ['one', 'two'] })
  await once(socket, 'secureConnect')
  assert.equal(socket.alpnProtocol, 'two')
  assert.equal((await accepted)[0].alpnProtocol, 'two')
  socket.destroy()
  assert.equal((await refusal({ ...options, ALPNProtocols: ['three'] })).code, 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL')
  await end()
})

test('should choose a certificate by the name that is asked for', async () => {
  const other = certificate(ca, 'other', { names: ['DNS:other.test'] })
  const { server, port, end } = await echo()
  server.addContext('other.test', other)
  const subject = async (servername) => {
    const socket = tls.connect({ port, host: '127.0.0.1', servername, ca: ca.cert })
    await once(socket, 'secureConnect')
    const { CN } = socket.getPeerCertificate().subject
    socket.destroy()
    return CN
  }
  assert.deepEqual([await subject('localhost'), await subject('other.test')], ['localhost', 'other'])
  assert.throws(() => server.addContext('', {}), { code: 'ERR_TLS_REQUIRED_SERVER_NAME' })
  await end()
})

test('should ask clients for certificates', async () => {
  const { server, port, end } = await echo({ requestCert: true, ca: ca.cert })
  const options = { port, host: '127.0.0.1', servername: 'localhost', ca: ca.cert }
  const failed = once(server, 'tlsClientError')
  const anonymous = tls.connect(options)
  anonymous.on('error', () => {})
  assert.equal((await failed)[0].code, 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE')
  anonymous.destroy()
  const accepted = once(server, 'secureConnection')
  const known = tls.connect({ ...options, ...certificate(ca, 'client') })
  const [socket] = await accepted
  assert.deepEqual([socket.authorized, socket.getPeerCertificate().subject.CN], [true, 'client'])
  known.destroy()
  await end()
})

test('should speak the versions that are wanted', async () => {
  const { port, end } = await echo({ maxVersion: 'TLSv1.2' })
  const options = { port, host: '127.0.0.1', servername: 'localhost', ca: ca.cert }
  const socket = tls.connect(options)
  await once(socket, 'secureConnect')
  assert.equal(socket.getProtocol(), 'TLSv1.2')
  assert.match(socket.getCipher().name, /^ECDHE-/)
  socket.end('old')
  assert.equal(await text(socket), 'old')
  assert.match((await refusal({ ...options, minVersion: 'TLSv1.3' })).code, /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/)
  assert.throws(() => tls.connect({ ...options, minVersion: 'TLSv9' }), { code: 'ERR_TLS_INVALID_PROTOCOL_VERSION' })
  await end()
})

test('should begin TLS on a connection that is there', async () => {
  const { port, end } = await opened((await load('net')).createServer((socket) => {
    socket.once('data', () => {
      const secure = new tls.TLSSocket(socket, { isServer: true, ...good, secureContext: tls.createSecureContext(good) })
      secure.on('error', () => {})
      secure.pipe(secure)
      socket.write('go')
    })
  }))
  const plain = (await load('net')).connect(port, '127.0.0.1')
  plain.write('STARTTLS')
  await once(plain, 'data')
  const socket = tls.connect({ socket: plain, servername: 'localhost', ca: ca.cert })
  socket.end('inside')
  assert.equal(await text(socket), 'inside')
  await end()
})

test('should read certificates in all their forms', async () => {
  const forms = [
    certificate(ca, 'localhost', { names: ['DNS:localhost'], key: ['rsa:2048'] }),
    certificate(ca, 'localhost', { names: ['DNS:localhost'], traditional: true }),
    certificate(ca, 'localhost', { names: ['DNS:localhost'], key: ['rsa:2048'], traditional: true }),
    certificate(ca, 'localhost', { names: ['DNS:localhost'], passphrase: 'secret' }),
    certificate(ca, 'localhost', { names: ['DNS:localhost'], pfx: 'secret' })
  ]
  for (const own of forms) {
    const { port, end } = await opened(tls.createServer(own, (socket) => socket.end('hello')))
    assert.equal(await text(tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: ca.cert })), 'hello')
    await end()
  }
})

test('should carry much, and stop where the reader does', async () => {
  const { server, port, end } = await opened(tls.createServer(good))
  const socket = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: ca.cert })
  const [reader] = await once(server, 'secureConnection')
  const piece = Buffer.alloc(100_003, 'abcdefg')
  const send = async () => {
    for (let i = 0; i < 100; i++) {
      if (!socket.write(piece)) {
        await once(socket, 'drain')
      }
    }
    socket.end()
  }
  const sent = send()
  const all = []
  reader.on('data', (bytes) => all.push(bytes))
  await Promise.all([sent, once(reader, 'end')])
  assert.ok(Buffer.concat(all).equals(Buffer.concat(Array(100).fill(piece))))
  await end()
})

test('should know whose certificate it is', () => {
  const cases = [
    ['a.com', { subject: { CN: 'a.com' } }],
    ['a.com', { subject: { CN: '*.com' } }],
    ['b.a.com', { subject: { CN: '*.a.com' } }],
    ['c.b.a.com', { subject: { CN: '*.a.com' } }],
    ['a.com', { subject: {}, subjectaltname: 'DNS:a.com' }],
    ['a.com', { subject: { CN: 'a.com' }, subjectaltname: 'DNS:b.com' }],
    ['b.com', { subject: {}, subjectaltname: 'DNS:a.com, DNS:b.com' }],
    ['1.2.3.4', { subject: {}, subjectaltname: 'IP Address:1.2.3.4' }],
    ['1.2.3.4', { subject: { CN: '1.2.3.4' } }],
    ['A.COM', { subject: { CN: 'a.com' } }],
    ['a.com', { subject: {}, subjectaltname: 'DNS:"a.com, DNS:b.com"' }],
    ['a.com', { subject: {} }]
  ]
  for (const [host, cert] of cases) {
    assert.equal(tls.checkServerIdentity(host, cert)?.code, Node.tls.checkServerIdentity(host, cert)?.code, `${host} ${JSON.stringify(cert)}`)
  }
})

test('should refuse bad input', async () => {
  assert.throws(() => tls.createServer(5), invalid)
  assert.throws(() => tls.createServer({ cert: 5, key: 5 }), invalid)
  assert.throws(() => tls.createSecureContext({ ciphers: 5 }), invalid)
  assert.throws(() => tls.createSecureContext({ minVersion: 'x' }), { code: 'ERR_TLS_INVALID_PROTOCOL_VERSION' })
  assert.throws(() => tls.connect({ port: 70000 }), { code: 'ERR_SOCKET_BAD_PORT' })
  if (isOurs) { // Node says that it is a fault of its own
    assert.throws(() => tls.connect({ port: 1, checkServerIdentity: 5 }), invalid)
  }
  assert.throws(() => new tls.TLSSocket(5), isOurs ? invalid : TypeError)
  const out = {}
  tls.convertALPNProtocols(['a', 'bc'], out)
  assert.deepEqual([...out.ALPNProtocols], [1, 97, 2, 98, 99])
  assert.throws(() => tls.convertALPNProtocols(['x'.repeat(256)], out), { code: 'ERR_OUT_OF_RANGE' })
})

test('should tell what there is', () => {
  assert.ok(tls.getCiphers().includes('ecdhe-rsa-aes128-gcm-sha256'))
  assert.ok(tls.rootCertificates.length > 50)
  assert.match(tls.rootCertificates[0], /^-----BEGIN CERTIFICATE-----/)
  assert.throws(() => { tls.rootCertificates[0] = 'x' }, TypeError)
  assert.deepEqual([tls.DEFAULT_MIN_VERSION, tls.DEFAULT_MAX_VERSION, tls.DEFAULT_ECDH_CURVE], ['TLSv1.2', 'TLSv1.3', 'auto'])
  assert.match(tls.DEFAULT_CIPHERS, /^TLS_AES_256_GCM_SHA384:/)
})

test('should refuse keys that cannot be', { skip: !isOurs }, async () => {
  const failure = async (options) => {
    const server = tls.createServer(options)
    server.listen(0)
    return (await once(server, 'error'))[0].code
  }
  assert.equal(await failure({ cert: 'x', key: 'y' }), 'ERR_OSSL_PEM_NO_START_LINE')
  assert.equal(await failure({ cert: good.cert, key: certificate(ca, 'x', { key: ['rsa:2048'] }).key }), 'ERR_OSSL_X509_KEY_VALUES_MISMATCH')
  assert.equal(await failure({ ...certificate(ca, 'x', { passphrase: 'secret' }), passphrase: 'wrong' }), 'ERR_OSSL_BAD_DECRYPT')
})

test('should talk to openssl', { skip: !isOurs }, async () => {
  const { port, end } = await echo()
  const output = await new Promise((resolve, reject) => {
    const child = execFile('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost', '-CAfile', ca.file, '-verify_return_error', '-ign_eof'],
      (error, stdout) => error && error.signal !== 'SIGTERM' ? reject(error) : resolve(stdout))
    child.stdin.write('over openssl\n')
    child.stdout.on('data', (data) => {
      if (String(data).includes('over openssl')) { child.kill() }
    })
  })
  assert.match(output, /Verification: OK/)
  await end()
})

test('should take up with Node as the other side', { skip: !isOurs }, async () => {
  const foreign = Node.tls.createServer(good, (socket) => socket.pipe(socket))
  await new Promise((resolve) => foreign.listen(0, '127.0.0.1', resolve))
  const socket = tls.connect({ port: foreign.address().port, host: '127.0.0.1', servername: 'localhost', ca: ca.cert })
  socket.end('to Node')
  assert.equal(await text(socket), 'to Node')
  foreign.close()
  const { port, end } = await echo()
  const client = Node.tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: ca.cert })
  client.end('from Node')
  assert.equal(await text(client), 'from Node')
  await end()
})

test('should go on when the plugin is replaced', { skip: !isOurs }, async () => {
  const { port, end } = await echo()
  const socket = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: ca.cert })
  await once(socket, 'secureConnect')
  let received = ''
  socket.on('data', (data) => { received += data })
  for (let round = 0; round < 4; round++) {
    socket.write(`round ${round}. `)
    await swap()
  }
  socket.end()
  await once(socket, 'end')
  assert.equal(received, 'round 0. round 1. round 2. round 3. ')
  const later = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: ca.cert })
  later.end('later')
  assert.equal(await text(later), 'later')
  await end()
})
