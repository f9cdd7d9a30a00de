/** The database of the engine, which a page has and Node has not. */
import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const hasDatabases = globalThis.indexedDB !== undefined
const NAME = 'conformance'

/** Does something with a database that is there for it alone. */
const within = (story) => async (m) => {
  if (!hasDatabases) {
    await assert.rejects(m.open(NAME), { name: 'NotSupportedError' })
    return
  }
  const name = `${NAME}-${crypto.randomUUID()}`
  const database = await m.open(name)
  try {
    await story(m, database)
  } finally {
    await m.drop(name)
  }
}

/** A request that is settled by hand. */
const request = () => Object.assign(new EventTarget(), { result: 5, error: new RangeError('no') })

const event = (name, key) => ({
  does (m) {
    const subject = {}
    const own = new m[name]('a', subject, { message: 'b' })
    assert.deepEqual([own.type, own[key] === subject, own.message], ['a', true, name.includes('Error') ? 'b' : undefined])
  },
  refuses (m) {
    assert.throws(() => m[name]('a'), TypeError)
    assert.throws(() => new m[name](Symbol('type'), {}), TypeError)
  }
})

export default {
  'internal/database': {
    waitFor: {
      async does (m) {
        const target = new EventTarget()
        const waited = m.waitFor(target, 'a')
        target.dispatchEvent(new Event('a'))
        assert.equal((await waited).type, 'a')
        const failed = m.waitFor(target, 'a')
        target.dispatchEvent(Object.assign(new Event('error'), { error: new RangeError('no') }))
        await assert.rejects(failed, RangeError)
      },
      async refuses (m) {
        await assert.rejects(m.waitFor(null, 'a'), invalid)
        await assert.rejects(m.waitFor(new EventTarget(), 5), invalid)
      }
    },
    open: {
      does: within(async (m, database) => {
        assert.deepEqual([await m.open(database.name) === database, m.opened.get(database.name) === database, database.version], [true, true, 1])
      }),
      async refuses (m) {
        await assert.rejects(m.open(5), invalid)
        await assert.rejects(m.open(''), { code: 'ERR_INVALID_ARG_VALUE' })
        await assert.rejects(m.open(NAME, 5), invalid)
        await assert.rejects(m.open(NAME, { version: 0 }), { code: 'ERR_OUT_OF_RANGE' })
      }
    },
    drop: {
      does: within(async (m, database) => {
        await database.put('a', 1)
        const told = []
        database.addEventListener('drop', (event) => told.push(event.database === database))
        await m.drop(database.name)
        assert.deepEqual([told, database.closed, m.opened.has(database.name)], [[true], true, false])
        const anew = await m.open(database.name)
        assert.equal(await anew.get('a'), undefined)
      }),
      refuses: (m) => assert.rejects(m.drop(null), invalid)
    },
    opened: value('opened', (own) => assert.ok(own instanceof Map)),
    Database: {
      does: within(async ({ Database }, database) => {
        await database.put('a', { list: [1] })
        await database.insert('b', 2)
        await database.update('a', { more: true })
        await database.update('c', { made: true })
        assert.deepEqual(await database.entries(), [['a', { list: [1], more: true }], ['b', 2], ['c', { made: true }]])
        assert.deepEqual([await database.entries({ count: 1 }), await database.get('b'), await database.get('none')], [[['a', { list: [1], more: true }]], 2, undefined])
        await database.delete('a')
        assert.deepEqual([await database.get('a'), database.opened, database.storage.name], [undefined, true, database.name])
        await database.close()
        assert.deepEqual([database.closed, database.storage, database.opening, database.closing], [true, null, false, false])
        assert.equal(await database.get('b'), 2)
        const other = new Database(database.name)
        assert.equal(await other.get('b'), 2)
        await other.close()
      }),
      async refuses (m) {
        for (const bad of [undefined, null, 5, {}]) {
          assert.throws(() => new m.Database(bad), invalid)
        }
        await within(async (_, database) => {
          await database.put('a', 1)
          await assert.rejects(database.insert('a', 2), { name: 'ConstraintError' })
          await assert.rejects(database.put({}, 2), { name: 'DataError' })
          await assert.rejects(database.put('b', () => {}), { name: 'DataCloneError' })
          await assert.rejects(database.update('a', 5), invalid)
          assert.equal(await database.get('a'), 1)
        })(m)
      }
    },
    DatabaseRequestQueue: {
      async does ({ DatabaseRequestQueue }) {
        const queue = new DatabaseRequestQueue()
        const told = []
        for (const type of ['push', 'resolve', 'error']) {
          queue.addEventListener(type, (event) => told.push([event.type, event.request === first || event.request === second]))
        }
        const first = request()
        const done = queue.push(first)
        assert.equal(queue.length, 1)
        first.dispatchEvent(new Event('success'))
        await queue.wait()
        assert.deepEqual([await done, queue.length], [5, 0])
        const second = request()
        const failed = queue.push(second)
        second.dispatchEvent(new Event('error'))
        await assert.rejects(failed, RangeError)
        assert.deepEqual(told, [['push', true], ['resolve', true], ['push', true], ['error', true]])
      },
      async refuses ({ DatabaseRequestQueue }) {
        await assert.rejects(new DatabaseRequestQueue().push({}), invalid)
        await assert.rejects(new DatabaseRequestQueue().push(request(), 5), invalid)
      }
    },
    DatabaseRequestQueueRequestConflict: {
      async does ({ DatabaseRequestQueue, DatabaseRequestQueueRequestConflict }) {
        const blocked = request()
        const done = new DatabaseRequestQueue().push(blocked, (conflict) => {
          assert.ok(conflict instanceof DatabaseRequestQueueRequestConflict)
          conflict.resolve('given')
        })
        blocked.dispatchEvent(new Event('blocked'))
        assert.equal(await done, 'given')
        const again = request()
        const refused = new DatabaseRequestQueue().push(again, (conflict) => conflict.reject(new RangeError('given up')))
        again.dispatchEvent(new Event('blocked'))
        await assert.rejects(refused, RangeError)
      },
      refuses: ({ DatabaseRequestQueueRequestConflict }) => assert.throws(() => new DatabaseRequestQueueRequestConflict(() => {}, null, () => {}), invalid)
    },
    DatabaseRequestQueueEvent: event('DatabaseRequestQueueEvent', 'request'),
    DatabaseRequestQueueErrorEvent: event('DatabaseRequestQueueErrorEvent', 'request'),
    DatabaseEvent: event('DatabaseEvent', 'database'),
    default: value('default', (own) => assert.deepEqual(Object.keys(own), ['Database', 'drop', 'open', 'opened']))
  }
}
