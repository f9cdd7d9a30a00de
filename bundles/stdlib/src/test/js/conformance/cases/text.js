import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }

const url = {
  URL: {
    does: (m) => assert.equal(new m.URL('b?c', 'http://a/x').href, 'http://a/b?c'),
    refuses: (m) => assert.throws(() => new m.URL('no url'), TypeError)
  },
  URLSearchParams: {
    does: (m) => assert.equal(String(new m.URLSearchParams({ a: 'b c' })), 'a=b+c'),
    refuses: (m) => assert.throws(() => new m.URLSearchParams([['a']]), TypeError)
  },
  URLPattern: value('URLPattern', (own) => assert.ok(own === undefined || typeof own === 'function')),
  Url: { does: (m) => assert.ok(m.parse('http://a/b') instanceof m.Url && new m.Url().href === null), refuses: null },
  protocols: value('protocols', (own) => assert.ok(own.has('socket:') && own.has('https:'))),
  parseURL: { does: (m) => assert.equal(m.parseURL('b', 'http://a/').href, 'http://a/b'), refuses: (m) => assert.equal(m.parseURL('no url'), null) },
  parse: {
    does (m) {
      const { protocol, auth, host, port, hostname, hash, search, query, pathname, path, href, slashes } = m.parse('http://u:p@Ex.com:80/a%20b?c=d#e')
      assert.deepEqual({ protocol, auth, host, port, hostname, hash, search, query, pathname, path, href, slashes }, {
        protocol: 'http:', auth: 'u:p', host: 'ex.com:80', port: '80', hostname: 'ex.com', hash: '#e', search: '?c=d', query: 'c=d',
        pathname: '/a%20b', path: '/a%20b?c=d', href: 'http://u:p@ex.com:80/a%20b?c=d#e', slashes: true
      })
      assert.deepEqual({ ...m.parse('/a?b=c&b=d', true).query }, { b: ['c', 'd'] })
      assert.equal(m.parse('//a/b', false, true).host, 'a')
      assert.equal(m.parse('http://münchen.de/').hostname, 'xn--mnchen-3ya.de')
    },
    refuses (m) {
      for (const bad of [undefined, null, 5, {}]) {
        assert.throws(() => m.parse(bad), invalid)
      }
    }
  },
  resolve: {
    does (m) {
      assert.equal(m.resolve('/one/two/three', 'four'), '/one/two/four')
      assert.equal(m.resolve('http://a.com/x', '/b'), 'http://a.com/b')
      assert.equal(m.resolve('http://a.com/x/y', '../z?q'), 'http://a.com/z?q')
    },
    refuses: (m) => assert.throws(() => m.resolve('/a', 5), invalid)
  },
  resolveObject: { does: (m) => assert.equal(m.resolveObject('http://a/b', 'c').href, 'http://a/c'), refuses: (m) => assert.equal(m.resolveObject('', 'c'), 'c') },
  format: {
    does (m) {
      assert.equal(m.format({ protocol: 'http', host: 'a.com', pathname: 'x#?', query: { a: 1 } }), 'http://a.com/x%23%3F?a=1')
      assert.equal(m.format(new m.URL('http://u:p@xn--mnchen-3ya.de/a?b#c'), { auth: false, fragment: false, search: false, unicode: true }), 'http://münchen.de/a')
    },
    refuses: (m) => assert.throws(() => m.format(5), invalid)
  },
  fileURLToPath: {
    does: (m) => assert.equal(m.fileURLToPath('file:///a%20b/%C3%BC'), '/a b/ü'),
    refuses (m) {
      assert.throws(() => m.fileURLToPath('http://a/b'), { code: 'ERR_INVALID_URL_SCHEME' })
      assert.throws(() => m.fileURLToPath('file:///a%2Fb'), { code: 'ERR_INVALID_FILE_URL_PATH' })
      assert.throws(() => m.fileURLToPath('file://host/a'), { code: 'ERR_INVALID_FILE_URL_HOST' })
      assert.throws(() => m.fileURLToPath('a'), { code: 'ERR_INVALID_URL' })
      assert.throws(() => m.fileURLToPath(5), invalid)
    }
  },
  pathToFileURL: {
    does: (m) => assert.deepEqual(['/a b', '/a%20', '/a?#', '/x/', '/ü', '/a\nb', '/a\\b'].map((path) => m.pathToFileURL(path).href),
      ['file:///a%20b', 'file:///a%2520', 'file:///a%3F%23', 'file:///x/', 'file:///%C3%BC', 'file:///a%0Ab', 'file:///a%5Cb']),
    refuses: (m) => assert.throws(() => m.pathToFileURL(5), invalid)
  },
  domainToASCII: { does: (m) => assert.equal(m.domainToASCII('中文.com'), 'xn--fiq228c.com'), refuses: (m) => assert.equal(m.domainToASCII('xn--iñvalid.com'), '') },
  domainToUnicode: { does: (m) => assert.equal(m.domainToUnicode('xn--fiq228c.com'), '中文.com'), refuses: (m) => assert.equal(m.domainToUnicode('xn--iñvalid.com'), '') },
  urlToHttpOptions: {
    does (m) {
      const { hostname, port, path, auth } = m.urlToHttpOptions(new URL('http://u:p@[::1]:8080/a?b'))
      assert.deepEqual({ hostname, port, path, auth }, { hostname: '::1', port: 8080, path: '/a?b', auth: 'u:p' })
    },
    refuses: (m) => assert.throws(() => m.urlToHttpOptions('http://a'), invalid)
  },
  default: value('default', (own) => assert.equal(own.parse('http://a/').host, 'a'))
}

