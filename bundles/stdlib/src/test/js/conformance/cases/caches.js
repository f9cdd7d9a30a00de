/** Caches, which a page has and Node has not. */
import assert from 'node:assert/strict'

const { document, location } = globalThis

/** Does something with a cache that is there for it alone. */
const within = (story) => async (m) => {
  if (document === undefined) {
    await assert.rejects(new m.AppCacheStorage(undefined).open('a'), { name: 'NotSupportedError' })
    return
  }
  const name = `conformance-${crypto.randomUUID()}`
  const cache = await caches.open(name)
  try {
    await story(cache, name, m)
  } finally {
    await caches.delete(name)
  }
}

export default {
  'internal/app-caches': {
    AppCacheStorage: {
      does: within(async (cache, name) => {
        assert.deepEqual([await caches.has(name), (await caches.keys()).includes(name)], [true, true])
        await cache.put('/kept', new Response('kept'))
        assert.equal(await (await caches.match('/kept', { cacheName: name })).text(), 'kept')
        assert.deepEqual([await caches.match('/kept', { cacheName: 'none' }), await caches.match('/none')], [undefined, undefined])
        assert.deepEqual([await caches.delete(name), await caches.delete(name), await caches.has(name)], [true, false, false])
        assert.equal(await (await caches.open(name)).match('/kept'), undefined)
      }),
      refuses: within(async () => {
        await assert.rejects(caches.match('/a', 5), { code: 'ERR_INVALID_ARG_TYPE' })
        await assert.rejects(caches.match('http://['), TypeError)
      })
    },
    AppCache: {
      does: within(async (cache, name, { AppCache }) => {
        assert.ok(cache instanceof AppCache)
        await cache.addAll(['/main.js', new Request('/cases.json')])
        assert.deepEqual([(await cache.keys()).map(({ url }) => new URL(url).pathname).sort(), (await cache.matchAll()).length], [['/cases.json', '/main.js'], 2])
        const kept = await cache.match('/main.js#part')
        assert.deepEqual([kept.url, kept.status, await kept.text() === await (await fetch('/main.js')).text()], [`${location.origin}/main.js`, 200, true])

        const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i)
        await cache.put(new Request('/a?b', { headers: { 'x-kind': '1' } }), new Response(bytes, { status: 201, headers: { vary: 'X-Kind', 'x-own': 'c' } }))
        const found = await cache.match(new Request('/a?b', { headers: { 'x-kind': '1' } }))
        assert.deepEqual([found.status, found.headers.get('x-own'), new Uint8Array(await found.arrayBuffer())], [201, 'c', bytes])
        assert.deepEqual([await cache.match('/a?b'), (await cache.match('/a?b', { ignoreVary: true })).status], [undefined, 201])
        assert.deepEqual([await cache.match('/a'), (await cache.match('/a', { ignoreSearch: true, ignoreVary: true })).status], [undefined, 201])
        assert.deepEqual([await cache.delete('/a?b', { ignoreVary: true }), await cache.delete('/a?b'), (await cache.keys()).length], [true, false, 2])

        await cache.put('https://example.com/', new Response('the engine keeps this'))
        assert.equal(await (await cache.match('https://example.com/')).text(), 'the engine keeps this')
        assert.equal((await cache.keys()).at(-1).url, 'https://example.com/')
      }),
      refuses: within(async (cache) => {
        await cache.put('/kept', new Response('kept'))
        const read = new Response('a')
        await read.text()
        for (const [request, response] of [
          ['/kept', 'no response'], ['/kept', read], ['/kept', new Response('', { headers: { vary: '*' } })], ['/kept', new Response('', { status: 206 })],
          [new Request('/kept', { method: 'POST' }), new Response('')], ['http://[', new Response('')]
        ]) {
          await assert.rejects(cache.put(request, response), TypeError)
        }
        await assert.rejects(cache.addAll(['/main.js', '/no-such-file.js']), TypeError)
        await assert.rejects(cache.match('/kept', null), TypeError)
        assert.deepEqual([(await cache.keys()).length, await (await cache.match('/kept')).text()], [1, 'kept'])
        assert.equal(await cache.match(new Request('/kept', { method: 'HEAD' })), undefined)
      })
    }
  }
}
