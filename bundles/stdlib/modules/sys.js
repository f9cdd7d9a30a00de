import module from './util.js'

export * from './util.js'

export default module
