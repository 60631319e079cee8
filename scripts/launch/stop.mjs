/** Ends the launcher with one sentence, or with none when what failed has already said why. */
export class Stop extends Error {
  /** @param {string} message @param {number} [code] */
  constructor(message, code = 1) {
    super(message)
    this.code = code
  }
}
