import { send } from 'socket:ipc'
import { check, end, equal, fails } from './story.js'

const stories = {
  async once () {
    await check('a plugin in a page', async () => {
      const { hello } = await import('plugin:greeter')
      equal(await hello(), '1.4.0')
    })
    await check('one instance of its module', async () => {
      const one = await import('plugin:greeter')
      const other = await import('socket://com.example.plugins/socket/plugin/greeter.js')
      equal(one.instance === other.instance, true)
    })
    await check('a plugin in a worker', async () => {
      const worker = new Worker('worker.js', { type: 'module' })
      const said = await new Promise((resolve) => {
        worker.onmessage = (event) => resolve(event.data)
        worker.onerror = (event) => resolve(`failed: ${event.message}`)
      })
      equal(said, '1.4.0')
    })
    await check('a plugin that is not there', async () => {
      await fails(import('plugin:absent'))
      await fails(import('plugin:wanted'))
      equal((await fetch('plugin:absent')).status, 404)
    })
    await check('nothing of the platform from a plugin', async () => {
      await fails(import('plugin:../fs'))
      await fails(import('socket:greeter'))
    })
  },

  async follow () {
    const seen = []
    while (seen.at(-1) !== 'PLUGIN_UNAVAILABLE') {
      const { err, data } = await send('greeter.hello')
      const now = err?.code ?? data
      if (now !== seen.at(-1)) {
        console.log(`greeter ${seen.includes(now) ? 'back to ' : ''}${now}`)
        seen.push(now)
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  },

  async isolated () {
    const reloaded = new Promise((resolve) => {
      addEventListener('pluginreloaded', ({ detail }) => resolve(detail.name))
    })
    const { hello, wait, waiting } = await import('plugin:greeter')
    await check('a plugin in a process of its own', async () => {
      equal(await hello(), '1.0.0')
    })
    await check('a call under way when the process is killed', async () => {
      const failure = fails(wait())
      while (await waiting() === 0);
      console.log('greeter waits')
      const { code, retryable } = await failure
      equal([code, retryable], ['PLUGIN_CRASHED', true])
    })
    await check('the call after it', async () => {
      equal(await hello(), '1.0.0')
      console.log('greeter is back')
    })
    await check('a newer version', async () => {
      while (await hello() !== '1.1.0');
    })
    await check('the event of the newer version', async () => {
      equal(await reloaded, 'com.example.greeter')
    })
  },

  async refused () {
    await check('a plugin that is refused', async () => {
      await fails(import('plugin:greeter'))
      equal((await send('greeter.hello')).err.code, 'NOT_FOUND')
    })
  }
}

await stories[globalThis.__args.argv[0]]()
await end()
