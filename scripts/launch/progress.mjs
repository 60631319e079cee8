/**
 * One line for something that takes time: what it is, then how long it took. On stderr, so that what a command prints for
 * programs stays clean. @template T @param {string} what @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function withProgress(what, work) {
  const began = performance.now()
  process.stderr.write(`${what} … `)
  try {
    const result = await work()
    process.stderr.write(`${((performance.now() - began) / 1000).toFixed(1)} s\n`)
    return result
  } catch (error) {
    process.stderr.write('failed\n')
    throw error
  }
}
