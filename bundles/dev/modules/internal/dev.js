import { send, stream } from '../ipc.js'
import { Overlay } from './dev/overlay.js'
import { restyle } from './dev/style.js'

/**
 * Follows the development loop as long as the document lives: shows what does not compile, takes
 * style sheets anew, loads the page again when it is out of date, and opens the inspector at
 * Ctrl+Shift+I.
 * @return {Promise<void>}
 */
export async function follow () {
  const overlay = new Overlay()
  addEventListener('keydown', (event) => {
    if (event.ctrlKey && event.shiftKey && event.code === 'KeyI') {
      event.preventDefault()
      send('dev.openinspector')
    }
  })
  for (;;) {
    try {
      for await (const event of stream('dev.events')) handle(event, overlay)
    } catch {
      // the loop itself is being replaced
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

function handle (event, overlay) {
  if (event.event === 'css') {
    if (!restyle(event.files)) location.reload()
    return
  }
  overlay.show(event.problems)
  if (event.staleBefore > performance.timeOrigin) location.reload()
}
