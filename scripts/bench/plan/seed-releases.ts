import { createHash } from 'node:crypto'
import { currentConfig } from '../../../server/adapters/prisma/current-config.ts'
import type { PrismaClient } from '../../../server/adapters/prisma/generated/client.ts'
import { snapshotOf } from '../../../server/adapters/prisma/snapshots.ts'
import type { ReleaseId, Sha256 } from '../../../server/protocol/ids.ts'
import { ReleaseManifest } from '../../../server/protocol/manifest.ts'

export const TYPES = Array.from({ length: 12 }, (_, n) => `type-${String(n).padStart(2, '0')}`)

/** The last three types are gateways. */
export const architectureOf = (type: number) => (type < 9 ? 'arm64' : 'x64')

/** What devices run, oldest first, and last where the plan takes them. */
export const VERSIONS = ['2.3.9', '2.4.0', '2.5.0'] as const
export const TARGET = 'release-2' as ReleaseId

/** Named so that PostgreSQL can say it as well: see seed-fleet.ts. */
export function artifactOf(version: string, type: string): Sha256 {
  const md5 = createHash('md5').update(`${version} ${type}`).digest('hex')
  return `${md5}${md5}` as Sha256
}

export const sizeOf = (type: number) => 40_000_000 + type * 1_000_000

/** Three releases for every type, under a configuration with layers for the fleet, the groups and a tenth of the sites. */
export async function seedReleases(db: PrismaClient, sites: readonly string[], at: Date): Promise<void> {
  const layers = [
    { scope: 'fleet', key: '' },
    ...Array.from({ length: 6 }, (_, n) => ({ scope: 'group', key: `line-${n}` })),
    ...sites.filter((_, n) => n % 10 === 0).map((key) => ({ scope: 'site', key })),
  ]
  await db.configLayer.createMany({
    data: layers.map((layer, n) => ({
      ...layer,
      document: { camera: { exposure: n, gain: 2 }, upload: { every: 30, to: `https://in-${n}.example` } },
      version: 1,
      updatedBy: 'bench',
      updatedAt: at,
    })),
  })
  const config = await currentConfig(db)
  for (const [n, version] of VERSIONS.entries()) {
    const id = `release-${n}` as ReleaseId
    const manifest = JSON.stringify(manifestOf(version, n + 1, at))
    await db.release.create({
      data: { id, name: 'vision', version, counter: n + 1, manifest, signature: 's', keyId: 'k', createdBy: 'Bench' },
    })
    await db.$transaction((tx) => snapshotOf(tx, id, config))
  }
}

const manifestOf = (version: string, counter: number, at: Date): ReleaseManifest =>
  ReleaseManifest.parse({
    format: 1,
    name: 'vision',
    version,
    counter,
    createdAt: at.getTime(),
    mechanism: 'dual-slot',
    artifacts: TYPES.map((hardwareType, type) => ({
      hardwareType,
      architecture: architectureOf(type),
      sha256: artifactOf(version, hardwareType),
      size: sizeOf(type),
      unpackedSize: 2 * sizeOf(type),
      files: 40,
    })),
    resources: { memoryMb: 512, diskMb: 200 },
    configSchema: { type: 'object', properties: { camera: { type: 'object' } } },
    application: { start: ['node', 'server.mjs'], healthPath: '/health', stopTimeoutSeconds: 5 },
    smokeTests: [{ name: 'infer', method: 'GET', path: '/', expect: {}, tolerance: 0, timeoutMs: 1000 }],
  })
