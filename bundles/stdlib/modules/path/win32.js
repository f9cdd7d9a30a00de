/** Windows paths. */
import * as functions from '../internal/path-win32.js'
import * as posix from '../internal/path-posix.js'
import mounts from './mounts.js'
import { Path } from './path.js'
import * as wellKnown from './well-known.js'

export * from '../internal/path-win32.js'
export {
  DOWNLOADS, DOCUMENTS, RESOURCES, PICTURES, DESKTOP, VIDEOS, CONFIG, MEDIA, MUSIC, HOME, DATA, LOG, TMP
} from './well-known.js'
export { posix, mounts, Path }

export const win32 = { ...functions, ...wellKnown.default, posix, mounts, Path }

export default win32
