import assert from 'node:assert/strict'
import os from 'node:os'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })

const errorNames = ['AbortError', 'BadRequestError', 'EncodingError', 'FinalizationRegistryCallbackError', 'IllegalConstructorError',
  'IndexSizeError', 'InternalError', 'InvalidAccessError', 'NetworkError', 'NotAllowedError', 'NotFoundError', 'NotSupportedError',
  'ModuleNotFoundError', 'OperationError', 'SecurityError', 'TimeoutError']
const errorCodes = {
  ABORT_ERR: 20, ENCODING_ERR: 32, INVALID_ACCESS_ERR: 15, INDEX_SIZE_ERR: 1, NETWORK_ERR: 19, NOT_ALLOWED_ERR: 31, NOT_FOUND_ERR: 8,
  NOT_SUPPORTED_ERR: 9, OPERATION_ERR: 30, SECURITY_ERR: 18, TIMEOUT_ERR: 23
}
const errnoValues = Object.fromEntries(Object.entries(os.constants.errno).map(([name, number]) => [name, value(name, (own) => assert.equal(own, number))]))

const constantNames = Object.fromEntries([...Object.entries(os.constants.errno), ...Object.entries(os.constants.signals)]
  .filter(([name]) => !['SIGSTKFLT', 'SIGPOLL', 'SIGPWR'].includes(name))
  .map(([name, number]) => [name, value(name, (own) => assert.equal(own, number))]))

