// ./ssc run --test examples/tour/test.js examples/tour
import { test } from 'socket:test'
import { DATA, join } from 'socket:path'
import fs from 'socket:fs/promises'

const sections = ['calls', 'host', 'files', 'policy', 'ways', 'packets', 'backend']

test('every section has something to show', async (t) => {
  for (const id of sections) await t.elementVisible(`#${id} h2`)
  t.equal(document.querySelector('.failed'), null, 'none has failed')
})

test('a note is saved as it is typed', async (t) => {
  document.querySelector('#note').value = ''
  await t.type('#note', 'Written by a test')
  const saved = () => fs.readFile(join(DATA, 'tour', 'note.txt'), 'utf8')
  await t.waitFor(async () => await saved() === 'Written by a test', {}, 'the file has it')
})

test('what socket.ini does not grant is refused', async (t) => {
  const error = await fs.readFile('/etc/passwd').catch((error) => error)
  t.equal(error.code, 'NOT_ALLOWED')
})
