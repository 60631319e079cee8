import { configResolver } from '../../domain/config/config-resolver.ts'
import type { ConfigTarget } from '../../domain/config/effective-config.ts'
import { Desired } from '../../protocol/desired.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import { type ConfigDocument, LayeredConfig } from '../../protocol/layered-config.ts'
import { DOWNLOAD_PATH } from '../artifacts/download.ts'
import type { PrismaClient } from './generated/client.ts'
import type { ReleaseCache } from './release-cache.ts'
import { openLayers } from './sealed-config.ts'

/**
 * The desired state of each of these devices as it is said on the wire, in two queries at most. A device without one, or
 * whose platform its release does not serve, is left out; so is one whose state the wire cannot say (a device may claim any
 * number for its generation): the others must not go unheard for it.
 */
export async function desiredMessages(
  db: PrismaClient,
  releases: ReleaseCache,
  devices: readonly DeviceId[],
): Promise<Map<DeviceId, Desired>> {
  const rows = await db.desired.findMany({
    where: { deviceId: { in: [...devices] }, device: { revokedAt: null } },
    include: {
      snapshot: { select: { id: true, releaseId: true, config: true } },
      device: { select: { hardwareType: true, architecture: true, siteId: true, groups: true } },
    },
  })
  const known = await releases.byId(rows.map((row) => row.snapshot.releaseId))
  const configOf = effectiveConfigs(rows.map((row) => row.snapshot))
  const messages = new Map<DeviceId, Desired>()
  for (const { deviceId, generation, reason, traffic, trial, bytesPerSecond, snapshot, device } of rows) {
    const release = known.get(snapshot.releaseId)
    const artifact = release?.manifest.artifacts.find(
      ({ hardwareType, architecture }) => hardwareType === device.hardwareType && architecture === device.architecture,
    )
    if (!release || !artifact) continue
    const { sha256, size } = artifact
    const message = Desired.safeParse({
      type: 'desired',
      deviceId,
      generation: Number(generation),
      reason,
      sha256,
      size,
      path: `${DOWNLOAD_PATH}${sha256}`,
      release: release.signed,
      config: configOf(snapshot.id, { deviceId, siteId: device.siteId, groups: device.groups }),
      trial,
      ...(traffic === null ? {} : { traffic }),
      ...(bytesPerSecond === null ? {} : { bytesPerSecond: Number(bytesPerSecond) }),
    })
    if (message.success) messages.set(message.data.deviceId, message.data)
  }
  return messages
}

/** What each snapshot tells a device, parsed and merged once however many devices hold it. */
function effectiveConfigs(snapshots: readonly { id: number; config: unknown }[]) {
  const resolvers = new Map<number, (target: ConfigTarget) => ConfigDocument>()
  for (const { id, config } of snapshots)
    if (!resolvers.has(id))
      resolvers.set(
        id,
        configResolver(openLayers(LayeredConfig.parse(config)), (effective) => effective),
      )
  return (id: number, target: ConfigTarget) => resolvers.get(id)?.(target)
}

/** Connected devices that have not accepted their newest desired state yet, as far as the database knows. */
export async function devicesBehind(db: PrismaClient): Promise<{ deviceId: string; generation: bigint }[]> {
  return db.$queryRaw`
    select w."deviceId", w.generation from "Desired" w join "DeviceStatus" s on s."deviceId" = w."deviceId"
    where s.online and w.generation > s.generation`
}
