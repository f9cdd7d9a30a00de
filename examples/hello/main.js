import os from 'socket:os'

document.querySelector('h1').textContent = `Hello from ${os.type()} on ${os.arch()}`
