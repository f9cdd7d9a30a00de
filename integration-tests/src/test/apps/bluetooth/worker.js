// The other peer: answers the first value, then tells the page all it has heard.

import { Bluetooth } from 'socket:bluetooth'

const VALUE = '5f0e4b9a-1111-4222-8333-944455566677'
const peer = new Bluetooth('56702d92-69f9-4400-baf8-d5c89ee15d68')
const heard = []
peer.on(VALUE, (data, bytes) => {
  const text = new TextDecoder().decode(bytes)
  if (text.startsWith('{')) {
    peer.publish(VALUE, `heard ${text}`)
  } else if (heard.push(text) === 1000) {
    postMessage(heard)
  }
})
await peer.start()
await peer.subscribe(VALUE)
