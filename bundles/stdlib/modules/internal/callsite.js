/**
 * The stack of an error, frame by frame, as far as the text of the stack tells: functions and places, not values.
 * @module internal/callsite
 */
import { checkObject, checkType, invalidArgType } from './node-errors.js'
import { serialize } from './symbols.js'

const inspectCustom = Symbol.for('socket.runtime.util.inspect.custom')
/** The most frames that are read of a stack. */
const MOST_FRAMES = 1024

/** Where a frame is. */
export class StackFrameLocation {
  /** Counted from 1; null if it is not told. @type {number | null} */
  lineNumber = null
  /** Counted from 1. @type {number | null} */
  columnNumber = null
  /** @type {string | null} */
  sourceURL = null
  /** Whether it is in the engine itself. */
  isNative = false

  /**
   * @param {Partial<StackFrameLocation>} json
   * @returns {StackFrameLocation}
   */
  static from (json) {
    checkObject('json', json)
    const location = new StackFrameLocation()
    location.lineNumber = json.lineNumber ?? null
    location.columnNumber = json.columnNumber ?? null
    location.sourceURL = json.sourceURL ?? null
    location.isNative = json.isNative === true
    return location
  }

  toJSON () {
    const { lineNumber, columnNumber, sourceURL, isNative } = this
    return { lineNumber, columnNumber, sourceURL, isNative }
  }

  [serialize] () { return this.toJSON() }
}

/** One line of a stack. */
export class StackFrame {
  /**
   * @param {Error} error whose frame it is
   * @param {{ symbol: string | null, location: StackFrameLocation } | null} [frame]
   * @param {string | null} [source] the line
   */
  constructor (error, frame = null, source = null) {
    this.error = checkError(error)
    /** What the function is called; null if it has no name. */
    this.symbol = frame?.symbol ?? null
    this.location = frame?.location ?? new StackFrameLocation()
    this.source = source
  }

  /**
   * Reads a line as JavaScriptCore writes it, `name@url:line:column`, or as V8 does, `at name (url:line:column)`.
   * @param {string} rawStackFrame
   * @returns {{ symbol: string | null, location: StackFrameLocation }}
   */
  static parse (rawStackFrame) {
    checkType('rawStackFrame', rawStackFrame, 'string')
    const line = rawStackFrame.trim()
    const [symbol, place] = line.startsWith('at ') ? ofV8(line.slice(3)) : ofJavaScriptCore(line)
    const [, sourceURL = '', lineNumber, columnNumber] = /^(.*?)(?::(\d{1,10}))?(?::(\d{1,10}))?$/.exec(place) ?? []
    return {
      symbol: symbol === '' ? null : symbol,
      location: StackFrameLocation.from({
        sourceURL: sourceURL === '' || isNativePlace(sourceURL) ? null : sourceURL,
        lineNumber: lineNumber === undefined ? null : Number(lineNumber),
        columnNumber: columnNumber === undefined ? null : Number(columnNumber),
        isNative: isNativePlace(sourceURL)
      })
    }
  }

  /**
   * @param {Error} error
   * @param {string} rawStackFrame
   * @returns {StackFrame}
   */
  static from (error, rawStackFrame) {
    return new StackFrame(error, StackFrame.parse(rawStackFrame), rawStackFrame.trim())
  }

  toJSON () {
    return { location: this.location.toJSON(), symbol: this.symbol, source: this.source }
  }

  [serialize] () { return this.toJSON() }
}

/** @param {string} text */
const isNativePlace = (text) => /^\[?native( code)?\]?$/.test(text)

/**
 * @param {string} line
 * @returns {[string, string]} name and place
 */
function ofV8 (line) {
  const match = /^(.*?) ?\((.*)\)$/.exec(line)
  return match === null ? [line.startsWith('async ') ? 'async' : '', line.replace(/^async /, '')] : [match[1], match[2]]
}

/**
 * @param {string} line
 * @returns {[string, string]}
 */
