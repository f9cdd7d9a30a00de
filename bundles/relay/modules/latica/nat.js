/**
 * What the way from a peer to the public network lets through, in five bits.
 * @module latica/nat
 */

/** One mapping for all other ends. */
export const MAPPING_ENDPOINT_INDEPENDENT = 0b00011
/** A mapping for each other end. */
export const MAPPING_ENDPOINT_DEPENDENT = 0b00001
/** Everybody gets in. */
export const FIREWALL_ALLOW_ANY = 0b11100
/** Any port of an address that was written to gets in. */
export const FIREWALL_ALLOW_KNOWN_IP = 0b01100
/** Only a port that was written to gets in. */
export const FIREWALL_ALLOW_KNOWN_IP_AND_PORT = 0b00100

/** Not found out yet. */
export const UNKNOWN = 0
export const UNRESTRICTED = FIREWALL_ALLOW_ANY | MAPPING_ENDPOINT_INDEPENDENT
export const ADDR_RESTRICTED = FIREWALL_ALLOW_KNOWN_IP | MAPPING_ENDPOINT_INDEPENDENT
export const PORT_RESTRICTED = FIREWALL_ALLOW_KNOWN_IP_AND_PORT | MAPPING_ENDPOINT_INDEPENDENT
/** The hard kind. */
export const ENDPOINT_RESTRICTED = FIREWALL_ALLOW_KNOWN_IP_AND_PORT | MAPPING_ENDPOINT_DEPENDENT

/** The other one connects. */
export const STRATEGY_DEFER = 0
export const STRATEGY_DIRECT_CONNECT = 1
/** Many ports are opened for the other one. */
export const STRATEGY_TRAVERSAL_OPEN = 2
/** Many ports of the other one are tried. */
export const STRATEGY_TRAVERSAL_CONNECT = 3
/** A third peer passes on. */
export const STRATEGY_PROXY = 4

const MAPPING_KNOWN = 0b00001
const FIREWALL_KNOWN = 0b00100
const NAMES = new Map(Object.entries({ UNRESTRICTED, ADDR_RESTRICTED, PORT_RESTRICTED, ENDPOINT_RESTRICTED }).map(([name, type]) => [type, name]))
const STRATEGY_NAMES = ['STRATEGY_DEFER', 'STRATEGY_DIRECT_CONNECT', 'STRATEGY_TRAVERSAL_OPEN', 'STRATEGY_TRAVERSAL_CONNECT', 'STRATEGY_PROXY']

/** What to do: by the own type, and that of the other. @type {Map<number, Map<number, number>>} */
const STRATEGIES = new Map([UNRESTRICTED, ADDR_RESTRICTED, PORT_RESTRICTED, ENDPOINT_RESTRICTED].map((mine) =>
  [mine, new Map([...NAMES.keys()].map((other) => [other, strategy(mine, other)]))]))

/**
 * @param {number} mine
 * @param {number} other
 */
function strategy (mine, other) {
  if (mine === PORT_RESTRICTED && other === ENDPOINT_RESTRICTED) {
    return STRATEGY_TRAVERSAL_OPEN
  }
  if (mine === ENDPOINT_RESTRICTED && other !== UNRESTRICTED && other !== ADDR_RESTRICTED) {
    return other === PORT_RESTRICTED ? STRATEGY_TRAVERSAL_CONNECT : STRATEGY_PROXY
  }
  return mine === UNRESTRICTED && other !== UNRESTRICTED ? STRATEGY_DEFER : STRATEGY_DIRECT_CONNECT
}

/**
 * Whether it is known on what the mapping depends.
 * @param {number} nat
 */
export function isEndpointDependenceDefined (nat) {
  return (nat & MAPPING_KNOWN) === MAPPING_KNOWN
}

/**
 * Whether it is known what gets in.
 * @param {number} nat
 */
export function isFirewallDefined (nat) {
  return (nat & FIREWALL_KNOWN) === FIREWALL_KNOWN
}

/**
 * Whether both are known.
 * @param {number} nat
 */
export function isValid (nat) {
  return isEndpointDependenceDefined(nat) && isFirewallDefined(nat)
}

/**
 * The name of a type.
 * @param {number} nat
 */
export function toString (nat) {
  return NAMES.get(nat) ?? 'UNKNOWN'
}

/**
 * The name of a strategy.
 * @param {number} n
 */
export function toStringStrategy (n) {
  return STRATEGY_NAMES[n] ?? 'STRATEGY_UNKNOWN'
}

/**
 * How a peer goes about a connection to another.
 * @param {number} a its own type
 * @param {number} b the type of the other
 * @returns {number} one of the strategies; through a third peer if a type is not known
 */
export function connectionStrategy (a, b) {
  return STRATEGIES.get(a)?.get(b) ?? STRATEGY_PROXY
}
