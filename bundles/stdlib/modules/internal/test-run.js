/** Runs the test file of `ssc run --test FILE`: the page imports this once it is complete. */
import * as ipc from '../ipc.js'
import process from '../process.js'
import { getDefaultTestRunnerTimeout, GLOBAL_TEST_RUNNER } from '../test/index.js'
import { oneLine } from './tap.js'

/** @param {string} path of the file in the app */
export async function run (path) {
  const { err, data: isFirst } = await ipc.send('platform.test')
  if (err || !isFirst) {
    return await bail(err?.message ?? 'the page was loaded again while its tests ran')
  }
  // a file may take its time: the tests begin when all of them are there
  GLOBAL_TEST_RUNNER.scheduled = true
  try {
    await Promise.race([import(new URL(path, location.origin).href), overdue()])
  } catch (error) {
    return await bail(`${path.slice(1)} cannot be loaded: ${describe(error)}`)
  }
  if (GLOBAL_TEST_RUNNER.length === 0) {
    return await bail(`${path.slice(1)} has no tests: they are made with test() of socket:test`)
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
 * Ends a run that cannot go on.
 * @param {string} reason
 */
async function bail (reason) {
  process.stdout.write(`TAP version 13\nBail out! ${oneLine(reason)}\n`)
  process.stderr.write(`error: ${reason}\n`)
  await process.exit(1)
}
