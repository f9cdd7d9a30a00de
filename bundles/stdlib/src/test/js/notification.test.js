import assert from 'node:assert/strict'
import test from 'node:test'
import { calls, install, routes } from './fake-platform.js'

const page = new EventTarget()
globalThis.addEventListener = page.addEventListener.bind(page)
install()
const { Notification, showNotification } = await import('socket:notification')

const tell = (type, detail) => page.dispatchEvent(Object.assign(new Event(type), { detail }))
const next = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }))

test('should say that nobody shows notifications when nobody does', async () => {
  const { error } = await next(new Notification('title'), 'error')
  assert.equal(error.name, 'NotSupportedError')
  await assert.rejects(showNotification('title'), { name: 'NotSupportedError' })
})

test('should show a notification and tell what becomes of it', async () => {
  routes['notification.show'] = ({ id }) => ({ id })
  routes['notification.close'] = ({ id }) => ({ id })
  const shown = await showNotification('title', { body: 'body', actions: [{ action: 'yes', title: 'Yes' }] })
  const { params } = calls.findLast(({ command }) => command === 'notification.show')
  assert.deepEqual([params.id, params.title, params.body, JSON.parse(params.actions)[0].action], [shown.id, 'title', 'body', 'yes'])

  const clicks = []
  shown.onclick = ({ action }) => clicks.push(action)
  tell('notificationresponse', { id: shown.id, action: 'yes' })
  tell('notificationresponse', { id: shown.id, action: 'default' })
  tell('notificationresponse', { id: '1', action: 'default' })
  assert.deepEqual(clicks, ['yes', ''])

  const closed = next(shown, 'close')
  tell('notificationresponse', { id: shown.id, action: 'dismiss' })
  await closed
  assert.equal(shown.closed, true)
})

test('should take a notification from the screen', async () => {
  const shown = await showNotification('title')
  await shown.close()
  assert.equal(calls.at(-1).command, 'notification.close')
  assert.equal(calls.at(-1).params.id, shown.id)
})

test('should tell why the platform refused it', async () => {
  routes['notification.show'] = () => { throw Object.assign(new Error('not granted'), { type: 'NotAllowedError', code: 'NOT_ALLOWED' }) }
  await assert.rejects(showNotification('title'), { code: 'NOT_ALLOWED' })
})

test('should know the permission once it has asked', async () => {
  assert.equal(Notification.permission, 'default')
  routes['notification.list'] = () => []
  assert.equal(await Notification.requestPermission(), 'granted')
  assert.equal(Notification.permission, 'granted')
})
