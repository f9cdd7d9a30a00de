/**
 * The same as `socket:index`.
 * @module node/index
 */
export { Encryption, NAT, default, network, sha256 } from '../network.js'
