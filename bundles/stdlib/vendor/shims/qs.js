export { parse, stringify } from 'socket:querystring'
