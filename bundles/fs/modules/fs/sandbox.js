/**
 * The folders that an app has on iOS, under its own data folder (`$DATA`): so that code for both keeps its files in the same
 * places. They are null where the app may not ask for its folders (`os:info`).
 *
 * `Documents` is what the person made; `Library/Caches` and `tmp` can be made again, and may be emptied while the app does not run.
 * @module fs/sandbox
 */
import { DATA } from '../path/well-known.js'
import { flavour } from './call.js'
import { mkdir } from './promises.js'

/** @param {...string} names */
const place = (...names) => DATA === null ? null : flavour.join(DATA, ...names)

export const DOCUMENTS = place('Documents')
export const LIBRARY = place('Library')
export const CACHES = place('Library', 'Caches')
export const PREFERENCES = place('Library', 'Preferences')
export const TMP = place('tmp')

/**
 * Makes those that are not there yet; needs `fs:write` in `$DATA/**`.
 * @returns {Promise<void>}
 */
export async function prepare () {
  for (const folder of [DOCUMENTS, CACHES, PREFERENCES, TMP]) {
    if (folder === null) {
      throw Object.assign(new Error('The data folder of the app is not known: it may not ask (os:info)'), { code: 'ENOENT' })
    }
    await mkdir(folder, { recursive: true })
  }
}

export default { CACHES, DOCUMENTS, LIBRARY, PREFERENCES, prepare, TMP }
