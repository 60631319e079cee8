import { applyImportRows } from '../adapters/prisma/apply-import-rows.ts'
import { counted } from '../domain/counted.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { ApplyImport, ImportApplied } from '../protocol/commands/apply-import.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Tens of thousands of rows are written in one go, or not at all. */
const LONGEST = { timeout: 120_000, maxWait: 10_000 }

/**
 * Writes the good rows of a draft, all in one transaction. Bad rows are left only when that was asked for. A row whose
 * device moved since the file was judged is refused and listed, never forced.
 */
export async function applyImport(
  ctx: CommandContext,
  id: string,
  { leaveBad }: ApplyImport,
): Promise<Ack<ImportApplied>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'import devices')
  if (forbidden) return forbidden
  const done = await ctx.db
    .$transaction(async (tx): Promise<Ack<ImportApplied>> => {
      const { count } = await tx.registryImport.updateMany({
        where: { id, state: 'draft' },
        data: { state: 'applied', appliedBy: ctx.person.name, appliedAt: new Date(ctx.now) },
      })
      if (count === 0) return notApplicable(await tx.registryImport.findUnique({ where: { id } }))
      const draft = await tx.registryImport.findUniqueOrThrow({ where: { id } })
      const good = draft.added + draft.changed
      if (draft.bad > 0 && !leaveBad) throw new LeftOut(good, draft.bad)
      // Nobody deletes a site while devices are put there.
      const sites = await tx.$queryRaw<{ id: string }[]>`select "id" from "Site" for share`
      const refused = await applyImportRows(tx, ctx, id, new Set(sites.map((site) => site.id)))
      const applied = good - refused
      await audit(tx, {
        at: ctx.now,
        actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
        action: 'registry.import',
        object: { kind: 'import', id },
        outcome: 'done',
        reason: `${draft.fileName}: ${counted(applied, 'row')} applied, ${draft.unchanged} changed nothing, ${draft.bad} bad ones left, ${refused} refused because the registry had moved.`,
        after: { applied, refused, bad: draft.bad },
      })
      return accept({ applied, refused })
    }, LONGEST)
    .catch((cause: unknown): Ack<ImportApplied> => {
      if (cause instanceof LeftOut) return cause.refusal
      throw cause
    })
  if (done.ok) ctx.tell.changed('fleet')
  return done
}

/** Undoes the transaction: nothing was written. */
class LeftOut extends Error {
  readonly refusal: ReturnType<typeof refuse>
  constructor(good: number, bad: number) {
    super('bad rows')
    this.refusal = refuse(
      'conflict',
      `${counted(bad, 'row')} cannot be imported: mend the file, or ask for the ${good} good ones alone (leaveBad).`,
    )
  }
}

function notApplicable(row: { state: string } | null): ReturnType<typeof refuse> {
  if (row?.state === 'applied') return refuse('conflict', 'This import was applied already.')
  return row ? refuse('conflict', 'The file is still being read.') : refuse('not-found', 'There is no such import.')
}
