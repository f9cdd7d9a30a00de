import process from '../process.js'

/** What engines say when a page changes sizes while it is told of sizes: no fault, and nothing is lost. */
const HARMLESS = /^ResizeObserver loop/

/**
 * Ties a runner to the app: what nobody catches fails the run, and its end is the end of the app, with 1 as the exit status
 * if anything failed and 0 if not. The app stays open if the environment variable `DEBUG` is set.
 * @param {import('./index.js').TestRunner} runner
 */
export default function context (runner) {
  globalThis.addEventListener?.('error', (event) => {
    if (event instanceof ErrorEvent && !HARMLESS.test(event.message)) {
      runner.failUncaught(event.error ?? new Error(event.message))
    }
  })
  let leaving = false // what is under way then fails, which is no news
  globalThis.addEventListener?.('pagehide', () => { leaving = true })
  globalThis.addEventListener?.('unhandledrejection', (event) => {
    if (!leaving) {
      runner.failUncaught(event.reason)
    }
  })
  runner.onFinish(async ({ fail }) => {
    if (!process.env.DEBUG) {
      await process.exit(fail > 0 ? 1 : 0)
    }
  })
}
