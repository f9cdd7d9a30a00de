import assert from 'node:assert/strict'
import test from 'node:test'
import { calls, install, routes } from './fake-platform.js'

install()
Object.assign(routes, {
  stdout: () => ({}),
  stderr: () => ({}),
  'application.exit': () => ({}),
  'os.constants': () => ({ ENOENT: 2, SIGINT: 2, SIGIOT: 6, SIGABRT: 6 }),
  'os.rusage': () => ({ ru_maxrss: 100, rss: 4096 }),
  'os.uptime': () => 12500,
  'os.hrtime': () => ({ bytes: Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 2) }),
  'os.networkInterfaces': () => ({
    ipv4: {},
    ipv6: {},
    addresses: [
      { name: 'lo', family: 'IPv4', address: '127.0.0.1', prefix: 8, mac: '00:00:00:00:00:00', internal: true },
      { name: 'lo', family: 'IPv6', address: '::1', prefix: 128, mac: '00:00:00:00:00:00', internal: true, scopeid: 0 },
      { name: 'eth0', family: 'IPv4', address: '10.0.0.2', prefix: 20, mac: '02:00:00:00:00:01', internal: false },
      { name: 'eth0', family: 'IPv6', address: 'fe80::1', prefix: 64, mac: '02:00:00:00:00:01', internal: false, scopeid: 2 }
    ]
  }),
  'os.paths': () => ({ home: '/home/ada', tmp: '/tmp/' })
})
const events = new EventTarget()
globalThis.addEventListener = events.addEventListener.bind(events)
const { default: process, env, hrtime } = await import('socket:process')
const { Console } = await import('socket:console')
const { flush } = await import('../../../modules/internal/output.js')
const os = await import('socket:os')

const importCalls = calls.length
const written = () => calls.filter(({ command }) => command.startsWith('std')).map(({ command, params, body }) =>
  [command, params.value ?? new TextDecoder().decode(body)])

test.beforeEach(() => { calls.length = 0 })

test('should import without a call to the platform', () => {
  assert.equal(importCalls, 0)
})

test('should tell what the platform is', () => {
  assert.deepEqual([process.platform, process.arch, process.version, process.versions.socket], ['linux', 'x64', '0.1.0', '0.1.0'])
  assert.deepEqual([process.argv, process.argv0], [['app', '--x'], 'app'])
  assert.equal(String(process), '[object process]')
})

test('should keep the environment and tell of changes', () => {
  const seen = []
  for (const type of ['set', 'delete', 'change']) {
    env.addEventListener(type, (event) => seen.push([event.type, event.key, event.value]))
  }
  env.A = 1
  assert.equal(process.env.A, '1')
  assert.equal('A' in env, true)
  delete env.A
  assert.equal(env.A, undefined)
  assert.deepEqual({ ...env }, { HOME: '/home/ada' })
  assert.deepEqual(seen, [['set', 'A', '1'], ['change', 'A', '1'], ['delete', 'A', undefined], ['change', 'A', undefined]])
})

test('should tell time differences that are never negative', () => {
  const [seconds, nanos] = hrtime()
  const start = [seconds - 1, 999999999]
  const [s, n] = hrtime(start)
  assert.ok(s >= 0 && n >= 0 && n < 1e9)
  assert.equal(typeof hrtime.bigint(), 'bigint')
})

test('should change the folder within the page', () => {
  process.chdir('/work')
  process.chdir('sub/..')
  assert.equal(process.cwd(), '/work')
})

test('should run ticks before anything else', async () => {
  const order = []
  setTimeout(() => order.push('timer'))
  process.nextTick((value) => order.push(value), 'tick')
  order.push('now')
  await new Promise((resolve) => setTimeout(resolve, 5))
  assert.deepEqual(order, ['now', 'tick', 'timer'])
})

test('should emit signals by name', async () => {
  const got = new Promise((resolve) => process.once('SIGINT', (...args) => resolve(args)))
  events.dispatchEvent(new CustomEvent('signal', { detail: { signal: 2 } }))
  assert.deepEqual(await got, ['SIGINT', 2, 'Interrupt program'])
  const signal = await import('socket:signal')
  assert.deepEqual([signal.SIGINT, signal.getCode('int'), signal.getName('2'), signal.getName(6), signal.toString(2), signal.getCode('SIGX')],
    [2, 2, 'SIGINT', 'SIGABRT', 'Interrupt program', 0])
})

