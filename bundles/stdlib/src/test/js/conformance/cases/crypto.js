import assert from 'node:assert/strict'

const value = (name, check) => ({ does: (m) => check(m[name]), refuses: null })
const invalid = { code: 'ERR_INVALID_ARG_TYPE' }
const range = { code: 'ERR_OUT_OF_RANGE' }
const finalized = { code: 'ERR_CRYPTO_HASH_FINALIZED' }
const unknown = { code: 'ERR_CRYPTO_INVALID_DIGEST' }
const hex = (data) => {
  const view = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
  return Array.from(view, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16))
const called = (start) => new Promise((resolve, reject) => start((error, result) => error ? reject(error) : resolve(result)))
const read = (stream) => new Promise((resolve, reject) => {
  const all = []
  stream.on('data', (chunk) => all.push(hex(chunk))).on('end', () => resolve(all.join(''))).on('error', reject)
})

/** Of `abc`: RFC 1321, RFC 3174, FIPS 180-4 and 202, RFC 7693. */
const HASHES = {
  md5: '900150983cd24fb0d6963f7d28e17f72',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  sha224: '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  sha384: 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
  sha512: 'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  'sha512-256': '53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23',
  'sha3-256': '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532',
  ripemd160: '8eb208f7e05d987a9b044a8e98c6b087f15a0bfc',
  blake2b512: 'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
  blake2s256: '508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982'
}

/** RFC 8032, 7.1: seed, public key, message, signature. */
const SIGNATURES = [
  ['9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'],
  ['4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'],
  ['c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a']
]

