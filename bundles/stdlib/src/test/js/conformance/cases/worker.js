/** Workers. Node has none of the web's, so that ours are tried in a page only, but its own threads by the same cases. */
import assert from 'node:assert/strict'
import { printing } from '../printing.js'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const hasThreads = (m) => typeof globalThis.Worker === 'function' || !('mainPort' in m)
const event = (target, type) => new Promise((resolve) => target.once(type, (...args) => resolve(args)))

const echo = `
  const { parentPort, workerData, threadId, isMainThread, getEnvironmentData } = require('worker_threads')
  parentPort.on('message', (value) => {
    if (value === 'throw') throw new RangeError('thrown in the thread')
    if (value === 'exit') process.exit(7)
    if (value === 'print') { console.log('printed'); process.stdout.write('part'); process.stdout.write(' two\\n') }
    if (value === 'env') process.env.SOCKET_THREAD = 'set'
    parentPort.postMessage({ value, workerData, threadId, isMainThread, data: getEnvironmentData('key'), env: process.env.SOCKET_GIVEN })
  })`

const worker = {
  async does (m) {
    if (!hasThreads(m)) {
      return
    }
    m.setEnvironmentData('key', { given: 1 })
    const bytes = new ArrayBuffer(4)
    const own = new m.Worker(echo, { eval: true, workerData: { bytes, list: [1] }, transferList: [bytes], env: { SOCKET_GIVEN: 'yes' }, stdout: true })
    await event(own, 'online')
    own.postMessage(new Map([['a', 1]]))
    const [{ value, workerData, threadId, isMainThread, data, env }] = await event(own, 'message')
    assert.deepEqual([value, workerData.bytes.byteLength, workerData.list, threadId === own.threadId, isMainThread, data, env],
      [new Map([['a', 1]]), 4, [1], true, false, { given: 1 }, 'yes'])
    assert.equal(bytes.byteLength, 0)
    own.postMessage('print')
    let text = ''
    for await (const chunk of own.stdout) {
      text += chunk
      if (text.includes('two')) {
        break
      }
    }
    assert.equal(text, 'printed\npart two\n')
    own.postMessage('exit')
    assert.deepEqual(await event(own, 'exit'), [7])
    m.setEnvironmentData('key', undefined)

    const failing = new m.Worker(echo, { eval: true })
    failing.postMessage('throw')
    const exit = event(failing, 'exit')
    const [error] = await event(failing, 'error')
    assert.deepEqual([error.name, error.message, await exit], ['RangeError', 'thrown in the thread', [1]])

    const endless = new m.Worker('for (;;) {}', { eval: true })
    await event(endless, 'online')
    assert.equal(await endless.terminate(), 1)
  },
  async refuses (m) {
    for (const bad of [5, undefined, null, {}]) {
      assert.throws(() => new m.Worker(bad), invalid)
    }
    assert.throws(() => new m.Worker('', { eval: true, env: 5 }), invalid)
    if (hasThreads(m)) {
      const broken = new m.Worker('}', { eval: true })
      assert.equal((await event(broken, 'error'))[0].name, 'SyntaxError')
      assert.throws(() => new m.Worker('', { eval: true, workerData: () => {} }), { name: 'DataCloneError' })
    }
  }
}

const pipe = {
  async does ({ Pipe, Worker }) {
    if (!hasThreads({ mainPort: null })) {
      return
    }
    const own = new Worker('process.stdin.on("data", (text) => console.log(String(text)))', { eval: true, stdin: true, stdout: true })
    const streams = new Pipe(own)
    assert.equal(streams.reading, true)
    own.stdin.write('through')
    const [text] = await event(own.stdout, 'data')
    assert.equal(String(text), 'through\n')
    streams.destroy()
    assert.deepEqual([streams.reading, own.stdin.destroyed, own.stdout.destroyed, own.stderr.destroyed], [false, true, true, true])
    await own.terminate()
  },
  refuses: ({ Pipe }) => [undefined, null, {}].forEach((bad) => assert.throws(() => new Pipe(bad), invalid))
}

const shareEnv = {
  async does (m) {
    if (!hasThreads(m)) {
      return
    }
    const { default: process } = await import('node:process')
    const own = new m.Worker(echo, { eval: true, env: m.SHARE_ENV })
    own.postMessage('env')
    await event(own, 'message')
    assert.equal(process.env.SOCKET_THREAD, 'set')
    delete process.env.SOCKET_THREAD
    await own.terminate()
  },
  refuses: null
}

