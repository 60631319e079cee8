import type { FrozenEvidence } from '../adapters/prisma/commit-approval.ts'
import { counted } from '../domain/counted.ts'
import { duration } from '../domain/instant.ts'

/** Whether the frozen evidence says yes, in one line. */
export function adviceOf({ reading, canary, drill }: FrozenEvidence): { approve: boolean; sentence: string } {
  const good = reading.rows.filter((row) => row.verdict === 'pass' || row.verdict === 'near').length
  const near = reading.rows.filter((row) => row.verdict === 'near')
  const facts = [
    `${good} of ${reading.rows.length} gate rows pass`,
    `canary of ${counted(canary.devices, 'device')} soaked ${duration(canary.soakSeconds)}`,
    ...(drill ? [`going back was tried on ${drill.name}: ${drill.seconds.toFixed(1)} s`] : []),
    ...(canary.failed > 0 ? [`${canary.failed} failed`] : []),
    ...(canary.skipped > 0 ? [`${canary.skipped} offline`] : []),
    ...(near.length > 0 ? [`near a limit: ${near.map((row) => row.metric.replaceAll('-', ' ')).join(', ')}`] : []),
  ]
  return { approve: reading.verdict === 'pass', sentence: `${facts.join(' · ')}.` }
}
