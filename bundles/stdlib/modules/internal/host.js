/** What modules need to know of the host at once, without a call to the platform where possible. */
import { primordials } from '../ipc.js'

const scope = /** @type {any} */ (globalThis)

/** Node, when these modules are used by tools or tests. */
const node = scope.process?.versions?.node === undefined ? null : scope.process

export const isWindows = node === null
  ? /^win/i.test(scope.navigator?.platform ?? '')
  : node.platform === 'win32'

/** @type {string | null} */
let chosen = null

/**
 * The folder that relative paths are relative to.
 * @returns {string}
 */
export function cwd () {
  return chosen ?? (node === null ? primordials.cwd : node.cwd())
}

/**
 * The folder that was chosen by {@link setCwd}; null as long as it is the platform's own.
 * @returns {string | null}
 */
export function chosenCwd () {
  return chosen
}

/** @param {string} folder */
export function setCwd (folder) {
  chosen = folder
}
