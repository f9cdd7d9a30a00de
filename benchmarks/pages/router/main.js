/** Only asks for the measurement: it is made inside the JVM. */
import * as ipc from 'socket:ipc'

const { err, data } = await ipc.send('load.router')
await ipc.send('load.result', { json: JSON.stringify(err ? { error: err.message } : data) })