/** @param {'parse' | 'decode'} name */
const parseQuery = (name) => ({
  does ({ [name]: parse }) {
    assert.deepEqual({ ...parse('a=b&a=c&d&=e&%66=%zz+1') }, { a: ['b', 'c'], d: '', '': 'e', f: '%zz 1' })
    assert.deepEqual({ ...parse('a:b;c:d', ';', ':') }, { a: 'b', c: 'd' })
    assert.equal(Object.keys(parse('a&b&c', null, null, { maxKeys: 2 })).length, 2)
    assert.equal(Object.getPrototypeOf(parse('__proto__=1')), null)
    assert.equal(parse('a=%E4%BD%A0').a, '你')
  },
  refuses: ({ [name]: parse }) => [undefined, null, 5, {}].forEach((bad) => assert.deepEqual({ ...parse(bad) }, {}))
})
/** @param {'stringify' | 'encode'} name */
const stringifyQuery = (name) => ({
  does: ({ [name]: stringify }) => assert.equal(stringify({ a: ['b c', 1], d: true, e: null, f: NaN, g: 1n, é: 'ü' }), 'a=b%20c&a=1&d=true&e=&f=&g=1&%C3%A9=%C3%BC'),
  refuses ({ [name]: stringify }) {
    assert.equal(stringify('x'), '')
    assert.throws(() => stringify({ a: '\ud800' }), { code: 'ERR_INVALID_URI' })
  }
})

export default {
  url,
  'url/index': url,
  querystring: {
    parse: parseQuery('parse'),
    decode: parseQuery('decode'),
    stringify: stringifyQuery('stringify'),
    encode: stringifyQuery('encode'),
    escape: { does: (m) => assert.equal(m.escape("a b&'(é"), "a%20b%26'(%C3%A9"), refuses: (m) => assert.throws(() => m.escape('\udc00'), { code: 'ERR_INVALID_URI' }) },
    unescape: { does: (m) => assert.equal(m.unescape('a%20b+'), 'a b+'), refuses: (m) => assert.equal(m.unescape('%zz%41'), '%zzA') },
    unescapeBuffer: { does: (m) => assert.deepEqual([...m.unescapeBuffer('%41%4z', false)], [65, 37, 52, 122]), refuses: (m) => assert.throws(() => m.unescapeBuffer(null), TypeError) },
    default: value('default', (own) => assert.equal(typeof own.parse, 'function'))
  }
}
