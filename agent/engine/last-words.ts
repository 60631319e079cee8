import { z } from 'zod'
import { Generation } from '../../server/protocol/ids.ts'
import { Logs } from '../../server/protocol/logs.ts'

/** What a failed attempt said last, kept until the server has it. */
export const LastWords = z.object({ generation: Generation, lines: Logs.shape.lines })
export type LastWords = z.infer<typeof LastWords>

const MOST_LINES = 200
/** Of these, at most so many are the agent's: what the application printed tells more. */
const AGENT_LINES = 60
const LONGEST_LINE = 1000
/** The server ends a connection that says more than 64 KiB at once; this leaves room for what is around the text. */
const MOST_BYTES = 48 * 1024

/** the newest lines of the agent, then of the application, whole lines only, so that one message carries them. */
export function lastWords(agent: readonly string[], application: readonly string[]): string[] {
  const own = agent.slice(-AGENT_LINES).map((line) => clip(`agent: ${line}`))
  const its = application.slice(own.length - MOST_LINES).map(clip)
  return [...own, ...its].reduceRight<{ kept: string[]; bytes: number }>(
    ({ kept, bytes }, line) => {
      const size = bytes + Buffer.byteLength(JSON.stringify(line)) + 1
      return size > MOST_BYTES ? { kept, bytes: MOST_BYTES } : { kept: [line, ...kept], bytes: size }
    },
    { kept: [], bytes: 0 },
  ).kept
}

const clip = (line: string) => line.slice(0, LONGEST_LINE)
