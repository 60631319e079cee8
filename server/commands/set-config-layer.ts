import { configProblems } from '../adapters/prisma/config-problems.ts'
import { currentConfig } from '../adapters/prisma/current-config.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { markSecret } from '../adapters/prisma/mark-secret.ts'
import { sealDocument } from '../adapters/prisma/sealed-config.ts'
import { forgedAt } from '../domain/config/hidden-values.ts'
import { unaddressable } from '../domain/config/key-paths.ts'
import { layeredConfig, layersOf } from '../domain/config/layers.ts'
import { unmaskConfig } from '../domain/config/secrets.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { LayerName, SetConfigLayer } from '../protocol/config-layer.ts'
import { ConfigDocument, LayeredConfig } from '../protocol/layered-config.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'
import { writeConfigLayer } from './write-config-layer.ts'

/** Writes one layer of what devices are to be told. No device hears of it before a snapshot with it is rolled out. */
export async function setConfigLayer(ctx: CommandContext, asked: SetConfigLayer): Promise<Ack<{ version: number }>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'change what devices are told')
  if (forbidden) return forbidden
  const wrong = unaddressable(asked.document)
  if (wrong) return refuse('malformed', wrong)
  const forged = forgedAt(asked.document)
  if (forged) return refuse('malformed', `${forged} begins like a sealed value: write the value itself.`)
  const name: LayerName = { scope: asked.scope, key: asked.scope === 'fleet' ? '' : asked.key }
  const written = await ctx.db.$transaction(async (tx): Promise<Ack<{ version: number }>> => {
    // One editor at a time: whether a layer suits a release depends on all the others.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('config', 0))`
    const nowhere = await refuseNowhere(tx, name)
    if (nowhere) return nowhere
    const row = await tx.configLayer.findUnique({ where: { scope_key: name } })
    if ((row?.version ?? 0) !== asked.version)
      return refuse(
        'stale',
        `${row?.updatedBy ?? 'Somebody'} changed this layer meanwhile: read it again, then make your change.`,
      )
    const secrets = await markSecret(tx, asked.secrets, { by: ctx.person.name, at: ctx.now })
    const before = sealDocument(ConfigDocument.parse(row?.document ?? {}), secrets)
    const document = sealDocument(unmaskConfig(asked.document, before, secrets), secrets)
    const unsuited = await refuseUnsuited(tx, name, document, asked.releaseId)
    if (unsuited) return unsuited
    const reason = asked.secrets.length > 0 ? `secret from now on: ${asked.secrets.join(', ')}` : ''
    return accept({ version: await writeConfigLayer(tx, ctx, { name, document, secrets, reason }) })
  })
  if (written.ok) ctx.tell.changed('fleet')
  return written
}

async function refuseNowhere(tx: Prisma.TransactionClient, { scope, key }: LayerName) {
  if (scope === 'fleet') return null
  if (key === '') return refuse('malformed', `Say which ${scope} this layer is for.`)
  const there =
    scope === 'site'
      ? await tx.site.count({ where: { id: key } })
      : scope === 'device'
        ? await tx.device.count({ where: { id: key } })
        : await tx.device.count({ where: { groups: { has: key } } })
  return there > 0 ? null : refuse('not-found', `There is no ${scope} “${key}”: choose one of the registry.`)
}

async function refuseUnsuited(
  tx: Prisma.TransactionClient,
  name: LayerName,
  document: ConfigDocument,
  releaseId: SetConfigLayer['releaseId'],
) {
  const release = releaseId && (await tx.release.findUnique({ where: { id: releaseId } }))
  if (releaseId && !release) return refuse('not-found', 'There is no such release: choose one of the published ones.')
  const others = layersOf(LayeredConfig.parse(await currentConfig(tx))).filter(
    (layer) => layer.name.scope !== name.scope || layer.name.key !== name.key,
  )
  const config = LayeredConfig.parse(layeredConfig([...others, { name, document }], []))
  const manifest = release ? ReleaseManifest.parse(JSON.parse(release.manifest)) : null
  return refuseProblems(await configProblems(tx, config, manifest))
}

/** The first problem in words, and how many more there are; null when there is none. */
export function refuseProblems(problems: Awaited<ReturnType<typeof configProblems>>) {
  const [first, ...more] = problems
  if (!first) return null
  const where = first.path ? `${first.path} ` : ''
  const whose = first.device ? ` (as ${first.device} would be told)` : ''
  return refuse('malformed', `${where}${first.message}${whose}${more.length > 0 ? `; and ${more.length} more` : ''}.`)
}
