/** What is known of a file. */

const S_IFMT = 0o170000

/**
 * @typedef {{ tv_sec: string, tv_nsec: string }} Time
 */

/**
 * The attributes of a file, in Node's shape. Numbers are BigInts if `bigint` was asked for; then
 * there are times in nanoseconds too.
 */
export class Stats {
  /**
   * @param {Record<string, any> | Stats} stat as the platform answers it, all numbers as text
   * @param {boolean} [fromBigInt]
   * @returns {Stats}
   */
  static from (stat, fromBigInt = false) {
    return stat instanceof Stats ? stat : new Stats(stat, fromBigInt)
  }

  /**
   * @param {Record<string, any>} stat
   * @param {boolean} [bigint]
   */
  constructor (stat, bigint = false) {
    const number = bigint ? BigInt : Number
    /**
     * @param {Time} time
     * @returns {any}
     */
    const millis = (time) => bigint
      ? BigInt(time.tv_sec) * 1000n + BigInt(time.tv_nsec) / 1000000n
      : Number(time.tv_sec) * 1000 + Number(time.tv_nsec) / 1e6
    /** @type {any} */
    this.dev = number(stat.st_dev)
    /** @type {any} */
    this.mode = number(stat.st_mode)
    /** @type {any} */
    this.nlink = number(stat.st_nlink)
    /** @type {any} */
    this.uid = number(stat.st_uid)
    /** @type {any} */
    this.gid = number(stat.st_gid)
    /** @type {any} */
    this.rdev = number(stat.st_rdev)
    /** @type {any} */
    this.blksize = number(stat.st_blksize)
    /** @type {any} */
    this.ino = number(stat.st_ino)
    /** @type {any} */
    this.size = number(stat.st_size)
    /** @type {any} */
    this.blocks = number(stat.st_blocks)
    this.atimeMs = millis(stat.st_atim)
    this.mtimeMs = millis(stat.st_mtim)
    this.ctimeMs = millis(stat.st_ctim)
    this.birthtimeMs = millis(stat.st_birthtim)
    if (bigint) {
      /** @param {Time} time */
      const nanos = (time) => BigInt(time.tv_sec) * 1000000000n + BigInt(time.tv_nsec)
      this.atimeNs = nanos(stat.st_atim)
      this.mtimeNs = nanos(stat.st_mtim)
      this.ctimeNs = nanos(stat.st_ctim)
      this.birthtimeNs = nanos(stat.st_birthtim)
    }
    this.atime = new Date(Math.round(Number(this.atimeMs)))
    this.mtime = new Date(Math.round(Number(this.mtimeMs)))
    this.ctime = new Date(Math.round(Number(this.ctimeMs)))
    this.birthtime = new Date(Math.round(Number(this.birthtimeMs)))
  }

  /** @param {number} type */
  #is (type) { return (Number(this.mode) & S_IFMT) === type }

  isFile () { return this.#is(0o100000) }
  isDirectory () { return this.#is(0o040000) }
  isSymbolicLink () { return this.#is(0o120000) }
  isFIFO () { return this.#is(0o010000) }
  isSocket () { return this.#is(0o140000) }
  isCharacterDevice () { return this.#is(0o020000) }
  isBlockDevice () { return this.#is(0o060000) }
}

/** What is known of a file system. Numbers are BigInts if `bigint` was asked for. */
export class StatFs {
  /**
   * @param {Record<string, string>} data as the platform answers it, all numbers as text
   * @param {boolean} [bigint]
   */
  constructor (data, bigint = false) {
    const number = bigint ? BigInt : Number
    /** @type {any} */
    this.type = number(data.type)
    /** @type {any} */
    this.bsize = number(data.bsize)
    /** @type {any} */
    this.blocks = number(data.blocks)
    /** @type {any} */
    this.bfree = number(data.bfree)
    /** @type {any} */
    this.bavail = number(data.bavail)
    /** @type {any} */
    this.files = number(data.files)
    /** @type {any} */
    this.ffree = number(data.ffree)
  }
}

export default Stats
