// packages: readable-stream
export { default } from 'readable-stream/lib/ours/browser.js'
export { getDefaultHighWaterMark, setDefaultHighWaterMark } from 'readable-stream/lib/internal/streams/state.js'
