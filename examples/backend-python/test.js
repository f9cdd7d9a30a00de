import { backend } from 'socket:application'
import { test } from 'socket:test'

test('Python counts the primes', async (t) => {
  await t.waitForText('output', /^4236 primes up to 40401/)
  t.equal(t.querySelector('canvas').width, 201, 'the picture is drawn')
})

test('Python says what is wrong', async (t) => {
  try {
    await backend.request('spiral', 0)
    t.fail('it took a size of nothing')
  } catch (error) {
    t.equal(error.message, 'ValueError: the size must be from 1 to 1001')
  }
})
