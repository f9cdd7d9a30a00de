/** The errors of `socket:dgram`: those with a code of their own, and those of the system in Node's shape. */
import { InternalError } from '../errors.js'
import { received } from '../internal/node-errors.js'

/** What is wrong with the use of a socket. Its code is the name of its class. */
export class SocketError extends InternalError {
  /** @returns {any} */
  get code () { return this.constructor.name }
}

/** A socket is bound once. */
export class ERR_SOCKET_ALREADY_BOUND extends SocketError {
  get message () { return 'Socket is already bound' }
}

/** A buffer cannot have this size. */
export class ERR_SOCKET_BAD_BUFFER_SIZE extends TypeError {
  code = 'ERR_SOCKET_BAD_BUFFER_SIZE'
  get message () { return 'Buffer size must be a positive integer' }
}

/** The size of a buffer cannot be told or set. */
export class ERR_SOCKET_BUFFER_SIZE extends SocketError {}

/** It has a peer already. */
export class ERR_SOCKET_DGRAM_IS_CONNECTED extends SocketError {
  get message () { return 'Already connected' }
}

/** It has no peer. */
export class ERR_SOCKET_DGRAM_NOT_CONNECTED extends SocketError {
  syscall = 'getpeername'
  get message () { return 'Not connected' }
}

/** It is closed. */
export class ERR_SOCKET_DGRAM_NOT_RUNNING extends SocketError {
  get message () { return 'Not running' }
}

/** There are two types. */
export class ERR_SOCKET_BAD_TYPE extends TypeError {
  code = 'ERR_SOCKET_BAD_TYPE'
  get message () { return 'Bad socket type specified. Valid types are: udp4, udp6' }
}

/** A port is a number of 16 bits. */
export class ERR_SOCKET_BAD_PORT extends RangeError {
  code = 'ERR_SOCKET_BAD_PORT'
}

/**
 * A port to send to.
 * @param {any} port
 * @returns {number}
 */
export function checkPort (port) {
  if ((typeof port !== 'number' && typeof port !== 'string') || (typeof port === 'string' && port.trim() === '') ||
    +port !== (+port >>> 0) || +port > 0xffff || +port === 0) {
    throw new ERR_SOCKET_BAD_PORT(`Port should be > 0 and < 65536. ${received(port)}.`)
  }
  return +port
}

/**
 * An error of the system in Node's shape: `bind EADDRINUSE 127.0.0.1:80`. What is none of the system is left as it is.
 * @param {any} err of a reply
 * @param {string} syscall
 * @param {{ address?: string, port?: number }} [at]
 * @returns {any}
 */
export function systemError (err, syscall, { address, port } = {}) {
  if (err.code === 'ENOTFOUND') {
    const hostname = err.hostname ?? address
    return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname })
  }
  if (err.code === 'ERR_SOCKET_DGRAM_NOT_RUNNING') {
    return new ERR_SOCKET_DGRAM_NOT_RUNNING()
  }
  if (!/^E[A-Z0-9]+$/.test(err.code ?? '')) {
    return err
  }
  const where = address === undefined ? '' : port ? ` ${address}:${port}` : ` ${address}`
  return Object.assign(new Error(`${syscall} ${err.code}${where}`), { errno: err.errno, code: err.code, syscall },
    address === undefined ? null : { address }, port ? { port } : null)
}
