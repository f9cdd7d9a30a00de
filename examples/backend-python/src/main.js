import { backend } from 'socket:application'

const [canvas, input, progress, output] = document.querySelectorAll('canvas, input, progress, output')

addEventListener('progress', ({ detail }) => { progress.value = detail })

let latest = 0

async function draw () {
  const size = Number(input.value)
  const turn = ++latest
  const start = performance.now()
  const primes = new Uint8Array(await backend.request('spiral', size, { responseType: 'arraybuffer' }))
  if (turn !== latest) {
    return // the slider has moved on
  }
  canvas.width = canvas.height = size
  const context = canvas.getContext('2d')
  const picture = context.createImageData(size, size)
  primes.forEach((isPrime, i) => picture.data.set(isPrime ? [92, 199, 171, 255] : [20, 24, 22, 255], 4 * i))
  context.putImageData(picture, 0, 0)
  const count = primes.reduce((sum, isPrime) => sum + isPrime, 0)
  output.value = `${count} primes up to ${size * size}, by Python in ${Math.round(performance.now() - start)} ms`
}

input.addEventListener('input', draw)
await backend.open()
await draw()
