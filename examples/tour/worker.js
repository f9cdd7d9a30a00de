/** Answers a message with how long a call takes from here, in milliseconds. */
import { request } from 'socket:ipc'
import { usual } from './clock.js'

addEventListener('message', async () => postMessage(await usual(() => request('ping'))))
