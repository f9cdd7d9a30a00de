import { send } from 'socket:ipc'

let connections = 0

onconnect = async ({ ports: [port] }) => {
  const connection = ++connections
  port.onmessage = async ({ data }) => {
    port.postMessage({ data, connection, pong: (await send('ping')).data, isSharedWorkerScope: globalThis.isSharedWorkerScope })
  }
}
