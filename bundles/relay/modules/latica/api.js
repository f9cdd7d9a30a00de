/**
 * Opens peers.
 * @module latica/api
 */
import { Bus } from '../network/bus.js'

/**
 * Opens a peer of this app. It is closed with the document, or by {@link Bus#close}.
 * @param {import('../network/options.js').Options} options
 * @returns {Promise<Bus>} once the peer has its sockets; it is told `#ready` when it can be reached
 */
export async function api (options) {
  return Bus.start(options)
}

export default api