/** RFC 7748, 6.1. */
const EXCHANGE = {
  alice: ['77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a', '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a'],
  bob: ['5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb', 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f'],
  shared: '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742'
}

/** The message that NaCl is documented with, from Alice to Bob of RFC 7748. */
const BOX = {
  key: '1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389',
  nonce: '69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37',
  plain: 'be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31' +
    '0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705',
  sealed: 'f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f' +
    '9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5'
}

/** What the streams of hashes do. */
async function streams (own, expected) {
  const done = read(own)
  own.write('a')
  own.end('bc')
  assert.equal(await done, expected)
}

const cases = {
  webcrypto: value('webcrypto', (own) => assert.equal(typeof own.subtle.digest, 'function')),
  subtle: value('subtle', (own) => assert.equal(typeof own.encrypt, 'function')),
  RANDOM_BYTES_QUOTA: value('RANDOM_BYTES_QUOTA', (own) => assert.equal(own, 65536)),
  MAX_RANDOM_BYTES: value('MAX_RANDOM_BYTES', (own) => assert.equal(own, 2 ** 48 - 1)),
  MAX_RANDOM_BYTES_PAGES: value('MAX_RANDOM_BYTES_PAGES', (own) => assert.ok(own > 2 ** 32 - 1 && own < 2 ** 32)),
  default: value('default', (own) => assert.equal(typeof own.randomBytes, 'function')),

  getRandomValues: {
    does (m) {
      const small = new Uint16Array(16)
      assert.equal(m.getRandomValues(small), small)
      assert.ok(small.some((number) => number !== 0))
      const large = m.getRandomValues(new Uint32Array(50_000))
      for (const part of [large.subarray(0, 100), large.subarray(16_300, 16_400), large.subarray(-100)]) {
        assert.ok(part.some((number) => number !== 0))
      }
    },
    refuses (m) {
      assert.throws(() => m.getRandomValues(new Float32Array(1)), { name: 'TypeMismatchError' })
      assert.throws(() => m.getRandomValues(new Float64Array(20_000)), { name: 'TypeMismatchError' })
      assert.throws(() => m.getRandomValues('a'))
    }
  },
  rand64: {
    does (m) {
      const all = Array.from({ length: 100 }, () => m.rand64())
      assert.ok(all.every((number) => number >= 0n && number < 2n ** 64n))
      assert.equal(new Set(all).size, 100)
    },
    refuses: null
  },
  randomBytes: {
    async does ({ randomBytes }) {
      const own = randomBytes(100)
      assert.equal(own.toString('hex').length, 200)
      assert.notEqual(own.toString('hex'), randomBytes(100).toString('hex'))
      assert.ok(randomBytes(200_000).subarray(-50).some((byte) => byte !== 0))
      assert.equal(randomBytes(0).length, 0)
      assert.equal((await called((callback) => randomBytes(7, callback))).length, 7)
    },
    refuses ({ randomBytes }) {
      assert.throws(() => randomBytes('5'), invalid)
      assert.throws(() => randomBytes(), invalid)
      for (const bad of [-1, NaN, Infinity, 2 ** 31]) {
        assert.throws(() => randomBytes(bad), range)
      }
      assert.throws(() => randomBytes(1, 5), invalid)
    }
  },
  randomFillSync: {
    does ({ randomFillSync }) {
      const own = new Uint8Array(200)
      assert.equal(randomFillSync(own, 50, 100), own)
      assert.ok(own.subarray(50, 150).some((byte) => byte !== 0))
      assert.ok([...own.subarray(0, 50), ...own.subarray(150)].every((byte) => byte === 0))
      const words = randomFillSync(new Uint32Array(64), 32)
      assert.ok(words.subarray(0, 32).every((word) => word === 0) && words.subarray(32).some((word) => word !== 0))
      assert.equal(randomFillSync(new ArrayBuffer(4)).byteLength, 4)
    },
    refuses ({ randomFillSync }) {
      assert.throws(() => randomFillSync('abc'), invalid)
      assert.throws(() => randomFillSync(new Uint8Array(3), '1'), invalid)
      assert.throws(() => randomFillSync(new Uint8Array(3), 4), range)
      assert.throws(() => randomFillSync(new Uint8Array(3), -1), range)
      assert.throws(() => randomFillSync(new Uint8Array(3), 1, 3), range)
    }
  },
  randomFill: {
    async does ({ randomFill }) {
      const own = new Uint8Array(64)
      assert.equal(await called((callback) => randomFill(own, 32, callback)), own)
      assert.ok(own.subarray(0, 32).every((byte) => byte === 0) && own.subarray(32).some((byte) => byte !== 0))
    },
    refuses ({ randomFill }) {
      assert.throws(() => randomFill(new Uint8Array(3)), invalid)
      assert.throws(() => randomFill('abc', () => {}), invalid)
      assert.throws(() => randomFill(new Uint8Array(3), 4, () => {}), range)
    }
  },
  randomInt: {
    async does ({ randomInt }) {
      const seen = new Set(Array.from({ length: 300 }, () => randomInt(3)))
      assert.deepEqual([...seen].sort(), [0, 1, 2])
      assert.equal(randomInt(-5, -4), -5)
      const far = randomInt(Number.MAX_SAFE_INTEGER - 10, Number.MAX_SAFE_INTEGER)
      assert.ok(Number.isSafeInteger(far) && far < Number.MAX_SAFE_INTEGER)
      assert.equal(await called((callback) => randomInt(7, 8, callback)), 7)
      assert.equal(await called((callback) => randomInt(1, callback)), 0)
    },
    refuses ({ randomInt }) {
      for (const bad of ['a', 1.5, NaN, undefined, 2 ** 53]) {
        assert.throws(() => randomInt(bad), invalid)
      }
      assert.throws(() => randomInt(1, 1), range)
      assert.throws(() => randomInt(0), range)
      assert.throws(() => randomInt(0, 2 ** 50), range)
      assert.throws(() => randomInt(0, 5, 5), invalid)
    }
  },
  randomUUID: {
    does: ({ randomUUID }) => assert.match(randomUUID({ disableEntropyCache: true }), /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
    refuses ({ randomUUID }) {
      assert.throws(() => randomUUID(5), invalid)
      assert.throws(() => randomUUID({ disableEntropyCache: 'yes' }), invalid)
    }
  },
  timingSafeEqual: {
    does ({ timingSafeEqual }) {
      assert.equal(timingSafeEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 2)), true)
      assert.equal(timingSafeEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 3).buffer), false)
      assert.equal(timingSafeEqual(Uint16Array.of(513), Uint8Array.of(1, 2)), true)
    },
    refuses ({ timingSafeEqual }) {
      assert.throws(() => timingSafeEqual(Uint8Array.of(1), Uint8Array.of(1, 2)), { code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH' })
      assert.throws(() => timingSafeEqual('a', 'a'), invalid)
      assert.throws(() => timingSafeEqual(Uint8Array.of(1), null), invalid)
    }
  },

  createDigest: {
    async does ({ createDigest }) {
      const own = await createDigest('SHA-256', new TextEncoder().encode('abc'))
      assert.equal(own.toString('hex'), HASHES.sha256)
      assert.equal((await createDigest('SHA-1', new TextEncoder().encode('abc').buffer)).toString('hex'), HASHES.sha1)
    },
    async refuses ({ createDigest }) {
      await assert.rejects(createDigest('MD5', new Uint8Array(0)), { name: 'NotSupportedError' })
      await assert.rejects(createDigest(null, new Uint8Array(0)), invalid)
      await assert.rejects(createDigest('SHA-256', 'abc'), invalid)
    }
  },
  murmur3: {
    does ({ murmur3 }) {
      // the values of the reference implementation
      assert.deepEqual([murmur3(''), murmur3('', 1), murmur3('test'), murmur3('Hello, world!')], [0, 0x514e28b7, 0xba6bd213, 0xc0363e43])
      assert.equal(murmur3('The quick brown fox jumps over the lazy dog', 0x9747b28c), 0x2fa826cd)
      assert.equal(murmur3(Uint8Array.of(116, 101, 115, 116)), murmur3('test'))
    },
    refuses ({ murmur3 }) {
      assert.throws(() => murmur3(5), invalid)
      assert.throws(() => murmur3(), invalid)
      assert.throws(() => murmur3('a', 'b'), invalid)
    }
  },

  getHashes: {
    does ({ createHash, getHashes }) {
      for (const name of getHashes()) {
        assert.match(createHash(name).update('abc').digest('hex'), /^[\da-f]+$/)
      }
      assert.ok(Object.keys(HASHES).every((name) => getHashes().includes(name)))
    },
    refuses: null
  },
  createHash: {
    async does ({ createHash }) {
      for (const [name, expected] of Object.entries(HASHES)) {
        assert.equal(createHash(name).update('a').update(Uint8Array.of(98)).update('63', 'hex').digest('hex'), expected, name)
      }
      assert.equal(hex(createHash('RSA-SHA256').update('abc').digest()), HASHES.sha256)
      assert.equal(createHash('SHA-256').update('abc').digest('base64url'), 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
      // FIPS 202: of nothing
      assert.equal(createHash('shake128').digest('hex'), '7f9c2ba4e88f827d616045507605853e')
      assert.equal(createHash('shake256', { outputLength: 5 }).digest('hex'), '46b9dd2b0b')
      assert.equal(createHash('shake256', { outputLength: 0 }).digest('hex'), '')
      const first = createHash('sha1').update('a')
      const second = first.copy().update('bc')
      first.update('x')
      assert.equal(second.digest('hex'), HASHES.sha1)
      await streams(createHash('sha512'), HASHES.sha512)
    },
    refuses ({ createHash }) {
      assert.throws(() => createHash('sha0'), /Digest method/)
      assert.throws(() => createHash('toString'), /Digest method/)
      assert.throws(() => createHash(5), invalid)
      assert.throws(() => createHash('sha256', { outputLength: 5 }), { code: 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH' })
      assert.throws(() => createHash('shake128', { outputLength: '5' }), invalid)
      assert.throws(() => createHash('shake128', { outputLength: -1 }), range)
      assert.throws(() => createHash('sha1').update(5), invalid)
      assert.throws(() => createHash('sha1').update(new ArrayBuffer(1)), invalid)
      const done = createHash('sha1')
      done.digest()
      assert.throws(() => done.digest(), finalized)
      assert.throws(() => done.update('a'), finalized)
      assert.throws(() => done.copy(), finalized)
    }
  },
  Hash: {
    does: ({ Hash, createHash }) => assert.ok(createHash('md5') instanceof Hash),
    refuses: ({ createHash }) => assert.throws(() => createHash('md5').update(null), invalid)
  },
  createHmac: {
    async does ({ createHmac }) {
      // RFC 4231, 4.3 and 4.7
      assert.equal(createHmac('sha256', 'Jefe').update('what do ya want ').update('for nothing?').digest('hex'),
        '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
      assert.equal(createHmac('sha256', new Uint8Array(131).fill(0xaa)).update('Test Using Larger Than Block-Size Key - Hash Key First').digest('hex'),
        '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54')
      await streams(createHmac('md5', 'key'), createHmac('md5', bytes('6b6579').buffer).update('abc').digest('hex'))
      const own = createHmac('sha1', 'k')
      own.digest()
      assert.equal(own.digest('hex'), '')
    },
    refuses ({ createHmac }) {
      assert.throws(() => createHmac('sha0', 'k'), unknown)
      assert.throws(() => createHmac('sha1'), invalid)
      assert.throws(() => createHmac('sha1', null), invalid)
      assert.throws(() => createHmac(null, 'k'), invalid)
      assert.throws(() => createHmac('sha1', 'k').update(5), invalid)
      assert.throws(() => {
        const own = createHmac('sha1', 'k')
        own.digest()
        own.update('a')
      }, finalized)
    }
  },
  Hmac: {
    does: ({ Hmac, createHmac }) => assert.ok(createHmac('md5', '') instanceof Hmac),
    refuses: ({ createHmac }) => assert.throws(() => createHmac('md5', 5), invalid)
  },
  hash: {
    does ({ hash }) {
      assert.equal(hash('sha1', 'abc'), HASHES.sha1)
      assert.equal(hex(hash('sha1', bytes('616263'), 'buffer')), HASHES.sha1)
    },
    refuses ({ hash }) {
      assert.throws(() => hash('sha1', 5), invalid)
      assert.throws(() => hash(5, 'a'), invalid)
      assert.throws(() => hash('sha0', 'a'), /Digest method/)
      assert.throws(() => hash('sha1', 'a', 'utf7'), { code: 'ERR_INVALID_ARG_VALUE' })
    }
  },

  pbkdf2Sync: {
    does ({ pbkdf2Sync }) {
      // RFC 6070 and RFC 7914, 11
      assert.equal(pbkdf2Sync('password', 'salt', 2, 20, 'sha1').toString('hex'), 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957')
      assert.equal(pbkdf2Sync('passwd', 'salt', 1, 64, 'sha256').toString('hex'),
        '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783')
      assert.equal(pbkdf2Sync('', '', 1, 0, 'md5').length, 0)
    },
    refuses: ({ pbkdf2Sync }) => badPbkdf2((...args) => pbkdf2Sync(...args))
  },
  pbkdf2: {
    async does ({ pbkdf2, pbkdf2Sync }) {
      for (const args of [['password', 'salt', 2, 20, 'sha1'], [bytes('00ff').buffer, new Uint8Array(0), 3, 100, 'sha512'], ['', 'salt', 1, 9, 'sha256'],
        ['a', 'b', 2, 33, 'ripemd160'], ['a', 'b', 1, 0, 'sha1']]) {
        assert.equal(hex(await called((callback) => pbkdf2(...args, callback))), hex(pbkdf2Sync(...args)))
      }
    },
    refuses ({ pbkdf2 }) {
      badPbkdf2((...args) => pbkdf2(...args, () => {}))
      assert.throws(() => pbkdf2('a', 'b', 1, 5, 'sha1'), invalid)
    }
  },
  scryptSync: {
    does ({ scryptSync }) {
      // RFC 7914, 12
      assert.equal(scryptSync('', '', 64, { N: 16, r: 1, p: 1 }).toString('hex'),
        '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906')
      assert.equal(scryptSync('password', 'NaCl', 64, { cost: 1024, blockSize: 8, parallelization: 16 }).toString('hex'),
        'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640')
      assert.equal(scryptSync('a', 'b', 0).length, 0)
    },
    refuses: ({ scryptSync }) => badScrypt((...args) => scryptSync(...args))
  },
  scrypt: {
    async does ({ scrypt, scryptSync }) {
      assert.equal(hex(await called((callback) => scrypt('a', 'b', 5, { N: 16 }, callback))), hex(scryptSync('a', 'b', 5, { N: 16 })))
      assert.equal(hex(await called((callback) => scrypt('a', 'b', 0, callback))), '')
    },
    refuses ({ scrypt }) {
      badScrypt((password, salt, length, options) => scrypt(password, salt, length, options, () => {}))
      assert.throws(() => scrypt('a', 'b', 5), invalid)
    }
  },
  hkdfSync: {
    does ({ hkdfSync }) {
      // RFC 5869, A.1
      const own = hkdfSync('sha256', new Uint8Array(22).fill(11), bytes('000102030405060708090a0b0c'), bytes('f0f1f2f3f4f5f6f7f8f9'), 42)
      assert.equal(hex(own), '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865')
      assert.deepEqual([own.byteLength, hkdfSync('sha1', 'k', '', '', 0).byteLength], [42, 0])
    },
    refuses: ({ hkdfSync }) => badHkdf((...args) => hkdfSync(...args))
  },
  hkdf: {
    async does ({ hkdf, hkdfSync }) {
      assert.equal(hex(await called((callback) => hkdf('sha512', 'key', 'salt', 'info', 99, callback))), hex(hkdfSync('sha512', 'key', 'salt', 'info', 99)))
    },
    refuses ({ hkdf }) {
      badHkdf((...args) => hkdf(...args, () => {}))
      assert.throws(() => hkdf('sha1', 'k', 's', 'i', 5), invalid)
    }
  },

  ready: {
    async does ({ ready, sodium }) {
      assert.ok(ready instanceof Promise)
      assert.deepEqual(await Promise.all([ready, sodium.ready]), [undefined, undefined])
      assert.equal(await ready.finally(() => {}), undefined)
    },
    refuses: null
  },
  sodium: {
    async does ({ ready, sodium }) {
      await ready
      signs(sodium)
      boxes(sodium)
      hashes(sodium)
    },
    async refuses ({ ready, sodium }) {
      await ready
      const { publicKey, privateKey } = sodium.crypto_box_keypair()
      const sealed = sodium.crypto_box_seal('secret', publicKey)
      sealed[sealed.length - 1] ^= 1
      assert.throws(() => sodium.crypto_box_seal_open(sealed, publicKey, privateKey))
      assert.throws(() => sodium.crypto_box_seal_open(new Uint8Array(3), publicKey, privateKey))
      assert.throws(() => sodium.crypto_box_seal('secret', publicKey.subarray(1)), TypeError)
      assert.throws(() => sodium.crypto_sign_detached('a', 'no key'), TypeError)
      assert.throws(() => sodium.crypto_sign_detached(undefined, new Uint8Array(64)), TypeError)
      assert.throws(() => sodium.crypto_generichash(65, 'a'))
      assert.throws(() => sodium.crypto_scalarmult(new Uint8Array(32), new Uint8Array(32)))
      assert.throws(() => sodium.crypto_secretbox_open_easy(bytes(BOX.sealed).fill(0, 0, 1), bytes(BOX.nonce), bytes(BOX.key)))
      const signer = sodium.crypto_sign_keypair()
      const signature = sodium.crypto_sign_detached('a', signer.privateKey)
      assert.equal(sodium.crypto_sign_verify_detached(signature, 'b', signer.publicKey), false)
      assert.throws(() => sodium.crypto_sign_open(signature, signer.publicKey))
      assert.throws(() => sodium.from_hex('xyz'))
    }
  }
}

function badPbkdf2 (derive) {
  assert.throws(() => derive(5, 'b', 1, 5, 'sha1'), invalid)
  assert.throws(() => derive('a', null, 1, 5, 'sha1'), invalid)
  assert.throws(() => derive('a', 'b', '1', 5, 'sha1'), invalid)
  assert.throws(() => derive('a', 'b', 0, 5, 'sha1'), range)
  assert.throws(() => derive('a', 'b', 1, -5, 'sha1'), range)
  assert.throws(() => derive('a', 'b', 1, 2 ** 31, 'sha1'), range)
  assert.throws(() => derive('a', 'b', 1, 5, 5), invalid)
  assert.throws(() => derive('a', 'b', 1, 5, 'sha0'), unknown)
}

function badScrypt (derive) {
  const params = { code: 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS' }
  assert.throws(() => derive(5, 'b', 5), invalid)
  assert.throws(() => derive('a', null, 5), invalid)
  assert.throws(() => derive('a', 'b', '5'), invalid)
  assert.throws(() => derive('a', 'b', -5), range)
  assert.throws(() => derive('a', 'b', 5, { N: 3 }), params)
  assert.throws(() => derive('a', 'b', 5, { N: 2 ** 20 }), params)
  assert.throws(() => derive('a', 'b', 5, { N: '16' }), invalid)
  assert.throws(() => derive('a', 'b', 5, { N: -16 }), range)
  assert.throws(() => derive('a', 'b', 5, { N: 16, maxmem: 'much' }), invalid)
}

function badHkdf (derive) {
  assert.throws(() => derive('sha0', 'k', 's', 'i', 5), unknown)
  assert.throws(() => derive(5, 'k', 's', 'i', 5), invalid)
  for (const at of [1, 2, 3]) {
    assert.throws(() => derive(...['sha1', 'k', 's', 'i'].with(at, 5), 5), invalid)
  }
  assert.throws(() => derive('sha1', 'k', 's', 'i', '5'), invalid)
  assert.throws(() => derive('sha1', 'k', 's', 'i', -5), range)
  assert.throws(() => derive('sha1', 'k', 's', 'i', 6000), { code: 'ERR_CRYPTO_INVALID_KEYLEN' })
  assert.throws(() => derive('sha1', 'k', 's', 'i'.repeat(1025), 5), range)
}

function signs (sodium) {
  for (const [seed, key, message, signature] of SIGNATURES) {
    const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(bytes(seed))
    assert.equal(hex(publicKey), key)
    assert.equal(hex(sodium.crypto_sign_detached(bytes(message), privateKey)), signature)
    assert.equal(sodium.crypto_sign_verify_detached(bytes(signature), bytes(message), publicKey), true)
    assert.equal(hex(sodium.crypto_sign(bytes(message), privateKey)), signature + message)
    assert.equal(hex(sodium.crypto_sign_open(bytes(signature + message), publicKey)), message)
  }
  // one key for both: what is sealed for a signer can be opened by it
  const signer = sodium.crypto_sign_keypair()
  const publicKey = sodium.crypto_sign_ed25519_pk_to_curve25519(signer.publicKey)
  const privateKey = sodium.crypto_sign_ed25519_sk_to_curve25519(signer.privateKey)
  assert.equal(hex(sodium.crypto_scalarmult_base(privateKey)), hex(publicKey))
  assert.equal(sodium.crypto_box_seal_open(sodium.crypto_box_seal('secret', publicKey), publicKey, privateKey, 'text'), 'secret')
}

function boxes (sodium) {
  const [[alice, alicePublic], [bob, bobPublic]] = [EXCHANGE.alice, EXCHANGE.bob].map((pair) => pair.map(bytes))
  assert.equal(hex(sodium.crypto_scalarmult_base(alice)), EXCHANGE.alice[1])
  assert.deepEqual([hex(sodium.crypto_scalarmult(alice, bobPublic)), hex(sodium.crypto_scalarmult(bob, alicePublic))], [EXCHANGE.shared, EXCHANGE.shared])
  assert.equal(hex(sodium.crypto_box_beforenm(bobPublic, alice)), BOX.key)
  assert.equal(hex(sodium.crypto_box_easy(bytes(BOX.plain), bytes(BOX.nonce), bobPublic, alice)), BOX.sealed)
  assert.equal(hex(sodium.crypto_box_open_easy(bytes(BOX.sealed), bytes(BOX.nonce), alicePublic, bob)), BOX.plain)
  assert.equal(hex(sodium.crypto_secretbox_easy(bytes(BOX.plain), bytes(BOX.nonce), bytes(BOX.key))), BOX.sealed)
  assert.equal(hex(sodium.crypto_secretbox_open_easy(bytes(BOX.sealed), bytes(BOX.nonce), bytes(BOX.key))), BOX.plain)
  const [client, server] = [sodium.crypto_kx_keypair(), sodium.crypto_kx_seed_keypair(new Uint8Array(32).fill(7))]
  const there = sodium.crypto_kx_client_session_keys(client.publicKey, client.privateKey, server.publicKey)
  const here = sodium.crypto_kx_server_session_keys(server.publicKey, server.privateKey, client.publicKey)
  assert.deepEqual([hex(there.sharedRx), hex(there.sharedTx)], [hex(here.sharedTx), hex(here.sharedRx)])
}

function hashes (sodium) {
  assert.equal(sodium.crypto_generichash(64, 'abc', null, 'hex'), HASHES.blake2b512)
  const state = sodium.crypto_generichash_init(null, 64)
  sodium.crypto_generichash_update(state, 'a')
  sodium.crypto_generichash_update(state, 'bc')
  assert.equal(sodium.crypto_generichash_final(state, 64, 'hex'), HASHES.blake2b512)
  assert.equal(hex(sodium.crypto_hash('abc')), HASHES.sha512)
  assert.equal(sodium.randombytes_buf(33).length, 33)
  assert.ok(sodium.randombytes_uniform(3) < 3)
  assert.equal(sodium.memcmp(bytes('0102'), bytes('0102')), true)
  assert.equal(sodium.to_hex(sodium.from_base64(sodium.to_base64(bytes('00ff')))), '00ff')
}

export default { crypto: cases }
