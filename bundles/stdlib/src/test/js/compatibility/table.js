/** Makes the table of `docs/compatibility.md` from what the modules really export and what the cases really test. */
import { readFile } from 'node:fs/promises'
import { all } from '../conformance/all.js'
import { differences } from '../conformance/differences.js'
import { added, differs, missing, planned } from './notes.js'

const read = async (file) => JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8'))

/** @param {string} name */
async function load (name) {
  try {
    return await import(`socket:${name}`)
  } catch (error) {
    if (error.code === 'ERR_UNSUPPORTED_ESM_URL_SCHEME' || error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'ERR_UNKNOWN_BUILTIN_MODULE') {
      return null
    }
    throw new Error(`socket:${name} cannot be imported`, { cause: error })
  }
}

/** @param {string} name */
function plan (name) {
  const parts = name.split('/')
  for (let length = parts.length; length > 0; length--) {
    const reason = planned[parts.slice(0, length).join('/')]
    if (reason !== undefined) {
      return reason
    }
  }
  throw new Error(`The module ${name} is missing, and notes.js does not say why`)
}

/**
 * @template T
 * @param {T[]} list
 * @param {(item: T) => string} keyOf
 * @returns {Map<string, T[]>}
 */
function grouped (list, keyOf) {
  const groups = new Map()
  for (const item of list) {
    groups.set(keyOf(item), [...groups.get(keyOf(item)) ?? [], item])
  }
  return groups
}

/**
 * One row for each module of the original: what it has, what of it is here, tested, and missing.
 */
export async function rows () {
  const listed = await read('./exports.json')
  const cases = new Map((await all()).map((item) => [item.name, item.cases]))
  const result = []
  for (const [name, exports] of Object.entries(listed)) {
    const module = await load(name)
    const here = module === null ? [] : exports.filter((key) => key in module)
    const gone = module === null ? [] : exports.filter((key) => !(key in module))
    for (const key of gone) {
      if (missing[`${name}.${key}`] === undefined && cases.has(name)) {
        throw new Error(`socket:${name} does not export ${key}, and notes.js does not say why`)
      }
    }
    const tested = here.filter((key) => cases.get(name)?.[key] !== undefined)
    // what takes nothing cannot be given anything bad
    const unrefused = tested.filter((key) => cases.get(name)[key].refuses === null && key !== 'default' &&
      typeof module[key] === 'function' && module[key].length > 0)
    result.push({
      name, exports, here, gone, tested, isHere: module !== null && (here.length > 0 || exports.length === 0), hasCases: cases.has(name),
      note: here.length === 0 && exports.length > 0 ? plan(name) : differs[name] ?? '',
      untested: here.filter((key) => !tested.includes(key)),
      unrefused
    })
  }
  return result
}

/** @returns {Promise<string>} the document */
export async function document () {
  const list = await rows()
  const sum = (pick, rows = list) => rows.reduce((total, row) => total + pick(row).length, 0)
  const present = list.filter((row) => row.isHere)
  const line = (row) => {
    const reasons = grouped(row.gone, (key) => missing[`${row.name}.${key}`] ?? 'not yet: planned')
    const gaps = [...reasons].map(([reason, keys]) => `missing: ${keys.map((key) => `\`${key}\``).join(', ')} (${reason})`)
    const notes = [row.note, ...gaps].filter(Boolean).join('; ')
    const status = notes === '' ? 'same' : 'differs'
    return `| \`${row.name}\` | ${status} | ${row.here.length}/${row.exports.length} | ${row.hasCases ? row.tested.length : ''} | ${notes} |`
  }
  return `# What is compatible

For those who have an app for Socket Runtime, called the original below, and for those who know Node: which modules and exports are
here, and in what they differ. [migrating.md](migrating.md) tells how to run such an app.

Of the ${list.length} modules of the original (0.6), with ${sum((row) => row.exports)} exports, ${present.length} modules with ${sum((row) => row.here)} of their exports are here.

* **same**: all exports are there, and no difference from the original is known, but that where it and Node do a thing in two ways,
  we do it in Node's, and that what was plainly a fault is none here.
* **differs**: the last column tells how. What is not told there is the same.
* **tested**: exports that have tests by name, of what they do and of bad input: ${sum((row) => row.tested)}. Where the column is empty, the
  module is tested in another way, or its tests by name are still to be written.
* *not yet* means that it is planned, *will not come* that it is not.

A module that only passes on what another exports counts its own default export. This page is made by a test from the modules
themselves, so do not edit it: \`SOCKET_WRITE_DOCS=1 mvn -pl bundles/stdlib test\` renews it.

## Modules that are here

| module | | exports | tested | how it differs, and what is missing |
|---|---|---|---|---|
${present.map(line).join('\n')}

## Modules of Node that the original did not have

| module | how it differs from Node |
|---|---|
${Object.entries(added).map(([name, note]) => `| \`${name}\` | ${note} |`).join('\n')}

## Where Node itself differs from our tests

So that the tests are right and not only the modules, those of modules that Node has, too, also run against Node, but for these:

${Object.entries(differences).map(([key, reason]) => `- \`${key}\`: ${reason}`).join('\n')}

## Modules that are not here

| modules | exports | why |
|---|---|---|
${[...grouped(list.filter((row) => !row.isHere), (row) => row.note || plan(row.name))].map(([reason, rows]) =>
    `| ${rows.map(({ name }) => `\`${name}\``).join(' ')} | ${sum((row) => row.exports, rows)} | ${reason} |`).join('\n')}
`
}
