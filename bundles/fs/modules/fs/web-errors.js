/** Failures as the File System Access API has them. */

/**
 * @param {string} name
 * @param {string} message
 */
export function failure (name, message) {
  return typeof DOMException === 'function' ? new DOMException(message, name) : Object.assign(new Error(message), { name })
}

/**
 * What the API calls the failures of the file system.
 * @param {any} error
 * @param {string} wanted
 */
export function translated (error, wanted) {
  switch (error?.code) {
    case 'ENOENT': return failure('NotFoundError', `${wanted} is not there`)
    case 'ENOTEMPTY': return failure('InvalidModificationError', `${wanted} is not empty`)
    case 'EISDIR': case 'ENOTDIR': return failure('TypeMismatchError', `${wanted} is of another kind`)
    default: return error
  }
}