export default {
  errors: {
    ...Object.fromEntries(Object.entries(errorCodes).map(([name, number]) => [name, value(name, (own) => assert.equal(own, number))])),
    ...Object.fromEntries(errorNames.map((name) => [name, {
      does (m) {
        const error = new m[name]('why')
        assert.ok(error instanceof Error)
        assert.equal(error.name, name)
        assert.match(error.message, /why/)
        assert.equal(typeof error.code, 'string')
        assert.equal(typeof m[name].code, 'number')
      },
      refuses (m) {
        assert.throws(() => m[name]('no new'), TypeError)
        assert.equal(typeof new m[name]().message, 'string')
      }
    }])),
    ErrnoError: {
      does (m) {
        const error = new m.ErrnoError(2)
        assert.deepEqual([error.code, error.errno, error.message], ['ENOENT', -2, 'no such file or directory'])
      },
      refuses: (m) => assert.equal(new m.ErrnoError(99999).code, 'E99999')
    },
    kInternalErrorCode: value('kInternalErrorCode', (own) => assert.equal(typeof own, 'symbol')),
    default: value('default', (own) => assert.equal(own.ABORT_ERR, 20))
  },
  errno: {
    ...errnoValues,
    constants: value('constants', (own) => assert.equal(own.ENOENT, 2)),
    strings: value('strings', (own) => assert.equal(own.ENOENT, 'no such file or directory')),
    getCode: { does: (m) => assert.equal(m.getCode('ENOENT'), 2), refuses: (m) => assert.equal(m.getCode('ENOTHING'), undefined) },
    getName: { does: (m) => assert.deepEqual([m.getName(2), m.getName(-2)], ['ENOENT', 'ENOENT']), refuses: (m) => assert.equal(m.getName({}), '') },
    getMessage: {
      does: (m) => assert.equal(m.getMessage('ENOENT'), 'no such file or directory'),
      refuses: (m) => assert.equal(m.getMessage(123456), '')
    },
    toString: { does: (m) => assert.equal(m.toString(-13), 'permission denied'), refuses: (m) => assert.equal(m.toString(null), '') },
    default: value('default', (own) => assert.equal(own.ENOENT, 2))
  },
  constants: {
    ...constantNames,
    default: value('default', (own) => assert.deepEqual([own.ENOENT, own.O_RDONLY, own.SIGINT], [2, 0, 2]))
  },
  enumeration: {
    Enumeration: {
      does (m) {
        const states = new m.Enumeration(['IDLE', 'BUSY'], { start: 1 })
        assert.deepEqual([states.IDLE, states.BUSY, states[2], states.length], [1, 2, 'BUSY', 2])
        assert.deepEqual([states.contains('BUSY'), states.contains(2), states.contains('GONE')], [true, true, false])
        assert.equal(JSON.stringify(m.Enumeration.from('A', 'B')), '["A","B"]')
        assert.match(states.inspect(), /IDLE: 1/)
      },
      refuses (m) {
        const states = m.Enumeration.from('A')
        assert.throws(() => states.add('B'), TypeError)
        assert.throws(() => states.delete('A'), TypeError)
        assert.throws(() => states.clear(), TypeError)
        assert.throws(() => { 'use strict'; states.A = 5 }, TypeError)
        assert.throws(() => new m.Enumeration(['A', 'A']), TypeError)
      }
    },
    default: value('default', (own) => assert.equal(own.name, 'Enumeration'))
  },
  ip: {
    isIPv4: {
      does: (m) => assert.deepEqual(['127.0.0.1', '255.255.255.255', '0.0.0.0'].map(m.isIPv4), [true, true, true]),
      refuses: (m) => assert.deepEqual(['256.1.1.1', '1.2.3', '1.2.3.4.', '01.2.3.4', '::1', null, {}].map(m.isIPv4), Array(7).fill(false))
    },
    normalizeIPv4: {
      does: (m) => assert.equal(m.normalizeIPv4('::ffff:10.0.0.1'), '10.0.0.1'),
      refuses: (m) => assert.deepEqual(['::1', 'x', undefined].map(m.normalizeIPv4), ['', '', ''])
    },
    default: value('default', (own) => assert.equal(typeof own.isIPv4, 'function'))
  },
  'internal/symbols': {
    dispose: value('dispose', (own) => assert.equal(typeof own, 'symbol')),
    serialize: value('serialize', (own) => assert.equal(own, Symbol.for('socket.runtime.serialize'))),
    default: value('default', (own) => assert.deepEqual(Object.keys(own), ['dispose', 'serialize']))
  },
  language: {
    codes: value('codes', (own) => assert.ok(own.includes('en') && own.length >= 180)),
    names: value('names', (own) => assert.ok(own.includes('German'))),
    tags: value('tags', (own) => assert.ok(own.includes('en-US') && own.includes('de-AT'))),
    descriptions: value('descriptions', (own) => assert.ok(own.some((text) => /Austria/.test(text)))),
    lookup: {
      does (m) {
        assert.equal(m.lookup('German')[0].code, 'de')
        assert.equal(m.lookup('pt-BR', { strict: true })[0].name, 'Portuguese')
        assert.ok(m.lookup('germ').length > 0)
      },
      refuses: (m) => assert.deepEqual([m.lookup(''), m.lookup(null), m.lookup('germ', { strict: true })], [[], [], []])
    },
    describe: {
      does: (m) => assert.deepEqual(m.describe('de-CH').map(({ code, tag }) => [code, tag]), [['de', 'de-CH']]),
      refuses: (m) => assert.deepEqual([m.describe('xx-XX'), m.describe(undefined)], [[], []])
    },
    LanguageQueryResult: {
      does: (m) => assert.deepEqual(new m.LanguageQueryResult('de', 'German', ['de-AT']).toJSON(), { code: 'de', name: 'German', tags: ['de-AT'] }),
      refuses: (m) => assert.throws(() => new m.LanguageQueryResult('de', 'German', null), TypeError)
    },
    LanguageDescription: {
      does: (m) => assert.match(new m.LanguageDescription('de', 'de-AT', 'Austrian').inspect(), /Austrian/),
      refuses: (m) => assert.throws(() => m.LanguageDescription('de'), TypeError)
    },
    default: value('default', (own) => assert.equal(typeof own.lookup, 'function'))
  },
  location: {
    Location: {
      does (m) {
        const own = new m.Location()
        const here = new URL(globalThis.location?.href ?? 'about:blank')
        assert.deepEqual([own.href, own.protocol, own.host, own.pathname, own.search, own.hash, String(own)],
          [here.href, here.protocol, here.host, here.pathname, here.search, here.hash, here.href])
      },
      refuses: (m) => assert.throws(() => { 'use strict'; new m.Location().href = 'socket://other/' }, TypeError)
    },
    default: value('default', (own) => assert.equal(own.constructor.name, 'Location'))
  },
  gc: gc(),
  i18n: i18n(),
  mime: mime(),
  'mime/index': mime(),
  'mime/type': { MIMEType: mimeType(), default: value('default', (own) => assert.equal(own.name, 'MIMEType')) },
  'mime/params': { MIMEParams: mimeParams(), default: value('default', (own) => assert.equal(own.name, 'MIMEParams')) }
}

