import module from './timers/index.js'

export * from './timers/index.js'

export default module