const channel = {
  async does (m) {
    if (!hasThreads(m)) {
      return // Node does not take another prototype for its ports
    }
    const { MessageChannel, MessagePort } = m
    const { port1, port2 } = new MessageChannel()
    assert.ok(port1 instanceof MessagePort)
    const got = []
    const done = new Promise((resolve) => port2.on('message', (data) => got.push(data) === 2 && resolve()))
    port1.postMessage({ a: 1 })
    port1.postMessage('b')
    await done
    assert.deepEqual(got, [{ a: 1 }, 'b'])
    const once = new Promise((resolve) => port1.once('message', resolve))
    const never = () => assert.fail('it was taken off')
    port1.on('message', never)
    port1.off('message', never)
    port2.postMessage(5)
    assert.equal(await once, 5)
    port1.close()
  },
  refuses ({ MessageChannel, MessagePort }) {
    assert.throws(() => MessageChannel(), TypeError)
    assert.throws(() => new MessagePort(), TypeError)
    const { port1 } = new MessageChannel()
    assert.throws(() => port1.postMessage(() => {}), { name: 'DataCloneError' })
    port1.close()
  }
}

/** A page, with the files of the app that runs these cases there. */
const isPage = typeof document !== 'undefined'

const shared = {
  async does ({ SharedWorker }) {
    if (!isPage) {
      return
    }
    const name = `conformance-${Math.random()}`
    const [one, two, other] = [new SharedWorker('/shared.js', name), new SharedWorker('/shared.js', { name }), new SharedWorker('/shared.js', `${name}-other`)]
    const answer = (worker, data) => new Promise((resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message))
      worker.port.onmessage = ({ data }) => resolve(data)
      worker.port.postMessage(data)
    })
    const first = await answer(one, { a: 1 })
    assert.deepEqual([first.data, first.pong, first.isSharedWorkerScope], [{ a: 1 }, 'pong', true])
    await one.ready
    const second = await answer(two, 'b')
    assert.deepEqual([[first.connection, second.connection].sort(), one.id === two.id, one.id === other.id], [[1, 2], true, false])
    assert.equal((await answer(other, 'c')).connection, 1)
    ;[one, two, other].forEach(({ port }) => port.close())
  },
  async refuses ({ SharedWorker }) {
    assert.throws(() => new SharedWorker(5), invalid)
    assert.throws(() => SharedWorker('a'), TypeError)
    if (isPage) {
      assert.throws(() => new SharedWorker('https://other.example/a.js'), { name: 'SecurityError' })
      for (let i = 0; i < 2; i++) {
        const missing = new SharedWorker('/no-such-file.js')
        await new Promise((resolve) => { missing.onerror = resolve })
      }
    }
  }
}

const webWorker = {
  async does ({ Worker }) {
    if (!isPage) {
      return
    }
    const own = new Worker(`
      import { send } from '${location.origin}/socket/ipc.js'
      onmessage = async ({ data }) => postMessage([data, (await send('ping')).data, typeof __args.index])`)
    const got = new Promise((resolve, reject) => {
      own.onmessage = ({ data }) => resolve(data)
      own.onerror = ({ message }) => reject(new Error(message))
    })
    own.postMessage('a')
    assert.deepEqual(await got, ['a', 'pong', 'number'])
    own.terminate()
  },
  refuses ({ Worker }) {
    assert.throws(() => new Worker(), isPage ? invalid : TypeError)
    assert.throws(() => new Worker(5), isPage ? invalid : TypeError)
  }
}

const init = {
  SHARE_ENV: value('SHARE_ENV', (own) => assert.equal(own, Symbol.for('nodejs.worker_threads.SHARE_ENV'))),
  isMainThread: value('isMainThread', (own) => assert.equal(own, true)),
  state: value('state', (own) => assert.deepEqual([own.id, own.parentPort, own.workerData], [0, null, null])),
  default: value('default', (own) => assert.equal(own.isMainThread, true))
}

