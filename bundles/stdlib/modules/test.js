import test from './test/index.js'

export * from './test/index.js'

export default test