test('should write lines in order, together where they wait', async () => {
  const console = new Console()
  console.log('a %d', 1, { b: 2 })
  console.info('b')
  console.error('c')
  console.log('d')
  process.stdout.write('e')
  process.stdout.write('f\ng')
  await flush()
  assert.deepEqual(written(), [['stdout', 'a 1 { b: 2 }\nb'], ['stderr', 'c'], ['stdout', 'd\nef']])
  calls.length = 0
  const { log } = console
  log('x'.repeat(20000))
  await flush()
  assert.equal(written()[0][1].length, 20000)
  assert.equal(calls[0].lane, 'xhr')
})

test('should count, group, assert, time and tabulate', async () => {
  const lines = []
  const console = new Console({ postMessage: (destination, text) => lines.push(`${destination}: ${text}`) })
  console.count()
  console.count()
  console.countReset()
  console.count()
  console.group('title')
  console.log('in\nside')
  console.groupEnd()
  console.assert(true, 'never')
  console.assert(false, 'wrong %s', 'thing')
  console.timeEnd('none')
  console.time('t')
  console.timeEnd('t')
  console.table([{ a: 1, b: 'x' }, { a: 22 }])
  assert.deepEqual(lines.slice(0, 7), [
    'stdout: default: 1', 'stdout: default: 2', 'stdout: default: 1', 'stdout: title', 'stdout:   in\n  side',
    'stderr: Assertion failed: wrong thing', "stderr: No such label 'none'"
  ])
  assert.match(lines[7], /^stdout: t: [\d.]+ms$/)
  assert.equal(lines[8], [
    'stdout: ┌─────────┬────┬─────┐',
    '│ (index) │ a  │ b   │',
    '├─────────┼────┼─────┤',
    "│ 0       │ 1  │ 'x' │",
    '│ 1       │ 22 │     │',
    '└─────────┴────┴─────┘'
  ].join('\n'))
})

test('should answer for the host', () => {
  assert.deepEqual([os.type(), os.platform(), os.host(), os.EOL], ['Linux', 'linux', 'linux', '\n'])
  assert.equal(os.uptime(), 12.5)
  assert.equal(os.hrtime(), 258n)
  assert.deepEqual([os.homedir(), os.tmpdir()], ['/home/ada', '/tmp'])
  assert.deepEqual([os.constants.errno.ENOENT, os.constants.signal.SIGINT, os.constants.errno.SIGINT], [2, 2, undefined])
  assert.equal(process.memoryUsage().rss, 4096)
  const { lo, eth0 } = os.networkInterfaces()
  assert.deepEqual(lo[0], {
    address: '127.0.0.1', netmask: '255.0.0.0', family: 'IPv4', mac: '00:00:00:00:00:00', internal: true, cidr: '127.0.0.1/8'
  })
  assert.deepEqual([lo[1].netmask, eth0[0].netmask, eth0[1].netmask, eth0[1].scopeid],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '255.255.240.0', 'ffff:ffff:ffff:ffff::', 2])
})

test('should write everything before it leaves, and tell listeners once', async () => {
  let exits = 0
  process.on('exit', () => { exits++ })
  process.stdout.write('no line break')
  new Console().log('last words')
  await process.exit(3)
  await process.exit(4)
  assert.equal(exits, 1)
  assert.equal(calls.at(-1).command, 'application.exit')
  const at = calls.findIndex(({ command }) => command === 'application.exit')
  assert.deepEqual(written().flat().filter((text) => text.includes('last words')), ['last words\ngno line break'])
  assert.ok(at > 0)
  assert.equal(calls[at].params.value, '3')
})

test('should write the lines of a terminal as they are complete', async () => {
  const { WriteStream } = await import('socket:tty')
  const stream = new WriteStream(2)
  stream.write('one\ntw')
  await new Promise((resolve) => stream.end('o', resolve))
  await flush()
  assert.deepEqual(written(), [['stderr', 'one'], ['stderr', 'two']])
})
