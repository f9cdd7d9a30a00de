import assert from 'node:assert/strict'
import { codes as node } from './fs-matrix-node.js'

/**
 * Every function of `fs` with arguments that are missing, of a wrong type, huge, or hold a NUL: one wrong one at a time. What
 * Node answers is written down in `fs-matrix-node.js`, which a test compares with Node itself.
 */

const HUGE = 5000

/** Values for each kind of parameter: a good one, then bad ones by name. */
const common = {
  missing: undefined, null: null, true: true, object: {}, array: [], symbol: Symbol('s')
}
const numbers = { text: '5x', negative: -1, fraction: 1.5, nan: NaN, infinite: Infinity, huge: 2 ** 53, 'huge bigint': 2n ** 70n }
const texts = { number: 123456, empty: '', huge: 'a'.repeat(HUGE), nul: 'a\0b' }

const kinds = {
  path: { good: '/none/x', bad: { ...common, ...texts, 'nul in bytes': new Uint8Array([97, 0, 98]), 'foreign url': new URL('http://example.com/a') } },
  prefix: { good: '/none/x', bad: { ...common, number: 5, huge: 'a'.repeat(HUGE), nul: 'a\0b' } },
  data: { good: 'text', bad: { ...common, number: 5 } },
  mode: { good: 0o600, bad: { ...common, ...numbers, empty: '' } },
  integer: { good: 0, bad: { ...common, ...numbers } },
  access: { good: 0, bad: { ...common, ...numbers } },
  owner: { good: 0, bad: { ...common, ...numbers } },
  time: { good: 1, bad: { ...common, text: '5x', nan: NaN, infinite: Infinity } },
  options: { good: undefined, bad: { true: true, number: 5, symbol: Symbol('s'), 'bad encoding': 'no-encoding', 'bad signal': { signal: 5 }, 'huge encoding': 'a'.repeat(HUGE) } },
  plain: { good: undefined, bad: { true: true, number: 5, symbol: Symbol('s') } },
  flags: { good: 'r', bad: { true: true, object: {}, ...numbers, ...texts } },
  type: { good: 'file', bad: { true: true, number: 5, ...texts } },
  descriptor: { good: 987654, bad: { ...common, symbol: 'a symbol ends Node 20', ...numbers } },
  buffer: { good: new Uint8Array(4), bad: { ...common, number: 5 } },
  buffers: { good: [new Uint8Array(4)], bad: { ...common, number: 5, 'wrong item': [5], text: 'text' } },
  offset: { good: 0, bad: { true: true, text: '5x', negative: -1, fraction: 1.5, huge: 2 ** 53 } },
  position: { good: 0, bad: { true: true, fraction: 1.5, huge: 2 ** 53, 'huge bigint': 2n ** 70n } }
}

const withPaths = {
  access: ['path', 'access'],
  appendFile: ['path', 'data', 'options'],
  chmod: ['path', 'mode'],
  chown: ['path', 'owner', 'owner'],
  copyFile: ['path', 'path', 'access'],
  cp: ['path', 'path', 'plain'],
  lchown: ['path', 'owner', 'owner'],
  link: ['path', 'path'],
  lstat: ['path'],
  lutimes: ['path', 'time', 'time'],
  mkdir: ['path', 'mode'],
  mkdtemp: ['prefix', 'options'],
  opendir: ['path', 'options'],
  readdir: ['path', 'options'],
  readFile: ['path', 'options'],
  readlink: ['path', 'options'],
  realpath: ['path', 'options'],
  rename: ['path', 'path'],
  rm: ['path', 'plain'],
  rmdir: ['path', 'plain'],
  stat: ['path'],
  statfs: ['path'],
  symlink: ['path', 'path', 'type'],
  truncate: ['path', 'integer'],
  unlink: ['path'],
  utimes: ['path', 'time', 'time'],
  writeFile: ['path', 'data', 'options'],
  open: ['path', 'flags', 'mode']
}

const withNumbers = {
  close: ['descriptor'],
  fchmod: ['descriptor', 'mode'],
  fchown: ['descriptor', 'owner', 'owner'],
  fdatasync: ['descriptor'],
  fstat: ['descriptor'],
  fsync: ['descriptor'],
  ftruncate: ['descriptor', 'integer'],
  futimes: ['descriptor', 'time', 'time'],
  read: ['descriptor', 'buffer', 'offset', 'offset', 'position'],
  readv: ['descriptor', 'buffers'],
  write: ['descriptor', 'buffer', 'offset', 'offset', 'position'],
  writev: ['descriptor', 'buffers']
}

const LONGEST = 5000

