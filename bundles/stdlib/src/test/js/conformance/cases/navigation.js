/** The Navigation API. Where the engine has one of its own, a page has that; ours is tried without a page, which it can do without. */
import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const isOurs = ({ Navigation }) => globalThis.Navigation !== Navigation
const at = (href = 'socket://app/') => ({ location: { href, assign () { this.left = 'assign' }, replace () { this.left = 'replace' }, reload () { this.left = 'reload' } } })

async function ofOurs ({ Navigation }) {
  const told = []
  const host = at()
  const own = new Navigation(host)
  own.oncurrententrychange = ({ navigationType, from }) => told.push([navigationType, new URL(from.url).pathname])
  own.addEventListener('navigate', (event) => {
    if (event.canIntercept && event.info !== 'leave') {
      event.intercept({ handler: async () => told.push(['shown', new URL(event.destination.url).pathname, event.destination.getState()]) })
    }
  })
  const { committed, finished } = own.navigate('/a', { state: { n: 1 } })
  assert.equal(own.transition.navigationType, 'push')
  assert.equal(await committed, await finished)
  await own.navigate('b').finished
  await own.navigate('c', { history: 'replace', state: 3 }).finished
  assert.deepEqual([own.entries().map(({ url }) => url), own.currentEntry.index, own.currentEntry.getState(), own.canGoBack, own.canGoForward, own.transition],
    [['socket://app/', 'socket://app/a', 'socket://app/c'], 2, 3, true, false, null])
  await own.back().finished
  assert.deepEqual([own.currentEntry.getState(), own.canGoForward], [{ n: 1 }, true])
  await own.traverseTo(own.entries()[2].key).finished
  own.updateCurrentEntry({ state: 'new' })
  assert.equal(own.currentEntry.getState(), 'new')
  assert.deepEqual(told, [['push', '/'], ['shown', '/a', { n: 1 }], ['push', '/a'], ['shown', '/b', undefined], ['replace', '/b'], ['shown', '/c', 3],
    ['traverse', '/c'], ['shown', '/a', { n: 1 }], ['traverse', '/a'], ['shown', '/c', 3], [null, '/c']])

  await own.back().finished
  const gone = own.entries()[2]
  let disposed = 0
  gone.ondispose = () => disposed++
  await own.navigate('/d').finished
  assert.deepEqual([disposed, gone.index, own.entries().length], [1, -1, 3])

  own.navigate('/e', { info: 'leave' })
  assert.deepEqual([host.location.left, own.currentEntry.url], ['assign', 'socket://app/d'])
}

async function refusedByOurs ({ Navigation }) {
  assert.throws(() => new Navigation(5), invalid)
  const own = new Navigation(at())
  const errors = []
  own.onnavigateerror = ({ error }) => errors.push(error.name)
  for (const [call, error] of [
    [() => own.navigate('http://['), { name: 'SyntaxError' }], [() => own.navigate('/a', { state: () => {} }), { name: 'DataCloneError' }],
    [() => own.back(), { name: 'InvalidStateError' }], [() => own.forward(), { name: 'InvalidStateError' }], [() => own.traverseTo('none'), { name: 'InvalidStateError' }]
  ]) {
    await assert.rejects(call().committed, error)
    await assert.rejects(call().finished, error)
  }
  assert.throws(() => own.navigate('/a', { history: 'none' }), TypeError)
  assert.throws(() => own.navigate('/a', 5), invalid)
  assert.throws(() => own.updateCurrentEntry({}), TypeError)
  own.onnavigate = (event) => event.preventDefault()
  await assert.rejects(own.navigate('/a').finished, { name: 'AbortError' })
  own.onnavigate = (event) => event.intercept({ handler: () => { throw new RangeError('in the handler') } })
  const failing = own.navigate('/b')
  assert.equal((await failing.committed).url, 'socket://app/b')
  await assert.rejects(failing.finished, RangeError)
  own.onnavigate = (event) => event.intercept({ handler: () => new Promise((resolve, reject) => event.signal.addEventListener('abort', () => reject(event.signal.reason))) })
  const overtaken = own.navigate('/c')
  own.onnavigate = (event) => assert.throws(() => event.intercept(), { name: 'SecurityError' })
  own.navigate('https://example.com/')
  await assert.rejects(overtaken.finished, { name: 'AbortError' })
  assert.deepEqual(errors, ['AbortError', 'RangeError', 'AbortError'])
}

/** The one of this page: by a fragment, so that the page stays. */
async function ofThePage ({ navigation }) {
  const length = navigation.entries().length
  await navigation.navigate('#conformance', { state: 5 }).finished
  assert.deepEqual([location.hash, navigation.currentEntry.getState(), navigation.entries().length], ['#conformance', 5, length + 1])
  await navigation.back().finished
  assert.deepEqual([location.hash, navigation.canGoForward], ['', true])
}

export default {
  navigation: {
    Navigation: {
      async does (m) {
        if (isOurs(m)) {
          await ofOurs(m)
        }
        if (m.navigation !== null) {
          assert.equal(m.navigation, globalThis.navigation)
          await ofThePage(m)
        }
      },
      async refuses (m) {
        if (isOurs(m)) {
          await refusedByOurs(m)
        } else {
          assert.throws(() => new m.Navigation(), TypeError)
          await assert.rejects(m.navigation.traverseTo('none').finished, { name: 'InvalidStateError' })
        }
      }
    },
    NavigationHistoryEntry: {
      does (m) {
        const entry = isOurs(m) ? new m.Navigation(at()).currentEntry : m.navigation.currentEntry
        assert.deepEqual([entry instanceof m.NavigationHistoryEntry, typeof entry.key, typeof entry.id, entry.index >= 0, entry.sameDocument], [true, 'string', 'string', true, true])
      },
      refuses: (m) => assert.throws(() => new m.NavigationHistoryEntry(5), TypeError)
    },
    default: value('default', (own) => assert.deepEqual(Object.keys(own), ['Navigation', 'NavigationHistoryEntry']))
  },
  'navigation/navigation': {
    setSerializer: {
      async does (m) {
        m.setSerializer(JSON)
        try {
          const own = new m.Navigation(at())
          await own.navigate('#a', { state: { a: 1, b () {} } }).finished
          assert.deepEqual(own.currentEntry.getState(), { a: 1 })
        } finally {
          m.setSerializer(null)
        }
      },
      refuses (m) {
        assert.throws(() => m.setSerializer(5), invalid)
        assert.throws(() => m.setSerializer({ parse () {} }), invalid)
      }
    },
    Navigation: { does: ofOurs, refuses: refusedByOurs }
  }
}
