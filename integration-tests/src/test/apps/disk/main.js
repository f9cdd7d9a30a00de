// What a page is told when a disk is full and when a folder goes.

import fs, { createWriteStream } from 'socket:fs'
import { appendFile, copyFile, cp, mkdir, open, opendir, readdir, readFile, rm, stat, watch, writeFile } from 'socket:fs/promises'
import { createFileSystemFileHandle } from 'socket:fs/web'
import os from 'socket:os'
import process from 'socket:process'
import { Readable } from 'socket:stream'
import { pipeline } from 'socket:stream/promises'
import { check, end, equal, fails } from './story.js'

const small = process.argv.at(-1)
const LARGE = new Uint8Array(4 << 20).fill(7)
const code = async (promise) => (await fails(promise)).code

if (small !== 'none') {
  await check('a full disk', async () => {
    await writeFile(`${small}/kept`, 'kept')
    equal(await code(writeFile(`${small}/a`, LARGE)), 'ENOSPC', 'writeFile')
    await rm(`${small}/a`, { force: true })
    equal(await code(pipeline(Readable.from([LARGE]), createWriteStream(`${small}/b`))), 'ENOSPC', 'a stream')
    await rm(`${small}/b`, { force: true })
    await writeFile(`${os.tmpdir()}/large`, LARGE)
    equal(await code(copyFile(`${os.tmpdir()}/large`, `${small}/c`)), 'ENOSPC', 'copyFile')
    await rm(`${small}/c`, { force: true })
    equal(await code(cp(`${os.tmpdir()}/large`, `${small}/c`)), 'ENOSPC', 'cp')
    await rm(`${small}/c`, { force: true })
    await writeFile(`${small}/part`, 'part')
    equal(await code(appendFile(`${small}/part`, LARGE)), 'ENOSPC', 'appendFile')
    equal((await readFile(`${small}/part`, 'utf8')).startsWith('part'), true, 'what was there before')
    await rm(`${small}/part`)
    await writeFile(`${small}/whole`, 'whole')
    const writable = await (await createFileSystemFileHandle(`${small}/whole`)).createWritable()
    await fails((async () => { await writable.write(LARGE); await writable.close() })())
    await writable.abort().catch(() => {})
    equal(await readFile(`${small}/whole`, 'utf8'), 'whole', 'a file that a stream was to replace')
    equal(await readdir(small), ['kept', 'whole'], 'what is left of it')
    await rm(`${small}/whole`)
    const handle = await open(`${small}/d`, 'w')
    equal(await code(handle.write(LARGE)), 'ENOSPC', 'write')
    await handle.close()
    await rm(`${small}/d`)
    try {
      fs.writeFileSync(`${small}/e`, LARGE)
      throw new Error('writeFileSync did not fail')
    } catch (error) {
      equal(error.code, 'ENOSPC', 'writeFileSync')
    }
    await rm(`${small}/e`)
    await writeFile(`${small}/after`, 'room again')
    equal([await readFile(`${small}/kept`, 'utf8'), await readFile(`${small}/after`, 'utf8')], ['kept', 'room again'])
  })
}

await check('a folder that goes', async () => {
  const folder = `${os.tmpdir()}/going`
  await mkdir(folder)
  await writeFile(`${folder}/f`, 'text')
  const handle = await open(`${folder}/f`, 'r+')
  const dir = await opendir(folder)
  const watcher = watch(folder)
  await watcher.start()
  const changes = (async () => {
    const seen = []
    for await (const change of watcher) seen.push(change)
    return seen
  })()
  await rm(folder, { recursive: true })
  await handle.write('more', 4)
  equal(await handle.readFile('utf8'), 'textmore', 'what is still open')
  equal((await handle.stat()).nlink, 0, 'its names')
  await handle.close()
  await dir.close()
  equal((await changes).at(-1), { eventType: 'rename', filename: 'going' }, 'the last change')
  equal(await code(writeFile(`${folder}/g`, 'text')), 'ENOENT', 'writeFile')
  equal(await code(readdir(folder)), 'ENOENT', 'readdir')
  equal(await code(stat(`${folder}/f`)), 'ENOENT', 'stat')
  equal(fs.existsSync(folder), false, 'whether it is there')
})

await check('names that are not text', async () => {
  const names = await readdir(process.argv.at(-2), 'buffer')
  equal(names.map((name) => [...name]), [[97, 255, 98]])
})

await check('a hundred thousand names', async () => {
  const folder = process.argv.at(-3)
  equal((await readdir(folder)).length, 100_000, 'readdir')
  let count = 0
  for await (const entry of await opendir(folder, { bufferSize: 1000 })) count += entry.isFile() ? 1 : 0
  equal(count, 100_000, 'opendir')
})

await end()
