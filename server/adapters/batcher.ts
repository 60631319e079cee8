type Waiting<Item, Answer> = { item: Item; resolve: (answer: Answer) => void; reject: (cause: unknown) => void }

/**
 * Turns many single requests into few batches: while one batch is at work the next one gathers, so that a busy time makes
 * larger batches instead of more of them. `work` answers in the order of its items; when it throws, each of them learns it.
 */
export class Batcher<Item, Answer> {
  #gathered: Waiting<Item, Answer>[] = []
  #working = false
  readonly #work: (items: readonly Item[]) => Promise<readonly Answer[]>
  readonly #most: number

  constructor(work: (items: readonly Item[]) => Promise<readonly Answer[]>, most = 500) {
    this.#work = work
    this.#most = most
  }

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#gathered.push({ item, resolve, reject })
      if (this.#working) return
      this.#working = true
      // One turn of the event loop later: everything that arrived in the same read travels together.
      setImmediate(() => void this.#run())
    })
  }

  async #run(): Promise<void> {
    while (this.#gathered.length > 0) {
      const batch = this.#gathered.splice(0, this.#most)
      try {
        const answers = await this.#work(batch.map(({ item }) => item))
        for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer)
      } catch (cause) {
        for (const { reject } of batch) reject(cause)
      }
    }
    this.#working = false
  }
}
