/** What the table says of modules and exports that are not simply the same. Facts are counted; only reasons are written here. */

/** Modules that are not there: by the beginning of their name, the longest fits. */
export const planned = {
  ai: 'not yet: planned, with models that run on this machine',
  'application/menu': 'not yet: planned with windows and menus',
  bootstrap: 'not yet: planned with downloads',
  child_process: 'not yet: planned, with programs that `socket.ini` grants',
  commonjs: 'will not come: the loader of the original from inside; `socket:module` has what apps use of it',
  conduit: 'will not come: plugins talk to the page by streams, without a second connection',
  dgram: 'not yet: planned with the network',
  dns: 'not yet: planned with the network',
  extension: 'will not come: it loads libraries made for the C interface of the original; plugins take their place, and `plugin:NAME` is what a page imports of one',
  index: 'not yet: planned with the network',
  internal: 'will not come: how the original is made inside; not for apps',
  latica: 'not yet: planned with the network',
  module: 'not yet: planned, with `require()`',
  navigation: 'not yet: planned',
  network: 'not yet: planned with the network',
  node: 'not yet: planned with the network',
  'node-esm-loader': 'will not come: it is for tools of the original',
  'npm/service-worker': 'will not come: the platform itself answers `npm:`',
  'protocol-handlers': 'not yet: planned with service workers, which answer such schemes',
  'service-worker': 'not yet: the engine registers none for pages of this scheme (`register()` is a TypeError); planned in a hidden window',
  'shared-worker': 'will not come: the original runs shared workers in a hidden window; here one document runs them for all',
  window: 'not yet: planned with windows and menus'
}

/** Modules whose cases are still to be written, with those below them. */
export const awaited = []

const streamx = 'the original had streams of another library (streamx); this is one of its internals'

const windows = 'not yet: planned with windows and menus'

const hidden = 'will not come: the original runs shared workers in a hidden window; here one document runs them for all'

/** Exports that are missing, and why. */
export const missing = {
  'application.createWindow': windows,
  'application.getWindows': windows,
  'application.getWindow': windows,
  'application.getCurrentWindow': windows,
  'application.setSystemMenu': windows,
  'application.setTrayMenu': windows,
  'application.setSystemMenuItemEnabled': windows,
  'application.menu': windows,
  'application.backend': 'not yet: planned with processes',
  'stream.FixedFIFO': streamx,
  'stream.FIFO': streamx,
  'stream.TransformState': streamx,
  'stream.Pipeline': streamx,
  'process/signal.SIGBREAK': 'Windows has it; Linux does not',
  'process/signal.SIGLOST': 'Linux does not have it',
  'shared-worker/index.init': hidden,
  'shared-worker/index.getContextWindow': hidden,
  'shared-worker/index.SHARED_WORKER_WINDOW_TITLE': hidden,
  'shared-worker/index.SHARED_WORKER_WINDOW_PATH': hidden,
  'shared-worker/index.channel': hidden,
  'shared-worker/worker.onReady': hidden,
  'shared-worker/worker.SHARED_WORKER_READY_TOKEN': hidden,
  'shared-worker/worker.module': hidden,
  'shared-worker.env': 'not yet: planned with service workers',
  'shared-worker.Environment': 'not yet: planned with service workers',
  ...Object.fromEntries(['applyInputContextReferences', 'applyOutputContextReferences', 'filterNonTransferableValues', 'applyContextDifferences',
    'getContextWindow', 'getContextWorker', 'terminateContextWindow', 'terminateContextWorker', 'createIntrinsics', 'createGlobalObject', 'channel',
    'ContextWorkerInterface', 'ContextWorkerInterfaceProxy'].map((name) => [`vm.${name}`, 'will not come: the original sends values to a hidden window and back; here a context is a frame, and values are shared'])),
  'worker.ServiceWorker': 'not yet: planned with service workers',
  'worker_threads.Pipe': 'will not come: how the original moved standard streams; here they are streams'
}

