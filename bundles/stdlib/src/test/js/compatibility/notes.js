/** What the table says of modules and exports that are not simply the same. Facts are counted; only reasons are written here. */

/** Modules that are not there: by the beginning of their name, the longest fits. */
export const planned = {
  ai: 'not yet: waits for a plugin that runs language models on this machine',
  'application/menu': 'not yet: waits for menus of windows and of the system, which the shell does not make yet',
  'child_process/worker': 'will not come: the original has a thread for each program; here the platform waits for it',
  'commonjs/cache': 'will not come: the original keeps what it has read in a database and sends it to other documents; here a document reads a file once, from the platform on this machine',
  'internal/pickers': 'not yet: waits for file dialogs, which the shell does not show yet',
  'internal/worker': 'will not come: it makes a worker of the original what the engine\'s own is from the start: `self` has its `postMessage`, `importScripts` and the like',
  latica: 'will not come: parts of a peer that runs in the page; here the platform runs it, for all documents, and a page has `network`',
  'shared-worker/init': 'will not come: it starts shared workers in the hidden window of the original; here a document of the app runs them for all',
  window: 'not yet: waits for more than one window, and for what a page may do to its own',
  'window/hotkey': 'not yet: waits for keys that the shell listens to'
}

/** Modules of Node that the original did not have: in what they differ from Node's. */
export const added = {
  net: 'as Node, but for sockets of the file system and descriptors, which are not there; a server that names no host listens at 127.0.0.1; all addresses of a host are tried in turn; `setKeepAlive` has the delay of the system',
  tls: 'as Node, by the TLS of the JDK: versions 1.2 and 1.3, the trust of the system unless `ca` is given, codes of errors as OpenSSL names them as far as the JDK tells; certificates by host through `addContext`, not `SNICallback`; sessions, tickets, OCSP, PSK and exported keys are the platform\'s own'
}

/** Modules whose cases are still to be written, with those below them. */
export const awaited = []

const streamx = 'will not come: the streams of the original are those of another library (streamx), and it is a part of how they work; Node\'s work otherwise'

const windows = 'not yet: waits for more than one window'

const menus = 'not yet: waits for menus of windows and of the system, which the shell does not make yet'

const hidden = 'will not come: the original runs shared workers in a hidden window; here one document runs them for all'

const engine = 'will not come: the peer, what it holds and its packets are in the platform, not in the page'

/** Exports that are missing, and why. */
export const missing = {
  ...Object.fromEntries(['index', 'node/index', 'network'].flatMap((name) => [[`${name}.Cache`, engine], [`${name}.Packet`, engine]])),
  'application.createWindow': windows,
  'application.getWindows': windows,
  'application.getWindow': windows,
  'application.getCurrentWindow': windows,
  'application.setSystemMenu': menus,
  'application.setTrayMenu': menus,
  'application.setSystemMenuItemEnabled': menus,
  'application.menu': menus,
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
  ...Object.fromEntries(['getContextWindow', 'getContextWorker', 'terminateContextWindow', 'terminateContextWorker', 'channel',
    'ContextWorkerInterface', 'ContextWorkerInterfaceProxy'].map((name) => [`vm.${name}`, 'will not come: the original runs contexts in a hidden window, and sends values there and back; here a context is a frame of the page, and values are shared'])),
  'commonjs.Cache': 'will not come: see `commonjs/cache`',
  'commonjs/module.CommonJSModuleScope': 'will not come: a function that does nothing but name what a module sees, to be printed; `Module.wrapper` is that text',
  'internal/async/hooks.asyncContextVariable': 'will not come: what is running is on a stack of its own, not in a variable of `AsyncContext`'
}

