/** What functions of `fs` do with names that are no UTF-8, which Linux allows. */
import assert from 'node:assert/strict'

const encoder = new TextEncoder()

/** A path of text, with octets in place of its tildes. */
function octets (text, octet = 0xff) {
  return Uint8Array.from(encoder.encode(text), (byte) => byte === 0x7e ? octet : byte)
}

const sorted = (names) => names.map((name) => [...name].join()).sort()

/**
 * A story of files in a folder, by one of the three forms of each function.
 * @param {(name: string, ...args: any[]) => Promise<any>} call
 * @param {string} folder
 * @param {boolean} isOurs false for Node's, which takes the octets of a path for text in `realpath` and `cp`
 */
export async function rawNames (call, folder, isOurs) {
  if (typeof process !== 'undefined' && process.platform === 'win32') {
    return
  }
  const at = (name, octet) => octets(`${folder}/${name}`, octet)
  await call('mkdir', at('d~'))
  await call('writeFile', at('d~/f~'), 'of 0xff')
  await call('writeFile', at('d~/f~', 0xfe), 'elsewhere').then(() => assert.fail(), (error) => assert.equal(error.code, 'ENOENT'))
  await call('writeFile', at('d~/\u00e4~'), 'text and octets')
  await call('writeFile', at('d~/f\ufffd'), 'of a mark')

  assert.deepEqual(sorted(await call('readdir', at('d~'), 'buffer')), sorted([octets('f~'), octets('\u00e4~'), encoder.encode('f\ufffd')]))
  assert.deepEqual((await call('readdir', at('d~'))).sort(), ['f\ufffd', 'f\ufffd', '\u00e4\ufffd'])
  assert.deepEqual((await call('readdir', at('d~'), { withFileTypes: true })).map((entry) => entry.isFile()), [true, true, true])
  assert.equal(await call('readFile', at('d~/f~'), 'utf8'), 'of 0xff')
  assert.equal(await call('readFile', at('d~/f\ufffd'), 'utf8'), 'of a mark')
  assert.equal((await call('stat', at('d~/\u00e4~'))).size, 15)
  await call('access', at('d~/f~'))
  await assert.rejects(async () => call('stat', at('none~')), (error) => {
    assert.deepEqual([error.code, error.syscall, error.message], ['ENOENT', 'stat', `ENOENT: no such file or directory, stat '${folder}/none\ufffd'`])
    return true
  })

  await call('symlink', octets('f~'), at('d~/l'))
  assert.deepEqual([...await call('readlink', at('d~/l'), 'buffer')], [...octets('f~')])
  assert.equal(await call('readlink', at('d~/l')), 'f\ufffd')
  assert.equal(await call('readFile', at('d~/l'), 'utf8'), 'of 0xff')
  await call('rename', at('d~/l'), at('d~/m~'))
  await call('copyFile', at('d~/f~'), at('d~/copy~'))
  await call('link', at('d~/f~'), at('d~/link~'))
  await call('chmod', at('d~/copy~'), 0o600)
  await call('appendFile', at('d~/copy~'), ' more')
  await call('truncate', at('d~/copy~'), 9)
  assert.equal(await call('readFile', at('d~/copy~'), 'utf8'), 'of 0xff m')
  const first = await call('mkdir', at('x~/y'), { recursive: true })
  assert.equal(first, `${folder}/x\ufffd`)

  if (isOurs) {
    await trees(call, folder)
  }
  await call('unlink', at('d~/m~'))
  await call('rm', at('d~'), { recursive: true })
  await call('rmdir', at('x~/y'))
  assert.deepEqual(sorted(await call('readdir', folder, 'buffer')), sorted([octets('x~')]))
}

async function trees (call, folder) {
  const real = await call('realpath', octets(`${folder}/d~/m~`), 'buffer')
  assert.equal(real.at(-1), 0xff)
  await call('cp', folder, `${folder}-copy`, { recursive: true })
  try {
    assert.equal(await call('readFile', octets(`${folder}-copy/d~/m~`), 'utf8'), 'of 0xff')
    assert.equal((await call('readdir', `${folder}-copy`, { recursive: true })).length, 9)
  } finally {
    await call('rm', `${folder}-copy`, { recursive: true })
  }
}
