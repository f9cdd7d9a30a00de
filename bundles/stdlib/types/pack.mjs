/**
 * Makes the npm package @socketplatform/types: node pack.mjs FOLDER TSC [PLUGIN]...
 *
 * FOLDER is where it is written, TSC the compiler's `tsc.js`, PLUGIN a folder with `modules/plugin/NAME.d.ts`. The types are
 * those of the modules of all bundles, merged into one folder as a page finds them. Their names have a scheme that no
 * resolver knows, so `index.d.ts` declares each and points to its file.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGE = '@socketplatform/types'
const here = dirname(fileURLToPath(import.meta.url))
const stdlib = dirname(here)
const bundles = dirname(stdlib)
const [folder, compiler, ...plugins] = process.argv.slice(2)
const [, version] = /<version>([^<]+)/.exec(readFileSync(join(dirname(bundles), 'pom.xml'), 'utf8')) ?? []

/** @param {string} from */
function declarations (from) {
  return readdirSync(from, { recursive: true }).map(String).filter((name) => name.endsWith('.d.ts')).sort()
    .map((name) => name.split(sep).join('/'))
}

/** @param {string} message */
function fail (message) {
  console.error(`error: ${message}`)
  process.exit(1)
}

if (existsSync(folder) && !(statSync(folder).isDirectory() && isOurs(folder))) {
  fail(`${folder} is something else: name a folder that is not there yet, or one with ${PACKAGE} in it`)
}
for (const plugin of plugins) {
  if (!existsSync(join(plugin, 'modules/plugin'))) {
    fail(`${plugin} has no modules/plugin: build the plugin first`)
  }
}

/** @param {string} target */
function isOurs (target) {
  try {
    return JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')).name === PACKAGE
  } catch {
    return readdirSync(target).length === 0
  }
}

const made = mkdtempSync(join(tmpdir(), 'socket-types-'))
try {
  const tsc = spawnSync(process.execPath,
    [compiler, '-p', join(stdlib, 'src/test/types/tsconfig.json'), '--outDir', made], { encoding: 'utf8' })
  if (tsc.status !== 0) {
    fail(`the types do not compile: ${tsc.stdout}${tsc.stderr}`)
  }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const bundle of readdirSync(made)) {
    cpSync(join(made, bundle, 'modules'), join(folder, 'modules'), { recursive: true })
  }
  cpSync(join(stdlib, 'vendor/types'), join(folder, 'modules'), { recursive: true })
  for (const plugin of [...built(), ...plugins]) {
    cpSync(join(plugin, 'modules/plugin'), join(folder, 'plugins'), {
      recursive: true, filter: (file) => statSync(file).isDirectory() || file.endsWith('.d.ts')
    })
  }
  writeFileSync(join(folder, 'index.d.ts'), index())
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest(), null, 2) + '\n')
  copyFileSync(join(here, 'README.md'), join(folder, 'README.md'))
  copyFileSync(join(dirname(bundles), 'LICENSE'), join(folder, 'LICENSE'))
} finally {
  rmSync(made, { recursive: true, force: true })
}

/** The bundles of the platform that are plugins. */
function built () {
  return readdirSync(bundles).map((name) => join(bundles, name, 'target/classes'))
    .filter((classes) => existsSync(join(classes, 'modules/plugin')))
}

function index () {
  // what can be disposed of is newer than what most projects target
  const lines = ['/// <reference lib="esnext.disposable" />', `/** The modules of the Socket Platform ${version}. */`]
  for (const [scheme, kept] of [['socket', 'modules'], ['plugin', 'plugins']]) {
    for (const file of existsSync(join(folder, kept)) ? declarations(join(folder, kept)) : []) {
      const name = file.slice(0, -'.d.ts'.length)
      if (scheme === 'socket' && /(^|\/)internal\//.test(file)) {
        continue
      }
      const hasDefault = /export default|as default\b/.test(readFileSync(join(folder, kept, file), 'utf8'))
      const from = `from '${PACKAGE}/${kept}/${name}'`
      lines.push(`declare module '${scheme}:${name}' {`, `  export * ${from}`,
        ...(hasDefault ? [`  export { default } ${from}`] : []), '}')
    }
  }
  return lines.join('\n') + '\n'
}

function manifest () {
  return {
    name: PACKAGE,
    version,
    description: 'TypeScript types of the modules of the Socket Platform',
    license: 'Apache-2.0',
    type: 'module',
    types: './index.d.ts',
    exports: {
      '.': { types: './index.d.ts' },
      './package.json': './package.json',
      './*': { types: './*.d.ts' }
    },
    files: ['index.d.ts', 'modules', 'plugins']
  }
}
