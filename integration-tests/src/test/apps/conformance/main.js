// Runs the cases of the modules, which Node runs too, against the modules as this engine and this platform make them.

import { end } from './story.js'

const LONGEST = 10_000

/** @param {() => unknown} body */
async function fails (body) {
  let timer
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error('it took too long')), LONGEST)
  })
  try {
    await Promise.race([(async () => await body())(), late])
    return null
  } catch (error) {
    return error ?? new Error('nothing was thrown')
  } finally {
    clearTimeout(timer)
  }
}

for (const file of await (await fetch('cases.json')).json()) {
  let count = 0
  const { default: modules } = await import(`./cases/${file}`)
  for (const [name, cases] of Object.entries(modules)) {
    // A copy: hot code that looks names up in many namespaces was seen to get what another one has under a name, or nothing.
    // All namespaces share a structure, by which JavaScriptCore (2.50) keeps what such code has found.
    const module = { ...await import(`socket:${name}`) }
    for (const [key, { does, refuses }] of Object.entries(cases)) {
      for (const [kind, body] of Object.entries({ does, refuses })) {
        if (body === null) continue
        const error = await fails(() => body(module))
        if (error !== null) console.log(`not ok ${name}.${key} ${kind}: ${error.name}: ${error.message}`.replaceAll('\n', ' '))
        count++
      }
    }
  }
  console.log(`${file}: ${count}`)
}
await end()
