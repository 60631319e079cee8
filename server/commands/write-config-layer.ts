import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { maskConfig } from '../domain/config/secrets.ts'
import { changedPaths, setByNow } from '../domain/config/set-by.ts'
import { type LayerName, layerId, SetBy } from '../protocol/config-layer.ts'
import { ConfigDocument } from '../protocol/layered-config.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'

type Written = {
  readonly name: LayerName
  /** its secret values sealed */
  readonly document: ConfigDocument
  readonly secrets: readonly string[]
  /** why, beside the version and the keys */
  readonly reason: string
}

/** The next version of a layer, with who set each key and an audit row. Whoever calls it holds the lock of the configuration. */
export async function writeConfigLayer(
  tx: Prisma.TransactionClient,
  ctx: Pick<CommandContext, 'person' | 'now'>,
  { name, document, secrets, reason }: Written,
): Promise<number> {
  const row = await tx.configLayer.findUnique({ where: { scope_key: name } })
  const before = ConfigDocument.parse(row?.document ?? {})
  const version = (row?.version ?? 0) + 1
  const changed = changedPaths(before, document)
  const setBy = setByNow(SetBy.parse(row?.setBy ?? {}), document, changed, { by: ctx.person.name, at: ctx.now })
  const data = { document, setBy, version, updatedBy: ctx.person.name, updatedAt: new Date(ctx.now) }
  await tx.configLayer.upsert({ where: { scope_key: name }, create: { ...name, ...data }, update: data })
  await audit(tx, {
    at: ctx.now,
    actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
    action: 'config.set-layer',
    object: { kind: 'config-layer', id: layerId(name) },
    outcome: 'done',
    reason: [`Version ${version}: ${listed(changed)}`, reason].filter(Boolean).join('; '),
    before: maskConfig(before, secrets),
    after: maskConfig(document, secrets),
  })
  return version
}

const NAMED = 10
const listed = (paths: readonly string[]): string =>
  paths.length === 0
    ? 'nothing changed'
    : `${paths.slice(0, NAMED).join(', ')}${paths.length > NAMED ? ` and ${paths.length - NAMED} more` : ''}`
