/**
 * Looking at what goes on: named channels, what the page does, and what the platform holds.
 * @module diagnostics
 */
import channels from './channels.js'
import runtime from './runtime.js'
import window from './window.js'

export { channels, runtime, window }

/**
 * The channel of this name.
 * @param {string} name
 * @returns {import('./channels.js').Channel}
 */
export function channel (name) {
  return channels.channel(name)
}

export default { channel, channels, runtime, window }
