/**
 * Names of hosts and what name servers know of them, as Node has it: `socket:dns`.
 * @module dns
 */
export * from './dns/index.js'
export { default } from './dns/index.js'
