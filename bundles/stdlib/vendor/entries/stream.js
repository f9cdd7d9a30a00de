// packages: readable-stream
export { default } from 'readable-stream/lib/ours/browser.js'
