/** The routes of the plugin `process`, on Node's own programs: what `socket:child_process` calls when its cases run under Node. */
import child from 'node:child_process'
import fs from 'node:fs'
import { routes, streams } from '../fake-platform.js'

const programs = new Map()
const feeds = new Map()

function tell (owner, item) {
  const line = JSON.stringify({ data: item }) + '\n'
  const feed = feeds.get(owner) ?? { waiting: [] }
  feeds.set(owner, feed)
  feed.controller ? feed.controller.enqueue(new TextEncoder().encode(line)) : feed.waiting.push(line)
}

streams['child_process.events'] = ({ owner }) => new ReadableStream({
  start (controller) {
    const { waiting = [] } = feeds.get(owner) ?? {}
    feeds.set(owner, { controller })
    for (const line of waiting) controller.enqueue(new TextEncoder().encode(line))
  }
})

const failed = (error) => ({ type: 'ErrnoError', code: error.code, errno: error.errno, message: error.message })

function commandOf ({ command, cwd, env, stdio = '["pipe","pipe","pipe"]' }) {
  const [file, ...args] = JSON.parse(command)
  const kinds = JSON.parse(stdio).map((kind) => /\d/.test(kind) ? 'inherit' : kind)
  return { file, args, options: { cwd, env: env === undefined ? process.env : JSON.parse(env), stdio: kinds } }
}

function spawns (params) {
  const { file, args, options } = commandOf(params)
  const program = child.spawn(file, args, options)
  const { id, owner } = params
  return new Promise((resolve, reject) => {
    program.once('error', (error) => reject(failed(error)))
    program.once('spawn', () => {
      programs.set(id, { program, owner, positions: [], asked: [] })
      for (const [fd, stream] of program.stdio.entries()) {
        stream?.on('error', () => {})
        if (fd > 0) stream?.pause()
      }
      program.once('exit', (code, signal) => tell(owner, { id, code, signal }))
      resolve({ id, pid: program.pid })
    })
  })
}

function get (id) {
  if (!programs.has(id)) throw { type: 'NotFoundError', code: 'NOT_FOUND', message: 'No program' } // eslint-disable-line no-throw-literal
  return programs.get(id)
}

function reads ({ id, fd }) {
  const entry = get(id)
  const stream = entry.program.stdio[fd]
  const from = entry.positions[fd] ?? 0
  const bytes = stream.read()
  entry.positions[fd] = from + (bytes?.length ?? 0)
  const end = stream.readableEnded || stream.destroyed
  if (bytes === null && !end && !entry.asked[fd]) {
    entry.asked[fd] = true
    const arrived = () => {
      if (!entry.asked[fd]) return
      const some = stream.read()
      if (some === null && !stream.readableEnded && !stream.destroyed) return
      entry.asked[fd] = false
      const start = entry.positions[fd] ?? 0
      entry.positions[fd] = start + (some?.length ?? 0)
      tell(entry.owner, { id, fd: Number(fd), from: start, data: some?.toString('latin1') ?? '', end: some === null })
    }
    stream.on('readable', arrived)
    stream.on('end', arrived)
    stream.on('close', arrived)
  }
  return { bytes: bytes ?? new Uint8Array(), headers: { 'x-socket-from': String(from), 'x-socket-end': String(end) } }
}

function writes ({ id, fd }, body) {
  const { program } = get(id)
  return new Promise((resolve, reject) => {
    program.stdio[fd].write(Buffer.from(body), (error) => error ? reject(failed(error)) : resolve({ written: body.byteLength }))
  })
}

function runs (params, body) {
  const { file, args, options } = commandOf(params)
  const { pid, output, status, signal, error } = child.spawnSync(file, args, {
    ...options, input: Buffer.from(body ?? ''), timeout: Number(params.timeout), maxBuffer: Number(params.max), killSignal: params.signal
  })
  if (output === null) throw failed(error)
  const outputs = output.map((bytes, fd) => [fd, bytes]).filter(([, bytes]) => bytes !== null)
  return {
    bytes: Buffer.concat(outputs.map(([, bytes]) => bytes)),
    headers: {
      'x-socket-pid': String(pid),
      'x-socket-outputs': outputs.map(([fd, bytes]) => `${fd}:${bytes.length}`).join(','),
      'x-socket-code': status === null ? '' : String(status),
      'x-socket-signal': signal ?? '',
      'x-socket-error': error?.code ?? ''
    }
  }
}

function guarded (route) {
  return async (params, body) => {
    try {
      return await route(params, body)
    } catch (error) {
      throw error instanceof Error ? failed(error) : error
    }
  }
}

Object.assign(routes, {
  'child_process.spawn': spawns,
  'child_process.spawnwith': (params) => {
    if (params.cwd !== undefined && !fs.existsSync(params.cwd)) {
      throw { type: 'ErrnoError', code: 'ENOENT', errno: -2, message: 'ENOENT' } // eslint-disable-line no-throw-literal
    }
    return spawns(params)
  },
  'child_process.exec': runs,
  'child_process.execwith': runs,
  'child_process.read': reads,
  'child_process.write': guarded(writes),
  'child_process.close': ({ id, fd, output }) => {
    const stream = get(id).program.stdio[fd]
    output === 'true' ? stream?.end() : stream?.destroy()
    return {}
  },
  'child_process.kill': ({ id, signal }) => ({ killed: get(id).program.kill(signal === '0' ? 0 : signal) }),
  'child_process.forget': ({ id }) => {
    programs.delete(id)
    return {}
  }
})
