/** The numbers of the file system; asked for when first used. */
import { sendSync } from '../ipc.js'
import { lazy } from '../internal/lazy.js'

/** @type {Readonly<Record<string, number>>} */
export const constants = lazy(() => {
  const { err, data } = sendSync('fs.constants')
  if (err) {
    throw err
  }
  return data
})
