/** Whether a certificate is that of a host, RFC 6125, and certificates as Node shows them. */
import { Buffer } from '../buffer.js'
import { isIP } from './net-addresses.js'
import { coded } from './node-errors.js'

/**
 * @param {string} reason
 * @param {string} host
 * @param {any} cert
 */
function mismatch (reason, host, cert) {
  return Object.assign(
    coded(Error, 'ERR_TLS_CERT_ALTNAME_INVALID', `Hostname/IP does not match certificate's altnames: ${reason}`), { reason, host, cert })
}

/**
 * @param {string} host in lower case
 * @param {string} pattern `*` alone may stand for the first label
 */
function matches (host, pattern) {
  const name = plain(pattern)
  if (!/^[\x21-\x7f]+$/.test(name)) {
    return false
  }
  if (!name.startsWith('*.')) {
    return name === host
  }
  const rest = name.slice(1)
  return rest.slice(1).includes('.') && host.endsWith(rest) && host.length > rest.length && !host.slice(0, -rest.length).includes('.')
}

/** @param {string} name */
function plain (name) {
  return name.toLowerCase().replace(/\.$/, '')
}

/**
 * The names of a certificate: those that are quoted have characters in them that no host has.
 * @param {string | undefined} text
 * @returns {Array<[string, string]>}
 */
function alternatives (text) {
  return [...(text ?? '').matchAll(/([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g)].map(([, kind, name]) => [kind, name])
}

/**
 * Whether a certificate is that of a host.
 * @param {string} hostname
 * @param {any} cert with `subject` and `subjectaltname`
 * @returns {Error | undefined} why not
 */
export function checkServerIdentity (hostname, cert) {
  const host = plain(String(hostname))
  const names = alternatives(cert.subjectaltname)
  const hosts = names.filter(([kind]) => kind === 'DNS').map(([, name]) => name)
  const addresses = names.filter(([kind]) => kind === 'IP Address').map(([, name]) => name)
  if (isIP(host)) {
    return addresses.includes(host) ? undefined : mismatch(`IP: ${host} is not in the cert's list: ${addresses.join(', ')}`, host, cert)
  }
  if (hosts.length > 0) {
    return hosts.some((name) => matches(host, name))
      ? undefined
      : mismatch(`Host: ${host}. is not in the cert's altnames: ${cert.subjectaltname}`, host, cert)
  }
  const common = [cert.subject?.CN ?? []].flat()
  if (addresses.length === 0 && common.length > 0) {
    return common.some((name) => matches(host, name)) ? undefined : mismatch(`Host: ${host}. is not cert's CN: ${common}`, host, cert)
  }
  return mismatch('Cert does not contain a DNS name', host, cert)
}

/**
 * A certificate with its issuers.
 * @param {any[]} chain as the platform tells it, the own first
 * @param {boolean} detailed with its issuers
 * @returns {any}
 */
export function certificateOf (chain, detailed) {
  const certificates = chain.map(({ raw, ...fields }) => ({ ...fields, raw: Buffer.from(raw, 'hex') }))
  if (detailed) {
    certificates.forEach((certificate, i) => {
      const issuer = certificates[i + 1]
      if (issuer !== undefined) {
        certificate.issuerCertificate = issuer
      } else if (JSON.stringify(certificate.issuer) === JSON.stringify(certificate.subject)) {
        certificate.issuerCertificate = certificate
      }
    })
  }
  return certificates[0] ?? {}
}
