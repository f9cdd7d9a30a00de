/**
 * Calls the service of files while it is replaced again and again, until the other callers, which
 * are threads of the JVM, are done.
 */
import * as ipc from 'socket:ipc'
import process from 'socket:process'

const path = process.cwd() + '/index.html'
const SIZE = (await (await fetch('index.html')).text()).length

let done = false
const page = { page_calls: 0, page_lost: 0 }

async function caller (id) {
  while (!done) {
    const { err, data } = await ipc.send('fs.fstat', { id })
    page.page_calls++
    if (err || Number(data.st_size) !== SIZE) {
      page.page_lost++
      document.querySelector('pre').append(`${err?.code ?? JSON.stringify(data)}\n`)
    }
  }
  await ipc.send('fs.close', { id })
}

const ids = [11, 12]
for (const id of ids) {
  const { err } = await ipc.send('fs.open', { id, path })
  if (err) {
    throw err
  }
}
const callers = ids.map(caller)
const measured = ipc.send('load.swap').finally(() => { done = true })
const outcome = await Promise.all([measured, ...callers])
  .then(([{ err, data }]) => err ? { error: err.message } : { ...data, ...page })
  .catch((error) => ({ error: `${error.name}: ${error.message}` }))
await ipc.send('load.result', { json: JSON.stringify(outcome) })
