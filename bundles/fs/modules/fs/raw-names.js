/**
 * Paths that are no UTF-8, which Linux allows.
 *
 * Inside `socket:fs` a path is text, in which each octet that is no UTF-8 stands as a lone surrogate: 0xff as U+DCFF. So
 * paths can be joined, split and compared, and no octet is lost. Who uses the modules never sees such text: they get bytes,
 * or {@link shown}.
 */
const FIRST = 0xdc00
const octet = /([\udc80-\udcff])/u
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** @param {string} text */
export const isRaw = (text) => octet.test(text)

/**
 * The text of a path, from its octets.
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function textOf (bytes) {
  try {
    return strict.decode(bytes)
  } catch {
    return textOfOctets(bytes)
  }
}

/** @param {Uint8Array} bytes */
function textOfOctets (bytes) {
  let text = ''
  for (let i = 0; i < bytes.length;) {
    const end = i + lengthFrom(bytes[i])
    try {
      text += strict.decode(bytes.subarray(i, end))
      i = end
    } catch {
      text += String.fromCharCode(FIRST + bytes[i++])
    }
  }
  return text
}

/** @param {number} first octet of a character of UTF-8 */
const lengthFrom = (first) => first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4

/**
 * The octets of a path.
 * @param {string} text
 * @returns {Uint8Array<any>}
 */
export function octetsOf (text) {
  if (!isRaw(text)) {
    return encoder.encode(text)
  }
  const parts = text.split(octet).map((part) => isRaw(part) ? Uint8Array.of(part.charCodeAt(0) - FIRST) : encoder.encode(part))
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/**
 * A path as text for people: with marks in place of what cannot be read.
 * @param {string} text
 */
export const shown = (text) => isRaw(text) ? lenient.decode(octetsOf(text)) : text

/**
 * The octets of a path with all but plain characters escaped as in a URI.
 * @param {string} text
 */
export function escaped (text) {
  return Array.from(octetsOf(text), (byte) => {
    const character = String.fromCharCode(byte)
    return /[\w./-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`
  }).join('')
}

/**
 * The text of a path that was escaped.
 * @param {string} uri
 */
export function unescaped (uri) {
  const plain = encoder.encode(uri)
  const bytes = new Uint8Array(plain.length)
  let length = 0
  for (let i = 0; i < plain.length; i++) {
    if (plain[i] === 0x25) {
      bytes[length++] = parseInt(String.fromCharCode(plain[i + 1], plain[i + 2]), 16)
      i += 2
    } else {
      bytes[length++] = plain[i]
    }
  }
  return textOf(bytes.subarray(0, length))
}

/**
 * The path in a reply, which has its octets beside it if it is no UTF-8.
 * @param {{ path: string, raw?: string }} reply
 */
export const pathOf = ({ path, raw }) => raw === undefined ? path : unescaped(raw)
