// packages: buffer base64-js ieee754
export { Buffer } from 'buffer/index.js'
