/**
 * UDP, as Node has it: `socket:dgram`.
 *
 * ```js
 * import { createSocket } from 'socket:dgram'
 * const socket = createSocket('udp4', (message, { address, port }) => { ... })
 * socket.bind(41234)
 * ```
 * Packets that are sent in one turn of the page travel in one call, and those that come arrive many at a time, one `message`
 * event each. What comes faster than the page takes it is dropped in the end, as UDP does; the event `drop` says how many.
 * @module dgram
 */
import { Buffer } from './buffer.js'
import {
  checkPort, ERR_SOCKET_ALREADY_BOUND, ERR_SOCKET_BAD_BUFFER_SIZE, ERR_SOCKET_BAD_PORT, ERR_SOCKET_BAD_TYPE, ERR_SOCKET_BUFFER_SIZE,
  ERR_SOCKET_DGRAM_IS_CONNECTED, ERR_SOCKET_DGRAM_NOT_CONNECTED, ERR_SOCKET_DGRAM_NOT_RUNNING, SocketError, systemError
} from './dgram/errors.js'
import { follow, leave } from './dgram/feed.js'
import { bytesOf, Sender } from './dgram/sender.js'
import diagnostics from './diagnostics/channels.js'
import EventEmitter from './events.js'
import { checkFunction, checkSignal, checkType, coded, invalidArgType } from './internal/node-errors.js'
import * as ipc from './ipc.js'

export {
  ERR_SOCKET_ALREADY_BOUND, ERR_SOCKET_BAD_BUFFER_SIZE, ERR_SOCKET_BAD_PORT, ERR_SOCKET_BAD_TYPE, ERR_SOCKET_BUFFER_SIZE,
  ERR_SOCKET_DGRAM_IS_CONNECTED, ERR_SOCKET_DGRAM_NOT_CONNECTED, ERR_SOCKET_DGRAM_NOT_RUNNING, SocketError
}

const group = diagnostics.group('udp', ['send', 'send.start', 'send.end', 'message', 'connect', 'socket', 'close', 'bind'])
const told = {
  send: group.channel('send'),
  start: group.channel('send.start'),
  end: group.channel('send.end'),
  message: group.channel('message'),
  connect: group.channel('connect'),
  socket: group.channel('socket'),
  close: group.channel('close'),
  bind: group.channel('bind')
}

/**
 * Tells of something on a channel, if somebody listens: packets are many.
 * @param {import('./diagnostics/channels.js').Channel} channel
 * @param {() => any} about
 */
function publish (channel, about) {
  if (channel.hasSubscribers) {
    channel.publish(about())
  }
}

const EBADF = { code: 'EBADF', errno: -9 }
const MESSAGE = 'of type string or an instance of Buffer, TypedArray, or DataView'

/**
 * @typedef {object} SocketOptions
 * @property {'udp4' | 'udp6'} type
 * @property {string} [id] under which the platform knows the socket
 * @property {boolean} [reuseAddr] others that say so too may bind the same address
 * @property {boolean} [reusePort] the system spreads senders over the sockets that say so
 * @property {boolean} [ipv6Only] a socket of IPv6 takes no IPv4
 * @property {number} [recvBufferSize] bytes that the system may keep
 * @property {number} [sendBufferSize]
 * @property {(hostname: string, options: any, callback: (error: any, address: string, family: number) => void) => void} [lookup]
 *   finds the addresses of names; otherwise the platform does
 * @property {AbortSignal} [signal] closes the socket
 */
/** @typedef {{ address: string, port: number, family: 'IPv4' | 'IPv6' }} Address */
/** @typedef {Address & { size: number }} RemoteInfo */

/**
 * A UDP socket.
 *
 * Events: `message` (a Buffer, and who sent it), `listening`, `connect`, `close`, `error`, and `drop` (how many packets were
 * dropped, because this page was slower than they came).
 */
export class Socket extends EventEmitter {
  /** @type {'unbound' | 'binding' | 'bound' | 'closed'} */
  #state = 'unbound'
  /** @type {'no' | 'connecting' | 'yes'} */
  #connected = 'no'
  /** @type {Promise<void>} settled when the socket is bound, or will not be */
  #binding = Promise.resolve()
  /** @type {Promise<void>} */
  #connecting = Promise.resolve()
  /** @type {Address | null} */
  #address = null
  /** @type {Address | null} */
  #peer = null
  /** @type {SocketOptions} */
  #options
  #sender
  /** @type {() => void} */
  #forgetSignal = () => {}

