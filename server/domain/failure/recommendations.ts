import { counted } from '../counted.ts'
import type { FailurePattern } from './pattern.ts'

type Seen = {
  readonly target: string
  readonly pattern: Pick<FailurePattern, 'kind' | 'table'> | null
  /** the rail that sent devices back; null when none did */
  readonly rule: string | null
  readonly restored: 'yes' | 'no' | 'not-measured' | null
  readonly owedRollback: number
  readonly owedLogs: number
  readonly quarantined: number
}

/** what to do next, by what was counted; said as advice, because only a person knows the cause. */
export function recommendations(seen: Seen): readonly string[] {
  const { pattern, restored, owedRollback, owedLogs, quarantined } = seen
  return [
    ...(restored === 'no'
      ? [
          'The old version is as bad now: look for a cause outside the release (network, backend, power) before anything else.',
        ]
      : []),
    ...(pattern ? byPattern(seen, pattern) : byRule(seen)),
    ...(quarantined > 0
      ? [
          `Look at the ${counted(quarantined, 'device')} that could not go back, on site if need be, and release them only then.`,
        ]
      : []),
    ...(owedRollback > 0
      ? [`Leave the ${counted(owedRollback, 'offline device')} alone: they get the old version first thing on return.`]
      : []),
    ...(owedLogs > 0 ? [`Read the logs of the ${counted(owedLogs, 'device')} still owed when they arrive.`] : []),
  ]
}

function byPattern({ target }: Seen, { kind, table }: NonNullable<Seen['pattern']>): readonly string[] {
  switch (kind) {
    case 'artifact':
      return [
        `Block ${target}: it fails wherever it is installed.`,
        'Reproduce the failure on the bench with the collected logs, mend it, and publish a new version.',
      ]
    case 'compatibility': {
      const types = table.filter((row) => row.failed > 0).map((row) => row.label)
      return [
        `Leave ${types.join(', ')} out of the next revision, or mend the release for it first.`,
        `Check the artifact built for ${types.join(', ')}, its drivers and its resource needs.`,
      ]
    }
    case 'infrastructure':
      return [
        'Check the network and the free disk space of the sites named below; the version itself is not under suspicion.',
        'When they are mended, retry the failed devices or start a revision of the same plan.',
      ]
    case 'unknown':
      return [
        'Read the collected logs device by device: the failures have nothing in common yet.',
        'Do not widen the next attempt: revise the plan with a smaller canary and a longer soak.',
      ]
  }
}

const BY_RULE: Readonly<Record<string, string>> = {
  'R-061': 'Compare the errors of the new version with those of the old one: it fails requests that succeeded before.',
  'R-062': 'Profile the new version under the load of the canary: it answers later than the old one.',
  'R-063': 'Read the last lines before each restart: the application does not stay up.',
  'R-064': 'Look for a memory leak: watch the new version on the bench over a longer soak.',
  'R-065': 'Find out whether the silent devices lost the network or their application.',
  'R-066': 'Ask whether something beside this rollout changed: the error rate rose over all deployed devices.',
  'R-067': 'Compare the waves: something that grows with their number (a shared backend, a site) gets worse.',
  'R-068': 'Look for a cause outside the release: going back did not help.',
}

const byRule = ({ rule }: Seen): readonly string[] =>
  rule === null ? [] : [BY_RULE[rule] ?? 'Read the evidence of the gate and the logs, then plan a smaller revision.']
