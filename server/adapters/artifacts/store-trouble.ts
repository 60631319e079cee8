/** The artifact store does not do what it should, said so that somebody can mend it. */
export class StoreTrouble extends Error {
  /** `away`: it may come back by itself; `unusable`: a person has to change something */
  readonly kind: 'away' | 'unusable'

  constructor(kind: StoreTrouble['kind'], sentence: string, cause?: unknown) {
    super(sentence, { cause })
    this.kind = kind
  }
}