export default {
  worker_threads: {
    SHARE_ENV: shareEnv,
    isMainThread: init.isMainThread,
    Worker: worker,
    Pipe: pipe,
    MessageChannel: channel,
    MessagePort: channel,
    BroadcastChannel: {
      async does ({ BroadcastChannel }) {
        const [one, two] = [new BroadcastChannel('conformance'), new BroadcastChannel('conformance')]
        const got = new Promise((resolve) => { two.onmessage = resolve })
        one.unref().postMessage({ a: 1 })
        assert.deepEqual((await got).data, { a: 1 })
        one.close()
        two.close()
      },
      refuses: ({ BroadcastChannel }) => assert.throws(() => new BroadcastChannel(), TypeError)
    },
    threadId: value('threadId', (own) => assert.equal(own, 0)),
    parentPort: value('parentPort', (own) => assert.equal(own, null)),
    mainPort: value('mainPort', (own) => assert.equal(own, null)),
    workerData: value('workerData', (own) => assert.equal(own, null)),
    workers: value('workers', (own) => assert.ok(own instanceof Map)),
    init: value('init', (own) => assert.equal(own.isMainThread, true)),
    setEnvironmentData: {
      does (m) {
        m.setEnvironmentData('own', 5)
        assert.equal(m.getEnvironmentData('own'), 5)
        m.setEnvironmentData('own')
        assert.equal(m.getEnvironmentData('own'), undefined)
      },
      refuses: (m) => assert.equal(m.setEnvironmentData(undefined, undefined), undefined)
    },
    getEnvironmentData: {
      does (m) {
        m.setEnvironmentData('conformance', { a: 1 })
        assert.deepEqual([m.getEnvironmentData('conformance'), m.getEnvironmentData('none')], [{ a: 1 }, undefined])
        m.setEnvironmentData('conformance', undefined)
      },
      refuses: (m) => assert.equal(m.getEnvironmentData(), undefined)
    },
    default: value('default', (own) => assert.equal(typeof own.Worker, 'function'))
  },
  'worker_threads/init': init,
  worker: {
    ServiceWorker: {
      does: ({ ServiceWorker }) => assert.equal(new ServiceWorker({ id: '1', scriptURL: '/sw.js' }).state, 'parsed'),
      refuses: ({ ServiceWorker }) => assert.throws(() => new ServiceWorker(), invalid)
    },
    Worker: webWorker,
    SharedWorker: shared,
    default: value('default', (own) => assert.equal(own.name, 'Worker'))
  },
  'shared-worker': {
    env: value('env', (own) => assert.deepEqual(Object.keys(own), [])),
    Environment: {
      does: ({ Environment }) => assert.equal(new Environment({ scope: '/a/' }).context.none, undefined),
      refuses: ({ Environment }) => assert.throws(() => new Environment(), invalid)
    },
    SharedWorker: shared, default: value('default', (own) => assert.equal(own.name, 'SharedWorker'))
  },
  'shared-worker/index': {
    SharedWorker: shared,
    SharedWorkerMessagePort: {
      does ({ SharedWorkerMessagePort }) {
        const port = SharedWorkerMessagePort.create()
        assert.deepEqual([port instanceof SharedWorkerMessagePort, port.closed], [true, false])
        port.close()
      },
      refuses: ({ SharedWorkerMessagePort }) => assert.throws(() => new SharedWorkerMessagePort(), TypeError)
    },
    workers: value('workers', (own) => assert.ok(own instanceof Map)),
    default: value('default', (own) => assert.equal(own.name, 'SharedWorker'))
  },
  'shared-worker/global': {
    SharedWorkerGlobalScope: { does: (m) => assert.equal(new m.SharedWorkerGlobalScope().isSharedWorkerScope, true), refuses: (m) => assert.throws(() => m.SharedWorkerGlobalScope(), TypeError) },
    default: value('default', (own) => assert.equal(own.isSharedWorkerScope, true))
  },
  'shared-worker/debug': {
    debug: printing('debug', 'SOCKET_RUNTIME_SHARED_WORKER_DEBUG'),
    default: value('default', (own) => assert.equal(own.name, 'debug'))
  },
  'shared-worker/state': {
    state: value('state', (own) => assert.deepEqual(own.sharedWorker, { id: null, scriptURL: null, name: '', state: 'registered' })),
    default: value('default', (own) => assert.equal(own.sharedWorker.id, null))
  },
  'shared-worker/worker': {
    connections: value('connections', (own) => assert.equal(own.size, 0)),
    onMessage: {
      async does () {
        if (!isPage) {
          return
        }
        // it makes a worker one that is shared, so not this page
        const name = `conformance-${crypto.randomUUID()}`
        const channel = new BroadcastChannel(name)
        const told = []
        const worker = new Worker(`${location.origin}/socket/shared-worker/worker.js`, { type: 'module' })
        await new Promise((resolve) => {
          channel.onmessage = ({ data }) => {
            if (told.push(data) === 2) {
              resolve()
            } else {
              channel.postMessage({ connect: 'a port' })
            }
          }
          worker.postMessage({ url: `${location.origin}/shared.js`, name: 'given', channel: name })
        })
        assert.deepEqual(told, [{ ready: true }, { connected: 'a port' }])
        worker.terminate()
        channel.close()
      },
      refuses: (m) => assert.rejects(m.onMessage({}), TypeError)
    },
    default: value('default', (own) => assert.equal(own, null))
  },
  'npm/module': {
    resolve: {
      async does (m) {
        if (isPage) {
          assert.deepEqual(await m.resolve('npm:legacy/part'), { specifier: 'legacy/part', url: `${location.origin}/node_modules/legacy/part.js` })
        }
      },
      async refuses (m) {
        await assert.rejects(m.resolve(5), invalid)
        if (isPage) {
          await assert.rejects(m.resolve('no-such-package'), { code: 'MODULE_NOT_FOUND' })
        }
      }
    },
    default: value('default', (own) => assert.equal(typeof own.resolve, 'function'))
  }
}
