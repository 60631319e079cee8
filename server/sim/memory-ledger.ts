import { type Inputs, type Kept, readInputs, writeInputs } from '../domain/ledger/inputs.ts'
import { decidesTheSame, decisionText } from '../domain/ledger/replay.ts'
import type { Decision } from '../domain/rollout/rollout.ts'

/** What every simulated decision leaves behind; one that does not replay from it fails the story it belongs to. */
export class MemoryLedger {
  #kept: Kept | null = null
  #read: Inputs | null = null
  entries = 0

  record(inputs: Inputs, decision: Decision): void {
    const written = writeInputs(this.#kept, inputs)
    this.#read = readInputs(written.text, written.whole ? null : this.#read)
    this.#kept = written.kept
    this.entries += 1
    if (!decidesTheSame(this.#read, decisionText(decision)))
      throw new Error(`[B-10] decision ${this.entries} does not replay: ${decision.because}`)
  }
}
