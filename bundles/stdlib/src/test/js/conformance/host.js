/** What the modules find on a host: this one, as Node sees it. */
import os from 'node:os'
import { routes } from '../fake-platform.js'
import './bluetooth-host.js'
import { data } from './fs-host.js'

const bigEndian = (number) => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(number))
  return { bytes }
}

Object.assign(routes, {
  'application.exit': () => ({}),
  'diagnostics.query': () => ({}),
  'notification.close': ({ id }) => ({ id }),
  'notification.list': () => [],
  'notification.show': ({ id }) => ({ id }),
  'os.availableMemory': () => bigEndian(os.freemem()),
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
  stderr: () => ({}),
  stdout: () => ({})
})
