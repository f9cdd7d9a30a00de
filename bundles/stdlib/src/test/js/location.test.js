import assert from 'node:assert/strict'
import test from 'node:test'
import { Location } from 'socket:location'

const own = new Location()

function at (href) {
  globalThis.location = { href }
  return [own.host, own.pathname, own.search, own.hash, own.origin, String(own)]
}

test.afterEach(() => { delete globalThis.location })

test('should know the parts of an address of an app', () => {
  assert.deepEqual(at('socket://com.example.app/a/b.html?c#d'),
    ['com.example.app', '/a/b.html', '?c', '#d', 'socket://com.example.app', 'socket://com.example.app/a/b.html?c#d'])
})

test('should give what was made of text the address of its page', () => {
  assert.equal(at('blob:socket://com.example.app/123')[0], 'com.example.app')
})

test('should be about:blank where there is no address', () => {
  assert.equal(own.href, 'about:blank')
  assert.equal(at('no address')[5], 'about:blank')
})
