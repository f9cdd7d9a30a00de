/** Measures files on the platform, and on the floor what there is of it: the lanes that large files take. */
const side = globalThis.isSocketRuntime === true ? './platform.js' : './floor.js'

const ask = (route, params) => fetch(`ipc://probe.${route}?${params}`)
const result = {}

function keep (name, value) {
  result[name] = value
  document.querySelector('pre').append(`${name} ${value.toFixed(1)}\n`)
}

try {
  const { measure } = await import(side)
  await measure(keep, (name) => ask('phase', `name=${name}`))
} catch (error) {
  result.error = `${error.name}: ${error.message}`
}
await ask('result', `json=${encodeURIComponent(JSON.stringify(result))}`)
