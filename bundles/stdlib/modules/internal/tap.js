/** The lines of the Test Anything Protocol, version 13: one for each result, and why it is not ok. */
import { inspect } from './format.js'

const SHOWN = { depth: 5, maxArrayLength: 100, maxStringLength: 10000, breakLength: 80 }
/** The frames of the test runner itself say nothing to the author of a test. */
const OWN_FRAME = /\/(socket|modules)\/(test\/|internal\/(test-run|tap|test-)|assert\.js)/

/** @typedef {{ operator: string, expected?: any, actual?: any, error?: any }} Reason why a result is not ok */

/**
 * Text that stays on its line, and is no directive by accident.
 * @param {string} text
 */
export function oneLine (text) {
  return text.replace(/\r?\n|\r/g, ' ').replace(/#(?=\s*(skip|todo))/gi, '\\#')
}

/**
 * @param {number} id
 * @param {string} message
 */
export function passed (id, message) {
  return `ok ${id} ${oneLine(message)}`
}

/**
 * @param {number} id
 * @param {string} name
 * @param {string} reason
 */
export function skipped (id, name, reason) {
  return `ok ${id} ${oneLine(name)} # SKIP${reason === '' ? '' : ` ${oneLine(reason)}`}`
}

/**
 * @param {number} id
 * @param {string} message
 * @param {Reason} reason
 */
export function failed (id, message, reason) {
  const lines = [`not ok ${id} ${oneLine(message)}`, '  ---', `    operator: ${reason.operator}`]
  if ('expected' in reason) {
    lines.push(...field('expected', inspect(reason.expected, SHOWN)))
  }
  if ('actual' in reason) {
    lines.push(...field('actual', inspect(reason.actual, SHOWN)))
  }
  lines.push(...field('stack', stackOf(reason.error)), '  ...')
  return lines.join('\n')
}

/**
 * @param {string} name
 * @param {string} text
 */
function field (name, text) {
  return [`    ${name}: |-`, ...text.split('\n').map((line) => `      ${line}`)]
}

/**
 * What was thrown, and where: the same for the traces of all engines.
 * @param {any} error
 */
function stackOf (error) {
  if (!(error instanceof Error)) {
    return inspect(error, SHOWN)
  }
  const header = `${error.name}: ${error.message}`
  const trace = String(error.stack ?? '')
  const frames = (trace.startsWith(header) ? trace.slice(header.length) : trace).split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && /:\d+:\d+\)?$/.test(line) && !OWN_FRAME.test(line))
    .map(frame)
  return [header, ...frames].join('\n')
}

/** @param {string} escaped */
function decoded (escaped) {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return escaped
  }
}

/** @param {string} line `name@address:1:2`, or `at name (address:1:2)` */
function frame (line) {
  const [, name, address] = /^(?:at )?(?:(.*?)(?:@| \())?([^()@]*?)\)?$/.exec(line) ?? [null, '', line]
  const place = address.replace(/^socket:\/\/[^/]*\//, '').replace(/(%[0-9a-f]{2})+/gi, decoded)
  return name ? `    at ${name} (${place})` : `    at ${place}`
}

/**
 * What ends a run.
 * @param {{ total: number, pass: number, fail: number, skip: number }} counts
 */
export function summary ({ total, pass, fail, skip }) {
  return ['', `1..${total}`, `# tests ${total}`, `# pass  ${pass}`,
    ...(skip > 0 ? [`# skip  ${skip}`] : []), ...(fail > 0 ? [`# fail  ${fail}`] : ['', '# ok'])].join('\n')
}
