export { toASCII } from 'socket:internal/vendor/punycode'
