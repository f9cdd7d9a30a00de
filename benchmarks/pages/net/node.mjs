/** The same under Node: `node node.mjs SOURCE SINK ECHO`. */
import http from 'node:http'
import net from 'node:net'
import { measure } from './measure.js'

const result = {}
await measure({ net, http }, process.argv.slice(2), (name, value) => { result[name] = value }, async (name) => console.log(`PHASE ${name}`))
console.log(`RESULT ${JSON.stringify(result)}`)
process.exit()
