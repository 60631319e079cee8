import type { Prisma } from '../adapters/prisma/generated/client.ts'
import type { LayerName } from '../protocol/config-layer.ts'

/** What people call the place a layer speaks to. */
export async function layerNames(
  db: Prisma.TransactionClient,
  layers: readonly LayerName[],
): Promise<(layer: LayerName) => string> {
  const keys = (scope: LayerName['scope']) => layers.flatMap((one) => (one.scope === scope ? [one.key] : []))
  const [sites, devices] = await Promise.all([
    db.site.findMany({ where: { id: { in: keys('site') } }, select: { id: true, name: true } }),
    db.device.findMany({ where: { id: { in: keys('device') } }, select: { id: true, name: true } }),
  ])
  const names = new Map<string, string>()
  for (const { id, name } of sites) names.set(`site ${id}`, name)
  for (const { id, name } of devices) names.set(`device ${id}`, name)
  return ({ scope, key }) => (scope === 'fleet' ? 'Whole fleet' : (names.get(`${scope} ${key}`) ?? key))
}
