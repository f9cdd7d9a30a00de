/** What the modules find on a host: this one, as Node sees it. */
import { readFileSync } from 'node:fs'
import os from 'node:os'
import { files, routes, streams } from '../fake-platform.js'
import './child-host.js'
import './bluetooth-host.js'
import { data } from './fs-host.js'
import './dns-host.js'
import './udp-host.js'
import './network-host.js'

const bigEndian = (number) => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(number))
  return { bytes }
}

const withoutBackend = () => {
  throw { type: 'NotFoundError', code: 'NOT_FOUND', message: 'The app has no backend' } // eslint-disable-line no-throw-literal
}

/** The app that runs the cases in a page. */
const app = new URL('../../../../../../integration-tests/src/test/apps/conformance/', import.meta.url)

files.read = ({ host, pathname }) => {
  try {
    return host === 'com.example.conformance' ? readFileSync(new URL(`.${pathname}`, app)) : null
  } catch {
    return null // there is none, or it is a folder
  }
}

Object.assign(routes, {
  'application.exit': () => ({}),
  'diagnostics.query': () => ({}),
  'notification.close': ({ id }) => ({ id }),
  'notification.list': () => [],
  'notification.show': ({ id }) => ({ id }),
  'os.availableMemory': () => bigEndian(os.freemem()),
  'os.hostname': () => os.hostname(),
  'os.loadavg': () => os.loadavg(),
  'os.totalMemory': () => bigEndian(os.totalmem()),
  'os.user': () => { const { homedir, ...user } = os.userInfo(); return user },
  'os.constants': () => ({ ...os.constants.errno, ...os.constants.signals }),
  'os.cpus': () => os.cpus(),
  'os.hrtime': () => bigEndian(process.hrtime.bigint()),
  'os.networkInterfaces': () => ({
    ipv4: {},
    ipv6: {},
    addresses: Object.entries(os.networkInterfaces()).flatMap(([name, list]) =>
      list.map(({ cidr, netmask, ...item }) => ({ name, prefix: Number(cidr.split('/')[1]), ...item })))
  }),
  'os.paths': () => ({ data, home: os.homedir(), tmp: os.tmpdir() }),
  'os.rusage': () => ({ ru_maxrss: process.resourceUsage().maxRSS, rss: process.memoryUsage.rss() }),
  'os.uname': () => ({ sysname: os.type(), release: os.release(), version: os.version(), machine: os.machine() }),
  'os.uptime': () => os.uptime() * 1000,
  ping: () => 'pong',
  'process.kill': withoutBackend,
  'process.open': withoutBackend,
  'process.request': withoutBackend,
  'process.write': withoutBackend,
  'protocol.getServiceWorkerRegistration': () => null,
  'serviceWorker.clients': () => [],
  'serviceWorker.fetch.pass': () => ({}),
  'serviceWorker.getRegistration': () => ({}),
  'serviceWorker.getRegistrations': () => [],
  'serviceWorker.skipWaiting': () => ({}),
  'serviceWorker.storage': () => ({}),
  'serviceWorker.storage.clear': () => ({}),
  'serviceWorker.storage.remove': () => ({}),
  'serviceWorker.storage.set': () => ({}),
  'serviceWorker.unregister': () => false,
  stderr: () => ({}),
  stdout: () => ({})
})

streams['platform.stdin'] = () => new Response(['typed', ' on'].map((text) => `${JSON.stringify({ data: { data: btoa(text) } })}\n`).join('')).body

/** There is no plugin `net` here. */
streams['net.events'] = () => new Response(
  `${JSON.stringify({ err: { type: 'NotFoundError', code: 'NOT_FOUND', message: 'Not found' } })}\n`).body
