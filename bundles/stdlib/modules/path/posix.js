/** POSIX paths. */
import * as functions from '../internal/path-posix.js'
import * as win32 from '../internal/path-win32.js'
import mounts from './mounts.js'
import { Path } from './path.js'
import * as wellKnown from './well-known.js'

export * from '../internal/path-posix.js'
export {
  DOWNLOADS, DOCUMENTS, RESOURCES, PICTURES, DESKTOP, VIDEOS, CONFIG, MEDIA, MUSIC, HOME, DATA, LOG, TMP
} from './well-known.js'
export { win32, mounts, Path }

export const posix = { ...functions, ...wellKnown.default, win32, mounts, Path }

export default posix
