import { mkdirSync } from 'node:fs'
import { CannotStart } from './cannot-start.ts'
import { startPostgres } from './start-postgres.ts'

/** For tests that kill a server or start one as somebody else: prints one line of JSON, stops when its input ends. */
const dataFolder = process.argv[2] ?? ''
try {
  mkdirSync(dataFolder, { recursive: true })
  const { url, pid, stop } = await startPostgres({ dataFolder, log: () => {} })
  console.log(JSON.stringify({ url, pid }))
  process.stdin.resume().on('end', () => stop().then(() => process.exit(0)))
} catch (error) {
  if (!(error instanceof CannotStart)) throw error
  console.log(JSON.stringify({ refusal: error.message }))
}
