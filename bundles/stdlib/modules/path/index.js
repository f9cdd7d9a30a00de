/**
 * Paths of the host, as Node's `path` treats them. Functions take strings and URLs.
 * @module path
 */
import { isWindows } from '../internal/host.js'
import mounts from './mounts.js'
import { Path } from './path.js'
import { posix } from './posix.js'
import { win32 } from './win32.js'

export {
  DOWNLOADS, DOCUMENTS, RESOURCES, PICTURES, DESKTOP, VIDEOS, CONFIG, MEDIA, MUSIC, HOME, DATA, LOG, TMP
} from './well-known.js'
export { mounts, Path, posix, win32 }

const flavour = isWindows ? win32 : posix

export const {
  basename, cwd, delimiter, dirname, extname, format, isAbsolute, join, normalize, parse, relative,
  resolve, sep
} = flavour

export default { ...flavour, posix, win32 }
