import assert from 'node:assert/strict'

/**
 * The case of a function that prints if a variable of the environment is set.
 * @param {string} name of the function
 * @param {string} variable
 */
export const printing = (name, variable) => ({
  does (m) {
    const { debug } = console
    const { env } = globalThis.__args
    const lines = []
    console.debug = (...args) => lines.push(args)
    try {
      m[name]('not printed')
      env[variable] = '1'
      m[name]('printed', 2)
    } finally {
      console.debug = debug
      delete env[variable]
    }
    assert.deepEqual(lines, [['printed', 2]])
  },
  refuses: null
})
