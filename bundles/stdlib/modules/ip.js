/**
 * Addresses of the internet protocol, version 4.
 * @module ip
 */

/**
 * @param {unknown} input
 * @returns {boolean}
 */
export function isIPv4 (input) {
  return typeof input === 'string' && /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(input) && !/(?:^|\.)0\d/.test(input)
}

/**
 * An address without what is mapped into version 6 around it.
 * @param {string} input such as `::ffff:10.0.0.1`
 * @returns {string} the address; empty if it is none
 */
export function normalizeIPv4 (input) {
  const text = typeof input === 'string' ? input.trim().replace(/^::ffff:/i, '') : ''
  return isIPv4(text) ? text : ''
}

export default { isIPv4, normalizeIPv4 }
