import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import type { ChecksumState } from '../protocol/views/releases-view.ts'

type Checked = { readonly verifiedAt: Date | null; readonly verifiedSha256: string | null }
type Removed = { readonly removedAt: Date; readonly removedBy: string }

export type ChecksumFacts = {
  readonly state: ChecksumState
  readonly checked: Checked | undefined
  readonly removed: Removed | undefined
}

/** How the bytes of each of these artifacts were found last, or that they were removed. */
export async function checksumStates(
  db: PrismaClient,
  sha256s: readonly string[],
): Promise<ReadonlyMap<string, ChecksumFacts>> {
  const where = { sha256: { in: [...sha256s] } }
  const [artifacts, gone] = await Promise.all([db.artifact.findMany({ where }), db.removedArtifact.findMany({ where })])
  const checks = new Map(artifacts.map((artifact) => [artifact.sha256, artifact]))
  const removals = new Map(gone.map((one) => [one.sha256, one]))
  return new Map(
    sha256s.map((sha256) => {
      const [checked, removed] = [checks.get(sha256), removals.get(sha256)]
      return [sha256, { state: stateOf(sha256, checked, removed), checked, removed }]
    }),
  )
}

function stateOf(sha256: string, checked: Checked | undefined, removed: Removed | undefined): ChecksumState {
  if (!checked) return removed ? 'removed' : 'missing'
  if (!checked.verifiedAt) return 'unverified'
  if (checked.verifiedSha256 === null) return 'missing'
  return checked.verifiedSha256 === sha256 ? 'verified' : 'damaged'
}
