import { check, end, equal, fails } from './story.js'

const registration = await navigator.serviceWorker.register('/sw.js')
await check('it starts under a strict policy', async () => {
  const worker = registration.installing ?? registration.waiting ?? registration.active
  while (worker.state !== 'activated') await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }))
  equal(await (await fetch('/eval')).text(), 'EvalError imported')
})

await check('its answers are under the policy of the app', async () => {
  const policy = (await fetch('/page.html')).headers.get('content-security-policy')
  equal([policy.includes("img-src 'none'"), policy.includes("object-src 'none'"), policy.includes('shelf:')], [true, true, true])
  const frame = document.body.appendChild(document.createElement('iframe'))
  frame.src = '/page.html'
  await new Promise((resolve) => { frame.onload = resolve })
  equal(frame.contentWindow.inlineRan, undefined)
})

await check('it has the capabilities of the app', async () => equal(await (await fetch('/stat')).text(), 'NOT_ALLOWED'))

await check('no script of elsewhere', async () => {
  for (const script of ['https://other.example/sw.js', 'data:text/javascript,', URL.createObjectURL(new Blob(['onfetch = () => {}']))]) {
    await fails(navigator.serviceWorker.register(script, { scope: '/elsewhere/' }))
  }
})
await end()
