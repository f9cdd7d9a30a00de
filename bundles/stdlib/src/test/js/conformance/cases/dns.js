/** Names of hosts: as the system finds them, and from a name server of its own. */
import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import dgram from 'node:dgram'
import { once } from 'node:events'

const invalidType = { code: 'ERR_INVALID_ARG_TYPE' }
const invalidValue = { code: 'ERR_INVALID_ARG_VALUE' }

const u16 = (...values) => Buffer.from(values.flatMap((value) => [value >> 8, value & 255]))
const text = (value) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)])
const name = (value) => Buffer.concat([...value.split('.').map(text), Buffer.from([0])])

/** What the server knows, by number of the type. */
const records = {
  1: [Buffer.from([1, 2, 3, 4]), Buffer.from([5, 6, 7, 8])],
  2: [name('ns.a.example')],
  5: [name('b.example')],
  6: [Buffer.concat([name('ns.a.example'), name('root.a.example'), u16(0, 1, 0, 2, 0, 3, 0, 4, 0, 5)])],
  12: [name('four.example')],
  15: [Buffer.concat([u16(10), name('mail.a.example')])],
  16: [Buffer.concat([text('one'), text('two')])],
  28: [Buffer.from([32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])],
  33: [Buffer.concat([u16(1, 2, 443), name('s.a.example')])],
  35: [Buffer.concat([u16(1, 2), text('u'), text('E2U'), text('!a!b!'), name('r.example')])],
  257: [Buffer.concat([Buffer.from([0]), text('issue'), Buffer.from('ca.example')])]
}

function answerTo (question) {
  let end = 12
  while (question[end] !== 0) {
    end += question[end] + 1
  }
  const asked = question.subarray(12, end + 5)
  const label = question.subarray(13, 13 + question[12]).toString()
  const known = label === 'a' || label === '4' ? records[question.readUInt16BE(end + 1)] ?? [] : []
  const code = { none: 3, fails: 2 }[label] ?? 0
  return label === 'silent'
    ? null
    : Buffer.concat([question.subarray(0, 2), u16(0x8180 | code, 1, known.length, 0, 0), asked,
      ...known.map((data) => Buffer.concat([u16(0xc00c, question.readUInt16BE(end + 1), 1, 0, 300, data.length), data]))])
}

/** Runs a story with a resolver that asks a name server of this test. */
async function withServer (Resolver, story) {
  const server = dgram.createSocket('udp4')
  server.on('message', (question, from) => {
    const answer = answerTo(question)
    if (answer !== null) {
      server.send(answer, from.port, from.address)
    }
  })
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const resolver = new Resolver({ timeout: 5000, tries: 1 })
    resolver.setServers([`127.0.0.1:${server.address().port}`])
    await story(resolver, server)
  } finally {
    server.close()
    await once(server, 'close')
  }
}

/** What each function finds. */
const expected = {
  resolve4: ['1.2.3.4', '5.6.7.8'],
  resolve6: ['2001:db8::1'],
  resolveNs: ['ns.a.example'],
  resolveCname: ['b.example'],
  resolveSoa: { nsname: 'ns.a.example', hostmaster: 'root.a.example', serial: 1, refresh: 2, retry: 3, expire: 4, minttl: 5 },
  resolvePtr: ['four.example'],
  resolveMx: [{ exchange: 'mail.a.example', priority: 10 }],
  resolveTxt: [['one', 'two']],
  resolveSrv: [{ name: 's.a.example', port: 443, priority: 1, weight: 2 }],
  resolveNaptr: [{ flags: 'u', service: 'E2U', regexp: '!a!b!', replacement: 'r.example', order: 1, preference: 2 }],
  resolveCaa: [{ critical: 0, issue: 'ca.example' }]
}

const plain = (value) => JSON.parse(JSON.stringify(value, (key, item) => key === 'type' ? undefined : item))

/** The two forms of a function. */
const forms = {
  callback: (owner, key) => (...args) => new Promise((resolve, reject) =>
    owner[key](...args, (error, ...results) => error ? reject(error) : resolve(results.length > 1 ? results : results[0]))),
  promise: (owner, key) => async (...args) => owner[key](...args)
}

/**
 * Has the function of a module ask the name server of the test, too, and not a resolver only. Node makes its functions anew for
 * other servers, and tells the default export.
 */
async function withServers (m, key, resolver, story) {
  assert.equal(m[key].name, m.default[key].name)
  const before = m.default.getServers()
  m.default.setServers(resolver.getServers())
  try {
    await story(m.default)
  } finally {
    m.default.setServers(before)
  }
}

