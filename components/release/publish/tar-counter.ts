const BLOCK = 512
const SIZE_AT = 124
const SIZE_LENGTH = 12
const TYPE_AT = 156
const REGULAR = ['0', '\0']

/** Counts the files of a tar as its bytes pass by; only one header is held at a time. */
export class TarCounter {
  files = 0
  bytes = 0
  readonly #header = new Uint8Array(BLOCK)
  #filled = 0
  #skip = 0

  add(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, chunk.length - at)
        this.#skip -= skipped
        at += skipped
        continue
      }
      const taken = chunk.subarray(at, at + BLOCK - this.#filled)
      this.#header.set(taken, this.#filled)
      this.#filled += taken.length
      at += taken.length
      if (this.#filled === BLOCK) this.#read()
    }
  }

  #read(): void {
    this.#filled = 0
    const size = this.#size()
    if (size === null) return
    if (REGULAR.includes(String.fromCharCode(this.#header[TYPE_AT] ?? 0)) && this.#header[0] !== 0) {
      this.files += 1
      this.bytes += size
    }
    this.#skip = Math.ceil(size / BLOCK) * BLOCK
  }

  /** Octal, or null for the zeros at the end. */
  #size(): number | null {
    const digits = String.fromCharCode(...this.#header.subarray(SIZE_AT, SIZE_AT + SIZE_LENGTH)).replaceAll('\0', ' ')
    const size = Number.parseInt(digits.trim(), 8)
    return Number.isFinite(size) ? size : null
  }
}