function gc () {
  return {
    finalizer: value('finalizer', (own) => assert.equal(typeof own, 'symbol')),
    kFinalizer: value('kFinalizer', (own) => assert.equal(typeof own, 'symbol')),
    finalizers: value('finalizers', (own) => assert.ok(own instanceof WeakMap)),
    pool: value('pool', (own) => assert.ok(own instanceof Set)),
    registry: value('registry', (own) => assert.ok(own instanceof FinalizationRegistry)),
    gc: value('gc', (own) => assert.ok(Object.isFrozen(own))),
    default: value('default', (own) => assert.equal(typeof own.ref, 'function')),
    Finalizer: {
      does: (m) => assert.deepEqual(m.Finalizer.from({ args: [1], handle: Math.abs }).args, [1]),
      refuses: (m) => assert.throws(() => new m.Finalizer([], null), { code: 'ERR_INVALID_ARG_TYPE' })
    },
    ref: {
      async does (m) {
        const object = { [m.finalizer]: () => ({ args: [], handle () {} }) }
        const { size } = m.pool
        await m.ref(object)
        assert.equal(m.pool.size, size + 1)
        assert.equal(m.unref(object), true)
        assert.equal(m.pool.size, size)
      },
      refuses: (m) => assert.rejects(m.ref(5), { code: 'ERR_INVALID_ARG_TYPE' })
    },
    unref: { does: (m) => assert.equal(m.unref({}), false), refuses: (m) => assert.equal(m.unref(null), false) },
    retain: { does: (m) => assert.equal(m.retain({}), false), refuses: (m) => assert.equal(m.retain(undefined), false) },
    finalize: {
      async does (m) {
        const log = []
        assert.equal(await m.finalize({ [m.finalizer]: () => ({ args: [7], handle: (value) => log.push(value) }) }), true)
        assert.deepEqual(log, [7])
      },
      refuses: async (m) => assert.equal(await m.finalize({}), false)
    },
    release: {
      async does (m) {
        let count = 0
        await m.ref({ [m.finalizer]: () => ({ args: [], handle: () => count++ }) })
        await m.release()
        assert.deepEqual([count, m.pool.size], [1, 0])
      },
      refuses: (m) => m.release('anything')
    }
  }
}

function i18n () {
  const messages = {
    greeting: { message: 'Hello {0}, $name$', description: 'on the first page', placeholders: { name: { content: '$1' } } },
    named: { message: 'Dear {who}' }
  }
  const filled = (m) => m.cache.set('de', messages).set('en', {})
  return {
    cache: value('cache', (own) => assert.ok(own instanceof Map)),
    DEFAULT_LOCALES_LOCATION: value('DEFAULT_LOCALES_LOCATION', (own) => assert.equal(own, 'i18n/locales')),
    LanguageCode: { does: (m) => assert.equal(m.LanguageCode('de'), 'de'), refuses: (m) => assert.throws(() => new m.LanguageCode(Symbol('s')), TypeError) },
    default: value('default', (own) => assert.equal(typeof own.getMessage, 'function')),
    getMessagesForLocale: {
      does: (m) => { filled(m); assert.equal(m.getMessagesForLocale('de-AT'), messages) },
      refuses: (m) => assert.deepEqual(m.getMessagesForLocale('../../secret'), {})
    },
    getAcceptLanguages: { does: (m) => assert.ok(m.getAcceptLanguages().length > 0), refuses: null },
    getUILanguage: { does: (m) => assert.match(m.getUILanguage(), /^\w{2}/), refuses: null },
    getMessage: {
      does (m) {
        filled(m)
        assert.equal(m.getMessage('greeting', ['Ada'], { locale: 'de' }), 'Hello Ada, Ada')
        assert.equal(m.getMessage('GREETING', 'Ada', { locale: 'de-AT' }), 'Hello Ada, Ada')
        assert.equal(m.getMessage('named', { who: '$&' }, { locale: 'de' }), 'Dear $&')
      },
      refuses (m) {
        filled(m)
        assert.throws(() => m.getMessage(5), { code: 'ERR_INVALID_ARG_TYPE' })
        assert.equal(m.getMessage('toString', [], { locale: 'de' }), null)
      }
    },
    getMessageDescription: {
      does: (m) => { filled(m); assert.equal(m.getMessageDescription('greeting', { locale: 'de' }), 'on the first page') },
      refuses: (m) => assert.throws(() => m.getMessageDescription(), { code: 'ERR_INVALID_ARG_TYPE' })
    }
  }
}

