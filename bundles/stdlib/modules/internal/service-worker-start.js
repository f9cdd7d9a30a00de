/*
 * What a service worker is started with: a classic script, so that the worker's own may be one, too, and import others by
 * `importScripts`.
 */
import('../service-worker/worker.js').then(({ onReady }) => onReady(), (error) => setTimeout(() => { throw error }))