/** Where what is there differs: by module, or by module and export. */
export const differs = {
  assert: 'as Node; the text of a difference is laid out in its own way',
  async: 'values reach the callbacks of promises, timers and `queueMicrotask`, not what follows an `await`',
  'async/context': 'values do not reach what follows an `await`',
  'async/hooks': 'hooks are told of `AsyncResource` and timers, not of promises',
  'async/storage': 'values do not reach what follows an `await`',
  async_hooks: 'values reach the callbacks of promises, timers and `queueMicrotask`, not what follows an `await`',
  child_process: '`pid` is there from the event `spawn` on; a program ends with the document that started it, or, detached, with the app; `uid`, `gid` and `argv0` cannot be given; `execSync` and its like collect at most 32 MiB',
  bluetooth: 'on Linux, where the original has none. A value has at most 512 bytes; `disconnect` is told as well, `status` never; `bluetooth` is what browsers have as `navigator.bluetooth`',
  buffer: 'memory is always zeroed; `Buffer.poolSize` has no effect',
  constants: 'importing it asks the platform once; the constants of windows come with them',
  'diagnostics/runtime': 'calls under way are the requests of `uv`, streams its handles; what the platform does not have, such as the loops of libuv, counts nothing',
  crypto: 'more than the original: of Node hashes, keyed hashes, derived keys and random numbers, but no ciphers, signatures, keys and certificates, which `webcrypto` and `sodium` have; `sodium` needs that the content security policy allows WebAssembly (`\'wasm-unsafe-eval\'`)',
  dgram: 'as Node, with `drop` when the page was too slow; buffer sizes are told as they were set, not doubled; a buffer of 4 MiB is asked for unless another is; setters block the page for a moment; `fd`, `exclusive` and block lists are not there. Packets need the permissions `udp:bind` and `udp:send`',
  dns: 'as Node; without an order, addresses of IPv4 come first; search domains are not added to names; `TLSA` is not there',
  'dns/index': 'as `dns`',
  'dns/promises': 'as `dns`',
  errno: 'importing it asks the platform once',
  ipc: 'an `IPCBroadcastChannel` reaches documents and workers of the app, no other origin; what is sent to an `IPCMessagePort` while it is handed over is lost',
  events: 'warnings of leaks go to the console; the listeners of an `EventTarget` are not known',
  http: 'requests by the `fetch` of the engine: the server must allow the origin, redirects are followed, `Cookie` and the like are the engine\'s, a body is sent when it is complete, `CONNECT`, `TRACE`, upgrades and trailers are not there, agents have no effect; a server listens on a port, by the plugin `net`: at 127.0.0.1 unless it names a host; the platform answers what is no request by itself (400, 408, 431), and `clientError` only tells; `socket` of a request tells of the connection and can end it, and is a stream after `upgrade` and `connect` alone',
  https: 'as `http`; of requests the engine checks the certificates, and `ca`, `cert`, `key` and `rejectUnauthorized` have no effect; a server has them',
  fs: 'as Node; `*Sync` blocks the page until the platform has answered. `fchmod`, `fchown` and `futimes` go by the path that the file was opened under; `statfs` has no type and no number of files; named pipes are refused; names that are no UTF-8 are taken and given as bytes',
  'fs/constants': 'importing it asks the platform once; the numbers are those of Linux on every system',
  'fs/promises': 'as `fs`; `watch` tells of missed changes by a filename of null',
  'fs/watcher': 'folders below are watched if `recursive` is set, as in Node; the original always did. When changes were missed, `overflow` comes, then `change` with a filename of null',
  'fs/web': 'the objects are of the platform: the engine cannot clone or upload them by itself. A writable stream writes a file beside the first, which takes its place when it is closed',
  module: 'a module is required as Node does; compiling needs that the content security policy allows it; ES modules are imported, not required',
  network: 'the peer runs in the platform: `worker`, `firewall` and `siblingResolver` have no effect, `send` and the events `#data`, `#debug`, `#send`, `#firewall`, `#multicast`, `#sync` and `#error` are not there; `#answer` is new. `getState` gives the packets as one piece of bytes, and no keys. There are no introducers but those that the app names. `packet.verified` is true only for what the owner of `packet.usr2` is proven to have written (`packet.verification`: `strong`, `legacy`, `none`). Names of events are told by those who listen to them. `nearby` meets others over Bluetooth',
  index: 'as `network`',
  'node/index': 'as `network`',
  'latica/api': 'as `network`',
  latica: 'as `network`',
  'latica/encryption': 'to sign, verify, seal and open wait for `ready` of `socket:crypto`, which needs that the content security policy allows WebAssembly; to make keys does not',
  mime: '`lookupSync` needs that the types were read: `await lookup()` before',
  'mime/index': '`lookupSync` needs that the types were read: `await lookup()` before',
  'internal/error': 'the engine\'s own; null for those that it does not have',
  'internal/geolocation': 'the engine\'s own',
  'internal/permissions': 'what the engine tells; it may not know all of them',
  'internal/post-message': 'there is nothing to do in it',
  'internal/promise': '`withResolvers` is there whatever the engine has; the rest is the engine\'s own',
  fetch: 'the engine\'s own',
  'fetch/fetch': 'the engine\'s own',
  'fetch/index': 'the engine\'s own',
  notification: 'no plugin shows notifications yet: then it is the engine that does, if it may; else there is an error event',
  stream: 'Node\'s streams instead of those of streamx: `read` and `write` of one\'s own are called as Node does',
  string_decoder: 'bytes that are no text are shown as soon as that is known, sometimes one piece before Node',
  'test/index': '`equal` is `Object.is`; `skip` is reported; tests can be nested and have a limit of 30 s',
  'npm/module': 'packages come from `node_modules` only, whatever version is asked for; a package that is no ES module needs `unsafe-eval`; packages import each other by bare names, pages by `npm:` or an import map',
  'protocol-handlers': 'documents of such a scheme have an origin of their own, and so no calls to the platform',
  'service-worker': 'the worker is asked before the app\'s files, as on the web; the original asked it after them. A handler that returns nothing leaves the request to the files. See `service-worker/container`',
  'service-worker/clients': 'windows are clients, frames and workers are not',
  'service-worker/container': 'a worker answers for what lies below its scope, whichever document asks, from the moment it is active; requests to other origins do not reach it. A registration lasts as long as the app runs. Frames have the engine\'s own `navigator.serviceWorker`, which registers nothing',
  'service-worker/events': '`handled` and the limit of time are as on the web; the request of a page shows neither its `mode`, unless it is a navigation, nor that it was given up',
  'service-worker/global': '`caches` keeps requests of all schemes, for workers and windows; other workers and frames have the engine\'s own, which keeps those of `http:` and `https:` only',
  'service-worker/init': 'it does its work in the document of the platform that runs the workers; elsewhere it waits to be called',
  'service-worker/notification': 'as `notification`; rejects if nobody can show it',
  'service-worker/state': 'what the original keeps there besides is not there',
  'service-worker/storage': '`localStorage` is of the worker: pages have their own',
  'shared-worker': 'a document runs the worker for all; when it goes, another one starts it anew',
  'shared-worker/index': 'a document runs the worker for all; when it goes, another one starts it anew',
  timers: '`ref` and `unref` are kept but have no effect: an app ends with its windows',
  tty: 'a page never has a terminal: `isatty` is false; input needs no `--stdin`, and is read by one document or worker at a time',
  process: '`stdin` is there once `socket:tty` was imported',
  url: '`parse`: what cannot be in a host name, such as `*`, ends it; `URLPattern` where the engine has it',
  util: '`inspect` does not look into promises and proxies',
  'commonjs/module': 'as `module`; the import map of the page holds, as in the original',
  conduit: 'nothing listens on a port: `port` is 0 and `url` null; a message goes to other conduits (`to`), or is a call (`route`). What the platform tells by itself comes by streams, as `socket:dgram` and others have them',
  extension: 'an extension is a plugin; `allow` has no effect, since the app\'s `[capabilities]` hold; those of WebAssembly, and libraries made for the C interface of the original, cannot be loaded',
  'internal/callsite': 'what the text of a stack tells: no `this`, no function, no enclosing positions',
  'internal/database': 'each database has one table',
  'internal/init': 'sets the globals of Node and of the original that are not there: `process`, `Buffer`, `global`, `require` …; the page imports it for them',
  'internal/primitives': '`init()` sets globals that are not there, and replaces none of the engine\'s',
  navigation: 'the engine\'s own where it has one; else ours over `history`, which is not told of forms and of `location`, and knows the places of this document only, and keeps a key of its own in `history.state`',
  'navigation/navigation': 'as `navigation`',
  'npm/service-worker': 'answers with files as they are; the platform itself answers `npm:`',
  vm: 'as in the original, results are promises; a context is a hidden frame, so none can be made in a worker; needs `unsafe-eval`',
  worker: 'the global `Worker` is the engine\'s own; what it cannot do, such as `fetch` of `ipc:` with a body, `socket:ipc` can',
  worker_threads: 'a thread ends by `terminate()`, `process.exit()` or an error, not by itself; `eval` and CommonJS files need that the content security policy allows them',
  'util/types': '`isProxy` and `isExternal` are always false: the engine does not tell'
}
