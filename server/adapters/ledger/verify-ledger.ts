import { canonicalJson } from '../../protocol/canonical-json.ts'
import { LedgerLine, type Seal, type SealedEntry } from '../../protocol/ledger.ts'
import { digestOf, NO_SEAL, sealed, sealHash } from './chain.ts'

/** The first thing that does not fit, and what that means. */
export type Misfit = {
  readonly what: 'changed' | 'missing' | 'reordered' | 'inserted' | 'truncated'
  /** `decision:12`, `audit:7`, `seal 3`, or a line of the file */
  readonly where: string
  readonly because: string
}

export type Verified = {
  readonly rollout: string | null
  readonly seals: number
  readonly entries: number
  readonly newest: string
  readonly misfit: Misfit | null
}

class Found extends Error {
  readonly misfit: Misfit
  constructor(what: Misfit['what'], where: string, because: string) {
    super(because)
    this.misfit = { what, where, because }
  }
}

type Block = { readonly seal: Seal; readonly listed: readonly SealedEntry[]; readonly read: SealedEntry[] }

/** Recomputes every hash of an exported ledger and stops at the first thing that does not fit. Memory holds one seal's list. */
export async function verifyLedger(lines: AsyncIterable<string>, witnessed: string | null): Promise<Verified> {
  const reading = new Reading(witnessed)
  try {
    for await (const text of lines) reading.line(text)
    reading.end()
    return { ...reading.counted, misfit: null }
  } catch (cause) {
    if (cause instanceof Found) return { ...reading.counted, misfit: cause.misfit }
    throw cause
  }
}

class Reading {
  readonly #witnessed: string | null
  #witnessSeen = false
  #number = 0
  #rollout: string | null | undefined
  #seals = 0
  #entries = 0
  #newest = NO_SEAL
  #block: Block | null = null
  #ended = false

  constructor(witnessed: string | null) {
    this.#witnessed = witnessed
  }

  get counted() {
    return { rollout: this.#rollout ?? null, seals: this.#seals, entries: this.#entries, newest: this.#newest }
  }

  line(text: string): void {
    this.#number += 1
    const line = this.#parse(text)
    if (this.#ended) throw new Found('inserted', this.#here, 'Something stands after the end.')
    if ('ledger' in line !== (this.#number === 1))
      throw new Found('changed', this.#here, 'The head is not where it belongs.')
    if ('ledger' in line) this.#rollout = line.rollout
    else if ('seal' in line) this.#seal(line)
    else if ('entry' in line) this.#entry(sealed(line.entry))
    else this.#end(line.end)
  }

  end(): void {
    if (!this.#ended) {
      const { listed = [], read = [] } = this.#block ?? {}
      if (read.some(([name], n) => name !== listed[n]?.[0])) this.#closeBlock()
      const next = listed[read.length]
      throw new Found('truncated', next ? next[0] : this.#here, 'The file ends before the ledger does.')
    }
    if (this.#witnessed !== null && !this.#witnessSeen)
      throw new Found(
        'missing',
        `seal ${this.#witnessed}`,
        'The seal that was written down is not in it: its tail was cut off, or it was written anew.',
      )
  }

  get #here() {
    return `line ${this.#number}`
  }

  #parse(text: string): LedgerLine {
    const line = LedgerLine.safeParse(jsonOf(text))
    // Only one text stands for each content: a byte that means nothing has no place to be in.
    if (line.success && canonicalJson(line.data) === text) return line.data
    const next = this.#block?.listed[this.#block.read.length]
    throw new Found('changed', next ? next[0] : this.#here, `Line ${this.#number} is not as it was written.`)
  }

  #seal({ seal, hash, entries }: Extract<LedgerLine, { seal: unknown }>): void {
    this.#closeBlock()
    const where = `seal ${seal.number}`
    if (sealHash(seal) !== hash) throw new Found('changed', where, 'The seal does not have the hash it says.')
    if (seal.number !== this.#seals + 1) {
      const what = seal.number > this.#seals + 1 ? 'missing' : 'reordered'
      throw new Found(what, `seal ${this.#seals + 1}`, `Seal ${this.#seals} is followed by seal ${seal.number}.`)
    }
    if (seal.previous !== this.#newest)
      throw new Found('changed', where, `It was made after another seal ${this.#seals} than the one in this file.`)
    const concerned = this.#rollout === null || seal.rollouts.includes(this.#rollout ?? '')
    if (concerned !== (entries !== null))
      throw new Found(concerned ? 'missing' : 'inserted', where, 'The list of its entries is not where it belongs.')
    if (entries && (digestOf(entries) !== seal.digest || entries.length !== seal.count))
      throw new Found('changed', where, 'The list of its entries is not the one that was sealed.')
    const mine = (entries ?? []).filter(([, rollout]) => this.#rollout === null || rollout === this.#rollout)
    this.#block = { seal, listed: mine, read: [] }
    this.#seals = seal.number
    this.#newest = hash
    this.#witnessSeen ||= hash === this.#witnessed
  }

  #entry(entry: SealedEntry): void {
    if (!this.#block) throw new Found('inserted', entry[0], 'It stands before the first seal.')
    const listed = this.#block.listed[this.#block.read.length]
    if (listed?.[0] === entry[0] && listed[2] !== entry[2])
      throw new Found('changed', entry[0], `It is not what seal ${this.#block.seal.number} holds.`)
    this.#block.read.push(entry)
    this.#entries += 1
  }

  #end({ seals, newest }: { seals: number; newest: string }): void {
    this.#closeBlock()
    if (seals > this.#seals) throw new Found('missing', `seal ${this.#seals + 1}`, `There were ${seals} seals.`)
    if (seals !== this.#seals || newest !== this.#newest)
      throw new Found('changed', this.#here, 'The end speaks of another ledger.')
    this.#ended = true
  }

  /** All of a seal's entries, in their order, and nothing else. */
  #closeBlock(): void {
    const block = this.#block
    this.#block = null
    if (!block) return
    const { seal, listed, read } = block
    const place = listed.findIndex(([name], n) => read[n]?.[0] !== name)
    const at = place === -1 ? listed.length : place
    const [wanted, found] = [listed[at]?.[0], read[at]?.[0]]
    const has = (some: readonly SealedEntry[], name: string) => some.some(([one]) => one === name)
    if (wanted !== undefined && !has(read, wanted))
      throw new Found('missing', wanted, `Seal ${seal.number} holds it, the file does not.`)
    if (found !== undefined && (wanted === undefined || !has(listed, found)))
      throw new Found('inserted', found, `Seal ${seal.number} does not hold it, or not twice.`)
    if (wanted !== undefined && found !== undefined)
      throw new Found('reordered', found, `It stands in the place of ${wanted} of seal ${seal.number}.`)
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
