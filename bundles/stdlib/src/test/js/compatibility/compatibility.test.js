import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import test from 'node:test'
import { install } from '../fake-platform.js'
import '../conformance/host.js'
import { awaited } from './notes.js'
import { document, rows } from './table.js'

install()
const file = new URL('../../../../../../docs/compatibility.md', import.meta.url)

test('should say in docs/compatibility.md what the modules are like', async () => {
  const made = await document()
  if (process.env.SOCKET_WRITE_DOCS) {
    await writeFile(file, made)
  }
  const kept = await readFile(file, 'utf8').catch(() => '')
  assert.ok(kept === made, 'docs/compatibility.md is not up to date: run SOCKET_WRITE_DOCS=1 mvn -pl bundles/stdlib test')
})

const isAwaited = (name) => awaited.some((folder) => name === folder || name.startsWith(`${folder}/`))
const named = (list, keys) => list.filter(({ name }) => !isAwaited(name)).flatMap((row) => row[keys].map((key) => `${row.name}.${key}`))

test('should test what every export does', async () => {
  assert.deepEqual(named(await rows(), 'untested'), [])
})

test('should test what every export that takes something does with bad input', async () => {
  assert.deepEqual(named(await rows(), 'unrefused'), [])
})

test('should await no more cases than there are to come', async () => {
  const list = await rows()
  for (const folder of awaited) {
    assert.ok(list.some(({ name, untested }) => (name === folder || name.startsWith(`${folder}/`)) && untested.length > 0),
      `${folder} has all its cases: take it out of what notes.js awaits`)
  }
})
