/** Programs: what the functions do with real ones, and what they refuse. */
import assert from 'node:assert/strict'

const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const text = (bytes) => new TextDecoder().decode(bytes)

/** Waits for an event; an error ends it. */
function event (emitter, name) {
  return new Promise((resolve, reject) => {
    emitter.on(name, (...args) => resolve(args))
    if (name !== 'error') {
      emitter.on('error', reject)
    }
  })
}

async function all (stream) {
  const chunks = []
  for await (const chunk of stream) {
    chunks.push(...chunk)
  }
  return new Uint8Array(chunks)
}

/** What no function takes for a program. */
function refusesFiles (run) {
  for (const bad of [undefined, null, 5, {}, [], Symbol('file')]) {
    assert.throws(() => run(bad), invalid, String(bad))
  }
  assert.throws(() => run(''), { code: 'ERR_INVALID_ARG_VALUE' })
  assert.throws(() => run('a\0b'), { code: 'ERR_INVALID_ARG_VALUE' })
}

/** What no function takes for options. */
function refusesOptions (run) {
  for (const bad of [{ cwd: 5 }, { killSignal: {} }]) {
    assert.throws(() => run(bad), invalid, JSON.stringify(bad))
  }
  for (const bad of [{ timeout: -1 }, { timeout: 1.5 }, { timeout: 'long' }]) {
    assert.throws(() => run(bad), { code: 'ERR_OUT_OF_RANGE' }, JSON.stringify(bad))
  }
  assert.throws(() => run({ killSignal: 'SIGWHAT' }), { code: 'ERR_UNKNOWN_SIGNAL' })
  assert.throws(() => run({ cwd: 'a\0b' }), { code: 'ERR_INVALID_ARG_VALUE' })
}

