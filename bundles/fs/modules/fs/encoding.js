/** Text as bytes and back, in the encodings that Node names. */

/**
 * @param {string} encoding
 * @returns {string} its one name
 */
function nameOf (encoding) {
  const name = String(encoding).toLowerCase()
  switch (name) {
    case 'utf8': case 'utf-8': return 'utf8'
    case 'utf16le': case 'utf-16le': case 'ucs2': case 'ucs-2': return 'utf16le'
    case 'latin1': case 'binary': return 'latin1'
    case 'ascii': case 'hex': case 'base64': case 'base64url': return name
    default: throw Object.assign(
      new TypeError(`The encoding must be one of Node's, such as utf8, but it is '${encoding}'`),
      { code: 'ERR_INVALID_ARG_VALUE' })
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {string} encoding
 * @returns {string}
 */
export function decode (bytes, encoding) {
  switch (nameOf(encoding)) {
    case 'utf8': return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    case 'utf16le': return units(bytes)
    case 'ascii': return binary(bytes.map((byte) => byte & 0x7f))
    case 'hex': return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
    case 'base64': return btoa(binary(bytes))
    case 'base64url': return btoa(binary(bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
    default: return binary(bytes)
  }
}

/**
 * @param {string} text
 * @param {string} encoding
 * @returns {Uint8Array}
 */
export function encode (text, encoding) {
  switch (nameOf(encoding)) {
    case 'utf8': return new TextEncoder().encode(text)
    case 'utf16le': {
      const view = new DataView(new ArrayBuffer(text.length * 2))
      for (let i = 0; i < text.length; i++) {
        view.setUint16(i * 2, text.charCodeAt(i), true)
      }
      return new Uint8Array(view.buffer)
    }
    case 'hex': {
      const digits = /^(?:[0-9a-f]{2})*/i.exec(text)?.[0] ?? ''
      return Uint8Array.from({ length: digits.length / 2 }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16))
    }
    case 'base64': case 'base64url':
      return unbinary(atob(text.replace(/-/g, '+').replace(/_/g, '/').replace(/[^A-Za-z0-9+/]/g, '')))
    default: return unbinary(text)
  }
}

/** @param {Uint8Array} bytes */
function binary (bytes) {
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  }
  return text
}

/** @param {Uint8Array} bytes */
function units (bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength & ~1)
  let text = ''
  for (let i = 0; i < view.byteLength; i += 0x8000) {
    const length = Math.min(0x8000, view.byteLength - i) / 2
    text += String.fromCharCode(...Array.from({ length }, (_, unit) => view.getUint16(i + 2 * unit, true)))
  }
  return text
}

/** @param {string} text */
function unbinary (text) {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    bytes[i] = text.charCodeAt(i)
  }
  return bytes
}
