import module from './process/signal.js'

export * from './process/signal.js'

export default module