function ofJavaScriptCore (line) {
  const at = line.indexOf('@')
  return at < 0 ? [/^[\w$.<> ]+$/.test(line) ? line : '', /[:[]/.test(line) ? line : ''] : [line.slice(0, at), line.slice(at + 1)]
}

/**
 * @param {any} error
 * @returns {Error}
 */
function checkError (error) {
  if (!(error instanceof Error)) {
    throw invalidArgType('error', 'an instance of Error', error)
  }
  return error
}

/** A call that was under way, as V8 calls it. What the text of a stack does not tell, such as the value of `this`, is undefined or null. */
export class CallSite {
  static PromiseElementIndexSymbol = Symbol.for('socket.runtime.CallSite.PromiseElementIndex')
  static PromiseAllSymbol = Symbol.for('socket.runtime.CallSite.PromiseAll')
  static PromiseAnySymbol = Symbol.for('socket.runtime.CallSite.PromiseAny')
  static StackSourceSymbol = Symbol.for('socket.runtime.CallSite.StackSource')

  #error
  #frame
  #previous

  /**
   * @param {Error} error
   * @param {string} rawStackFrame
   * @param {CallSite | null} [previous] the call within this one
   */
  constructor (error, rawStackFrame, previous = null) {
    this.#error = checkError(error)
    this.#frame = StackFrame.from(error, rawStackFrame)
    this.#previous = previous
  }

  get error () { return this.#error }
  get previous () { return this.#previous }
  get frame () { return this.#frame }

  getThis () { return undefined }
  getTypeName () { return this.#dotted()?.[0] ?? null }
  getFunction () { return undefined }
  getFunctionName () { return this.#name() }
  getMethodName () { return this.#dotted()?.[1] ?? null }
  getFileName () { return this.#frame.location.sourceURL }
  getScriptNameOrSourceURL () { return this.#frame.location.sourceURL }
  getScriptHash () { return null }
  getLineNumber () { return this.#frame.location.lineNumber }
  getPosition () { return null }
  getEnclosingLineNumber () { return null }
  getColumnNumber () { return this.#frame.location.columnNumber }
  getEnclosingColumnNumber () { return null }
  getEvalOrigin () { return this.isEval() ? this.#frame.source : null }
  isTopLevel () { return ['global code', 'module code'].includes(this.#frame.symbol ?? '') || this.#frame.symbol === null }
  isEval () { return /^eval( code|$)/.test(this.#frame.symbol ?? '') || /^eval at /.test(this.#frame.location.sourceURL ?? '') }
  isNative () { return this.#frame.location.isNative }
  isConstructor () { return /^new /.test(this.#frame.symbol ?? '') }
  isAsync () { return /^async\b/.test(this.#frame.symbol ?? '') }
  isPromiseAll () { return /^async Promise\.all\b/.test(this.#frame.symbol ?? '') }

  /** Which of the promises of `Promise.all` or `Promise.any` it is; null if it is of neither. */
  getPromiseIndex () {
    const index = /^async Promise\.(?:all|any)$/.test(this.#frame.symbol ?? '')
      ? /^index (\d{1,10})$/.exec(this.#frame.location.sourceURL ?? '')?.[1]
      : undefined
    return index === undefined ? null : Number(index)
  }

  /** The name without what V8 writes before it. */
  #name () {
    return this.#frame.symbol?.replace(/^(?:async|new) /, '').replace(/ \[as .*\]$/, '') ?? null
  }

  #dotted () {
    return /^([^.]+)\.([^.]+)$/.exec(this.#name() ?? '')?.slice(1) ?? null
  }

  /** As V8 writes a frame, without `at`. */
  toString () {
    const { symbol, location: { sourceURL, lineNumber, columnNumber, isNative } } = this.#frame
    const place = (isNative ? 'native' : sourceURL ?? '<anonymous>') + [lineNumber, columnNumber].filter((number) => number !== null).map((number) => `:${number}`).join('')
    return symbol === null ? place : `${symbol} (${place})`
  }

  toJSON () {
    return { frame: this.#frame.toJSON() }
  }

  [serialize] () { return this.toJSON() }
}

/** The calls of a stack, the innermost first. */
export class CallSiteList extends Array {
  static get [Symbol.species] () { return Array }

  #error
  #sources

  /**
   * @param {Error} error
   * @param {string[] | null} [sources] lines of its stack
   */
  constructor (error, sources = null) {
    super()
    this.#error = checkError(error)
    this.#sources = sources ?? []
    /** @type {CallSite | null} */
    let previous = null
    for (const line of this.#sources) {
      previous = new CallSite(error, line, previous)
      super.push(previous)
    }
  }

  /**
   * @param {any} error
   * @param {any} [source] instead of the error's own stack
   * @returns {any}
   */
  static from (error, source = error?.stack) {
    checkError(error)
    checkType('source', source ?? '', 'string')
    // V8 writes the error before its frames
    const lines = String(source ?? '').split('\n', MOST_FRAMES).map((line) => line.trim())
    const start = lines.findIndex((line) => line.startsWith('at '))
    return new CallSiteList(error, lines.slice(Math.max(start, 0)).filter((line) => line !== ''))
  }

  get error () { return this.#error }
  get sources () { return this.#sources }
  get stack () { return this.toString() }

  /** @param {...CallSite} callsites */
  unshift (...callsites) {
    for (const callsite of callsites) {
      if (!(callsite instanceof CallSite)) {
        throw invalidArgType('callsite', 'an instance of CallSite', callsite)
      }
    }
    return super.unshift(...callsites)
  }

  /** A stack does not grow at its far end; it has no effect. */
  push () {
    return this.length
  }

  /** Nor does it shrink there: it has no effect. */
  pop () {
    return undefined
  }

  toString () {
    const { name, message } = this.#error
    return [message === '' ? name : `${name}: ${message}`, ...this.map((callsite) => `    at ${callsite}`)].join('\n')
  }

  toJSON () {
    return this.map((callsite) => callsite.toJSON())
  }

  [serialize] () { return this.toJSON() }
  [inspectCustom] () { return this.toString() }
}

/**
 * The calls of the stack of an error.
 * @param {Error} error
 * @param {string} [source] a stack instead of its own
 * @returns {CallSiteList}
 */
export function createCallSites (error, source) {
  return CallSiteList.from(error, source)
}

export default CallSite
