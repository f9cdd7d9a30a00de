// The other peer: answers each question.

import { Bluetooth } from 'socket:bluetooth'

const QUESTION = '5f0e4b9a-1111-4222-8333-944455566677'
const ANSWER = '5f0e4b9a-1111-4222-8333-944455566678'
const peer = new Bluetooth('56702d92-69f9-4400-baf8-d5c89ee15d68')
peer.on(QUESTION, (data, bytes) => peer.publish(ANSWER, `heard ${new TextDecoder().decode(bytes)}`))
await peer.publish(ANSWER, '')
await peer.start()
await peer.subscribe(QUESTION)
