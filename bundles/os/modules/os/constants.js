/**
 * Numbers of errors and signals on this host; asked for when first used.
 */
import { sendSync } from '../ipc.js'
import { lazy } from '../internal/lazy.js'

const all = lazy(() => {
  const { err, data } = sendSync('os.constants')
  if (err) {
    throw err
  }
  return /** @type {Record<string, number>} */ (data)
})

/** @param {(name: string) => boolean} test */
const those = (test) =>
  lazy(() => Object.fromEntries(Object.entries(all).filter(([name]) => test(name))))

/** @type {Readonly<Record<string, number>>} */
export const signal = those((name) => name.startsWith('SIG'))

/** @type {Readonly<Record<string, number>>} */
export const errno = those((name) => !name.startsWith('SIG'))

/** Node's name for {@link signal}. */
export const signals = signal

export default { errno, signal, signals }
