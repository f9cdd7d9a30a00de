import * as ipc from 'socket:ipc'
import { call, check, end, equal, fails } from './story.js'

await check('a strict policy', async () => {
  const policy = (await fetch('/')).headers.get('content-security-policy')
  equal(policy.includes("object-src 'none'"), true)
  equal(globalThis.inlineRan, undefined)
  await fails((async () => new Function('return 1')())())
  await fails(fetch('https://example.com/'))
  equal(getComputedStyle(document.querySelector('h1')).color, 'rgb(1, 2, 3)')
})

await check('the lanes under the policy', async () => {
  equal(await call('ping'), 'pong')
  equal((await ipc.request('ping')).data, 'pong')
  equal(ipc.sendSync('ping').data, 'pong')
  equal((await ipc.write('test.digest', {}, new Uint8Array(7))).data.bytes, 7)
})

await check('what is not granted is refused', async () => {
  const code = async (command, params) => (await ipc.send(command, params)).err?.code
  equal(await code('os.uname'), undefined)
  equal(await code('fs.stat', { path: '/etc/passwd' }), 'NOT_ALLOWED')
  equal(await code('fs.mkdir', { path: '/tmp/evil', mode: 511 }), 'NOT_ALLOWED')
})

await check('no function of files leads out of the scope', async () => {
  const fs = await import('socket:fs')
  const promises = await import('socket:fs/promises')
  const [file, evil] = ['/etc/passwd', '/etc/evil']
  const calls = {
    access: [file], appendFile: [evil, 'x'], chmod: [file, 0o600], chown: [file, 0, 0], copyFile: [file, evil], cp: [file, evil],
    glob: ['/etc/*'], lchown: [file, 0, 0], link: [file, evil], lstat: [file], lutimes: [file, 1, 1], mkdir: [evil], mkdtemp: [evil],
    open: [file], opendir: ['/etc'], readdir: ['/etc'], readFile: [file], readlink: [file], realpath: [file], rename: [file, evil],
    rm: [file], rmdir: ['/etc'], stat: [file], statfs: [file], symlink: [file, evil], truncate: [file], unlink: [file],
    utimes: [file, 1, 1], writeFile: [evil, 'x']
  }
  const first = async (iterator) => await (await iterator).next?.()
  for (const [name, args] of Object.entries(calls)) {
    const forms = [
      () => name === 'glob' ? first(promises.glob(...args)) : promises[name](...args),
      () => fs[`${name}Sync`](...args),
      () => new Promise((resolve, reject) => fs[name](...args, (error) => error ? reject(error) : resolve()))
    ]
    for (const form of forms) equal((await fails((async () => form())())).code, 'NOT_ALLOWED', name)
  }
  for (const path of [new URL('file:///etc/passwd'), new TextEncoder().encode(file), Uint8Array.of(0x2f, 0x65, 0x74, 0x63, 0x2f, 0xff), '/tmp/../etc/passwd']) {
    equal((await fails(promises.stat(path))).code, 'NOT_ALLOWED', String(path))
    equal(fs.existsSync(path), false)
  }
})

await check('cryptography under the policy', async () => {
  const { createHash, ready } = await import('socket:crypto')
  equal(createHash('sha1').update('abc').digest('hex'), 'a9993e364706816aba3e25717850c26c9cd0d89d')
  const error = await fails(ready)
  equal([error.code, error.message.includes('wasm-unsafe-eval')], ['ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', true])
})

await check('no way out', async () => {
  const here = location.href
  location.href = 'https://example.com/'
  location.assign('file:///etc/passwd')
  location.assign('socket://com.example.other/')
  location.assign('data:text/html,evil')
  equal(window.open('https://example.com/'), null)
  equal(window.open('/'), null)
  const link = document.body.appendChild(document.createElement('a'))
  link.href = '/'
  link.target = '_blank'
  link.click()
  await new Promise((resolve) => setTimeout(resolve, 500))
  equal(location.href, here)
})

await check('still there', async () => equal(await call('ping'), 'pong'))
await end()
