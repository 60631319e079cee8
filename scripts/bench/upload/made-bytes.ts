import { createHash, randomBytes } from 'node:crypto'

const PIECE = 1 << 20

/** Bytes that are made when they are asked for, from any offset on: a gigabyte that lies nowhere. */
export class MadeBytes {
  readonly size: number
  readonly #piece = randomBytes(PIECE)

  constructor(size: number) {
    this.size = size
  }

  sha256(): string {
    const hash = createHash('sha256')
    for (const piece of this.from(0)) hash.update(piece)
    return hash.digest('hex')
  }

  /** `flipped`: the position of one byte with one bit the other way round. */
  *from(offset: number, flipped = -1): Generator<Buffer> {
    for (let at = offset; at < this.size; ) {
      const number = Math.floor(at / PIECE)
      // Each piece its own copy: what was handed out may still be on its way.
      const piece = Buffer.from(this.#piece)
      piece.writeDoubleLE(number, 0)
      if (Math.floor(flipped / PIECE) === number) piece[flipped % PIECE] = (piece[flipped % PIECE] ?? 0) ^ 1
      const start = at - number * PIECE
      const end = Math.min(PIECE, this.size - number * PIECE)
      yield piece.subarray(start, end)
      at += end - start
    }
  }

  /** Those of the bytes from `offset` on that end before `end`. */
  *between(offset: number, end: number): Generator<Buffer> {
    let at = offset
    for (const piece of this.from(offset)) {
      const part = piece.subarray(0, Math.max(0, end - at))
      if (part.length > 0) yield part
      at += piece.length
      if (at >= end) return
    }
  }
}
