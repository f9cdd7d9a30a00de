import { readFile, unlink, writeFile } from 'socket:fs/promises'
import * as ipc from 'socket:ipc'
import process from 'socket:process'

async function digest (body) {
  const { err, data } = await ipc.write('test.digest', {}, body)
  return err ? err.code : data.bytes
}

export async function run (folder) {
  const file = `${folder}/socket-story-${Math.random()}.txt`
  await writeFile(file, 'written elsewhere')
  const text = await readFile(file, 'utf8')
  await unlink(file)
  return {
    index: globalThis.__args.index,
    platform: process.platform,
    text,
    bytes: await digest(new Uint8Array(100_000)),
    blob: await digest(new Blob(['blob'])),
    string: await digest('grüße'),
    sync: ipc.sendSync('test.digest', {}, null, 'now').data.bytes
  }
}

if (typeof document === 'undefined') {
  onmessage = async ({ data }) => postMessage(await run(data))
}
