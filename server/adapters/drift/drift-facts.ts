import { z } from 'zod'
import type { DriftFacts } from '../../domain/device/drift.ts'
import { ENDED_PHASES } from '../../domain/rollout/ended-phases.ts'
import { DeviceId, type Instant } from '../../protocol/ids.ts'
import { Inventory } from '../../protocol/inventory.ts'
import { LayeredConfig } from '../../protocol/layered-config.ts'
import { Reported } from '../../protocol/reported.ts'
import { configDigest } from '../prisma/config-digests.ts'
import { secretPaths } from '../prisma/current-config.ts'
import { desiredMessages } from '../prisma/desired-messages.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import type { ReleaseCache } from '../prisma/release-cache.ts'
import { hideReported } from '../prisma/sealed-config.ts'

/** The inputs of comparing these devices, in six queries whatever their number. Revoked devices are nobody's to mend. */
export async function driftFacts(
  db: PrismaClient,
  releases: ReleaseCache,
  ids: readonly DeviceId[],
  now: Instant,
): Promise<Map<DeviceId, DriftFacts>> {
  const [devices, messages, ended, everSecret] = await Promise.all([
    db.device.findMany({
      where: { id: { in: [...ids] }, revokedAt: null },
      select: {
        id: true,
        status: { select: { lastSeenAt: true, onlineSince: true, reported: true } },
        inventory: { select: { inventory: true } },
        desired: { select: { issuedAt: true, snapshot: { select: { releaseId: true, config: true } } } },
        rollouts: {
          where: { exposedAt: { not: null }, rollout: { phase: { notIn: [...ENDED_PHASES] } } },
          select: { rollout: { select: { name: true } } },
          take: 1,
        },
      },
    }),
    desiredMessages(db, releases, ids),
    db.deviceEvent.groupBy({
      by: ['deviceId'],
      where: { deviceId: { in: [...ids] }, step: { in: ['confirmed', 'rolled-back', 'refused'] } },
      _max: { generation: true },
    }),
    secretPaths(db),
  ])
  const known = await releases.byId(devices.flatMap(({ desired }) => desired?.snapshot.releaseId ?? []))
  const endedBy = new Map(ended.map((row) => [row.deviceId, Number(row._max.generation ?? 0)]))
  return new Map(
    devices.map(({ id, status, inventory, desired, rollouts }) => {
      const deviceId = DeviceId.parse(id)
      const message = messages.get(deviceId)
      const release = desired && known.get(desired.snapshot.releaseId)
      const secrets = [...everSecret, ...secretsIn(desired?.snapshot.config)]
      const facts: DriftFacts = {
        now,
        heardAt: status ? instant(status.lastSeenAt) : null,
        onlineSince: status?.onlineSince ? instant(status.onlineSince) : null,
        desired:
          message && release && desired
            ? {
                generation: message.generation,
                issuedAt: instant(desired.issuedAt),
                release: { name: release.manifest.name, version: release.manifest.version, sha256: message.sha256 },
                mechanism: release.manifest.mechanism,
                config: hideReported(message.config, secrets),
                configDigest: configDigest(message.config),
                secrets,
              }
            : null,
        reported: Reported.safeParse(status?.reported).data ?? null,
        inventory: hidden(Inventory.safeParse(inventory?.inventory).data ?? null, secrets),
        endedGeneration: endedBy.get(id) ?? 0,
        rollout: rollouts[0]?.rollout.name ?? null,
      }
      return [deviceId, facts]
    }),
  )
}

const Secrets = z.object({ secrets: LayeredConfig.shape.secrets })
const secretsIn = (config: unknown): readonly string[] => Secrets.safeParse(config).data?.secrets ?? []

/** Compared as it was kept: both sides have the same digest where a secret is the same. */
function hidden(inventory: Inventory | null, secrets: readonly string[]): Inventory | null {
  if (inventory?.config.is !== 'document') return inventory
  const { config } = inventory
  return { ...inventory, config: { ...config, document: hideReported(config.document, secrets) } }
}

const instant = (date: Date): Instant => date.getTime() as Instant
