import fetch from './fetch/index.js'

export * from './fetch/index.js'

export default fetch
