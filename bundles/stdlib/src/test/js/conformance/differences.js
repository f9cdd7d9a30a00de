/** Where Node does not do what the case of ours expects, and why we do: `module.export`. */
export const differences = {
  'console.Console': 'Node\'s writes to streams that it is given; ours to the terminal, or to a function `postMessage`',
  'crypto.getRandomValues': 'Node refuses more than 64 KiB',
  'fs.glob': 'Node 20 has none; what newer ones leave out and refuse changes from version to version',
  'fs.globSync': 'as `fs.glob`',
  'fs/promises.glob': 'as `fs.glob`',
  'stream.getDefaultHighWaterMark': 'Node 20 has 16 KiB, newer ones and we have 64 KiB',
  'test.default': 'Node has a runner of its own; ours is that of the original',
  'tty.ReadStream': 'Node opens the descriptor; a page has no descriptors',
  'tty.WriteStream': 'Node opens the descriptor; a page has no descriptors',
  'url.urlToHttpOptions': 'Node takes anything for a URL; we refuse what is none',
  'util.styleText': 'Node leaves the text plain where its output is no terminal',
  'util.debug': 'Node reads NODE_DEBUG when it starts',
  'util.debuglog': 'Node reads NODE_DEBUG when it starts',
  'util.deprecate': 'Node warns through process, we on the console'
}
