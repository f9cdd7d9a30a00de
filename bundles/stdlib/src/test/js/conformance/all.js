import { readdir } from 'node:fs/promises'

const folder = new URL('./cases/', import.meta.url)

/**
 * The cases of all modules: by the name of an export, what it does, and what it does with bad input (null: it has none).
 * @returns {Promise<Array<{ name: string, cases: Record<string, { does: Function, refuses: Function | null }> }>>}
 */
export async function all () {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.js')).sort()
  return (await Promise.all(files.map((file) => import(new URL(file, folder).href)))).flatMap(({ default: modules }) =>
    Object.entries(modules).map(([name, cases]) => ({ name, cases })))
}
