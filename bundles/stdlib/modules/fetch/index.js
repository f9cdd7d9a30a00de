import { Headers, Request, Response, fetch } from './fetch.js'

export { Headers, Request, Response, fetch }

export default fetch
