import assert from 'node:assert/strict'
import test from 'node:test'
import { install, routes } from './fake-platform.js'

install()
const { query, QueryDiagnostic } = await import('socket:diagnostics/runtime')

test('should fill in what the platform tells and count nothing for the rest', async () => {
  routes['diagnostics.query'] = () => ({ udp: { handles: { count: 2, ids: ['1', '2'] } } })
  routes['fs.getOpenDescriptors'] = () => [{ id: '7', fd: 7, type: 'file' }]
  const all = await query()
  assert.ok(all instanceof QueryDiagnostic)
  assert.deepEqual([all.udp.handles.count, all.udp.handles.ids, all.ai.llm.handles.count], [2, ['1', '2'], 0])
  assert.deepEqual(all.fs.descriptors.handles.ids, ['7'])
})

test('should reject with what the platform refuses', async () => {
  routes['diagnostics.query'] = () => { throw { type: 'NotAllowedError', message: 'no' } } // eslint-disable-line no-throw-literal
  await assert.rejects(query(), { name: 'NotAllowedError' })
})
