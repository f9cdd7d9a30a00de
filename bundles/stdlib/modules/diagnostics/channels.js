/**
 * Named channels: messages to whoever wants to know.
 * @module diagnostics/channels
 */
import { finalizer } from '../gc.js'
import { checkFunction, invalidArgType } from '../internal/node-errors.js'

/** @typedef {(message: any, name: string) => any} Subscriber */

/** How many subscribers a channel has room for at first; it grows. */
export const MIN_CHANNEL_SUBSCRIBER_SIZE = 64

/**
 * The name of a channel within a group.
 * @param {string | { name?: string } | null} group
 * @param {string} [name]
 * @returns {string}
 */
export function normalizeName (group, name) {
  const prefix = typeof group === 'string' ? group : group?.name ?? ''
  return [...new Set([...prefix.split('.'), ...(name ?? '').split('.')])].filter(Boolean).join('.')
}

/** Messages of one kind. */
export class Channel {
  /** @type {Subscriber[]} */
  #subscribers = []

  /** @param {string | symbol} name */
  constructor (name) {
    if (typeof name !== 'string' && typeof name !== 'symbol') {
      throw invalidArgType('channel', 'one of type string or symbol', name)
    }
    this.name = name
    /** @type {ChannelGroup | null} */
    this.group = null
  }

