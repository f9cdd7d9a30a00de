/** The same under Node: `node node.mjs FOLDER`. */
import fs from 'node:fs/promises'
import { files } from './measure.js'

const result = {}
await files(fs, process.argv[2], (name, value) => { result[name] = value })
console.log(`RESULT ${JSON.stringify(result)}`)
