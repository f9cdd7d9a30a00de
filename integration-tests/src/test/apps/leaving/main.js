import * as ipc from 'socket:ipc'
import { until } from './story.js'

// Calls on each lane that end only when the page is gone, and a stream that nobody reads.
ipc.send('test.wait')
ipc.request('test.wait')
fetch('ipc://test.wait?seq=R1')
const stream = ipc.stream('test.count', { end: 1e12 })
await stream.next()
await until((state) => state.waiting === 3)
console.log('leaving')
await globalThis[Symbol.for('socket.bridge')].flush()
location.href = 'second.html'