function mimeType () {
  return {
    does (m) {
      const type = new m.MIMEType('Text/HTML; Charset="utf-8";charset=x')
      assert.deepEqual([type.essence, type.type, type.subtype, type.params.get('charset')], ['text/html', 'text', 'html', 'utf-8'])
      type.subtype = 'plain'
      assert.equal(String(type), 'text/plain;charset=utf-8')
      assert.equal(JSON.stringify(type), '"text/plain;charset=utf-8"')
    },
    refuses (m) {
      for (const bad of ['', 'text', 'text/', '/html', 'te xt/html']) {
        assert.throws(() => new m.MIMEType(bad), { code: 'ERR_INVALID_MIME_SYNTAX' })
      }
    }
  }
}

function mimeParams () {
  return {
    does (m) {
      const params = new m.MIMEParams()
      params.set('a', 'b c')
      params.set('d', 'e')
      assert.equal(String(params), 'a="b c";d=e')
      assert.deepEqual([params.get('a'), params.get('x'), params.has('d')], ['b c', null, true])
      params.delete('a')
      assert.deepEqual([...params], [['d', 'e']])
    },
    refuses: (m) => assert.throws(() => new m.MIMEParams().set('a b', 'c'), { code: 'ERR_INVALID_MIME_SYNTAX' })
  }
}

function mime () {
  const samples = {
    application: ['json', 'application/json'], audio: ['wav', 'audio/wave'], font: ['woff2', 'font/woff2'], image: ['png', 'image/png'],
    model: ['gltf', 'model/gltf+json'], multipart: ['form-data', 'multipart/form-data'], text: ['html', 'text/html'], video: ['mp4', 'video/mp4']
  }
  return {
    ...Object.fromEntries(Object.entries(samples).map(([name, [key, type]]) => [name, {
      async does (m) {
        const [found] = await m[name].lookup(key)
        assert.ok(found.mime === type || name === 'audio', found.mime)
        assert.equal(found.database, m[name])
      },
      refuses: async (m) => assert.deepEqual(await m[name].lookup('no-such-type'), [])
    }])),
    databases: value('databases', (own) => assert.equal(Object.keys(own).length, 8)),
    default: value('default', (own) => assert.equal(typeof own.lookup, 'function')),
    Database: {
      async does (m) {
        const own = new m.Database('text')
        await own.load()
        assert.equal(own.query('a/b/c.HTML')[0].mime, 'text/html')
        assert.equal(own.query('text/css')[0].name, 'css')
        assert.ok([...own.entries()].length > 50)
      },
      refuses: (m) => assert.throws(() => new m.Database(), { code: 'ERR_INVALID_ARG_TYPE' })
    },
    DatabaseQueryResult: {
      does: (m) => assert.equal(new m.DatabaseQueryResult(m.text, 'html', 'text/html').mime, 'text/html'),
      refuses: (m) => assert.throws(() => m.DatabaseQueryResult(), TypeError)
    },
    lookup: {
      does: async (m) => assert.deepEqual((await m.lookup('photo.jpg')).map(({ mime }) => mime), ['image/jpeg']),
      refuses: (m) => assert.rejects(m.lookup(5), { code: 'ERR_INVALID_ARG_TYPE' })
    },
    lookupSync: {
      async does (m) {
        await m.lookup('html')
        assert.equal(m.lookupSync('svg')[0].mime, 'image/svg+xml')
      },
      refuses: (m) => assert.throws(() => m.lookupSync(null), { code: 'ERR_INVALID_ARG_TYPE' })
    }
  }
}
