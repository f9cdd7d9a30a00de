// What an app in TypeScript writes, and what must not pass: each @ts-expect-error fails the check if there is no error.
import assert from 'socket:assert'
import { Buffer } from 'socket:buffer'
import EventEmitter, { once } from 'socket:events'
import fs, { readFile, type FileHandle } from 'socket:fs/promises'
import * as ipc from 'socket:ipc'
import os from 'socket:os'
import path from 'socket:path'
import process from 'socket:process'
import { Readable } from 'socket:stream'
import { test, TestRunner } from 'socket:test'
import { wrapHarness } from 'socket:test/harness'
import { setTimeout } from 'socket:timers/promises'
import { format, inspect } from 'socket:util'
import { hello } from 'plugin:greeter'
// @ts-expect-error there is no such module
import nothing from 'socket:nothing'
// @ts-expect-error nor such a plugin
import nobody from 'plugin:nobody'
// @ts-expect-error it has no such export
import { noSuchThing } from 'socket:path'

const text: string = await readFile('a.txt', 'utf8')
const handle: FileHandle = await fs.open('a.txt')
const bytes = Buffer.from(text, 'utf8')
const joined: string = path.join('a', 'b')
const emitter = new EventEmitter()
emitter.on('ready', () => {})
await once(emitter, 'ready')
const { err, data } = await ipc.send('ping')
assert.equal(err, data)
const system: string = os.uname().sysname
const shown: string = format('%s', inspect(bytes))
await setTimeout(5)
for await (const chunk of Readable.from(['a'])) console.log(chunk)
const greeting: string = await hello('Ada', { timeout: 500 })
console.log(joined, system, shown, greeting, process.argv, process.env.HOME)
await handle.close()

test('a test', async (t) => {
  t.plan(3)
  t.equal(1 + 1, 2, 'sums')
  await t.click('#button')
  t.throws(() => { throw new RangeError('no') }, /no/)
  // @ts-expect-error no assertion has this name
  t.equals(1, 1)
  // @ts-expect-error a selector, not a number
  await t.click(5)
})
test.linux('elsewhere', () => {})
// @ts-expect-error a test needs a function
test('nothing')
// @ts-expect-error the report is a function
const runner = new TestRunner(5)

class Server {
  constructor (readonly options: { port: number }) {}
  async bootstrap () {}
  async close () {}
}
wrapHarness(test, Server)('with a server', { port: 1 }, (server, t) => t.equal(server.options.port, 1))

// @ts-expect-error join takes strings
path.join(5)
// @ts-expect-error arguments are missing
await fs.writeFile()
// @ts-expect-error it is a number or a text
const wrong: boolean = process.argv[0]
// @ts-expect-error a command of a plugin is typed, too
await hello(5)

export { nothing, nobody, noSuchThing, runner, wrong }
