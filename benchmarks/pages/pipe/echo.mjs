/** The backend of `ssc bench pipe`: answers requests at once, and floods the platform with lines when it is told to. */
let rest = ''
process.stdout._handle?.setBlocking?.(true)

process.stdin.setEncoding('utf8').on('data', (text) => {
  const lines = (rest + text).split('\n')
  rest = lines.pop()
  for (const line of lines) {
    const params = new URLSearchParams(line.slice(line.indexOf('?') + 1))
    if (params.get('event') === 'flood') {
      flood(Number(JSON.parse(JSON.parse(params.get('value')))))
    } else if (params.get('event') === 'echo') {
      process.stdout.write(`ipc://resolve?seq=${params.get('seq')}&value=${encodeURIComponent(params.get('value'))}\n`)
    }
  }
})

function flood (count) {
  const LINES = 1000
  const some = 'ipc://probe.line?from=the-lamps-of-the-western-pier&value=%7B%22checked%22%3Atrue%7D\n'.repeat(LINES)
  for (let i = 0; i < count; i += LINES) {
    process.stdout.write(some)
  }
}