  /**
   * @param {'udp4' | 'udp6' | SocketOptions} options
   * @param {(message: Buffer, from: RemoteInfo) => void} [callback] for `message`
   */
  constructor (options, callback) {
    super()
    const given = typeof options === 'string' ? { type: options } : options
    if (given?.type !== 'udp4' && given?.type !== 'udp6') {
      throw new ERR_SOCKET_BAD_TYPE()
    }
    const { lookup, signal } = given
    if (lookup !== undefined) {
      checkFunction(lookup, 'lookup')
    }
    checkSignal('options.signal', signal)
    for (const name of /** @type {const} */ (['recvBufferSize', 'sendBufferSize'])) {
      if (given[name] !== undefined) {
        checkBufferSize(given[name])
      }
    }
    this.#options = { ...given }
    this.type = given.type
    this.id = given.id ?? crypto.getRandomValues(new BigUint64Array(1))[0].toString()
    this.#sender = new Sender(this.id)
    if (typeof callback === 'function') {
      this.on('message', callback)
    }
    if (signal) {
      const abort = () => {
        if (this.#state !== 'closed') {
          this.close()
        }
      }
      signal.aborted ? queueMicrotask(abort) : signal.addEventListener('abort', abort, { once: true })
      this.#forgetSignal = () => signal.removeEventListener('abort', abort)
    }
    publish(told.socket, () => ({ socket: this }))
  }

