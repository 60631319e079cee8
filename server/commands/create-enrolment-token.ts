import { type Ack, accept } from '../protocol/ack.ts'
import type { CreateEnrolmentToken, EnrolmentTokenCreated } from '../protocol/commands/create-enrolment-token.ts'
import { Instant } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** `secret` is fresh and unguessable; only its sha256 is kept. */
export async function createEnrolmentToken(
  ctx: CommandContext,
  { uses, hours }: CreateEnrolmentToken,
  secret: { readonly token: string; readonly sha256: string },
): Promise<Ack<EnrolmentTokenCreated>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'create an enrolment token')
  if (forbidden) return forbidden
  const id = ctx.newId()
  const expiresAt = Instant.parse(Math.round(ctx.now + hours * 3_600_000))
  await ctx.db.$transaction(async (tx) => {
    await tx.enrolmentToken.create({
      data: {
        id,
        hash: secret.sha256,
        usesLeft: uses,
        expiresAt: new Date(expiresAt),
        createdBy: ctx.person.name,
        createdAt: new Date(ctx.now),
      },
    })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'enrolment-token.create',
      object: { kind: 'enrolment-token', id },
      outcome: 'done',
      reason: `for ${uses} device${uses === 1 ? '' : 's'}`,
    })
  })
  return accept({ token: secret.token, usesLeft: uses, expiresAt })
}
