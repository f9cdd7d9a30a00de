declare const sodium: typeof import('./libsodium.js')
export default sodium
