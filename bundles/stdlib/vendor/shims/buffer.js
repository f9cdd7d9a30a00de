export { Buffer, Blob } from 'socket:buffer'
