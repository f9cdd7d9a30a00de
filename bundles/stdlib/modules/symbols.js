import module from './internal/symbols.js'

export * from './internal/symbols.js'

export default module
