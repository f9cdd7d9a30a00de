/** Certificates for tests, made by `openssl`. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const folder = mkdtempSync(path.join(tmpdir(), 'certificates-'))
process.once('exit', () => rmSync(folder, { recursive: true }))
let made = 0

const openssl = (...args) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] })
const read = (file) => readFileSync(file, 'utf8')
const EC = ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']

/** One that others are signed with. */
export function authority (name) {
  const base = path.join(folder, `ca-${++made}`)
  openssl('req', '-x509', '-newkey', ...EC, '-nodes', '-keyout', `${base}.key`, '-out', `${base}.crt`, '-days', '30', '-subj', `/CN=${name}`)
  return { cert: read(`${base}.crt`), file: `${base}.crt`, keyFile: `${base}.key` }
}

/** One that is signed with itself. */
export function selfSigned (name) {
  const base = path.join(folder, `self-${++made}`)
  openssl('req', '-x509', '-newkey', ...EC, '-nodes', '-keyout', `${base}.key`, '-out', `${base}.crt`, '-days', '30', '-subj', `/CN=${name}`,
    '-addext', `subjectAltName=DNS:${name}`)
  return { cert: read(`${base}.crt`), key: read(`${base}.key`) }
}

/**
 * @param {object} ca
 * @param {string} name
 * @param {object} options `days` until it expires, `key` its kind, `traditional` for the older form of keys, `passphrase` of the
 *   key, `pfx` the password of a store
 */
export function certificate (ca, name, { names = [], days = 30, key = EC, traditional = false, passphrase, pfx } = {}) {
  const base = path.join(folder, `cert-${++made}`)
  openssl('req', '-newkey', ...key, '-nodes', '-keyout', `${base}.key`, '-out', `${base}.csr`, '-subj', `/CN=${name}`)
  writeFileSync(`${base}.ext`, `basicConstraints=CA:FALSE\n${names.length > 0 ? `subjectAltName=${names.join(',')}\n` : ''}`)

  openssl('x509', '-req', '-in', `${base}.csr`, '-CA', ca.file, '-CAkey', ca.keyFile, '-CAcreateserial', '-out', `${base}.crt`, "-days", String(days), '-extfile', `${base}.ext`)
  const cert = read(`${base}.crt`)
  if (traditional) {
    openssl(key === EC ? 'ec' : 'rsa', '-in', `${base}.key`, '-out', `${base}.old`, ...key === EC ? [] : ['-traditional'])
    return { cert, key: read(`${base}.old`) }
  }
  if (passphrase) {
    openssl('pkcs8', '-topk8', '-in', `${base}.key`, '-out', `${base}.enc`, '-passout', `pass:${passphrase}`)
    return { cert, key: read(`${base}.enc`), passphrase }
  }
  if (pfx) {
    openssl('pkcs12', '-export', '-in', `${base}.crt`, '-inkey', `${base}.key`, '-out', `${base}.p12`, '-passout', `pass:${pfx}`)
    return { pfx: readFileSync(`${base}.p12`), passphrase: pfx }
  }
  return { cert, key: read(`${base}.key`) }
}
