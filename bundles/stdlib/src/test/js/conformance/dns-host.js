/** The routes of the plugin `dns`, by Node's own resolver: what `socket:dns` calls when its cases run under Node. */
import dns from 'node:dns/promises'
import { routes } from '../fake-platform.js'

const hostOf = (text) => /^\[?(.*?)\]?:\d+$/.exec(text)[1]

/** Fails as the platform does. */
async function guarded (act) {
  try {
    return await act()
  } catch (error) {
    throw { type: 'NetworkError', code: error.code, message: error.message } // eslint-disable-line no-throw-literal
  }
}

/** Records as the platform tells them. */
const shapes = {
  A: (item) => item,
  AAAA: (item) => item,
  CNAME: (value) => ({ value }),
  NS: (value) => ({ value }),
  PTR: (value) => ({ value }),
  TXT: (entries) => ({ entries }),
  CAA: ({ critical, type, ...rest }) => ({ critical, tag: Object.keys(rest)[0], value: Object.values(rest)[0] })
}

async function asks (resolver, host, type) {
  if (type === 'PTR' && /^[\d.]+$|:/.test(host)) {
    return (await resolver.reverse(host)).map((value) => ({ type, value }))
  }
  const found = type === 'A' || type === 'AAAA'
    ? await resolver[type === 'A' ? 'resolve4' : 'resolve6'](host, { ttl: true })
    : await resolver.resolve(host, type)
  return (Array.isArray(found) ? found : [found]).map((item) => ({ type, ttl: 0, ...(shapes[type] ?? ((own) => own))(item) }))
}

Object.assign(routes, {
  'dns.lookup': ({ host, family }) => guarded(() => dns.lookup(hostOf(host), { all: true, family: Number(family ?? 0) })),
  'dns.lookupService': ({ host }) => guarded(async () => (await dns.lookupService(hostOf(host), 0)).hostname),
  'dns.servers': () => [{ address: '127.0.0.1', port: 53 }],
  'dns.resolve': () => guarded(() => { throw Object.assign(new Error('none'), { code: 'ECONNREFUSED' }) }),
  'dns.resolveAt': ({ host, type, server, within, tries }) => guarded(() => {
    const resolver = new dns.Resolver({ timeout: Number(within ?? -1), tries: Number(tries) })
    resolver.setServers([server])
    return asks(resolver, hostOf(host), type)
  })
})