/** Where what is there differs: by module, or by module and export. */
export const differs = {
  assert: 'as Node; the text of a difference is laid out in its own way',
  async: 'values reach the callbacks of promises, timers and `queueMicrotask`, not what follows an `await`',
  'async/context': 'values do not reach what follows an `await`',
  'async/hooks': 'hooks are told of `AsyncResource` and timers, not of promises',
  'async/storage': 'values do not reach what follows an `await`',
  async_hooks: 'values reach the callbacks of promises, timers and `queueMicrotask`, not what follows an `await`',
  bluetooth: 'on Linux, where the original has none. A value has at most 512 bytes; `disconnect` is told as well, `status` never; `bluetooth` is what browsers have as `navigator.bluetooth`',
  buffer: 'memory is always zeroed; `Buffer.poolSize` has no effect',
  constants: 'importing it asks the platform once; the constants of windows come with them',
  'diagnostics/runtime': 'calls under way are the requests of `uv`, streams its handles; what the platform does not have, such as the loops of libuv, counts nothing',
  crypto: 'more than the original: of Node hashes, keyed hashes, derived keys and random numbers, but no ciphers, signatures, keys and certificates, which `webcrypto` and `sodium` have; `sodium` needs that the content security policy allows WebAssembly (`\'wasm-unsafe-eval\'`)',
  errno: 'importing it asks the platform once',
  ipc: 'an `IPCBroadcastChannel` reaches documents and workers of the app, no other origin; what is sent to an `IPCMessagePort` while it is handed over is lost',
  events: 'warnings of leaks go to the console; the listeners of an `EventTarget` are not known',
  http: 'requests by the `fetch` of the engine: the server must allow the origin, redirects are followed, `Cookie` and the like are the engine\'s, a body is sent when it is complete, `CONNECT`, `TRACE`, upgrades and trailers are not there, agents have no effect; a server answers inside a service worker, elsewhere `listen` ends with an error',
  https: 'as `http`; the engine checks the certificates, and `ca`, `cert`, `key` and `rejectUnauthorized` have no effect',
  fs: 'as Node; `*Sync` blocks the page until the platform has answered. `fchmod`, `fchown` and `futimes` go by the path that the file was opened under; `statfs` has no type and no number of files; named pipes are refused; names that are no UTF-8 are listed, as bytes too, but cannot be opened; `glob` is not there',
  'fs/constants': 'importing it asks the platform once; the numbers are those of Linux on every system',
  'fs/promises': 'as `fs`; `watch` tells of missed changes by a filename of null',
  'fs/watcher': 'folders below are watched if `recursive` is set, as in Node; the original always did. When changes were missed, `overflow` comes, then `change` with a filename of null',
  'fs/web': 'the objects are of the platform: the engine cannot clone or upload them by itself. A writable stream writes a file beside the first, which takes its place when it is closed',
  module: 'a module is required as Node does; compiling needs that the content security policy allows it; ES modules are imported, not required',
  mime: '`lookupSync` needs that the types were read: `await lookup()` before',
  'mime/index': '`lookupSync` needs that the types were read: `await lookup()` before',
  fetch: 'the engine\'s own',
  'fetch/fetch': 'the engine\'s own',
  'fetch/index': 'the engine\'s own',
  notification: 'no plugin shows notifications yet: then it is the engine that does, if it may; else there is an error event',
  stream: 'Node\'s streams instead of those of streamx: `read` and `write` of one\'s own are called as Node does',
  string_decoder: 'bytes that are no text are shown as soon as that is known, sometimes one piece before Node',
  'test/index': '`equal` is `Object.is`; `skip` is reported; tests can be nested and have a limit of 30 s',
  'npm/module': 'packages come from `node_modules` only, whatever version is asked for; a package that is no ES module needs `unsafe-eval`; modules of packages that import others by bare names need an import map',
  'shared-worker': 'a document runs the worker for all; when it goes, another one starts it anew',
  'shared-worker/index': 'a document runs the worker for all; when it goes, another one starts it anew',
  timers: '`ref` and `unref` are kept but have no effect: an app ends with its windows',
  tty: 'a page never has a terminal: `isatty` is false; input needs `--stdin`',
  url: '`parse`: what cannot be in a host name, such as `*`, ends it; `URLPattern` where the engine has it',
  util: '`inspect` does not look into promises and proxies',
  vm: 'as in the original, results are promises; a context is a hidden frame, so none can be made in a worker; needs `unsafe-eval`',
  worker: 'the global `Worker` is the engine\'s own; what it cannot do, such as `fetch` of `ipc:` with a body, `socket:ipc` can',
  worker_threads: 'a thread ends by `terminate()`, `process.exit()` or an error, not by itself; `eval` and CommonJS files need that the content security policy allows them',
  'util/types': '`isProxy` and `isExternal` are always false: the engine does not tell'
}