  /**
   * Binds the socket; `listening` follows.
   * @param {any} [port] or `{ port, address, exclusive }`, or the callback
   * @param {any} [address]
   * @param {any} [callback]
   * @returns {this}
   */
  bind (port, address, callback) {
    this.#checkOpen()
    if (this.#state !== 'unbound') {
      throw new ERR_SOCKET_ALREADY_BOUND()
    }
    const listener = [port, address, callback].find((item) => typeof item === 'function')
    const given = port !== null && typeof port === 'object' ? port : { port, address: typeof address === 'function' ? undefined : address }
    const at = { address: given.address || this.#any, port: typeof given.port === 'function' ? 0 : +(given.port ?? 0) }
    if (typeof at.address !== 'string') {
      throw invalidArgType('address', 'of type string', at.address)
    }
    if (!Number.isInteger(at.port) || at.port < 0 || at.port > 65535) {
      throw new ERR_SOCKET_BAD_PORT(`Port should be >= 0 and < 65536. Received ${String(given.port)}.`)
    }
    if (listener) {
      this.#once('listening', listener)
    }
    this.#bindTo('udp.bind', at)
    return this
  }

  /** The address that stands for all of this host. */
  get #any () { return this.type === 'udp6' ? '::' : '0.0.0.0' }

  /**
   * @param {'udp.bind' | 'udp.open'} route
   * @param {{ address: string, port: number }} at
   */
  #bindTo (route, at) {
    this.#state = 'binding'
    this.#binding = this.#resolve(at.address).then(async (address) => {
      const { err, data } = await ipc.send(route, this.#bindParams({ ...at, address }))
      if (err) {
        throw systemError(err, 'bind', at)
      }
      this.#bound(data)
    }).catch((error) => {
      if (this.#state !== 'closed') {
        leave(this.id)
        this.#state = 'unbound'
        if (route === 'udp.bind') { // otherwise whoever needed the socket is told
          this.#fail(error)
        }
      }
      throw error
    })
    this.#binding.catch(() => {})
  }

  /** @param {{ address: string, port: number }} at */
  #bindParams ({ address, port }) {
    const { reuseAddr, reusePort, ipv6Only, recvBufferSize, sendBufferSize } = this.#options
    const params = {
      id: this.id, feed: follow(this.id, this.#sink()), type: this.type, host: hostAndPort(address, port),
      reuseAddr, reusePort, ipv6Only, receiveBuffer: recvBufferSize, sendBuffer: sendBufferSize
    }
    return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))
  }

  /** @param {any} data */
  #bound (data) {
    if (this.#state === 'closed') {
      ipc.send('udp.close', { id: this.id })
      return
    }
    this.#state = 'bound'
    this.#address = { address: data.address, port: data.port, family: data.family }
    publish(told.bind, () => ({ socket: this }))
    this.emit('listening')
  }

  /** Binds a socket that is not, as Node does where one is needed. While it waits nothing else happens. */
  #bindNow () {
    if (this.#state !== 'unbound') {
      return
    }
    const { err, data } = ipc.sendSync('udp.bind', this.#bindParams({ address: this.#any, port: 0 }))
    if (err) {
      leave(this.id)
      throw systemError(err, 'bind', { address: this.#any })
    }
    this.#state = 'bound'
    this.#address = { address: data.address, port: data.port, family: data.family }
    queueMicrotask(() => this.#state === 'bound' && this.emit('listening'))
  }

  /** @returns {import('./dgram/feed.js').Sink} */
  #sink () {
    return {
      isBound: () => this.#state === 'bound',
      packets: (bytes) => this.#receive(bytes),
      lost: (count) => this.emit('drop', count),
      failed: (error) => this.#fail(systemError(error, 'recvmsg')),
      gone: (error) => {
        if (this.#state !== 'closed') {
          this.#fail(error)
          this.#end()
        }
      }
    }
  }

  /**
   * Takes packets apart: first who sent them, then each with the number of its sender.
   * @param {Uint8Array} bytes
   */
  #receive (bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    /** @type {'IPv4' | 'IPv6'} */
    const family = this.type === 'udp6' ? 'IPv6' : 'IPv4'
    const senders = []
    let offset = 2
    for (let count = view.getUint16(0); count > 0; count--) {
      const length = bytes[offset + 2]
      senders.push({
        address: String.fromCharCode(...bytes.subarray(offset + 3, offset + 3 + length)), port: view.getUint16(offset)
      })
      offset += 3 + length
    }
    while (offset < bytes.byteLength && this.#state === 'bound') {
      const size = view.getUint16(offset + 2)
      const message = Buffer.from(/** @type {any} */ (bytes.buffer), bytes.byteOffset + offset + 4, size)
      const { address, port } = senders[view.getUint16(offset)]
      const from = { address, port, family, size }
      offset += 4 + size
      publish(told.message, () => ({ socket: this, buffer: message, info: from }))
      try {
        this.emit('message', message, from)
      } catch (error) {
        setTimeout(() => { throw error }) // as of any listener, and the others get theirs
      }
    }
  }

  /**
   * Calls a listener once unless an error comes first.
   * @param {string} name
   * @param {any} listener
   */
  #once (name, listener) {
    const remove = () => {
      this.removeListener(name, remove)
      this.removeListener('error', remove)
      this.removeListener(name, listener)
    }
    this.on('error', remove)
    this.on(name, remove)
    this.on(name, listener)
  }

  /** @type {any} */
  #told = null

  /**
   * Tells of an error, once.
   * @param {any} error
   */
  #fail (error) {
    if (error === this.#told) {
      return
    }
    this.#told = error
    try {
      this.emit('error', error)
    } catch (thrown) {
      setTimeout(() => { throw thrown })
    }
  }

  #checkOpen () {
    if (this.#state === 'closed') {
      throw new ERR_SOCKET_DGRAM_NOT_RUNNING()
    }
  }

  /**
   * The address of a name, if there is a `lookup` of one's own; else the platform finds it.
   * @param {string} host
   * @returns {Promise<string>}
   */
  #resolve (host) {
    const { lookup } = this.#options
    if (lookup === undefined || /^[\d.]+$|:/.test(host)) {
      return Promise.resolve(host)
    }
    return new Promise((resolve, reject) => lookup(host, this.type === 'udp6' ? 6 : 4, (error, address) =>
      error ? reject(error) : resolve(address)))
  }

  /**
   * Receives from and sends to one peer only; `connect` follows.
   * @param {number} port
   * @param {any} [host] `127.0.0.1` or `::1` unless given
   * @param {any} [callback]
   * @returns {void}
   */
  connect (port, host, callback) {
    const number = checkPort(port)
    if (typeof host === 'function') {
      callback = host
      host = ''
    }
    this.#checkOpen()
    if (this.#connected !== 'no') {
      throw new ERR_SOCKET_DGRAM_IS_CONNECTED()
    }
    const at = { address: host || this.#self, port: number }
    checkType('address', at.address, 'string')
    if (callback) {
      this.once('connect', callback)
    }
    this.#connected = 'connecting'
    if (this.#state === 'unbound') {
      this.#bindTo('udp.open', at)
    }
    this.#connecting = this.#binding.then(() => this.#resolve(at.address)).then(async (address) => {
      const { err, data } = await ipc.send('udp.connect', { id: this.id, host: hostAndPort(address, number) })
      if (err) {
        throw systemError(err, 'connect', at)
      }
      if (this.#state === 'bound') {
        this.#connected = 'yes'
        this.#peer = { address: data.address, port: data.port, family: data.family }
        publish(told.connect, () => ({ socket: this }))
        this.emit('connect', { ...this.#peer })
      }
    }).catch((error) => {
      this.#connected = 'no'
      if (callback) {
        this.removeListener('connect', callback)
        callback(error)
      } else if (this.#state !== 'closed') {
        this.#fail(error)
      }
      throw error
    })
    this.#connecting.catch(() => {})
  }

  /** The address of this host as it sees itself. */
  get #self () { return this.type === 'udp6' ? '::1' : '127.0.0.1' }

  /** Undoes `connect`. */
  disconnect () {
    this.#checkConnected()
    this.#call('udp.disconnect', {}, 'disconnect')
    this.#connected = 'no'
    this.#peer = null
  }

  #checkConnected () {
    this.#checkOpen()
    if (this.#connected !== 'yes') {
      throw new ERR_SOCKET_DGRAM_NOT_CONNECTED()
    }
  }

  /**
   * Sends a packet: `send(msg[, offset, length][, port[, address]][, callback])`.
   * @param {any} buffer a string, bytes, or an array of these, which make one packet
   * @param {...any} args
   * @returns {void}
   */
  send (buffer, ...args) {
    const isConnected = this.#connected !== 'no'
    const rest = typeof args.at(-1) === 'function' ? args.slice(0, -1) : args
    const callback = rest === args ? undefined : args.at(-1)
    // with an offset there is a length, and without a peer a port follows
    const hasRange = isConnected ? rest.length > 0 : rest[1] !== undefined && rest[1] !== null && typeof rest[1] !== 'string' && rest.length >= 3
    const whole = Array.isArray(buffer) ? joined(buffer) : bytesOf(buffer)
    if (whole === null) {
      throw invalidArgType('buffer', MESSAGE, buffer)
    }
    const bytes = hasRange && !Array.isArray(buffer) ? part(whole, rest[0], rest[1]) : whole
    const [port, address] = hasRange ? rest.slice(2) : rest
    this.#checkOpen()
    if (isConnected && hasRange && rest.length > 2) {
      throw new ERR_SOCKET_DGRAM_IS_CONNECTED()
    }
    /** @type {{ address: string, port: number } | null} */
    let at = null
    if (!isConnected) {
      const number = checkPort(port)
      if (address !== undefined && address !== null && typeof address !== 'string') {
        throw invalidArgType('address', 'of type string', address)
      }
      at = { address: address || this.#self, port: number }
    }
    this.#send(bytes, at, callback)
  }

  /**
   * @param {Uint8Array} bytes
   * @param {{ address: string, port: number } | null} at
   * @param {((error: any, bytes?: number) => void) | undefined} callback
   */
  #send (bytes, at, callback) {
    publish(told.start, () => ({ socket: this, buffer: bytes, ...at }))
    /** @type {(error: any, bytes?: number) => void} */
    const done = (error, count) => {
      publish(told.end, () => ({ socket: this, buffer: bytes, ...at, error }))
      if (callback) {
        try {
          error ? callback(error) : callback(null, count)
        } catch (thrown) {
          setTimeout(() => { throw thrown })
        }
      } else if (error && error.syscall !== 'send' && this.#state !== 'closed') {
        this.#fail(error)
      }
    }
    publish(told.send, () => ({ socket: this, buffer: bytes, ...at }))
    if (this.#state === 'bound' && this.#connected !== 'connecting' && this.#options.lookup === undefined) {
      this.#push(bytes, at, done)
      return
    }
    if (this.#state === 'unbound') {
      this.#bindTo('udp.open', at ?? { address: this.#self, port: 0 })
    }
    this.#pending++
    this.#binding.then(async () => {
      if (at === null) {
        await this.#connecting
        this.#push(bytes, null, done)
      } else {
        this.#push(bytes, { ...at, address: await this.#resolve(at.address) }, done)
      }
    }).catch(done).finally(() => { this.#pending-- })
  }

  #pending = 0

  /**
   * @param {Uint8Array} bytes
   * @param {{ address: string, port: number } | null} at
   * @param {(error: any, bytes?: number) => void} done
   */
  #push (bytes, at, done) {
    this.#sender.push({ bytes, to: at === null ? '' : hostAndPort(at.address, at.port), at: at ?? {}, done })
  }

  /**
   * Closes the socket when what was sent before is sent; `close` follows.
   * @param {() => void} [callback]
   * @returns {this}
   */
  close (callback) {
    this.#checkOpen()
    if (callback !== undefined) {
      checkFunction(callback, 'callback')
      this.once('close', callback)
    }
    const wasOpen = this.#state !== 'unbound'
    const before = this.#pending > 0 ? this.#binding.then(() => this.#connecting).catch(() => {}) : Promise.resolve()
    const binding = this.#binding
    this.#state = 'closed'
    this.#forgetSignal()
    before.then(() => this.#sender.flush()).then(async () => {
      if (wasOpen) {
        await binding.catch(() => {})
        await ipc.send('udp.close', { id: this.id })
      }
      this.#end()
    })
    return this
  }

  #end () {
    this.#state = 'closed'
    this.#connected = 'no'
    this.#forgetSignal()
    leave(this.id)
    publish(told.close, () => ({ socket: this }))
    this.emit('close')
  }

  /** @returns {Promise<void>} */
  async [Symbol.asyncDispose] () {
    if (this.#state !== 'closed') {
      await new Promise((resolve) => this.close(() => resolve(undefined)))
    }
  }

  /**
   * Where it is bound to.
   * @returns {Address}
   */
  address () {
    this.#checkOpen()
    if (this.#address === null) {
      throw systemError(EBADF, 'getsockname')
    }
    return { ...this.#address }
  }

  /**
   * Whom it is connected to.
   * @returns {Address}
   */
  remoteAddress () {
    this.#checkConnected()
    return { .../** @type {Address} */ (this.#peer) }
  }

  /**
   * Makes a call that answers at once.
   * @param {string} route
   * @param {Record<string, any>} params
   * @param {string} syscall
   * @returns {any}
   */
  #call (route, params, syscall) {
    this.#checkOpen()
    if (this.#state !== 'bound') {
      throw systemError(EBADF, syscall)
    }
    const { err, data } = ipc.sendSync(route, { id: this.id, ...params })
    if (err) {
      throw systemError(err, syscall)
    }
    return data
  }

  /**
   * Allows packets to broadcast addresses.
   * @param {boolean} flag
   */
  setBroadcast (flag) {
    this.#call('udp.set', { setting: 'broadcast', value: flag ? 1 : 0 }, 'setBroadcast')
  }

  /**
   * Hops that a packet may take.
   * @param {number} ttl 1 to 255
   * @returns {number}
   */
  setTTL (ttl) {
    checkType('ttl', ttl, 'number')
    this.#call('udp.set', { setting: 'ttl', value: hops(ttl, 1, 'setTTL') }, 'setTTL')
    return ttl
  }

  /**
   * Hops that a packet to a group may take.
   * @param {number} ttl 0 to 255
   * @returns {number}
   */
  setMulticastTTL (ttl) {
    checkType('ttl', ttl, 'number')
    this.#call('udp.set', { setting: 'multicastTtl', value: hops(ttl, 0, 'setMulticastTTL') }, 'setMulticastTTL')
    return ttl
  }

  /**
   * Whether packets to a group reach this host, too.
   * @param {boolean} flag
   * @returns {boolean}
   */
  setMulticastLoopback (flag) {
    this.#call('udp.set', { setting: 'multicastLoopback', value: flag ? 1 : 0 }, 'setMulticastLoopback')
    return flag
  }

  /**
   * Where packets to groups go out.
   * @param {string} interfaceAddress address of the interface; with IPv6 also `::%` and its name
   */
  setMulticastInterface (interfaceAddress) {
    checkType('interfaceAddress', interfaceAddress, 'string')
    this.#call('udp.setMulticastInterface', { address: interfaceAddress }, 'setMulticastInterface')
  }

  /**
   * Joins a group, or leaves it: the name that the original has for both.
   * @param {string} multicastAddress
   * @param {string} [interfaceAddress]
   * @param {boolean} [join]
   */
  setMulticastMembership (multicastAddress, interfaceAddress, join = true) {
    join ? this.addMembership(multicastAddress, interfaceAddress) : this.dropMembership(multicastAddress, interfaceAddress)
  }

  /**
   * Receives what is sent to a group.
   * @param {string} multicastAddress
   * @param {string} [interfaceAddress] address of the interface
   */
  addMembership (multicastAddress, interfaceAddress) {
    checkGiven('multicastAddress', multicastAddress)
    this.#join('addMembership', multicastAddress, interfaceAddress)
  }

  /**
   * Undoes `addMembership`.
   * @param {string} multicastAddress
   * @param {string} [interfaceAddress]
   */
  dropMembership (multicastAddress, interfaceAddress) {
    checkGiven('multicastAddress', multicastAddress)
    this.#leave('dropMembership', multicastAddress, interfaceAddress)
  }

  /**
   * Receives what one host sends to a group.
   * @param {string} sourceAddress
   * @param {string} groupAddress
   * @param {string} [interfaceAddress]
   */
  addSourceSpecificMembership (sourceAddress, groupAddress, interfaceAddress) {
    checkType('sourceAddress', sourceAddress, 'string')
    checkType('groupAddress', groupAddress, 'string')
    this.#join('addSourceSpecificMembership', groupAddress, interfaceAddress, sourceAddress)
  }

  /**
   * Undoes `addSourceSpecificMembership`.
   * @param {string} sourceAddress
   * @param {string} groupAddress
   * @param {string} [interfaceAddress]
   */
  dropSourceSpecificMembership (sourceAddress, groupAddress, interfaceAddress) {
    checkType('sourceAddress', sourceAddress, 'string')
    checkType('groupAddress', groupAddress, 'string')
    this.#leave('dropSourceSpecificMembership', groupAddress, interfaceAddress, sourceAddress)
  }

  /**
   * @param {string} syscall
   * @param {string} group
   * @param {string} [network]
   * @param {string} [source]
   */
  #join (syscall, group, network, source) {
    this.#checkOpen()
    if (!isAddress(group) || (source !== undefined && !isAddress(source))) {
      throw systemError({ code: 'EINVAL', errno: -22 }, syscall)
    }
    this.#bindNow()
    const join = () => this.#call('udp.join',
      { host: hostAndPort(group, this.address().port), ...network ? { network } : null, ...source ? { source } : null }, syscall)
    if (this.#state === 'binding') {
      this.#binding.then(join).catch((error) => error.syscall === syscall && this.#fail(error))
      return
    }
    join()
  }

  /**
   * @param {string} syscall
   * @param {string} group
   * @param {string} [network]
   * @param {string} [source]
   */
  #leave (syscall, group, network, source) {
    this.#checkOpen()
    if (this.#state !== 'bound') {
      throw systemError({ code: 'EADDRNOTAVAIL', errno: -99 }, syscall)
    }
    this.#call('udp.leave', { group, ...network ? { network } : null, ...source ? { source } : null }, syscall)
  }

  /**
   * @param {'receive' | 'send'} buffer
   * @param {number} [size]
   * @returns {number}
   */
  #bufferSize (buffer, size) {
    this.#checkOpen()
    if (this.#state !== 'bound') {
      throw new ERR_SOCKET_BUFFER_SIZE(
        `Could not get or set buffer size: uv_${buffer === 'receive' ? 'recv' : 'send'}_buffer_size returned EBADF (bad file descriptor)`)
    }
    return this.#call('udp.bufferSize', { buffer, ...size === undefined ? null : { size } }, 'uv_buffer_size').size
  }

  /**
   * Bytes that the system may keep of what has come.
   * @param {number} size
   * @returns {Promise<void>} settled already: it is done at once
   */
  setRecvBufferSize (size) {
    this.#bufferSize('receive', checkBufferSize(size))
    return Promise.resolve()
  }

  /**
   * Bytes that the system may keep of what is to be sent.
   * @param {number} size
   * @returns {Promise<void>} settled already: it is done at once
   */
  setSendBufferSize (size) {
    this.#bufferSize('send', checkBufferSize(size))
    return Promise.resolve()
  }

  /** @returns {number} */
  getRecvBufferSize () { return this.#bufferSize('receive') }

  /** @returns {number} */
  getSendBufferSize () { return this.#bufferSize('send') }

  /** Bytes that were sent here and not handed to the system yet. */
  getSendQueueSize () { return this.#sender.size }

  /** Packets that were sent here and not handed to the system yet. */
  getSendQueueCount () { return this.#sender.count + this.#pending }

  /**
   * What went through the socket, as the platform counts it.
   * @returns {Promise<{
   *   sent: number, sentBytes: number, refused: number, received: number, receivedBytes: number, waiting: number, dropped: number
   * }>}
   */
  async getState () {
    this.#checkOpen()
    const { err, data } = await ipc.send('udp.getState', { id: this.id })
    if (err) {
      throw systemError(err, 'getState')
    }
    return data
  }

  /** Has no effect: an app ends with its windows. */
  ref () { return this }

  /** Has no effect: an app ends with its windows. */
  unref () { return this }
}

/**
 * @param {string} address
 * @param {number} port
 */
const hostAndPort = (address, port) => address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

/** @param {any} text */
const isAddress = (text) => /^\d+\.\d+\.\d+\.\d+$|^[\da-f]*:[\da-f:.]*(%.+)?$/i.test(text)

/**
 * @param {number} ttl
 * @param {number} least
 * @param {string} syscall
 */
function hops (ttl, least, syscall) {
  if (!(Math.trunc(ttl) >= least && ttl <= 255)) {
    throw systemError({ code: 'EINVAL', errno: -22 }, syscall)
  }
  return Math.trunc(ttl)
}

/** @param {any} size */
function checkBufferSize (size) {
  if (typeof size !== 'number' || size >>> 0 !== size || size === 0 || size > 0x7fffffff) {
    throw new ERR_SOCKET_BAD_BUFFER_SIZE()
  }
  return size
}

/**
 * @param {string} name
 * @param {any} value
 */
function checkGiven (name, value) {
  if (!value) {
    throw coded(TypeError, 'ERR_MISSING_ARGS', `The "${name}" argument must be specified`)
  }
}

/** @param {any[]} list */
function joined (list) {
  const parts = list.map(bytesOf)
  if (parts.includes(null)) {
    throw invalidArgType('buffer list arguments', MESSAGE, list)
  }
  return Buffer.concat(/** @type {Uint8Array[]} */ (parts))
}

/**
 * @param {Uint8Array} bytes
 * @param {any} offset
 * @param {any} length
 */
function part (bytes, offset, length) {
  const start = offset >>> 0
  const size = length >>> 0
  for (const [name, isInside] of /** @type {const} */ ([['offset', start <= bytes.byteLength], ['length', start + size <= bytes.byteLength]])) {
    if (!isInside) {
      throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', `"${name}" is outside of buffer bounds`)
    }
  }
  return bytes.subarray(start, start + size)
}

/**
 * @param {'udp4' | 'udp6' | SocketOptions} options
 * @param {(message: Buffer, from: RemoteInfo) => void} [callback] for `message`
 * @returns {Socket}
 */
export function createSocket (options, callback) {
  return new Socket(options, callback)
}

export default {
  createSocket,
  Socket,
  ERR_SOCKET_ALREADY_BOUND, ERR_SOCKET_BAD_BUFFER_SIZE, ERR_SOCKET_BAD_PORT, ERR_SOCKET_BAD_TYPE, ERR_SOCKET_BUFFER_SIZE,
  ERR_SOCKET_DGRAM_IS_CONNECTED, ERR_SOCKET_DGRAM_NOT_CONNECTED, ERR_SOCKET_DGRAM_NOT_RUNNING, SocketError
}
