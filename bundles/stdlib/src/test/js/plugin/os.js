/** Stands in for the client of `os`, whose bundle is built after these tests have run. */
import * as ipc from 'socket:ipc'

export async function uname () {
  const { err, data } = await ipc.send('os.uname')
  if (err) {
    throw err
  }
  return data
}
