import type { Plan } from '../../protocol/plan.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import { counted } from '../counted.ts'
import { duration } from '../instant.ts'
import type { Limit, Seen } from './limit.ts'
import type { DeviceFacts } from './rollout.ts'

type Downloads = NonNullable<Plan['downloads']>
type Capped = Pick<RolloutPolicy, 'ramp' | 'installTimeoutSeconds' | 'trial'>

/** More at once make none of them sooner: a site has one line. A few, so that one slow device does not leave it idle. */
const MOST_AT_ONCE = 4

/** What is left of the time to install when the new version has proven itself, seconds. */
const timeToDownload = ({ installTimeoutSeconds, trial }: Capped) =>
  Math.max(0, installTimeoutSeconds - trial.minReadySeconds)

/**
 * How many devices of a site download at once, and how fast each: together never faster than the site's cap. As many as may be
 * done in half of their time. Null without a cap.
 */
export function downloadsUnder(policy: Capped, largest: number): Downloads | null {
  const cap = policy.ramp.bytesPerSecondPerSite
  if (cap === 0) return null
  const inTime = Math.floor((cap * timeToDownload(policy)) / 2 / Math.max(1, largest))
  const atOnce = Math.max(1, Math.min(MOST_AT_ONCE, cap, inTime))
  return { atOnce, bytesPerSecond: Math.floor(cap / atOnce) }
}

/** Where the largest artifact could never arrive in time, in words, or null: such a rollout would fail on every device. */
export function downloadRefusal(policy: Capped, largest: number): string | null {
  const cap = policy.ramp.bytesPerSecondPerSite
  if (cap === 0) return null
  const [needs, has] = [largest / cap, timeToDownload(policy)]
  return needs <= has
    ? null
    : `Bytes per second of a site: the largest artifact, ${megabytes(largest)}, takes ${duration(needs)} at ${rate(cap)}, and a device has ${duration(has)} for it before it counts as failed. Allow more bytes per second, or more time to install.`
}

/** How long the busiest site's line is taken, seconds. `devices`: of one wave. */
export function transferTime(devices: readonly { readonly siteId: string; readonly bytes: number }[], cap: number) {
  const bySite = new Map<string, number>()
  for (const { siteId, bytes } of devices) bySite.set(siteId, (bySite.get(siteId) ?? 0) + bytes)
  const [busiest] = [...bySite].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  const [siteId, bytes] = busiest ?? ['', 0]
  const seconds = bytes / cap
  return {
    seconds,
    because: `${siteId} moves ${megabytes(bytes)} at ${rate(cap)} at most: ${duration(seconds)}.`,
  }
}

/** Told as many devices of a site as its line has room for; each was told how fast it may. */
export function downloadLimit({ atOnce }: Downloads, { rollout: { policy }, devices }: Seen): Limit {
  const busy = new Map<string, number>()
  const add = ({ siteId }: DeviceFacts) => busy.set(siteId, (busy.get(siteId) ?? 0) + 1)
  for (const device of devices) if (isDownloading(device)) add(device)
  return {
    hasRoom: ({ siteId }) => (busy.get(siteId) ?? 0) < atOnce,
    take: add,
    because: ({ siteId }) => ({
      rule: 'site-bytes',
      because: `At most ${rate(policy.ramp.bytesPerSecondPerSite)} are downloaded at a site, by ${counted(atOnce, 'device')} at once; the next at ${siteId} follow as those have theirs.`,
      until: null,
    }),
  }
}

/** Until it says that it has the bytes: told and not heard of, too. What it has already it does not fetch. */
function isDownloading({
  state,
  superseded,
  generation,
  reported,
  targetSha256,
  previousSha256,
}: DeviceFacts): boolean {
  if (superseded || state !== 'installing' || targetSha256 === previousSha256) return false
  if (!reported || generation === null || reported.generation < generation) return true
  const { update } = reported
  return update.state === 'updating' && (update.step === 'accepted' || update.step === 'downloading')
}

const megabytes = (bytes: number) => (bytes < 1e5 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`)
const rate = (bytes: number) => (bytes < 1000 ? `${bytes} bytes/s` : `${megabytes(bytes)}/s`)
