/** The host and the running app: os, process, signals, console. */
import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const result = (name, check) => ({ does: (m) => check(m[name]()), refuses: null })

const signals = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGIOT: 6, SIGBUS: 7, SIGFPE: 8, SIGKILL: 9, SIGUSR1: 10 }

const console_ = {
  does ({ Console }) {
    const lines = []
    const own = new Console({ postMessage: (destination, text) => lines.push([destination, text]) })
    own.log('%s is %d', 'a', 1)
    own.error({ a: [1] })
    own.group('head')
    own.warn('in')
    own.groupEnd()
    own.count()
    own.count('x')
    own.assert(true, 'never')
    own.assert(false, 'why')
    own.countReset('none')
    assert.deepEqual(lines, [['stdout', 'a is 1'], ['stderr', '{ a: [ 1 ] }'], ['stdout', 'head'], ['stderr', '  in'], ['stdout', 'default: 1'],
      ['stdout', 'x: 1'], ['stderr', 'Assertion failed: why'], ['stderr', "Count for 'none' does not exist"]])
  },
  refuses ({ Console }) {
    assert.throws(() => Console(), TypeError)
    const lines = []
    const own = new Console({ postMessage: (_, text) => lines.push(text) })
    own.table(5)
    own.timeEnd('none')
    own.log({ get a () { throw new Error('no') } })
    own.log(Object.create(null), Symbol('s'))
    assert.equal(lines.length, 4)
  }
}

/** What leaving does is seen in a run of its own: RunIT. */
const exit = {
  does: (m) => assert.equal(m.default.exit, m.exit),
  async refuses (m) {
    for (const bad of ['1x', {}, true]) {
      await assert.rejects(async () => m.exit(bad), invalid)
    }
    await assert.rejects(async () => m.exit(1.5), { code: 'ERR_OUT_OF_RANGE' })
  }
}

const address = (item) => assert.ok(/^[\d.]+$|:/.test(item.address) && ['IPv4', 'IPv6'].includes(item.family) && typeof item.internal === 'boolean' &&
  item.cidr.startsWith(`${item.address}/`) && item.netmask !== '' && /^(..:){5}..$/.test(item.mac), JSON.stringify(item))