/** @param {() => any} body */
async function outcome (body) {
  let timer
  const late = new Promise((resolve) => { timer = setTimeout(resolve, LONGEST, 'HANGS') })
  try {
    return await Promise.race([(async () => { await body(); return 'ok' })(), late])
  } catch (error) {
    return error?.code ?? error?.name ?? 'nothing was thrown'
  } finally {
    clearTimeout(timer)
  }
}

/**
 * What all of it leads to: codes, by function, parameter and value.
 * @param {(name: string, ...args: any[]) => any} call
 * @param {boolean} isByNumber true for functions of files that are open as well
 * @returns {Promise<Record<string, string>>}
 */
export async function matrix (call, isByNumber) {
  const codes = {}
  for (const [name, parameters] of Object.entries({ ...withPaths, ...(isByNumber ? withNumbers : null) })) {
    const good = parameters.map((kind) => kinds[kind].good)
    codes[`${name} without arguments`] = await outcome(() => call(name))
    for (const [i, kind] of parameters.entries()) {
      for (const [what, bad] of Object.entries(kinds[kind].bad)) {
        codes[`${name} ${i + 1}: ${what}`] = await outcome(() => call(name, ...good.with(i, bad)))
      }
    }
  }
  return codes
}

/** Where we do not do as Node 20, and why. @type {Array<[RegExp, string]>} */
const otherwise = [
  [/^(access 2|copyFile 3): fraction$/, 'Node cuts it to a whole number'],
  [/^(appendFile|readFile|writeFile) 1: symbol$/, 'Node fails with an error that has no code'],
  [/^readFile 1: number$/, 'Node fails within itself'],
  [/^(copyFile|link|rename) 2: huge$/, 'Node looks for the other path first'],
  [/^open 2: (negative|number)$/, 'Node hands numbers on to the system, which fails before it looks at them, or after'],
  [/^realpath (1: |without)/, 'Node takes anything for a path there'],
  [/^symlink 1: huge$/, 'where a link leads must be a path that can be checked'],
  [/^truncate 1: number$/, 'Node takes open files there, and warns of it'],
  [/^truncate 2: /, 'Node opens the file first'],
  [/^read [245]: |^write [45]: /, 'Node cuts numbers to 32 bits, and takes what is none for 0'],
  [/^(readv|writev) 2: array$/, 'Node lets the system refuse an empty list']
]

/** Two paths are looked at at a time there, and either may fail first. */
const isEither = (key, code) => key === 'cp 2: huge' && ['ENOENT', 'ENAMETOOLONG'].includes(code)

/** @param {Record<string, string>} outcomes */
function grouped (outcomes) {
  const groups = {}
  for (const [key, code] of Object.entries(outcomes)) {
    const [parameter, value] = key.split(': ')
    const group = (groups[parameter] ??= {})
    group[code] = [...group[code] ?? [], ...value === undefined ? [] : [value]]
  }
  return groups
}

/**
 * What Node answers, for `fs-matrix-node.js`.
 * @param {Record<'callback' | 'blocking' | 'promise', Record<string, string>>} outcomes
 */
export function written ({ callback, blocking, promise }) {
  const all = grouped(callback)
  const but = (outcomes) => Object.fromEntries(Object.entries(grouped(outcomes)).filter(([key, group]) => JSON.stringify(group) !== JSON.stringify(all[key])))
  return { callback: all, blocking: but(blocking), promise: but(promise) }
}

/** @param {'callback' | 'blocking' | 'promise'} form */
function expected (form) {
  const codes = {}
  for (const [parameter, group] of Object.entries({ ...node.callback, ...node[form] })) {
    for (const [code, values] of Object.entries(group)) {
      for (const value of values.length === 0 ? [''] : values) {
        codes[value === '' ? parameter : `${parameter}: ${value}`] = code
      }
    }
  }
  return codes
}

/**
 * @param {(name: string, ...args: any[]) => any} call
 * @param {'callback' | 'blocking' | 'promise'} form
 * @param {boolean} isOurs
 */
export async function refusesAsNode (call, form, isOurs) {
  if (!isOurs && !process.versions.node.startsWith('20.')) {
    return // what Node answers changes a little from version to version
  }
  const codes = expected(form)
  const found = await matrix(call, form !== 'promise')
  assert.ok(Object.keys(found).length > 600)
  const wrong = Object.entries(found).filter(([key, code]) => code !== codes[key] && !isEither(key, code) &&
    !(isOurs && /^E/.test(code) && otherwise.some(([pattern]) => pattern.test(key))))
  assert.deepEqual(wrong.map(([key, code]) => `${key} is ${code}, not ${codes[key]}`), [])
}
