import module from './mime/index.js'

export * from './mime/index.js'

export default module