export default {
  os: {
    arch: result('arch', (own) => assert.ok(['x64', 'arm64', 'ia32', 'arm'].includes(own))),
    cpus: result('cpus', (own) => assert.ok(own.length > 0 && own.every(({ model, speed, times }) =>
      typeof model === 'string' && speed >= 0 && times.idle > 0))),
    networkInterfaces: result('networkInterfaces', (own) => Object.values(own).flat().forEach(address)),
    platform: result('platform', (own) => assert.ok(['linux', 'darwin', 'win32'].includes(own))),
    type: result('type', (own) => assert.ok(['Linux', 'Darwin', 'Windows_NT'].includes(own))),
    isWindows: { does: (m) => assert.equal(m.isWindows(), m.platform() === 'win32'), refuses: null },
    tmpdir: result('tmpdir', (own) => assert.match(own, /^\/.*[^/]$/)),
    rusage: result('rusage', (own) => assert.ok(own.ru_maxrss > 0)),
    uptime: result('uptime', (own) => assert.ok(own > 0 && own < 1e9)),
    uname: result('uname', (own) => assert.ok(own.sysname !== '' && own.release !== '' && own.version !== '' && own.machine !== '')),
    hrtime: { does: (m) => { const before = m.hrtime(); assert.ok(m.hrtime() >= before) }, refuses: null },
    availableMemory: result('availableMemory', (own) => assert.ok(own > 0n)),
    hostname: result('hostname', (own) => assert.match(own, /^[\w.-]+$/)),
    totalmem: { does: (m) => assert.ok(m.totalmem() > m.freemem() && Number.isInteger(m.totalmem())), refuses: null },
    freemem: result('freemem', (own) => assert.ok(Number.isInteger(own) && own > 0)),
    loadavg: result('loadavg', (own) => assert.ok(own.length === 3 && own.every((load) => typeof load === 'number' && load >= 0))),
    machine: result('machine', (own) => assert.match(own, /^\w+$/)),
    release: result('release', (own) => assert.match(own, /^\d+\.\d+/)),
    version: result('version', (own) => assert.ok(own.length > 0)),
    availableParallelism: result('availableParallelism', (own) => assert.ok(Number.isInteger(own) && own > 0)),
    endianness: result('endianness', (own) => assert.match(own, /^[LB]E$/)),
    devNull: value('devNull', (own) => assert.ok(['/dev/null', '\\\\.\\nul'].includes(own))),
    userInfo: {
      does (m) {
        const { username, uid, gid, homedir, shell } = m.userInfo()
        assert.ok(username.length > 0 && Number.isInteger(uid) && Number.isInteger(gid) && homedir.startsWith('/'))
        assert.ok(shell === null || typeof shell === 'string')
        assert.equal(new TextDecoder().decode(m.userInfo({ encoding: 'buffer' }).username), username)
      },
      refuses: (m) => assert.equal(typeof m.userInfo({ encoding: 5 }).username, 'string')
    },
    host: result('host', (own) => assert.match(own, /^(linux|macosx|win32|unix|unknown)$/)),
    homedir: result('homedir', (own) => assert.match(own, /^\//)),
    EOL: value('EOL', (own) => assert.equal(own, '\n')),
    constants: value('constants', (own) => assert.deepEqual([own.errno.ENOENT, own.signals.SIGINT], [2, 2])),
    default: value('default', (own) => assert.equal(typeof own.cpus, 'function'))
  },
  'os/constants': {
    errno: value('errno', (own) => assert.deepEqual([own.ENOENT, 'SIGINT' in own], [2, false])),
    signal: value('signal', (own) => assert.deepEqual([own.SIGINT, 'ENOENT' in own], [2, false])),
    default: value('default', (own) => assert.deepEqual(Object.keys(own), ['errno', 'signal', 'signals']))
  },
  process: {
    nextTick: {
      async does (m) {
        const order = []
        setTimeout(() => order.push('timer'))
        m.nextTick((...args) => order.push(...args), 'tick', 1)
        order.push('now')
        await new Promise((resolve) => setTimeout(resolve, 5))
        assert.deepEqual(order, ['now', 'tick', 1, 'timer'])
      },
      refuses: (m) => assert.throws(() => m.nextTick('text'), invalid)
    },
    hrtime: {
      does (m) {
        const before = m.hrtime()
        const [seconds, nanos] = m.hrtime(before)
        assert.ok(seconds >= 0 && nanos >= 0 && nanos < 1e9 && typeof m.hrtime.bigint() === 'bigint')
      },
      refuses (m) {
        assert.throws(() => m.hrtime(5), invalid)
        assert.throws(() => m.hrtime([1]), { code: 'ERR_OUT_OF_RANGE' })
      }
    },
    exit,
    emitWarning: {
      async does ({ default: process }) {
        const seen = new Promise((resolve) => process.once('warning', resolve))
        const { warn } = globalThis.console
        globalThis.console.warn = () => {}
        try {
          process.emitWarning('too warm', { type: 'HeatWarning', code: 'HOT', detail: 'sweat' })
          const warning = await seen
          assert.deepEqual([warning.name, warning.message, warning.code, warning.detail], ['HeatWarning', 'too warm', 'HOT', 'sweat'])
        } finally {
          globalThis.console.warn = warn
        }
      },
      refuses ({ default: process }) {
        for (const bad of [undefined, null, 5, {}]) {
          assert.throws(() => process.emitWarning(bad), invalid)
        }
        assert.throws(() => process.emitWarning('x', 5), invalid)
        assert.throws(() => process.emitWarning('x', { type: 5 }), invalid)
      }
    },
    memoryUsage: {
      does: (m) => assert.ok(m.memoryUsage().rss > 1e6 && m.memoryUsage.rss() > 1e6),
      refuses: null
    },
    env: {
      does ({ env }) {
        env.SOCKET_CONFORMANCE = 5
        assert.deepEqual([env.SOCKET_CONFORMANCE, 'SOCKET_CONFORMANCE' in env], ['5', true])
        delete env.SOCKET_CONFORMANCE
        assert.deepEqual([env.SOCKET_CONFORMANCE, Object.keys(env).includes('SOCKET_CONFORMANCE')], [undefined, false])
      },
      refuses: ({ env }) => assert.throws(() => { env.SOCKET_CONFORMANCE = Symbol('s') }, TypeError)
    },
    ProcessEnvironment: {
      does (m) {
        assert.ok(m.env instanceof m.ProcessEnvironment)
        const seen = []
        const listener = ({ type, key }) => seen.push(`${type} ${key}`)
        m.env.addEventListener('change', listener)
        m.env.SOCKET_CONFORMANCE = 'a'
        delete m.env.SOCKET_CONFORMANCE
        m.env.removeEventListener('change', listener)
        assert.deepEqual(seen, ['change SOCKET_CONFORMANCE', 'change SOCKET_CONFORMANCE'])
      },
      refuses: (m) => assert.throws(() => m.ProcessEnvironment(), TypeError)
    },
    ProcessEnvironmentEvent: {
      does (m) {
        const event = new m.ProcessEnvironmentEvent('set', 'KEY', 'value')
        assert.deepEqual([event.type, event.key, event.value], ['set', 'KEY', 'value'])
      },
      refuses: (m) => assert.throws(() => m.ProcessEnvironmentEvent('set'), TypeError)
    },
    default: value('default', (own) => {
      assert.ok(Array.isArray(own.argv) && own.platform === 'linux' && own.cwd().startsWith('/') && own.uptime() > 0)
      assert.equal(Object.prototype.toString.call(own), '[object process]')
    })
  },
  'process/signal': {
    ...Object.fromEntries(Object.entries(signals).map(([name, number]) => [name, value(name, (own) => assert.equal(own, number))])),
    constants: value('constants', (own) => assert.deepEqual([own.SIGINT, own.SIGKILL], [2, 9])),
    channel: value('channel', (own) => assert.ok(own === null || own.name === 'socket.runtime.signal')),
    getCode: { does: (m) => assert.deepEqual([m.getCode('int'), m.getCode('SIGKILL')], [2, 9]), refuses: (m) => assert.deepEqual([m.getCode('SIGX'), m.getCode({})], [0, 0]) },
    getName: { does: (m) => assert.deepEqual([m.getName(2), m.getName('9')], ['SIGINT', 'SIGKILL']), refuses: (m) => assert.deepEqual([m.getName(999), m.getName(null)], ['', '']) },
    getMessage: { does: (m) => assert.equal(m.getMessage(2), 'Interrupt program'), refuses: (m) => assert.equal(m.getMessage('SIGX'), '') },
    toString: { does: (m) => assert.equal(m.toString('SIGKILL'), 'Kill program'), refuses: (m) => assert.equal(m.toString(undefined), '') },
    addEventListener: {
      does (m) {
        let count = 0
        m.addEventListener('SIGUSR1', () => count++, { once: true })
        globalThis.dispatchEvent(new Event('SIGUSR1'))
        globalThis.dispatchEvent(new Event('SIGUSR1'))
        assert.equal(count, 1)
      },
      refuses: (m) => assert.throws(() => m.addEventListener('SIGX', () => {}), { code: 'ERR_UNKNOWN_SIGNAL' })
    },
    removeEventListener: {
      does (m) {
        let count = 0
        const listener = () => count++
        m.addEventListener('SIGUSR1', listener)
        m.removeEventListener('SIGUSR1', listener)
        globalThis.dispatchEvent(new Event('SIGUSR1'))
        assert.equal(count, 0)
      },
      refuses: (m) => assert.throws(() => m.removeEventListener(5, () => {}), { code: 'ERR_UNKNOWN_SIGNAL' })
    },
    default: value('default', (own) => assert.equal(own.getCode('SIGINT'), 2))
  },
  signal: { default: value('default', (own) => assert.equal(own.SIGINT, 2)) },
  console: {
    Console: console_,
    globalConsole: value('globalConsole', (own) => assert.equal(typeof own.log, 'function')),
    patchGlobalConsole: {
      does (m) {
        const lines = []
        const heard = []
        const patched = m.patchGlobalConsole({ log: (text) => heard.push(text) }, { postMessage: (_, text) => lines.push(text) })
        patched.log('both')
        assert.deepEqual([heard, lines], [['both'], ['both']])
      },
      refuses: (m) => assert.throws(() => m.patchGlobalConsole(null), invalid)
    },
    default: value('default', (own) => assert.equal(typeof own.table, 'function'))
  }
}
