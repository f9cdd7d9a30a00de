/**
 * The peer-to-peer network, which is what the package of Socket Runtime exports.
 * @module index
 */
export { Encryption, NAT, network, sha256 } from './network.js'
