import { Prisma } from '../adapters/prisma/generated/client.ts'
import { parseRollout, WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { mayRecord } from '../domain/rollout/recovery-acts.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { RecordRootCause } from '../protocol/commands/rollout-acts.ts'
import type { RolloutId } from '../protocol/ids.ts'
import type { RootCause } from '../protocol/root-cause.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { holdRollout } from './hold-rollout.ts'

/** a person says why it failed. Said again in the same words it is there already; a better one is added, none is edited. */
export async function recordRootCause(
  ctx: CommandContext,
  id: RolloutId,
  { category, text }: RecordRootCause,
): Promise<Ack<null>> {
  const { person, now } = ctx
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    await holdRollout(tx, id)
    const row = await tx.rollout.findUnique({ where: { id }, include: WITH_TARGET })
    if (!row) return refuse('not-found', 'There is no such rollout.')
    const rollout = parseRollout(row)
    const failed = await tx.rolloutDevice.count({ where: { rolloutId: id, failure: { not: Prisma.AnyNull } } })
    const may = mayRecord(rollout, person, failed)
    if (!may.allowed) return refuse(may.because.startsWith('Needs') ? 'forbidden' : 'conflict', may.because)
    const newest = rollout.rootCauses.at(-1)
    const said = newest && newest.by === person.id && newest.category === category && newest.text === text
    if (said && newest.at >= (rollout.failure?.at ?? 0)) return accept(null)
    const cause: RootCause = { category, text, by: person.id, name: person.name, at: now }
    await tx.rollout.update({
      where: { id },
      data: { version: row.version + 1, rootCauses: [...rollout.rootCauses, cause] },
    })
    await audit(tx, {
      at: now,
      actor: { kind: 'person', id: person.id, name: person.name },
      action: 'rollout.recordRootCause',
      object: { kind: 'rollout', id },
      rolloutId: id,
      outcome: 'done',
      reason: `Root cause (${category}): ${text}`,
      before: { failure: rollout.failure },
      after: { cause },
    })
    return accept(null)
  })
  if (done.ok) for (const room of [`rollout:${id}`, 'rollouts', 'fleet'] as const) ctx.tell.changed(room)
  return done
}
