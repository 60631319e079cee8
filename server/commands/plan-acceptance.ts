import { configProblems } from '../adapters/prisma/config-problems.ts'
import { currentConfig } from '../adapters/prisma/current-config.ts'
import { type DriftRow, driftRows } from '../adapters/prisma/drift-groups.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { effectiveConfig } from '../domain/config/effective-config.ts'
import { layeredConfig, layersOf } from '../domain/config/layers.ts'
import { setAt, valueAt } from '../domain/config/set-at.ts'
import { whyNotAccepted } from '../domain/drift/why-not-accepted.ts'
import { ENDED_PHASES } from '../domain/rollout/ended-phases.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { canonicalJson } from '../protocol/canonical-json.ts'
import type { PreviewAccept } from '../protocol/commands/drift-acts.ts'
import type { LayerName } from '../protocol/config-layer.ts'
import { type ConfigDocument, LayeredConfig } from '../protocol/layered-config.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'
import { refuseProblems } from './set-config-layer.ts'

const WITH_PLACE = {
  desired: { include: { snapshot: { include: { release: true } } } },
  rollouts: {
    where: { rollout: { phase: { notIn: [...ENDED_PHASES] } } },
    select: { rollout: { select: { name: true } } },
    take: 1,
  },
  reconciles: { where: { state: { in: ['waiting', 'asked'] } }, select: { run: { select: { createdByName: true } } } },
} satisfies Prisma.DeviceInclude

type Device = Prisma.DeviceGetPayload<{ include: typeof WITH_PLACE }>
type Desired = NonNullable<Device['desired']>

export type Acceptance = {
  readonly key: string
  readonly value: ConfigDocument[string]
  readonly devices: readonly (Omit<Device, 'desired'> & { readonly desired: Desired })[]
  /** that say the value from now on, as they are edited */
  readonly layers: readonly { readonly name: LayerName; readonly document: ConfigDocument }[]
  /** what devices of each snapshot move to */
  readonly moves: readonly {
    readonly from: number
    readonly releaseId: string
    readonly config: Partial<LayeredConfig>
  }[]
  /** further devices the layers speak to */
  readonly others: number
}

/** What accepting a reported value would write, decided on what is there now; nothing is written here. */
export async function planAcceptance(tx: Prisma.TransactionClient, asked: PreviewAccept): Promise<Ack<Acceptance>> {
  const rows = await rowsOf(tx, asked)
  const [row] = rows
  if (!row) return refuse('conflict', 'Nothing differs there any more: there is nothing to accept.')
  const because = whyNotAccepted(row)
  if (because) return refuse('conflict', because)
  const { key, reported: value } = row
  const found = await tx.device.findMany({
    where: { id: { in: rows.map(({ deviceId }) => deviceId) } },
    include: WITH_PLACE,
    orderBy: { id: 'asc' },
  })
  const busy = refuseBusy(found)
  if (busy) return busy
  const devices = found.flatMap(({ desired, ...device }) => (desired ? [{ ...device, desired }] : []))
  const names = layersFor(devices, asked.layer)
  const current = LayeredConfig.parse(await currentConfig(tx))
  const edited = withValue(current, names, key, value)
  const moves = [...new Map(devices.map(({ desired }) => [desired.snapshotId, desired.snapshot])).values()].map(
    ({ id, releaseId, release, config }) => ({
      from: id,
      releaseId,
      config: withValue(LayeredConfig.parse(config), names, key, value),
      manifest: ReleaseManifest.parse(JSON.parse(release.manifest)),
    }),
  )
  for (const { from, config, manifest } of moves) {
    const here = devices.filter(({ desired }) => desired.snapshotId === from)
    const overruled =
      here.find((device) => !says(config, device, key, value)) ??
      here.find((device) => !says(edited, device, key, value))
    if (overruled)
      return refuse(
        'conflict',
        `${overruled.name} has a layer of its own that says another ${key}: accept it for the device.`,
      )
    const unsuited = refuseProblems(await configProblems(tx, LayeredConfig.parse(config), manifest))
    if (unsuited) return unsuited
  }
  const documents = layersOf(LayeredConfig.parse(edited))
  return accept({
    key,
    value,
    devices,
    layers: names.flatMap((name) => documents.find((layer) => sameLayer(layer.name, name)) ?? []),
    moves,
    others: asked.layer === 'site' ? await othersAt(tx, devices) : 0,
  })
}

async function rowsOf(tx: Prisma.TransactionClient, { target }: PreviewAccept): Promise<DriftRow[]> {
  if ('device' in target) {
    const rows = await driftRows(tx, { device: target.device })
    return rows.filter(({ kind, key }) => kind === 'config' && key === target.key)
  }
  // A group is put right as a whole, and accepted key by key.
  return (await driftRows(tx, target)).filter(({ group }) => group === target.group)
}

/** What a rollout or a reconcile decides about is not decided twice. */
function refuseBusy(devices: readonly Device[]) {
  const rolling = devices.find(({ rollouts }) => rollouts.length > 0)
  if (rolling)
    return refuse(
      'conflict',
      `The rollout “${rolling.rollouts[0]?.rollout.name}” decides about ${rolling.name}: wait for its end.`,
    )
  const reconciled = devices.find(({ reconciles }) => reconciles.length > 0)
  if (reconciled)
    return refuse(
      'conflict',
      `${reconciled.name} is being reconciled, asked by ${reconciled.reconciles[0]?.run.createdByName}: stop that first.`,
    )
  const nothing = devices.find(({ desired }) => desired === null)
  return nothing ? refuse('conflict', `Nothing is desired of ${nothing.name} yet.`) : null
}

function layersFor(devices: Acceptance['devices'], scope: PreviewAccept['layer']): LayerName[] {
  const keys = devices.map(({ id, siteId }) => (scope === 'site' ? siteId : id))
  return [...new Set(keys)].map((key) => ({ scope, key }))
}

function withValue(config: LayeredConfig, names: readonly LayerName[], key: string, value: ConfigDocument[string]) {
  const layers = layersOf(config)
  const others = layers.filter(({ name }) => !names.some((one) => sameLayer(one, name)))
  const set = names.map((name) => {
    const before = layers.find((layer) => sameLayer(layer.name, name))?.document ?? {}
    return { name, document: setAt(before, key, value) }
  })
  return layeredConfig([...others, ...set], config.secrets)
}

function says(config: Partial<LayeredConfig>, device: Device, key: string, value: ConfigDocument[string]): boolean {
  const { id: deviceId, siteId, groups } = device
  const effective = effectiveConfig(LayeredConfig.parse(config), { deviceId, siteId, groups })
  return canonicalJson(valueAt(effective, key)) === canonicalJson(value)
}

const sameLayer = (one: LayerName, other: LayerName): boolean => one.scope === other.scope && one.key === other.key

const othersAt = (tx: Prisma.TransactionClient, devices: Acceptance['devices']): Promise<number> =>
  tx.device.count({
    where: {
      siteId: { in: devices.map(({ siteId }) => siteId) },
      id: { notIn: devices.map(({ id }) => id) },
      revokedAt: null,
    },
  })