  get subscribers () { return [...this.#subscribers] }
  get hasSubscribers () { return this.#subscribers.length > 0 }
  get length () { return this.#subscribers.length }
  get [Symbol.toStringTag] () { return 'DiagnosticChannel' }
  [Symbol.iterator] () { return this.subscribers[Symbol.iterator]() }

  /**
   * Forgets its subscribers.
   * @param {boolean} [shouldOrphan] also leaves its group
   */
  reset (shouldOrphan = false) {
    this.#subscribers = []
    if (shouldOrphan) {
      this.group = null
    }
  }

  /**
   * @param {string} name
   * @returns {Channel} the one of this name below this one
   */
  channel (name) {
    return registry.channel(normalizeName(String(this.name), name))
  }

  /**
   * @param {any} nameOrSubscriber
   * @param {Subscriber} [subscriber]
   * @returns {boolean}
   */
  subscribe (nameOrSubscriber, subscriber = nameOrSubscriber) {
    checkFunction(subscriber, 'subscription')
    this.#subscribers = [...this.#subscribers, subscriber]
    return true
  }

  /**
   * @param {any} nameOrSubscriber
   * @param {Subscriber} [subscriber]
   * @returns {boolean} whether it was there
   */
  unsubscribe (nameOrSubscriber, subscriber = nameOrSubscriber) {
    const index = this.#subscribers.indexOf(subscriber)
    if (index >= 0) {
      this.#subscribers = this.#subscribers.toSpliced(index, 1)
    }
    return index >= 0
  }

  /**
   * Tells all; what one of them throws is reported and does not keep it from the others.
   * @param {any} nameOrMessage
   * @param {any} [message]
   * @returns {Promise<boolean>} whether there was anyone
   */
  async publish (nameOrMessage, message = arguments.length < 2 ? nameOrMessage : undefined) {
    const told = this.#subscribers
    for (const subscriber of told) {
      try {
        subscriber(message, /** @type {string} */ (this.name))
      } catch (error) {
        queueMicrotask(() => { throw error })
      }
    }
    return told.length > 0
  }

  [finalizer] () {
    return { args: [], handle: () => {} }
  }

  toString () {
    return `Channel(${String(this.name)})`
  }
}

/** A channel that somebody listens to: the same as any other here. */
export class ActiveChannel extends Channel {}

/** Channels under one name. */
export class ChannelGroup extends Channel {
  /** @type {Map<string, Channel>} */
  #channels = new Map()

  /**
   * @param {string} name
   * @param {Iterable<string | Channel>} [channels]
   */
  constructor (name, channels = []) {
    super(name)
    for (const item of channels) {
      const own = typeof item === 'string' ? registry.channel(normalizeName(name, item)) : item
      own.group = this
      this.#channels.set(String(own.name), own)
    }
  }

  get channels () { return [...this.#channels.values()] }
  get subscribers () { return this.channels.flatMap((channel) => channel.subscribers) }
  get hasSubscribers () { return this.channels.some((channel) => channel.hasSubscribers) }
  get length () { return this.#channels.size }
  [Symbol.iterator] () { return /** @type {any} */ (this.#channels.values()) }

  /** @param {boolean} [shouldOrphanChannels] */
  reset (shouldOrphanChannels = false) {
    this.channels.forEach((channel) => channel.reset(shouldOrphanChannels))
    if (shouldOrphanChannels) {
      this.#channels.clear()
    }
  }

  /**
   * @param {string} name
   * @returns {Channel} of the group; made if it is not there
   */
  channel (name) {
    const full = normalizeName(String(this.name), name)
    const own = this.#channels.get(full) ?? registry.channel(full)
    own.group = this
    this.#channels.set(full, own)
    return own
  }

  /**
   * @param {string | string[]} keys names, `*` for any
   * @param {boolean} [hasSubscribers] only those with subscribers
   * @returns {Channel[]}
   */
  select (keys, hasSubscribers = false) {
    const patterns = [keys].flat().map((key) =>
      new RegExp(`^${normalizeName(String(this.name), key).replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replace(/\*/g, '.*')}$`))
    return this.channels.filter((channel) =>
      patterns.some((pattern) => pattern.test(String(channel.name))) && (!hasSubscribers || channel.hasSubscribers))
  }

  /**
   * @param {any} nameOrSubscriber all of the group if it is the subscriber
   * @param {Subscriber} [subscriber]
   */
  subscribe (nameOrSubscriber, subscriber) {
    const chosen = subscriber === undefined ? this.channels : this.select(nameOrSubscriber)
    chosen.forEach((channel) => channel.subscribe(subscriber ?? nameOrSubscriber))
    return chosen.length > 0
  }

  /**
   * @param {any} nameOrSubscriber
   * @param {Subscriber} [subscriber]
   */
  unsubscribe (nameOrSubscriber, subscriber) {
    const chosen = subscriber === undefined ? this.channels : this.select(nameOrSubscriber)
    return chosen.map((channel) => channel.unsubscribe(subscriber ?? nameOrSubscriber)).includes(true)
  }

  /**
   * @param {any} name
   * @param {any} [message]
   */
  async publish (name, message) {
    const told = await Promise.all(this.select(name).map((channel) => channel.publish(message)))
    return told.includes(true)
  }
}

/** All channels, by name. */
export const registry = {
  /** @type {Map<string | symbol, Channel>} */
  container: new Map(),

  /**
   * @param {string | symbol} name
   * @returns {Channel} made if it is not there
   */
  channel (name) {
    const channel = this.container.get(name) ?? new Channel(name)
    this.container.set(name, channel)
    return channel
  },

  /**
   * @param {string} name
   * @param {Iterable<string | Channel>} [channels]
   * @returns {ChannelGroup} made if it is not there
   */
  group (name, channels = []) {
    const known = this.container.get(name)
    if (known instanceof ChannelGroup) {
      for (const item of channels) {
        known.channel(typeof item === 'string' ? item : String(item.name))
      }
      return known
    }
    const group = new ChannelGroup(name, channels)
    this.container.set(name, group)
    return group
  },

  /** @param {string | symbol} name */
  has (name) { return this.container.has(name) },
  /** @param {string | symbol} name */
  get (name) { return this.container.get(name) ?? null },

  /**
   * @param {string | symbol} name
   * @param {Subscriber} subscriber
   */
  subscribe (name, subscriber) { return this.channel(name).subscribe(subscriber) },

  /**
   * @param {string | symbol} name
   * @param {Subscriber} subscriber
   */
  unsubscribe (name, subscriber) { return this.channel(name).unsubscribe(subscriber) },

  /** @param {string | symbol} name */
  hasSubscribers (name) { return this.container.get(name)?.hasSubscribers ?? false }
}

export default registry