const spawning = {
  async does ({ spawn, ChildProcess }) {
    const child = spawn('sh', ['-c', 'cat; echo "$A" >&2; exit 3'], { env: { A: 'an error', PATH: '/usr/bin:/bin' } })
    assert.ok(child instanceof ChildProcess)
    assert.deepEqual([child.spawnfile, child.spawnargs[0], child.exitCode, child.killed, child.connected], ['sh', 'sh', null, false, false])
    assert.deepEqual(child.stdio, [child.stdin, child.stdout, child.stderr])
    const closed = event(child, 'close')
    await event(child, 'spawn')
    assert.ok(child.pid > 0)
    const sent = Uint8Array.from({ length: 100_000 }, (_, i) => i * 7 % 256)
    child.stdin.write(sent.subarray(0, 10))
    child.stdin.end(sent.subarray(10))
    const [out, err] = await Promise.all([all(child.stdout), all(child.stderr)])
    assert.deepEqual(out, sent)
    assert.equal(text(err), 'an error\n')
    assert.deepEqual(await closed, [3, null])
    assert.deepEqual([child.exitCode, child.signalCode], [3, null])

    const plain = spawn('printf', ['%s|', 'a b', '$HOME', '*'])
    assert.equal(text(await all(plain.stdout)), 'a b|$HOME|*|')
    const silent = spawn('sh', ['-c', 'echo out; echo err >&2'], { stdio: ['ignore', 'pipe', 'ignore'] })
    assert.deepEqual([silent.stdin, silent.stderr], [null, null])
    assert.equal(text(await all(silent.stdout)), 'out\n')
    const more = spawn('sh', ['-c', 'read x <&3; echo "$x!" >&3'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
    more.stdio[3].write('hi\n')
    assert.equal(text(await all(more.stdio[3])), 'hi!\n')
    assert.equal(text(await all(spawn('pwd', { cwd: '/usr' }).stdout)), '/usr\n')
    assert.equal(text(await all(spawn('echo $((1+1))', { shell: true }).stdout)), '2\n')
    const [code] = await event(spawn('sh', ['-c', 'yes | head -c 100000']), 'close') // what nobody reads
    assert.equal(code, 0)

    const sleeper = spawn('sleep', ['60'], { timeout: 50, killSignal: 'SIGKILL' })
    assert.deepEqual(await event(sleeper, 'exit'), [null, 'SIGKILL'])
    assert.equal(sleeper.killed, true)
    const controller = new AbortController()
    const aborted = spawn('sleep', ['60'], { signal: controller.signal })
    const failed = event(aborted, 'error')
    controller.abort()
    assert.equal((await failed)[0].name, 'AbortError')
  },
  async refuses ({ spawn }) {
    refusesFiles((file) => spawn(file))
    refusesOptions((options) => spawn('true', [], options))
    assert.throws(() => spawn('true', [], { shell: 5 }), invalid)
    assert.throws(() => spawn('true', [], { signal: {} }), invalid)
    assert.throws(() => spawn('true', 5), invalid)
    assert.throws(() => spawn('true', [], 'options'), invalid)
    assert.throws(() => spawn('true', ['a\0b']), { code: 'ERR_INVALID_ARG_VALUE' })
    assert.throws(() => spawn('true', [], { stdio: 'what' }), { code: 'ERR_INVALID_ARG_VALUE' })
    assert.throws(() => spawn('true', [], { stdio: [{}] }), { code: 'ERR_INVALID_ARG_VALUE' })
    const child = spawn('no-such-program', ['a'])
    const closed = new Promise((resolve) => child.on('close', (...args) => resolve(args)))
    const [error] = await event(child, 'error')
    assert.deepEqual([error.code, error.syscall, error.path, error.errno], ['ENOENT', 'spawn no-such-program', 'no-such-program', -2])
    assert.deepEqual(error.spawnargs, ['a'])
    assert.equal(error.message, 'spawn no-such-program ENOENT')
    assert.deepEqual(await closed, [-2, null])
    assert.equal((await event(spawn('/etc/passwd'), 'error'))[0].code, 'EACCES')
    assert.equal((await event(spawn('true', { cwd: '/no/such/folder' }), 'error'))[0].code, 'ENOENT')
  }
}

const finished = (run) => new Promise((resolve) => run((error, stdout, stderr) => resolve({ error, stdout, stderr })))

const collecting = (name) => ({
  async does (m) {
    const run = (script, options = {}) => name === 'exec'
      ? (callback) => m.exec(script, options, callback)
      : (callback) => m.execFile('sh', ['-c', script], options, callback)
    assert.deepEqual(await finished(run('echo out; echo err >&2')), { error: null, stdout: 'out\n', stderr: 'err\n' })
    const bytes = await finished(run("printf '\\377'", { encoding: 'buffer' }))
    assert.deepEqual([...bytes.stdout], [255])
    const { error } = await finished(run('echo why >&2; exit 5'))
    assert.deepEqual([error.code, error.killed, error.signal], [5, false, null])
    assert.match(error.message, /^Command failed: .*\nwhy\n$/s)
    assert.equal((await finished(run('sleep 60', { timeout: 50 }))).error.signal, 'SIGTERM')
    const much = await finished(run('yes', { maxBuffer: 10 }))
    assert.equal(much.error.code, 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    assert.equal(much.stdout, 'y\ny\ny\ny\ny\n')
    const { default: { promisify } } = await import('node:util')
    assert.deepEqual(await promisify(m[name])('true'), { stdout: '', stderr: '' })
  },
  async refuses (m) {
    refusesFiles((file) => m[name](file))
    refusesOptions((options) => m[name]('true', options))
    assert.throws(() => m[name]('true', { maxBuffer: 'much' }), { code: 'ERR_OUT_OF_RANGE' })
    assert.throws(() => m[name]('true', { maxBuffer: -1 }), { code: 'ERR_OUT_OF_RANGE' })
    assert.throws(() => m[name]('true', {}, 'callback'), invalid)
    const { error } = await finished((callback) => m.execFile('no-such-program', callback))
    assert.deepEqual([error.code, error.cmd], ['ENOENT', 'no-such-program'])
  }
})

const blocking = (name) => ({
  does (m) {
    const run = (script, options = {}) => name === 'execSync' ? m.execSync(script, options) : m.execFileSync('sh', ['-c', script], options)
    assert.equal(run('echo out', { encoding: 'utf8' }), 'out\n')
    assert.deepEqual([...run("printf '\\377'")], [255])
    assert.equal(run('cat', { input: 'typed', encoding: 'utf8' }), 'typed')
    assert.equal(run('pwd', { cwd: '/usr', encoding: 'utf8' }), '/usr\n')
    const error = { status: 5, signal: null }
    assert.throws(() => run('exit 5', { stdio: 'pipe' }), error)
    assert.throws(() => run('sleep 60', { timeout: 50, stdio: 'pipe' }), { code: 'ETIMEDOUT', signal: 'SIGTERM' })
    assert.throws(() => run('yes', { maxBuffer: 10, stdio: 'pipe' }), { code: 'ENOBUFS' })
  },
  refuses (m) {
    refusesFiles((file) => m[name](file))
    refusesOptions((options) => m[name]('true', options))
    assert.throws(() => m[name]('true', { input: 5 }), invalid)
    assert.throws(() => m.execFileSync('no-such-program'), { code: 'ENOENT', syscall: 'spawnSync no-such-program' })
  }
})

export default {
  child_process: {
    ChildProcess: {
      async does ({ ChildProcess, spawn }) {
        const child = spawn('sleep', ['60'])
        assert.ok(child instanceof ChildProcess)
        assert.deepEqual([child.killed, child.kill(0)], [false, true])
        child.ref()
        child.unref()
        assert.deepEqual([child.kill('SIGINT'), child.killed], [true, true])
        assert.deepEqual(await event(child, 'exit'), [null, 'SIGINT'])
        assert.deepEqual([child.signalCode, child.exitCode, child.kill()], ['SIGINT', null, false])
      },
      async refuses ({ spawn }) {
        const child = spawn('cat')
        assert.throws(() => child.kill('SIGWHAT'), { code: 'ERR_UNKNOWN_SIGNAL' })
        assert.throws(() => child.kill({}))
        child.stdin.end()
        await event(child, 'close')
      }
    },
    Pipe: {
      async does ({ Pipe, spawn }) {
        const child = spawn('cat')
        const pipe = new Pipe(child)
        assert.deepEqual([pipe.process, pipe.reading], [child, true])
        pipe.destroy()
        await event(child, 'close')
        assert.equal(pipe.reading, false)
      },
      refuses: ({ Pipe }) => assert.throws(() => new Pipe({}), invalid)
    },
    default: {
      does: (m) => assert.equal(m.default.spawn, m.spawn),
      refuses: null
    },
    spawn: spawning,
    exec: collecting('exec'),
    execFile: collecting('execFile'),
    execSync: blocking('execSync'),
    execFileSync: blocking('execFileSync'),
    spawnSync: {
      does ({ spawnSync }) {
        const { pid, status, signal, output, stdout, stderr, error } = spawnSync('sh', ['-c', 'cat; echo err >&2; kill -9 $$'], { input: 'in', encoding: 'utf8' })
        assert.ok(pid > 0)
        assert.deepEqual([status, signal, stdout, stderr, error], [null, 'SIGKILL', 'in', 'err\n', undefined])
        assert.deepEqual(output, [null, 'in', 'err\n'])
        assert.equal(spawnSync('no-such-program').error.code, 'ENOENT')
      },
      refuses ({ spawnSync }) {
        refusesFiles((file) => spawnSync(file))
        refusesOptions((options) => spawnSync('true', [], options))
      }
    },
    fork: {
      async does ({ fork }) {
        const script = `${(await import('node:os')).default.tmpdir()}/socket-fork-case.js`
        const fs = (await import('node:fs')).default
        fs.writeFileSync(script, "process.on('message', (m) => { process.send({ got: m }); process.disconnect() })")
        const child = fork(script, [], { silent: true, execArgv: [] })
        assert.equal(child.connected, true)
        const answer = event(child, 'message')
        const ends = Promise.all([event(child, 'exit'), event(child, 'disconnect')])
        child.send({ text: 'ä' })
        assert.deepEqual((await answer)[0], { got: { text: 'ä' } })
        assert.deepEqual((await ends)[0], [0, null])
        assert.equal(child.connected, false)
        fs.unlinkSync(script)
      },
      refuses ({ fork }) {
        for (const bad of [undefined, null, 5, {}]) {
          assert.throws(() => fork(bad), invalid)
        }
        const child = fork('/no/such/file.js', [], { silent: true })
        assert.throws(() => child.send(), { code: 'ERR_MISSING_ARGS' })
        child.disconnect()
        assert.deepEqual([child.connected, child.send({}, () => {})], [false, false])
        assert.throws(() => fork('x.js', [], { stdio: ['pipe', 'pipe', 'pipe'] }), { code: 'ERR_CHILD_PROCESS_IPC_REQUIRED' })
      }
    }
  }
}
