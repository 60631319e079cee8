import type { Plan } from '../../protocol/plan.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import { counted } from '../counted.ts'
import { duration } from '../instant.ts'
import type { Limit, Seen } from './limit.ts'
import type { DeviceFacts } from './rollout.ts'
import type { OnTheLine } from './site-line.ts'

type Downloads = NonNullable<Plan['downloads']>
type Capped = Pick<RolloutPolicy, 'ramp' | 'installTimeoutSeconds' | 'trial'>

/** More at once make none of them sooner: a site has one line. A few, so that one slow device does not leave it idle. */
const MOST_AT_ONCE = 4

/** What is left of the time to install when the new version has proven itself, seconds. */
const timeToDownload = ({ installTimeoutSeconds, trial }: Capped) =>
  Math.max(0, installTimeoutSeconds - trial.minReadySeconds)

/**
 * How many devices of a site download at once, and how fast each: together never faster than the site's cap. As many as may be
 * done in half of their time. Null without a cap, and where nothing is downloaded: only the configuration changes.
 */
export function downloadsUnder(policy: Capped, largest: number): Downloads | null {
  const cap = policy.ramp.bytesPerSecondPerSite
  if (cap === 0 || largest === 0) return null
  const inTime = Math.floor((cap * timeToDownload(policy)) / 2 / largest)
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

/**
 * Told as many devices of a site as its line has room for; each was told how fast it may. The line is the site's, whichever
 * rollout is on it: together they keep to the lowest cap that one of them has, and who has none takes all of it.
 */
export function downloadLimit({ rollout: { policy, plan }, devices, facts }: Seen): Limit {
  const { downloads } = plan
  const others = Map.groupBy(facts.lines, ({ siteId }) => siteId)
  const busy = new Map<string, number>()
  const add = (device: DeviceFacts) => {
    if (fetches(device)) busy.set(device.siteId, (busy.get(device.siteId) ?? 0) + 1)
  }
  for (const device of devices) if (isDownloading(device)) add(device)
  const hasRoom = (siteId: string): boolean => {
    const there = others.get(siteId) ?? []
    if (!downloads) return there.every(({ cap }) => cap === 0)
    const own = busy.get(siteId) ?? 0
    if (own >= downloads.atOnce) return false
    const told = there.map(({ bytesPerSecond }) => bytesPerSecond ?? Number.POSITIVE_INFINITY)
    const wanted = told.reduce((sum, one) => sum + one, (own + 1) * downloads.bytesPerSecond)
    return wanted <= lowestCap(policy.ramp.bytesPerSecondPerSite, there)
  }
  return {
    hasRoom: (device) => !fetches(device) || hasRoom(device.siteId),
    take: add,
    because: ({ siteId }) => {
      const there = others.get(siteId) ?? []
      const cap = lowestCap(policy.ramp.bytesPerSecondPerSite, there)
      return { rule: 'site-bytes', because: sentence(siteId, cap, downloads, there), until: null }
    },
  }
}

const lowestCap = (own: number, there: readonly OnTheLine[]): number =>
  Math.min(...[own, ...there.map(({ cap }) => cap)].filter((cap) => cap > 0))

function sentence(siteId: string, cap: number, downloads: Plan['downloads'], there: readonly OnTheLine[]): string {
  const names = [...new Set(there.map(({ rollout }) => `“${rollout}”`))].toSorted().join(' and ')
  const most = `At most ${rate(cap)} are downloaded at a site`
  if (there.length > 0)
    return `${most}, by all rollouts together, and ${names} has the line of ${siteId} now; the next there follow as it becomes free.`
  return `${most}, by ${counted(downloads?.atOnce ?? 1, 'device')} at once; the next at ${siteId} follow as those have theirs.`
}

/** What it has already it does not fetch. */
const fetches = ({ targetSha256, previousSha256 }: DeviceFacts) =>
  targetSha256 === null || targetSha256 !== previousSha256

/** Until it says that it has the bytes: told and not heard of, too. */
function isDownloading({ state, superseded, generation, reported }: DeviceFacts): boolean {
  if (superseded || state !== 'installing') return false
  if (!reported || generation === null || reported.generation < generation) return true
  const { update } = reported
  return update.state === 'updating' && (update.step === 'accepted' || update.step === 'downloading')
}

const megabytes = (bytes: number) => (bytes < 1e5 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`)
const rate = (bytes: number) => (bytes < 1000 ? `${bytes} bytes/s` : `${megabytes(bytes)}/s`)
