import { diffLayers } from '../../domain/config/diff-layers.ts'
import { diffPlans } from '../../domain/rollout/diff-plans.ts'
import type { LayeredConfig } from '../../protocol/layered-config.ts'
import type { PlanChange } from '../../protocol/plan-change.ts'
import type { PlanDocument } from '../../protocol/plan-document.ts'
import { secretPaths } from './current-config.ts'
import type { Prisma } from './generated/client.ts'

type Side = { readonly document: PlanDocument; readonly config: LayeredConfig }

/** What differs between two plans, with the configuration they go to and the names devices have now. */
export async function planChanges(
  db: Prisma.TransactionClient,
  before: Side,
  after: Side,
): Promise<readonly PlanChange[]> {
  const config = diffLayers(before.config, after.config, await secretPaths(db))
  const changes = diffPlans(before.document, after.document, config.map(keyWords))
  const ids = changes.flatMap((change) => change.devices.map((device) => device.deviceId))
  const rows = await db.device.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  const names = new Map<string, string>(rows.map((row) => [row.id, row.name]))
  return changes.map((change) => ({
    ...change,
    devices: change.devices.map((device) => ({ ...device, name: names.get(device.deviceId) ?? device.name })),
  }))
}

function keyWords({ layer, path, before, after, secret }: ReturnType<typeof diffLayers>[number]): string {
  const where = layer.scope === 'fleet' ? 'of the fleet' : `of ${layer.scope} ${layer.key}`
  if (secret) return `${path} ${where} is another secret`
  const value = (side: typeof before) => (side ? JSON.stringify(side.value) : 'not named')
  return `${path} ${where} is ${value(after)} instead of ${value(before)}`
}
