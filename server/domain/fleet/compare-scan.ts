import type { DeviceId, Instant } from '../../protocol/ids.ts'
import type { FindingKind, ScanCounts, ScanFinding } from '../../protocol/views/scan-view.ts'
import { counted } from '../counted.ts'
import { type Disagreement, disagreementSentence } from '../device/disagreement.ts'
import { duration } from '../instant.ts'

/** A registered device as it stands when the waiting is over. */
export type ScannedDevice = {
  readonly deviceId: DeviceId
  readonly name: string
  /** counts as online: it was asked */
  readonly connected: boolean
  readonly lastSeenAt: Instant | null
  readonly agentVersion: string | null
  /** what it said otherwise than the registry, that nobody has resolved */
  readonly discrepancies: readonly Disagreement[]
}

/** Somebody who speaks and is not in the registry (D-11), or says to be a device that already speaks. */
export type Stranger = {
  readonly name: string
  readonly claims: DeviceId | null
  readonly lastSeenAt: Instant
  readonly what: string
}

export type ScanResult = {
  readonly findings: readonly ScanFinding[]
  readonly counts: ScanCounts
  /** asked, and silent until the end of the waiting */
  readonly markOffline: readonly DeviceId[]
}

/** What was heard, held against the registry. Silence makes a device offline, never failed. */
export function compareScan(
  registry: readonly ScannedDevice[],
  heard: ReadonlySet<DeviceId>,
  lobby: readonly Stranger[],
  now: Instant,
): ScanResult {
  const silent = registry.filter(({ deviceId }) => !heard.has(deviceId))
  const newest = newestVersion(
    registry.flatMap(({ deviceId, agentVersion }) => (heard.has(deviceId) ? (agentVersion ?? []) : [])),
  )
  const findings: ScanFinding[] = [
    ...silent.map((device) => finding('offline', device, silence(device, now))),
    ...lobby.map(({ name, claims, lastSeenAt, what }) => ({
      kind: claims === null ? ('lobby' as const) : ('duplicate' as const),
      deviceId: claims,
      name,
      detail: what,
      lastSeenAt,
    })),
    ...registry.flatMap((device) =>
      device.discrepancies.map((one) =>
        finding(one.kind === 'identity' ? 'duplicate' : 'mismatch', device, disagreementSentence(one)),
      ),
    ),
    ...registry
      .filter(({ deviceId, agentVersion }) => heard.has(deviceId) && agentVersion !== null && agentVersion !== newest)
      .map((device) => finding('stale-agent', device, `Agent ${device.agentVersion}; others run ${newest}.`)),
  ]
  const of = (kind: FindingKind) => findings.filter((one) => one.kind === kind).length
  const asked = registry.filter(({ connected }) => connected).length
  return {
    findings,
    markOffline: silent.filter(({ connected }) => connected).map(({ deviceId }) => deviceId),
    counts: {
      registered: registry.length,
      asked,
      responded: registry.length - silent.length,
      offline: of('offline'),
      lobby: of('lobby'),
      mismatch: of('mismatch'),
      duplicate: of('duplicate'),
      'stale-agent': of('stale-agent'),
    },
  }
}

function silence({ connected, lastSeenAt }: ScannedDevice, now: Instant): string {
  if (lastSeenAt === null) return 'It has never connected.'
  const since = `last heard ${duration((now - lastSeenAt) / 1000)} ago`
  return connected ? `Connected, but did not answer; ${since}: marked offline.` : `Not connected; ${since}.`
}

const finding = (kind: FindingKind, { deviceId, name, lastSeenAt }: ScannedDevice, detail: string): ScanFinding => ({
  kind,
  deviceId,
  name,
  detail,
  lastSeenAt,
})

function newestVersion(versions: readonly string[]): string | null {
  return versions.reduce<string | null>((best, one) => (best === null || isNewer(one, best) ? one : best), null)
}

/** By the numbers in them: 0.10.0 is newer than 0.9.2. */
const isNewer = (a: string, b: string): boolean => a.localeCompare(b, 'en', { numeric: true }) > 0

const distinct = (findings: readonly ScanFinding[]) => new Set(findings.flatMap(({ deviceId }) => deviceId ?? [])).size

/** The steps that comparing made, in the words of the record. */
export function comparedWords({
  findings,
  counts,
  markOffline,
}: ScanResult): readonly { rule: string; what: string }[] {
  const held = distinct(findings.filter(({ kind }) => kind === 'mismatch' || kind === 'duplicate'))
  const { registered, responded, offline, lobby, mismatch, duplicate } = counts
  return [
    { rule: 'R-138', what: `Compared ${responded} that responded with ${counted(registered, 'registered device')}.` },
    {
      rule: 'R-139',
      what: `${counted(offline, 'registered device')} did not respond; ${markOffline.length} of them newly marked offline.`,
    },
    {
      rule: 'R-140',
      what: `${counted(lobby, 'unknown device')} in the lobby: nothing is deployed to them until accepted.`,
    },
    {
      rule: 'R-141',
      what: `The registry follows what devices report: ${counted(mismatch, 'open difference')}, ${counted(duplicate, 'doubtful claim')} of an identity.`,
    },
    {
      rule: 'R-142',
      what: `Nothing is deployed to ${counted(held, 'device')} until what differs is resolved.`,
    },
  ]
}
