import module from './diagnostics/index.js'

export * from './diagnostics/index.js'

export default module
