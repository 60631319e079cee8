import { currentConfig, secretPaths, setInLayers } from '../adapters/prisma/current-config.ts'
import { activeRules, decidedRules, reconciledLately } from '../adapters/prisma/drift-rules.ts'
import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { hidesAt } from '../domain/config/hidden-values.ts'
import { setterOf } from '../domain/config/origins.ts'
import { UNKNOWN_AFTER_MS } from '../domain/device/drift.ts'
import { leaves } from '../domain/drift/compare-config.ts'
import { flappingBecause } from '../domain/drift/flapping.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { type DriftCause, DriftKind, type DriftSeverity, driftName } from '../protocol/drift.ts'
import type { DeviceId, Instant } from '../protocol/ids.ts'
import { Inventory } from '../protocol/inventory.ts'
import { LayeredConfig } from '../protocol/layered-config.ts'
import { type DeviceDriftView, DriftLine } from '../protocol/views/drift-view.ts'
import type { Person } from '../protocol/views/person.ts'
import { mayAccept } from './may-accept.ts'
import { reconcileRows } from './reconciles.ts'

const WITH_DRIFT = {
  site: { select: { name: true } },
  status: { select: { lastSeenAt: true } },
  drift: { orderBy: [{ kind: 'asc' }, { key: 'asc' }] },
  driftState: true,
  inventory: true,
  desired: { include: { snapshot: { select: { id: true, createdBy: true, config: true, release: true } } } },
} satisfies Prisma.DeviceInclude

type Device = Prisma.DeviceGetPayload<{ include: typeof WITH_DRIFT }>

/** What one device should have beside what it says it has; null when it does not exist. */
export async function deviceDriftView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  id: DeviceId,
): Promise<DeviceDriftView | null> {
  const device = await db.device.findUnique({ where: { id }, include: WITH_DRIFT })
  if (!device) return null
  const [rules, history, [reconcile], setBy, everSecret, current, setIn] = await Promise.all([
    activeRules(db, now),
    reconciledLately(db, [id], now),
    reconcileRows(db, { devices: { some: { deviceId: id } } }, 1),
    whoSet(db, device),
    secretPaths(db),
    currentConfig(db).then((partial) => LayeredConfig.parse(partial)),
    setInLayers(db),
  ])
  const decide = await decidedRules(db, rules, [id], now)
  const setter = setterOf(current, { deviceId: id, siteId: device.siteId, groups: device.groups }, setIn)
  const may = mayOperate(person)
  const differing = device.drift.map((item) => {
    const since = item.since.getTime() as Instant
    const rule = decide(item)
    const note =
      rule?.action === 'ignore'
        ? `ignored by ${rule.owner}: ${rule.reason}`
        : flappingBecause({ name: driftName(item), since }, history.get(id) ?? [], now)
    const { key, reported, desired, secret } = item
    const kind = DriftKind.parse(item.kind)
    const told = kind === 'config' && (secret || desired !== null)
    const set = told ? setter(key, secret ? undefined : desired) : null
    const accept = mayAccept({ kind, key, reported, secret }, may)
    return DriftLine.parse({ ...item, since, equal: false, note, set, accept })
  })
  const lastSeen = device.status?.lastSeenAt.getTime() ?? null
  const silent = lastSeen === null || now - lastSeen >= UNKNOWN_AFTER_MS
  const inventory = Inventory.safeParse(device.inventory?.inventory).data ?? null
  return {
    serverTime: now,
    id,
    name: device.name,
    site: device.site.name,
    verdict: silent ? 'unknown' : verdictOf(device.driftState?.verdict),
    because: silent ? 'it has not reported for 24 hours' : (device.driftState?.because ?? 'it was not compared yet'),
    evaluatedAt: device.driftState ? (device.driftState.evaluatedAt.getTime() as Instant) : null,
    lines: [...differing, ...equalLines(device, inventory, everSecret, setter)],
    normalised: device.driftState?.normalised ?? [],
    configPath: inventory?.config.path ?? null,
    setBy,
    reconcile: reconcile ?? null,
    actions: { reconcile: may },
  }
}

const verdictOf = (verdict: string | undefined): DeviceDriftView['verdict'] =>
  verdict === 'in-sync' || verdict === 'drift' || verdict === 'in-flight' ? verdict : 'unknown'

/** What is as it should be, for whoever wants to see all of it. */
function equalLines(
  device: Device,
  inventory: Inventory | null,
  everSecret: readonly string[],
  setter: ReturnType<typeof setterOf>,
): DriftLine[] {
  const differs = new Set(device.drift.map(driftName))
  if (inventory?.config.is !== 'document') return []
  const secrets = [...everSecret, ...(LayeredConfig.safeParse(device.desired?.snapshot.config).data?.secrets ?? [])]
  return [...leaves(inventory.config.document)]
    .filter(([key]) => !differs.has(driftName({ kind: 'config', key })))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => {
      const secret = hidesAt(key, value, secrets)
      const shown = secret ? null : (DriftLine.shape.reported.safeParse(value ?? null).data ?? null)
      return {
        kind: DriftKind.parse('config'),
        key,
        desired: shown,
        reported: shown,
        equal: true,
        secret,
        severity: null satisfies DriftSeverity | null,
        cause: null satisfies DriftCause | null,
        since: null,
        note: null,
        set: setter(key, secret ? undefined : value),
        accept: { allowed: false, because: 'It is as desired already.' },
      }
    })
}

/** The person behind what is desired now: of the rollout that set it, of the reconcile, or of the snapshot. */
async function whoSet(db: PrismaClient, { desired }: Device): Promise<DeviceDriftView['setBy']> {
  if (!desired) return null
  const at = desired.issuedAt.getTime() as Instant
  const what = `${desired.snapshot.release.name} ${desired.snapshot.release.version}, snapshot ${desired.snapshot.id}`
  if (desired.rolloutId) {
    const rollout = await db.rollout.findUnique({ where: { id: desired.rolloutId } })
    if (rollout) return { who: rollout.createdByName, what: `${what}, by the rollout “${rollout.name}”`, at }
  }
  if (desired.reason === 'adopted') return { who: 'Wavegate', what: `${what}, taken as the device had it`, at }
  return { who: 'Wavegate', what, at }
}
