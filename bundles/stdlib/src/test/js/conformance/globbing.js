/** What `fs.glob` finds, by whichever form. */
import assert from 'node:assert/strict'
import path from 'node:path'

const files = [
  'src/main.js', 'src/lib/a.js', 'src/lib/b.ts', 'src/lib/.hidden.js', 'src/lib/deep/a.js', '.config/x.js', 'docs/a1.md', 'docs/a2.md', 'docs/b10.md'
]

/** @type {Array<[string | string[], string[], object?]>} */
const searches = [
  ['src/main.js', ['src/main.js']],
  ['src/none.js', []],
  ['*', ['docs', 'src']],
  ['.*', ['.config']],
  ['./src//./*.js', ['src/main.js']],
  ['src/*', ['src/lib', 'src/link', 'src/main.js']],
  ['src/*/', ['src/lib', 'src/link']],
  ['src/**', ['src', 'src/lib', 'src/lib/a.js', 'src/lib/b.ts', 'src/lib/deep', 'src/lib/deep/a.js', 'src/link', 'src/main.js']],
  ['**/a.js', ['src/lib/a.js', 'src/lib/deep/a.js']],
  ['src/**/a.js', ['src/lib/a.js', 'src/lib/deep/a.js', 'src/link/a.js']],
  ['src/link/*.ts', ['src/link/b.ts']],
  ['docs/a?.md', ['docs/a1.md', 'docs/a2.md']],
  ['docs/[ab][0-9].md', ['docs/a1.md', 'docs/a2.md']],
  ['docs/[!a]*.md', ['docs/b10.md']],
  ['docs/a[[:digit:]].md', ['docs/a1.md', 'docs/a2.md']],
  ['docs/{a1,b10,none}.md', ['docs/a1.md', 'docs/b10.md']],
  ['docs/a{1..3}.md', ['docs/a1.md', 'docs/a2.md']],
  ['docs/+(a|1).md', ['docs/a1.md']],
  ['docs/!(a1|b10).md', ['docs/a2.md']],
  ['docs/@(a1|a2|a3).md', ['docs/a1.md', 'docs/a2.md']],
  ['src/lib/.*', ['src/lib/.hidden.js']],
  ['src/lib/../*.js', ['src/main.js']],
  [['docs/a1.md', 'docs/a*.md'], ['docs/a1.md', 'docs/a2.md']],
  ['docs/*', ['docs/b10.md'], { exclude: (name) => name.startsWith('a') }],
  ['src/**/*.js', ['src/main.js'], { exclude: (name) => name === 'lib' || name === 'link' }],
  ['**/*.js', ['src/main.js'], { exclude: ['src/l*'] }],
  ['docs/*', [], { exclude: ['**/*.md'] }]
]

/**
 * @param {(pattern: any, options?: any) => Promise<any[]>} glob
 * @param {(name: string, ...args: any[]) => Promise<any>} call
 * @param {string} folder
 */
export async function globbing (glob, call, folder) {
  for (const file of files) {
    await call('mkdir', path.join(folder, path.dirname(file)), { recursive: true })
    await call('writeFile', path.join(folder, file), '')
  }
  await call('symlink', 'lib', path.join(folder, 'src/link'))
  for (const [pattern, expected, options] of searches) {
    const found = await glob(pattern, { cwd: folder, ...options })
    assert.deepEqual([String(pattern), ...found.sort()], [String(pattern), ...expected])
  }
  assert.deepEqual(await glob(path.join(folder, 'docs/b*')), [path.join(folder, 'docs/b10.md')])
  const [entry] = await glob('docs/b*', { cwd: folder, withFileTypes: true })
  assert.deepEqual([entry.name, entry.parentPath, entry.isFile()], ['b10.md', path.join(folder, 'docs'), true])
  const octets = Uint8Array.from(new TextEncoder().encode(`${folder}/docs/c~`), (byte) => byte === 0x7e ? 0xff : byte)
  await call('writeFile', octets, '')
  assert.deepEqual(await glob('docs/c?', { cwd: folder }), ['docs/c\ufffd'])
}

/** @param {(...args: any[]) => Promise<any>} glob */
export async function refusesPatterns (glob) {
  const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
  for (const bad of [undefined, null, 5, {}, true, ['a', 5]]) {
    await assert.rejects(async () => glob(bad), invalid)
  }
  await assert.rejects(async () => glob('*', 5), invalid)
  await assert.rejects(async () => glob('*', { cwd: 5 }), invalid)
  await assert.rejects(async () => glob('*', { exclude: 'x' }), invalid)
  await assert.rejects(async () => glob('*', { withFileTypes: 1 }), invalid)
  await assert.rejects(async () => glob('*', { cwd: 'a\0b' }), { code: 'ERR_INVALID_ARG_VALUE' })
  await assert.rejects(async () => glob('a'.repeat(70_000)), { code: 'ERR_OUT_OF_RANGE' })
  await assert.rejects(async () => glob('{1..1000000}'), { code: 'ERR_OUT_OF_RANGE' })
  await assert.rejects(async () => glob('{1..100}{1..100}{1..100}'), { code: 'ERR_OUT_OF_RANGE' })
  assert.deepEqual(await glob('no\0thing*'), [])
  assert.deepEqual(await glob('[z-a]*'), [])
}
