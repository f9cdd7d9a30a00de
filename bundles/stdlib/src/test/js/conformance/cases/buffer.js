import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const encodings = ['utf8', 'hex', 'base64', 'base64url', 'ascii', 'latin1', 'utf16le']

/** A fixed sequence, so that a failure can be repeated. */
function sequence () {
  let state = 42
  return (bound) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % bound
  }
}

export default {
  buffer: {
    Buffer: {
      does ({ Buffer }) {
        const bytes = Buffer.from('héllo')
        assert.deepEqual([bytes.length, bytes.toString('hex'), bytes.toString('base64url')], [6, '68c3a96c6c6f', 'aMOpbGxv'])
        assert.ok(bytes instanceof Uint8Array && Buffer.isBuffer(bytes) && !Buffer.isBuffer(new Uint8Array(1)))
        assert.equal(JSON.stringify(Buffer.from([1, 2])), '{"type":"Buffer","data":[1,2]}')
        assert.deepEqual([...Buffer.from(JSON.parse('{"type":"Buffer","data":[1,2]}'))], [1, 2])
        assert.deepEqual([...Buffer.concat([Buffer.from('a'), new Uint8Array([98])], 3)], [97, 98, 0])
        assert.equal(Buffer.alloc(5, 'ab').toString(), 'ababa')
        assert.equal(Buffer.from('abcabc').lastIndexOf('bc'), 4)
        assert.deepEqual(['bc', 98, Buffer.from('bc'), 'x'].map((wanted) => Buffer.from('abc').indexOf(wanted)), [1, 1, 1, -1])
        assert.equal(Buffer.compare(Buffer.from('a'), Buffer.from('b')), -1)
        assert.ok(Buffer.from('a').equals(Buffer.from('a')))
        const shared = Buffer.from('abcd')
        shared.subarray(1, 3)[0] = 120
        assert.equal(shared.toString(), 'axcd')
        assert.deepEqual([...Buffer.from([1, 2, 3, 4]).swap16()], [2, 1, 4, 3])
        assert.deepEqual([...Buffer.copyBytesFrom(new Uint16Array([1, 2]), 1)], [2, 0])
        const target = Buffer.alloc(2)
        assert.deepEqual([Buffer.from('xyz').copy(target, 1), [...target]], [1, [0, 120]])
        const numbers = Buffer.alloc(8)
        assert.equal(numbers.writeInt32BE(-2, 1), 5)
        assert.deepEqual([numbers.readInt32BE(1), numbers.readUInt16LE(1), numbers.readUint8(4)], [-2, 65535, 254])
        numbers.writeDoubleLE(1.5)
        assert.equal(numbers.readDoubleLE(0), 1.5)
        numbers.writeBigInt64BE(-1n)
        assert.equal(numbers.readBigUInt64LE(), 2n ** 64n - 1n)
        assert.deepEqual([numbers.writeIntBE(-3, 0, 6), numbers.readIntBE(0, 6), numbers.writeUIntLE(0x123456, 0, 3), numbers.readUIntLE(0, 3)], [6, -3, 3, 0x123456])
        // every encoding, with bytes of all kinds, there and back
        const next = sequence()
        for (let i = 0; i < 500; i++) {
          const some = Buffer.from(Array.from({ length: next(20) }, () => next(256)))
          for (const encoding of ['hex', 'base64', 'base64url', 'latin1']) {
            assert.deepEqual([...Buffer.from(some.toString(encoding), encoding)], [...some])
          }
          const text = some.toString()
          assert.equal(Buffer.from(text).toString(), text)
          assert.equal(Buffer.byteLength(text), Buffer.from(text).length)
        }
        assert.deepEqual([...Buffer.from('a1g2', 'hex')], [0xa1])
        assert.equal(Buffer.byteLength('abcd==', 'base64'), 3)
        assert.ok(encodings.every(Buffer.isEncoding) && !Buffer.isEncoding('utf7'))
      },
      refuses ({ Buffer }) {
        for (const bad of [5, null, undefined, true, Symbol('a'), {}]) {
          assert.throws(() => Buffer.from(bad), { code: 'ERR_INVALID_ARG_TYPE' }, String(bad))
        }
        assert.throws(() => Buffer.from('a', 'utf7'), { code: 'ERR_UNKNOWN_ENCODING' })
        assert.throws(() => Buffer.from('a').toString('utf7'), { code: 'ERR_UNKNOWN_ENCODING' })
        assert.throws(() => Buffer.alloc('5'), { code: 'ERR_INVALID_ARG_TYPE' })
        assert.throws(() => Buffer.alloc(-1), { code: 'ERR_OUT_OF_RANGE' })
        assert.throws(() => Buffer.alloc(NaN), { code: 'ERR_OUT_OF_RANGE' })
        assert.throws(() => Buffer.concat('ab'), { code: 'ERR_INVALID_ARG_TYPE' })
        assert.throws(() => Buffer.concat([5]), { code: 'ERR_INVALID_ARG_TYPE' })
        assert.throws(() => Buffer.byteLength(5), { code: 'ERR_INVALID_ARG_TYPE' })
        assert.throws(() => Buffer.compare('a', Buffer.alloc(0)), { code: 'ERR_INVALID_ARG_TYPE' })
        assert.throws(() => Buffer.copyBytesFrom([1]), { code: 'ERR_INVALID_ARG_TYPE' })
        assert.throws(() => Buffer.from(new ArrayBuffer(2), 3), { code: 'ERR_BUFFER_OUT_OF_BOUNDS' })
        const bytes = Buffer.alloc(3)
        assert.throws(() => bytes.readUInt8(3), { code: 'ERR_OUT_OF_RANGE' })
        assert.throws(() => bytes.readUInt8('0'), { code: 'ERR_INVALID_ARG_TYPE' })
        assert.throws(() => bytes.readInt32LE(), { code: 'ERR_BUFFER_OUT_OF_BOUNDS' })
        assert.throws(() => bytes.readInt16LE(0.5), { code: 'ERR_OUT_OF_RANGE' })
        assert.throws(() => bytes.writeUInt8(256), { code: 'ERR_OUT_OF_RANGE' })
        assert.throws(() => bytes.writeInt16BE(2 ** 15), { code: 'ERR_OUT_OF_RANGE' })
        assert.throws(() => Buffer.alloc(8).writeBigInt64LE(1), TypeError)
        assert.throws(() => bytes.readUIntBE(0, 7), { code: 'ERR_OUT_OF_RANGE' })
        assert.throws(() => bytes.write(5), { code: 'ERR_INVALID_ARG_TYPE' })
        assert.throws(() => bytes.write('a', 4), { code: 'ERR_OUT_OF_RANGE' })
        assert.throws(() => bytes.fill('a', 0, 9), { code: 'ERR_OUT_OF_RANGE' })
        assert.throws(() => bytes.fill('zz', 'hex'), { code: 'ERR_INVALID_ARG_VALUE' })
        assert.throws(() => bytes.swap16(), { code: 'ERR_INVALID_BUFFER_SIZE' })
        assert.throws(() => bytes.equals('a'), { code: 'ERR_INVALID_ARG_TYPE' })
        assert.throws(() => bytes.indexOf({}), { code: 'ERR_INVALID_ARG_TYPE' })
        assert.throws(() => bytes.copy([]), { code: 'ERR_INVALID_ARG_TYPE' })
      }
    },
    SlowBuffer: {
      does: ({ SlowBuffer }) => assert.equal(SlowBuffer(3).length, 3),
      refuses: ({ SlowBuffer }) => assert.throws(() => SlowBuffer('3'), { code: 'ERR_INVALID_ARG_TYPE' })
    },
    File: {
      does: async ({ File }) => assert.ok(File === undefined || await new File(['a'], 'b').text() === 'a'),
      refuses: ({ File }) => assert.ok(File === undefined || assert.throws(() => new File(['a']), TypeError) === undefined)
    },
    Blob: { does: async ({ Blob }) => assert.equal(await new Blob(['a', 'b']).text(), 'ab'), refuses: ({ Blob }) => assert.throws(() => new Blob('a'), TypeError) },
    constants: value('constants', (own) => assert.ok(own.MAX_LENGTH > 2 ** 30 && own.MAX_STRING_LENGTH > 2 ** 28)),
    kMaxLength: value('kMaxLength', (own) => assert.ok(own > 2 ** 30)),
    kStringMaxLength: value('kStringMaxLength', (own) => assert.ok(own > 2 ** 28)),
    INSPECT_MAX_BYTES: value('INSPECT_MAX_BYTES', (own) => assert.equal(own, 50)),
    btoa: { does: ({ btoa }) => assert.equal(btoa('hi'), 'aGk='), refuses: ({ btoa }) => assert.throws(() => btoa('\u20ac'), { name: 'InvalidCharacterError' }) },
    atob: { does: ({ atob }) => assert.equal(atob('aGk='), 'hi'), refuses: ({ atob }) => assert.throws(() => atob('*'), { name: 'InvalidCharacterError' }) },
    transcode: {
      does ({ Buffer, transcode }) {
        assert.deepEqual([...transcode(Buffer.from('\u20ac'), 'utf8', 'latin1')], [63])
        assert.deepEqual([...transcode(Buffer.from('a\u00e9'), 'utf8', 'utf16le')], [97, 0, 233, 0])
      },
      refuses ({ Buffer, transcode }) {
        assert.throws(() => transcode('a', 'utf8', 'latin1'), { code: 'ERR_INVALID_ARG_TYPE' })
        assert.throws(() => transcode(Buffer.from('a'), 'utf8', 'hex'), { code: 'U_ILLEGAL_ARGUMENT_ERROR' })
      }
    },
    isUtf8: {
      does: ({ Buffer, isUtf8 }) => assert.deepEqual([isUtf8(Buffer.from('é')), isUtf8(Buffer.from([0xc3]))], [true, false]),
      refuses: ({ isUtf8 }) => assert.throws(() => isUtf8('a'), { code: 'ERR_INVALID_ARG_TYPE' })
    },
    isAscii: {
      does: ({ Buffer, isAscii }) => assert.deepEqual([isAscii(Buffer.from('e')), isAscii(Buffer.from('é'))], [true, false]),
      refuses: ({ isAscii }) => assert.throws(() => isAscii('a'), { code: 'ERR_INVALID_ARG_TYPE' })
    },
    default: { does: (m) => assert.equal(typeof (m.default.Buffer ?? m.default).from, 'function'), refuses: null }
  },
  string_decoder: {
    StringDecoder: {
      does ({ StringDecoder }) {
        const next = sequence()
        const pieces = [0x41, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xd8, 0xdc, 0xc3, 0xa9]
        for (let i = 0; i < 2000; i++) {
          const bytes = Uint8Array.from({ length: next(10) }, () => next(3) ? pieces[next(pieces.length)] : next(256))
          const [from, to] = [next(bytes.length + 1), next(bytes.length + 1)].sort((a, b) => a - b)
          for (const encoding of encodings) {
            const whole = new StringDecoder(encoding)
            const parts = new StringDecoder(encoding)
            const text = parts.write(bytes.subarray(0, from)) + parts.write(bytes.subarray(from, to)) + parts.end(bytes.subarray(to))
            assert.equal(text, whole.end(bytes), `${encoding} ${[...bytes]} ${from} ${to}`)
          }
        }
        const decoder = new StringDecoder('utf-8')
        assert.deepEqual([decoder.write(Uint8Array.of(0xe2, 0x82)), decoder.lastNeed, decoder.write(Uint8Array.of(0xac)), decoder.end()], ['', 1, '€', ''])
        assert.equal(new StringDecoder().encoding, 'utf8')
      },
      refuses ({ StringDecoder }) {
        assert.throws(() => new StringDecoder('utf7'), { code: 'ERR_UNKNOWN_ENCODING' })
        assert.throws(() => new StringDecoder().write(5), { code: 'ERR_INVALID_ARG_TYPE' })
      }
    },
    default: { does: (m) => assert.equal(typeof m.default.StringDecoder, 'function'), refuses: null }
  }
}
