import type { Instant } from '../../protocol/ids.ts'
import { counted } from '../counted.ts'
import { duration } from '../instant.ts'

/** What a snapshot has to show before people may rely on it. */
export type KnownGoodRule = {
  /** how long nothing may go wrong after a rollout to it completed */
  readonly provenAfterMs: number
  /** share of its connected devices that are healthy: to become known-good, and to stay it */
  readonly gainPercent: number
  readonly keepPercent: number
}

export const KNOWN_GOOD: KnownGoodRule = { provenAfterMs: 7 * 86_400_000, gainPercent: 95, keepPercent: 90 }
/** A demo proves itself in minutes. */
export const DEMO_KNOWN_GOOD: KnownGoodRule = { ...KNOWN_GOOD, provenAfterMs: 2 * 60_000 }

export type SnapshotRecord = {
  readonly knownGood: boolean
  /** of rollouts to it */
  readonly completedAt: readonly Instant[]
  /** when a gate of such a rollout failed or its devices were sent back */
  readonly failedAt: readonly Instant[]
  /** that run it now and are connected */
  readonly devices: number
  readonly healthy: number
}

export type Earned = { readonly knownGood: boolean; readonly because: string }

/**
 * *Known-good* is earned: a rollout to it completed, nothing failed since then for long enough, and the devices on it are
 * healthy. It outlives its last device, because a rollback has to find it; a failure or sick devices take it away.
 */
export function judgeKnownGood(seen: SnapshotRecord, rule: KnownGoodRule, now: Instant): Earned {
  const lastFailure = Math.max(0, ...seen.failedAt)
  const since = Math.min(...seen.completedAt.filter((at) => at > lastFailure))
  if (!Number.isFinite(since)) {
    return lost(
      seen.failedAt.length > 0
        ? 'A rollout to it failed, and none has completed since.'
        : 'No rollout to it has completed yet.',
    )
  }
  const proven = now - since
  if (proven < rule.provenAfterMs) {
    return lost(`A rollout to it completed; nothing may fail for another ${long(rule.provenAfterMs - proven)}.`)
  }
  if (seen.devices === 0) {
    return seen.knownGood
      ? { knownGood: true, because: 'It proved itself; no device runs it now.' }
      : lost('No connected device runs it, so nothing shows that it is healthy.')
  }
  const percent = Math.floor((100 * seen.healthy) / seen.devices)
  const needed = seen.knownGood ? rule.keepPercent : rule.gainPercent
  const health = `${seen.healthy} of ${counted(seen.devices, 'connected device')} on it healthy (${percent} %; needed ${needed} %)`
  if (percent < needed) return lost(`${health}.`)
  return {
    knownGood: true,
    because: `A rollout to it completed, no gate failed for ${long(rule.provenAfterMs)} after that, ${health}.`,
  }
}

export const knownGoodSentence = (rule: KnownGoodRule) =>
  `A rollout to it completed, no gate failed and nothing was rolled back for ${long(rule.provenAfterMs)} after that, and at least ${rule.gainPercent} % of the connected devices on it are healthy. Below ${rule.keepPercent} % it is lost again.`

const long = (ms: number) =>
  ms >= 86_400_000 ? counted(Math.ceil(ms / 86_400_000), 'day') : duration(Math.ceil(ms / 1000))

const lost = (because: string): Earned => ({ knownGood: false, because })
