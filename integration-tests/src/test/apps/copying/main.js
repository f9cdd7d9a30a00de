// Copies a thousand files in three ways while the service behind is replaced again and again.

import fs, { createReadStream, createWriteStream } from 'socket:fs'
import { copyFile, readdir, readFile, writeFile } from 'socket:fs/promises'
import process from 'socket:process'
import { pipeline } from 'socket:stream/promises'
import { call, check, end, equal } from './story.js'

const SWAPS = 20
const AT_ONCE = 6
const [from, to] = process.argv.slice(-2)

const ways = [
  (name) => copyFile(`${from}/${name}`, `${to}/${name}`),
  async (name) => writeFile(`${to}/${name}`, await readFile(`${from}/${name}`)),
  (name) => pipeline(createReadStream(`${from}/${name}`), createWriteStream(`${to}/${name}`))
]

await check('copies while the service is replaced', async () => {
  const names = await readdir(from)
  let next = 0
  const copier = async () => {
    while (next < names.length) {
      const turn = next++
      await ways[turn % ways.length](names[turn])
    }
  }
  const copying = Promise.all(Array.from({ length: AT_ONCE }, copier))
  let swaps = 0
  for (; swaps < SWAPS; swaps++) {
    await call('test.swap')
    const due = (swaps + 1) * names.length / (SWAPS + 1)
    while (next < due && next < names.length) {
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  equal(next < names.length, true, 'whether files were left to copy at the last swap')
  await copying
  equal([swaps, fs.readdirSync(to).length], [SWAPS, names.length])
})

await end()
