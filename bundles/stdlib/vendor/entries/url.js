// packages: url
export { Url, parse, resolve, resolveObject, format } from 'url/url.js'
