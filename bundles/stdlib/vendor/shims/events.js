export { EventEmitter } from 'socket:events'
