import type { Claim, DiscrepancyKind, DiscrepancyPolicy } from '../../protocol/discrepancy.ts'

/** A device said something else than the registry. */
export type Disagreement = { readonly kind: DiscrepancyKind; readonly expected: Claim; readonly reported: Claim }

/** “Device says 8192 MB of memory, registry said 4096 MB.” */
export function disagreementSentence({ kind, expected, reported }: Disagreement): string {
  if (kind === 'version') {
    if (expected === null) return `Device runs ${claimWords(reported)}, which nobody asked for.`
    const [runs, asked] = [claimWords(reported), claimWords(expected)]
    // Of the same name and other bytes: only the digest tells them apart.
    return runs === asked
      ? `Device runs ${runs} of other bytes (${digestOf(reported)}) than were asked for (${digestOf(expected)}).`
      : `Device runs ${runs}; asked for was ${asked}.`
  }
  if (kind === 'identity')
    return `Two machines use its identity, from ${claimWords(reported)}: revoke the device, or replace its hardware.`
  const unit = kind === 'memory' || kind === 'disk' ? ' MB' : ''
  return `Device says ${NOUN[kind]} ${claimWords(reported)}${unit}, registry said ${claimWords(expected)}${unit}.`
}

const NOUN = {
  memory: 'memory',
  disk: 'disk',
  'hardware-type': 'hardware type',
  architecture: 'architecture',
  capabilities: 'capabilities',
} as const

const digestOf = (claim: Claim): string =>
  claim !== null && typeof claim === 'object' && 'sha256' in claim ? `${claim.sha256.slice(0, 12)}…` : 'none'

function claimWords(claim: Claim): string {
  if (claim === null) return 'nothing'
  if (Array.isArray(claim)) return claim.join(', ') || 'none'
  return typeof claim === 'object' ? `${claim.name} ${claim.version}` : String(claim)
}

/** Why the policy resolves this by itself, in words; null when a person has to. */
export function toleratedBecause(one: Disagreement, policy: DiscrepancyPolicy): string | null {
  const { kind } = one
  if (policy.accept.some((accepted) => accepted === kind)) return `the policy accepts every difference in ${kind}`
  const percent = percentApart(one)
  if (percent === null) return null
  const most = kind === 'memory' ? policy.memoryWithinPercent : policy.diskWithinPercent
  return percent <= most ? `${percent.toFixed(1)} % apart, the policy accepts ${most} % of ${kind}` : null
}

/** Of what the registry says of memory or disk; null of anything else. */
export function percentApart({ kind, expected, reported }: Disagreement): number | null {
  if (kind !== 'memory' && kind !== 'disk') return null
  if (typeof expected !== 'number' || typeof reported !== 'number' || expected === 0) return null
  return (100 * Math.abs(reported - expected)) / expected
}

/** The same claim, in whatever order a list came. */
export function sameClaim(one: Claim, other: Claim): boolean {
  return key(one) === key(other)
}

function key(claim: Claim): string {
  if (Array.isArray(claim)) return JSON.stringify(claim.toSorted())
  return claim !== null && typeof claim === 'object' ? claim.sha256 : JSON.stringify(claim)
}
