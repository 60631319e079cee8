import type { Hello } from '../../protocol/hello.ts'
import { type Disagreement, sameClaim } from './disagreement.ts'

/** What the registry can learn from the device itself. */
export type Registry = Hello['hardware'] & { readonly capabilities: readonly string[] }

/** What the registry says wrongly, with a sentence for the audit; null when both agree (R-003: the device is right). */
export function registryDifference(
  known: Registry,
  hello: Pick<Hello, 'hardware' | 'capabilities'>,
): { next: Registry; because: string; disagreements: readonly Disagreement[] } | null {
  const next: Registry = { ...hello.hardware, capabilities: [...hello.capabilities].sort() }
  const looked: readonly (Disagreement & { words: (claim: Disagreement['expected']) => string })[] = [
    { kind: 'hardware-type', expected: known.hardwareType, reported: next.hardwareType, words: String },
    { kind: 'architecture', expected: known.architecture, reported: next.architecture, words: String },
    { kind: 'memory', expected: known.memoryMb, reported: next.memoryMb, words: megabytes },
    { kind: 'disk', expected: known.diskMb, reported: next.diskMb, words: megabytes },
    {
      kind: 'capabilities',
      expected: [...known.capabilities].sort(),
      reported: [...next.capabilities],
      words: (claim) => String(claim).replaceAll(',', ', ') || 'none',
    },
  ]
  const changes = looked.filter(({ expected, reported }) => !sameClaim(expected, reported))
  if (changes.length === 0) return null
  const because = changes
    .map(({ kind, expected, reported, words }) => `${kind.replace('-', ' ')} ${words(expected)} → ${words(reported)}`)
    .join('; ')
  return {
    next,
    because: `The device says: ${because}`,
    disagreements: changes.map(({ kind, expected, reported }) => ({ kind, expected, reported })),
  }
}

const megabytes = (claim: Disagreement['expected']) => `${claim} MB`
