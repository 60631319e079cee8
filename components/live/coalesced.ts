/** However often it is asked, `run` runs once at a time, and once more if it was asked meanwhile. */
export function coalesced(run: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<void> | null = null
  let again = false
  const cycle = async () => {
    do {
      again = false
      await run()
    } while (again)
  }
  return () => {
    if (running) again = true
    running ??= cycle().finally(() => {
      running = null
    })
    return running
  }
}