const answers = (form, key) => async (m) => {
  const call = forms[form]
  await withServer(m.Resolver, async (resolver) => {
    await withServers(m, key, resolver, async (own) => assert.deepEqual(plain(await call(own, key)('a.example')), expected[key]))
    assert.deepEqual(plain(await call(resolver, key)('a.example')), expected[key])
    await assert.rejects(call(resolver, key)('none.example'), { code: 'ENOTFOUND', hostname: 'none.example' })
    await assert.rejects(call(resolver, key)('fails.example'), { code: 'ESERVFAIL' })
    await assert.rejects(call(resolver, key)('empty.example'), { code: 'ENODATA' })
  })
}

const refusesNames = (form, key) => async (m) => {
  for (const bad of [undefined, null, 5, {}, true]) {
    await assert.rejects(forms[form](m, key)(bad), invalidType, `${key} of ${String(bad)}`)
  }
}

const query = (form, key) => ({ does: answers(form, key), refuses: refusesNames(form, key) })

const lookup = (form) => ({
  async does (m) {
    const look = forms[form](m, 'lookup')
    const first = (found) => Array.isArray(found) ? found : [found.address, found.family]
    assert.deepEqual(first(await look('127.0.0.1', {})), ['127.0.0.1', 4])
    assert.deepEqual(first(await look('localhost', 4)), ['127.0.0.1', 4])
    assert.deepEqual(first(await look('::1', { family: 6 })), ['::1', 6])
    assert.deepEqual(plain(await look('127.0.0.1', { all: true })), [{ address: '127.0.0.1', family: 4 }])
    const all = await look('localhost', { all: true, order: 'ipv4first' })
    assert.equal(all[0].address, '127.0.0.1')
    await assert.rejects(look('no.such.host.invalid', {}), (error) =>
      ['ENOTFOUND', 'EAI_AGAIN'].includes(error.code) && error.syscall === 'getaddrinfo' && error.hostname === 'no.such.host.invalid')
  },
  async refuses (m) {
    const look = forms[form](m, 'lookup')
    for (const bad of [5, {}, true]) {
      await assert.rejects(async () => look(bad, {}), invalidType)
    }
    await assert.rejects(async () => look('localhost', { family: 5 }), invalidValue)
    await assert.rejects(async () => look('localhost', 7), invalidValue)
    await assert.rejects(async () => look('localhost', { hints: 1 << 12 }), invalidValue)
    await assert.rejects(async () => look('localhost', { all: 5 }), invalidType)
    await assert.rejects(async () => look('localhost', { order: 'any' }), invalidValue)
    await assert.rejects(async () => look('localhost', 'x'), invalidType)
    if (form === 'callback') {
      assert.throws(() => m.lookup('localhost'), invalidType)
      assert.throws(() => m.lookup('localhost', 5, 5), invalidType)
    }
  }
})

