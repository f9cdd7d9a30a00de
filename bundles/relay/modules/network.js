/**
 * Messages between the users of an app, without servers. Peers find each other, pass on what others publish, and keep it for those
 * that come later; who does not have the key of a subcluster cannot read what is said there.
 *
 * ```js
 * import { network, Encryption } from 'socket:network'
 *
 * const clusterId = await Encryption.createClusterId('com.example.chat')
 * const signingKeys = await Encryption.createKeyPair()
 * const bus = await network({ clusterId, signingKeys })
 *
 * const sharedKey = await Encryption.createSharedKey('a secret of friends')
 * const friends = await bus.subcluster({ sharedKey })
 * friends.on('said', (value, packet) => console.log(value.toString(), packet.verified))
 * await friends.emit('said', 'Hello')
 * ```
 * @module network
 */
import { sha256 } from './network/bytes.js'
import { Encryption } from './latica/encryption.js'
import * as NAT from './latica/nat.js'
import { api as network } from './latica/api.js'

export { Encryption, NAT, network, sha256 }

export default network
