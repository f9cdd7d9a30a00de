export { StringDecoder } from 'socket:string_decoder'