const functions = (form) => ({
  lookup: lookup(form),
  lookupService: {
    async does (m) {
      const found = await forms[form](m, 'lookupService')('127.0.0.1', 22)
      const [hostname, service] = Array.isArray(found) ? found : [found.hostname, found.service]
      assert.ok(hostname.length > 0)
      assert.equal(service, 'ssh')
    },
    async refuses (m) {
      const look = forms[form](m, 'lookupService')
      await assert.rejects(async () => look('localhost', 22), invalidValue)
      await assert.rejects(async () => look('127.0.0.1', 70000), { code: 'ERR_SOCKET_BAD_PORT' })
    }
  },
  Resolver: {
    async does (m) {
      await withServer(m.Resolver, async (resolver, server) => {
        const { port } = server.address()
        assert.deepEqual(resolver.getServers(), [`127.0.0.1:${port}`])
        const call = (key) => forms[form](resolver, key)
        assert.deepEqual(plain(await call('resolve')('a.example', 'MX')), expected.resolveMx)
        assert.deepEqual(await call('resolve')('a.example', 'A'), expected.resolve4)
        assert.deepEqual(await call('reverse')('1.2.3.4'), expected.resolvePtr)
        assert.deepEqual(plain(await call('resolve4')('a.example', { ttl: true }))[0], { address: '1.2.3.4', ttl: 300 })
        const hasty = new m.Resolver({ timeout: 100, tries: 1 })
        hasty.setServers([`127.0.0.1:${port}`])
        await assert.rejects(forms[form](hasty, 'resolve4')('silent.example'),
          { code: 'ETIMEOUT', syscall: 'queryA', hostname: 'silent.example' })
        const cancelled = call('resolve4')('silent.example')
        resolver.cancel()
        await assert.rejects(cancelled, { code: 'ECANCELLED' })
      })
    },
    refuses (m) {
      for (const bad of [-2, 1.5, 2 ** 40]) {
        assert.throws(() => new m.Resolver({ timeout: bad }), { code: 'ERR_OUT_OF_RANGE' })
      }
      assert.throws(() => new m.Resolver({ tries: 0 }), { code: 'ERR_OUT_OF_RANGE' })
      const resolver = new m.Resolver()
      assert.throws(() => resolver.setServers('127.0.0.1'), invalidType)
      assert.throws(() => resolver.setServers([5]), invalidType)
      for (const bad of ['what', '1.2.3', '127.0.0.1:x']) {
        assert.throws(() => resolver.setServers([bad]), { code: 'ERR_INVALID_IP_ADDRESS' })
      }
    }
  },
  getServers: { does: (m) => assert.ok(m.getServers().every((server) => typeof server === 'string')), refuses: null },
  setServers: {
    does (m) {
      const before = m.default.getServers()
      m.setServers(['127.0.0.1', '127.0.0.2:5353', '[::1]:54', '::1'])
      assert.deepEqual(m.default.getServers(), ['127.0.0.1', '127.0.0.2:5353', '[::1]:54', '::1'])
      m.default.setServers(before)
    },
    refuses: (m) => assert.throws(() => m.setServers(5), invalidType)
  },
  getDefaultResultOrder: { does: (m) => assert.equal(m.getDefaultResultOrder(), 'verbatim'), refuses: null },
  setDefaultResultOrder: {
    does (m) {
      m.setDefaultResultOrder('ipv4first')
      assert.equal(m.getDefaultResultOrder(), 'ipv4first')
      m.setDefaultResultOrder('verbatim')
    },
    refuses: (m) => assert.throws(() => m.setDefaultResultOrder('any'), invalidValue)
  },
  resolve: {
    does: (m) => withServer(m.Resolver, async (resolver) => {
      assert.deepEqual(plain(await forms[form](resolver, 'resolve')('a.example', 'TXT')), expected.resolveTxt)
      await withServers(m, 'resolve', resolver, async (own) => assert.deepEqual(plain(await forms[form](own, 'resolve')('a.example')), expected.resolve4))
    }),
    async refuses (m) {
      await assert.rejects(async () => forms[form](m, 'resolve')('a.example', 'WHAT'), invalidValue)
      await assert.rejects(async () => forms[form](m, 'resolve')('a.example', 5), invalidType)
      await assert.rejects(async () => forms[form](m, 'resolve')(5, 'A'), invalidType)
    }
  },
  resolveAny: { does: (m) => assert.equal(typeof m.resolveAny, 'function'), refuses: refusesNames(form, 'resolveAny') },
  reverse: {
    does: (m) => withServer(m.Resolver, async (resolver) =>
      withServers(m, 'reverse', resolver, async (own) => {
        assert.deepEqual(await forms[form](resolver, 'reverse')('1.2.3.4'), ['four.example'])
        assert.deepEqual(await forms[form](own, 'reverse')('1.2.3.4'), ['four.example'])
      })),
    async refuses (m) {
      await assert.rejects(async () => forms[form](m, 'reverse')(5), invalidType)
      await assert.rejects(async () => forms[form](m, 'reverse')('what'), { code: 'EINVAL' })
    }
  },
  ...Object.fromEntries(Object.keys(expected).map((key) => [key, query(form, key)]))
})

const constant = (key, value) => ({ does: (m) => assert.equal(m[key], value), refuses: null })
const codes = Object.fromEntries(['NODATA', 'FORMERR', 'SERVFAIL', 'NOTFOUND', 'NOTIMP', 'REFUSED', 'BADQUERY', 'BADNAME', 'BADFAMILY', 'BADRESP',
  'CONNREFUSED', 'TIMEOUT', 'FILE', 'NOMEM', 'DESTRUCTION', 'BADSTR', 'BADFLAGS', 'NONAME', 'BADHINTS', 'NOTINITIALIZED', 'LOADIPHLPAPI',
  'ADDRGETNETWORKPARAMS', 'CANCELLED'].map((key) => [key, constant(key, `E${key}`)]))
codes.EOF = constant('EOF', 'EOF')

const callbacks = {
  ...functions('callback'),
  ...codes,
  ADDRCONFIG: constant('ADDRCONFIG', 32),
  V4MAPPED: constant('V4MAPPED', 8),
  ALL: constant('ALL', 16),
  promises: { does: async (m) => assert.deepEqual(plain(await m.promises.lookup('127.0.0.1')), { address: '127.0.0.1', family: 4 }), refuses: null },
  default: { does: (m) => assert.equal(m.default.lookup, m.lookup), refuses: null }
}

export default {
  dns: callbacks,
  'dns/index': callbacks,
  'dns/promises': {
    ...functions('promise'),
    ...codes,
    default: { does: (m) => assert.equal(m.default.lookup, m.lookup), refuses: null }
  }
}
