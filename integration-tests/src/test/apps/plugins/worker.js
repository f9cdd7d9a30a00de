import { hello } from 'plugin:greeter'

hello().then(postMessage, (error) => postMessage(String(error)))
