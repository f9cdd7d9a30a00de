// The network of the chat: one packet of JSON to a multicast group for each thing said, and one every two seconds to be seen.
import { createSocket } from 'socket:dgram'
import { networkInterfaces } from 'socket:os'

export const GROUP = '239.83.79.67'
export const PORT = 41234

const SEEN_EVERY = 2000
const GONE_AFTER = 3 * SEEN_EVERY
const LONGEST = { name: 24, text: 500 }

/** The address by which this host is on the network; with no network, the host talks to itself. */
const ownAddress = () =>
  Object.values(networkInterfaces()).flat().find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'

/** What a neighbour sent, or null if it is nothing that this chat would send. */
function read (bytes) {
  try {
    const message = JSON.parse(bytes.toString())
    const isText = (value, most) => typeof value === 'string' && value.length > 0 && value.length <= most
    return isText(message.id, 64) && isText(message.name, LONGEST.name) && (message.text === undefined || isText(message.text, LONGEST.text))
      ? message
      : null
  } catch {
    return null
  }
}

/** Someone on the network: events `said` ({ name, text, own }), `people` (names) and `trouble` (an error). */
export class Chat extends EventTarget {
  #id = crypto.randomUUID()
  #people = new Map()
  #socket = createSocket({ type: 'udp4', reuseAddr: true })
  #timer = 0

  constructor (name) {
    super()
    this.name = name
  }

  async join () {
    const address = ownAddress()
    this.#socket.on('error', (error) => this.#tell('trouble', error))
    this.#socket.on('message', (bytes) => this.#hear(read(bytes)))
    await new Promise((resolve) => this.#socket.bind(PORT, '0.0.0.0', resolve))
    this.#socket.addMembership(GROUP, address)
    this.#socket.setMulticastInterface(address)
    this.#socket.setMulticastTTL(1)
    this.#timer = setInterval(() => this.#beSeen(), SEEN_EVERY)
    this.#beSeen()
    return address
  }

  say (text) {
    this.#send({ text })
  }

  leave () {
    clearInterval(this.#timer)
    this.#send({ gone: true })
    this.#socket.close()
  }

  #beSeen () {
    this.#send({})
    const before = this.#people.size
    for (const [id, { at }] of this.#people) {
      if (Date.now() - at > GONE_AFTER) this.#people.delete(id)
    }
    if (this.#people.size !== before) this.#tellPeople()
  }

  #send (message) {
    this.#socket.send(JSON.stringify({ id: this.#id, name: this.name, ...message }), PORT, GROUP, (error) => error && this.#tell('trouble', error))
  }

  #hear (message) {
    if (message === null) return
    const { id, name, text, gone } = message
    if (gone) {
      this.#people.delete(id)
      this.#tellPeople()
      return
    }
    const isNews = this.#people.get(id)?.name !== name
    this.#people.set(id, { name, at: Date.now() })
    if (isNews) this.#tellPeople()
    if (text !== undefined) this.#tell('said', { name, text, own: id === this.#id })
  }

  #tellPeople () {
    this.#tell('people', [...this.#people.values()].map(({ name }) => name).sort())
  }

  #tell (event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }))
  }
}
