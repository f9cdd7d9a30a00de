import os from 'socket:os'

const { sysname, release } = os.uname()
document.querySelector('h1').textContent = `Hello from ${sysname} ${release}`
