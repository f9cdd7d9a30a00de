/**
 * Folders that every system has a place for; null where this one has none, or where the app may not
 * ask (`os:info`).
 *
 * They are constants, so importing this module makes one synchronous call.
 */
import { sendSync } from '../ipc.js'

/** @type {Record<string, string | undefined>} */
const paths = typeof XMLHttpRequest === 'function' ? sendSync('os.paths').data ?? {} : {}

export const DOWNLOADS = paths.downloads ?? null
export const DOCUMENTS = paths.documents ?? null
export const PICTURES = paths.pictures ?? null
export const DESKTOP = paths.desktop ?? null
export const VIDEOS = paths.videos ?? null
export const MUSIC = paths.music ?? null
export const RESOURCES = paths.resources ?? null
export const CONFIG = paths.config ?? null
export const MEDIA = paths.media ?? null
export const DATA = paths.data ?? null
export const LOG = paths.log ?? null
export const TMP = paths.tmp ?? null
export const HOME = paths.home ?? null

export default {
  DOWNLOADS, DOCUMENTS, PICTURES, DESKTOP, VIDEOS, MUSIC, RESOURCES, CONFIG, MEDIA, DATA, LOG, TMP, HOME
}
