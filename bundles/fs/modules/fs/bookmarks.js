/**
 * Paths that a person has granted by choosing them in a dialog.
 * @module fs/bookmarks
 */

/** By path, the id or number under which it is open, or null. @type {Map<string, string | number | null>} */
export const temporary = new Map()

export default { temporary }
