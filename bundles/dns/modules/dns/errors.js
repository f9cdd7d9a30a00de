/** What may go wrong with a question, by the names that Node has for it. */

export const NODATA = 'ENODATA'
export const FORMERR = 'EFORMERR'
export const SERVFAIL = 'ESERVFAIL'
export const NOTFOUND = 'ENOTFOUND'
export const NOTIMP = 'ENOTIMP'
export const REFUSED = 'EREFUSED'
export const BADQUERY = 'EBADQUERY'
export const BADNAME = 'EBADNAME'
export const BADFAMILY = 'EBADFAMILY'
export const BADRESP = 'EBADRESP'
export const CONNREFUSED = 'ECONNREFUSED'
export const TIMEOUT = 'ETIMEOUT'
export const EOF = 'EOF'
export const FILE = 'EFILE'
export const NOMEM = 'ENOMEM'
export const DESTRUCTION = 'EDESTRUCTION'
export const BADSTR = 'EBADSTR'
export const BADFLAGS = 'EBADFLAGS'
export const NONAME = 'ENONAME'
export const BADHINTS = 'EBADHINTS'
export const NOTINITIALIZED = 'ENOTINITIALIZED'
export const LOADIPHLPAPI = 'ELOADIPHLPAPI'
export const ADDRGETNETWORKPARAMS = 'EADDRGETNETWORKPARAMS'
export const CANCELLED = 'ECANCELLED'

/** How `lookup` goes about it: addresses of families that this host has; those of IPv4 as IPv6 where there are no others; both. */
export const ADDRCONFIG = 0x20
export const V4MAPPED = 0x08
export const ALL = 0x10

/**
 * An error in Node's shape: `queryA ENOTFOUND example.com`. What is none of a name server is left as it is.
 * @param {any} err
 * @param {string} syscall
 * @param {string} hostname
 * @returns {any}
 */
export function queryError (err, syscall, hostname) {
  if (err.name === 'AbortError') {
    err = { code: CANCELLED }
  }
  if (!/^E[A-Z]+$/.test(err.code ?? '')) {
    return err
  }
  const error = new Error(`${syscall} ${err.code} ${hostname}`)
  return Object.assign(error, { errno: syscall.startsWith('get') ? -3008 : undefined, code: err.code, syscall, hostname })
}
