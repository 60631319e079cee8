/** @typedef {{ passed: number, failed: number }} Tally */

/** A step that is one thing, passed or failed. @param {number} code its exit code @returns {Tally} */
export const wholeStep = (code) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })

/** @param {number} code @param {any} report of vitest's json reporter; null: it never got that far @returns {Tally} */
export const countVitest = (code, report) =>
  honest(code, report && { passed: report.numPassedTests, failed: report.numFailedTests })

/** @param {number} code @param {any} report of Playwright's json reporter @returns {Tally} */
export const countPlaywright = (code, report) =>
  honest(code, report && { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky })

/**
 * A runner that failed without a failed test (it could not load a file, it was killed) still counts as a failure.
 * @param {number} code @param {Tally | null} tally @returns {Tally}
 */
function honest(code, tally) {
  if (!tally) return { passed: 0, failed: 1 }
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

/** @param {readonly Tally[]} tallies */
export function closingLine(tallies) {
  /** @param {keyof Tally} key */
  const sum = (key) => tallies.reduce((total, tally) => total + tally[key], 0)
  return `${sum('passed')} passed, ${sum('failed')} failed`
}
