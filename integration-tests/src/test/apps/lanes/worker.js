onmessage = async () => {
  const found = {}
  found.ping = (await (await fetch('ipc://ping')).json()).data
  const bodies = {
    text: 'text',
    bytes: new Uint8Array(10),
    blob: new Blob(['blob']),
    form: (() => { const form = new FormData(); form.append('a', new Blob(['blob']), 'a.txt'); return form })()
  }
  for (const [name, body] of Object.entries(bodies)) {
    for (const headers of [{}, { 'X-Socket-Secret': '00000000000000000000000000000000' }]) {
      const response = await fetch('ipc://test.digest', { method: 'POST', headers, body })
      found[name] = [...(found[name] ?? []), response.status]
    }
  }
  const xhr = new XMLHttpRequest()
  xhr.open('POST', 'ipc://test.digest', false)
  xhr.setRequestHeader('X-Socket-Secret', 'guess')
  xhr.send(new Blob(['blob']))
  found.xhr = xhr.status
  postMessage(found)
}
