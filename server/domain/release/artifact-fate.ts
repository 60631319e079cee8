import type { Instant, Sha256 } from '../../protocol/ids.ts'
import { counted } from '../counted.ts'

type Tally<K> = ReadonlyMap<K, number>

/** What may need artifacts, as the registry and the rollouts say it now. Tallies count devices. */
export type ArtifactNeeds = {
  readonly releases: readonly {
    readonly id: string
    readonly name: string
    readonly version: string
    readonly deprecated: boolean
    readonly artifacts: readonly Sha256[]
  }[]
  readonly snapshots: readonly { readonly number: number; readonly releaseId: string; readonly knownGood: boolean }[]
  /** of rollouts that have not ended, or still owe a device something */
  readonly rollouts: readonly { readonly name: string; readonly snapshot: number }[]
  readonly running: Tally<Sha256>
  /** in the other slot: what a device goes back to without asking anybody */
  readonly standby: Tally<Sha256>
  readonly told: Tally<number>
  /** snapshots that a rollout can still send devices back to */
  readonly back: Tally<number>
}

export type ArtifactAge = {
  readonly sha256: Sha256
  readonly uploadedAt: Instant
  /** as it was written down when it was looked at last */
  readonly unneededSince: Instant | null
}

export type ArtifactFate =
  | { readonly kind: 'kept'; readonly because: readonly string[] }
  | { readonly kind: 'unneeded'; readonly because: string; readonly since: Instant }

/** Whoever uploads publishes the same day, or uploads again. */
const TO_BE_PUBLISHED_MS = 24 * 3_600_000

/**
 * Why each artifact has to stay, or that nothing needs it: it may go when every release it belongs to is deprecated and no device
 * runs it, is told to, holds it in its other slot or could be sent back to it; no open rollout and no known-good snapshot means it.
 */
export function artifactFates(
  artifacts: readonly ArtifactAge[],
  needs: ArtifactNeeds,
  now: Instant,
): ReadonlyMap<Sha256, ArtifactFate> {
  const index = indexOf(needs)
  return new Map(artifacts.map((artifact) => [artifact.sha256, fateOf(artifact, needs, index, now)]))
}

function fateOf(artifact: ArtifactAge, needs: ArtifactNeeds, index: Index, now: Instant): ArtifactFate {
  const { sha256 } = artifact
  const releases = index.releases.get(sha256) ?? []
  const snapshots = releases.flatMap(({ id }) => index.snapshots.get(id) ?? [])
  const numbers = new Set(snapshots.map(({ number }) => number))
  const devices = (tally: Tally<number>) => [...numbers].reduce((sum, number) => sum + (tally.get(number) ?? 0), 0)
  const because = [
    ...said(needs.running.get(sha256) ?? 0, 'runs it', 'run it'),
    ...said(needs.standby.get(sha256) ?? 0, 'holds it to go back to', 'hold it to go back to'),
    ...said(devices(needs.told), 'is told to run it', 'are told to run it'),
    ...said(devices(needs.back), 'can be sent back to it', 'can be sent back to it'),
    ...needs.rollouts.filter((one) => numbers.has(one.snapshot)).map(({ name }) => `the rollout ${name} goes to it`),
    ...snapshots.filter((one) => one.knownGood).map(({ number }) => `snapshot ${number} is known-good`),
    ...releases
      .filter((one) => !one.deprecated)
      .map(({ name, version }) => `release ${name} ${version} is not deprecated`),
    ...(releases.length === 0 && now - artifact.uploadedAt < TO_BE_PUBLISHED_MS
      ? ['it was uploaded less than a day ago and may be about to be published']
      : []),
  ]
  if (because.length > 0) return { kind: 'kept', because }
  const names = releases.map(({ name, version }) => `${name} ${version}`).join(', ')
  return {
    kind: 'unneeded',
    because:
      releases.length === 0
        ? 'no release was made of it'
        : `${releases.length === 1 ? `release ${names} is` : `releases ${names} are`} deprecated, and no device runs it or could go back to it`,
    since: artifact.unneededSince ?? now,
  }
}

type Index = {
  readonly releases: ReadonlyMap<Sha256, ArtifactNeeds['releases'][number][]>
  readonly snapshots: ReadonlyMap<string, ArtifactNeeds['snapshots'][number][]>
}

function indexOf({ releases, snapshots }: ArtifactNeeds): Index {
  const bySha = new Map<Sha256, ArtifactNeeds['releases'][number][]>()
  for (const release of releases)
    for (const sha256 of new Set(release.artifacts)) bySha.set(sha256, [...(bySha.get(sha256) ?? []), release])
  return { releases: bySha, snapshots: Map.groupBy(snapshots, ({ releaseId }) => releaseId) }
}

const said = (devices: number, one: string, many: string): string[] =>
  devices === 0 ? [] : [`${counted(devices, 'device')} ${devices === 1 ? one : many}`]
