/**
 * Lets Node resolve modules as a page does: those of all bundles lie in one folder.
 * Use: node --import <this file> --test ...
 */
import { existsSync, readdirSync } from 'node:fs'
import { register } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const bundles = new URL('../../../../', import.meta.url)

export async function resolve (specifier, context, next) {
  if (specifier.startsWith('socket:')) {
    const found = find(`${specifier.slice('socket:'.length)}.js`)
    if (found) {
      return { url: found, shortCircuit: true }
    }
  } else if (specifier.startsWith('plugin:')) {
    const client = new URL(`plugin/${specifier.slice('plugin:'.length)}.js`, import.meta.url)
    if (existsSync(fileURLToPath(client))) {
      return { url: client.href, shortCircuit: true }
    }
  } else if (specifier.startsWith('.') && context.parentURL?.includes('/modules/')) {
    const wanted = new URL(specifier, context.parentURL)
    if (!existsSync(fileURLToPath(wanted))) {
      const found = find(wanted.pathname.slice(wanted.pathname.indexOf('/modules/') + '/modules/'.length))
      if (found) {
        return { url: found + wanted.search, shortCircuit: true }
      }
    }
  }
  return next(specifier, context)
}

function find (path) {
  for (const bundle of readdirSync(bundles)) {
    // what is bundled from packages is made by the build
    for (const folder of ['modules', 'target/classes/modules']) {
      const file = fileURLToPath(new URL(`${bundle}/${folder}/${path}`, bundles))
      if (existsSync(file)) {
        return pathToFileURL(file).href
      }
    }
  }
  return null
}

if (!process.env.SOCKET_TEST_LOADER) {
  process.env.SOCKET_TEST_LOADER = '1'
  register(import.meta.url)
  delete process.env.SOCKET_TEST_LOADER
}
