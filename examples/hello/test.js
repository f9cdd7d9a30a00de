import { test } from 'socket:test'
import os from 'socket:os'

test('the page greets from the host', async (t) => {
  await t.waitForText('h1', /^Hello from /)
  t.ok(t.querySelector('h1').textContent.includes(os.uname().release), 'it names the release')
})
