/**
 * Packages that the app brings in `node_modules`. The platform itself answers `import 'npm:NAME'`.
 * @module npm/module
 */
import { checkType } from '../internal/node-errors.js'
import { createRequire } from '../module.js'

/**
 * Where a package, or a part of it, is.
 * @param {string} specifier such as `lodash/fp`, with `npm:` or without
 * @param {string | URL | null} [origin] whose `node_modules` it is looked for in, and those above; the page's by default
 * @param {object | null} [options] none yet
 * @returns {Promise<{ specifier: string, url: string }>}
 */
export async function resolve (specifier, origin = null, options = null) { // eslint-disable-line no-unused-vars
  checkType('specifier', specifier, 'string')
  const name = specifier.replace(/^npm:/, '')
  const require = createRequire(origin ?? new URL('/', globalThis.location?.href ?? import.meta.url))
  return { specifier: name, url: require.resolve(`npm:${name}`) }
}

export default { resolve }
