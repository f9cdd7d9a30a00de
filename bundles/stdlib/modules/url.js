import module from './url/index.js'

export * from './url/index.js'

export default module
