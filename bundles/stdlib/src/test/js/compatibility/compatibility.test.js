import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import test from 'node:test'
import { install } from '../fake-platform.js'
import '../conformance/host.js'
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

test('should have cases for every export of the modules that have any', async () => {
  const without = (await rows()).flatMap(({ name, untested }) => untested.map((key) => `${name}.${key}`))
  assert.deepEqual(without, [])
})
