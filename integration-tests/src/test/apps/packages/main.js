import { createRequire } from 'socket:module'
import * as socketPath from 'socket:path'
import path, { join } from 'node:path'
import modern, { one } from 'npm:modern'
import { one as same } from 'npm:modern@2/tools/one'
import legacy, { join as legacyJoin, where } from 'npm:legacy'
import { check, end, equal, fails } from './story.js'

await check('modules of Node', async () => {
  equal(join('a', 'b'), 'a/b')
  equal(path.sep, '/')
  equal(socketPath.join === join, true)
  equal(typeof (await import('node:fs/promises')).readFile, 'function')
  for (const name of ['node:ipc', 'node:none', 'node:../ipc', 'node:']) await fails(import(name))
})

await check('packages that are modules', async () => {
  equal([modern(), one, same], ['modern', 1, 1])
})

await check('packages that import others by their names', async () => {
  equal(await (await import('npm:user')).told(), ['modern', 'inner of user', 'own', '/', 'part'])
})

await check('packages that are not', async () => {
  equal([legacyJoin('a', 'b'), legacy.part(), where], ['a/b', 'part', '/node_modules/legacy/index.js'])
  equal((await import('npm:@scope/nested')).default, { inner: 'inner', data: { answer: 42 } })
})

await check('require', async () => {
  const require = createRequire(import.meta.url)
  equal(require('legacy') === legacy, true)
  equal(require('legacy/part')(), 'part')
  equal(require('fs/promises').readFile === (await import('socket:fs/promises')).readFile, true)
  equal((await fails((async () => require('modern'))())).code, 'ERR_PACKAGE_PATH_NOT_EXPORTED')
})

await check('in a worker', async () => {
  const worker = new Worker('worker.js', { type: 'module' })
  equal(await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = (event) => reject(new Error(event.message))
  }), ['modern', 'part'])
})

await check('what is not there', async () => {
  for (const name of ['npm:none', 'npm:../main.js', 'npm:modern/src/one.js']) await fails(import(name))
})

await end()
