/** Runs the test file of `ssc run --test FILE`: the page imports this once it is complete. */
import * as ipc from '../ipc.js'
import process from '../process.js'
import { getDefaultTestRunnerTimeout, GLOBAL_TEST_RUNNER } from '../test/index.js'
import { oneLine } from './tap.js'

/** @param {string} address of the file */
export async function run (address) {
  const name = nameOf(address)
  const { err, data: isFirst } = await ipc.send('platform.test')
  if (err || !isFirst) {
    return await bail(err?.message ?? 'the page was left or loaded again while its tests ran')
  }
  // a file may take its time: the tests begin when all of them are there
  GLOBAL_TEST_RUNNER.scheduled = true
  const begin = 'TAP version 13\n'
  try {
    await Promise.race([import(address), overdue()])
  } catch (error) {
    const missing = await missingImport(address, new Set())
    return await bail(`${name} cannot be loaded: ${missing ?? describe(error)}`, begin)
  }
  if (GLOBAL_TEST_RUNNER.length === 0) {
    return await bail(`${name} has no tests: they are made with test() of socket:test`, begin)
  }
  await GLOBAL_TEST_RUNNER.run()
}

function overdue () {
  const limit = getDefaultTestRunnerTimeout()
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`it is not complete after ${limit} ms; what takes longer belongs into a test`)), limit)
  })
}

/** @param {any} error */
function describe (error) {
  if (!(error instanceof Error)) {
    return String(error)
  }
  const { sourceURL, line } = /** @type {any} */ (error)
  const place = sourceURL ? ` (${String(sourceURL).replace(`${location.origin}/`, '')}:${line})` : ''
  return `${error.name}: ${error.message}${place}`
}

/**
 * What a module imports, or one that it imports, and does not find: engines do not tell.
 * @param {string} address
 * @param {Set<string>} seen
 * @returns {Promise<string | null>} null if all that can be told from the text is there
 */
async function missingImport (address, seen) {
  if (seen.has(address)) {
    return null
  }
  seen.add(address)
  const response = await fetch(address)
  const text = response.ok ? await response.text() : ''
  for (const [, specifier] of text.matchAll(/^\s*(?:import|export)\b[^'"`;]*['"]([^'"]+)['"]/gm)) {
    if (/^\.{0,2}\//.test(specifier)) {
      const wanted = new URL(specifier, address).href
      if (!(await fetch(wanted, { method: 'HEAD' })).ok) {
        return `${nameOf(address)} imports ${specifier}, which is not there`
      }
      const further = await missingImport(wanted, seen)
      if (further !== null) {
        return further
      }
    } else if (/^(socket|plugin|node|npm):/.test(specifier) && !(await isModule(specifier))) {
      return `${nameOf(address)} imports ${specifier}, which is not there`
    }
  }
  return null
}

/** @param {string} specifier */
async function isModule (specifier) {
  try {
    await import(specifier)
    return true
  } catch {
    return false
  }
}

/** @param {string} address */
const nameOf = (address) => decodeURIComponent(address.slice(location.origin.length + 1))

/**
 * Ends a run that cannot go on.
 * @param {string} reason
 * @param {string} [begin] what stands before it
 */
async function bail (reason, begin = '') {
  process.stdout.write(`${begin}Bail out! ${oneLine(reason)}\n`)
  process.stderr.write(`error: ${reason}\n`)
  await process.exit(1)
}
