import module from './path/index.js'

export * from './path/index.js'

export default module
