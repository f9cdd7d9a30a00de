/**
 * Lets tools that run under Node import modules of the platform by their names: `node --import` a file that registers this.
 * @module node-esm-loader
 */
import { checkFunction, checkType } from './internal/node-errors.js'

/**
 * A hook of Node's loader: `socket:NAME` is the file NAME.js beside this one, and all else is left to the next hook.
 * @param {string} specifier
 * @param {any} ctx
 * @param {(specifier: string, ctx: any) => any} next
 * @returns {Promise<{ url: string, shortCircuit?: boolean }>}
 */
export async function resolve (specifier, ctx, next) {
  checkType('specifier', specifier, 'string')
  checkFunction(next, 'next')
  const name = /^socket:(?!\/)([\w/-]+?)(?:\.js)?$/.exec(specifier)?.[1]
  return name === undefined
    ? await next(specifier, ctx)
    : { url: new URL(`./${name}.js`, import.meta.url).href, shortCircuit: true }
}

export default resolve
