/**
 * Runs the cases of every module against `socket:NAME`, or with `SOCKET_TEST_SCHEME=node` against Node's own module: what a
 * case expects must hold for both, unless `differences.js` says why not.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import { install } from '../fake-platform.js'
import { all } from './all.js'
import { differences } from './differences.js'
import './host.js'

/** The version of Node that the differences are listed for. */
const LISTED = 20
const scheme = process.env.SOCKET_TEST_SCHEME ?? 'socket'
if (scheme === 'socket') {
  install()
}

/** @param {string} name */
async function load (name) {
  try {
    return await import(`${scheme}:${name}`)
  } catch (error) {
    if (scheme === 'node' && error.code === 'ERR_UNKNOWN_BUILTIN_MODULE') {
      return null // one of the platform's own
    }
    throw error
  }
}

for (const { name, cases } of await all()) {
  const module = await load(name)
  for (const [key, { does, refuses }] of Object.entries(cases)) {
    const isTheirs = module !== null && (key === 'default' || key in module)
    if (scheme === 'socket' || (isTheirs && !(`${name}.${key}` in differences))) {
      test(`${scheme}:${name} ${key} should do what is expected`, () => does(module))
      if (refuses !== null) {
        test(`${scheme}:${name} ${key} should refuse bad input`, () => refuses(module))
      }
    } else if (isTheirs && process.versions.node.startsWith(`${LISTED}.`)) {
      test(`node:${name} ${key} should differ, since that is listed`, () =>
        assert.rejects(async () => {
          await does(module)
          await refuses?.(module)
        }))
    }
  }
}
