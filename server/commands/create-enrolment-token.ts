import { counted } from '../domain/counted.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { CreateEnrolmentToken, EnrolmentTokenCreated } from '../protocol/commands/create-enrolment-token.ts'
import { Instant } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** A fresh and unguessable token; only its sha256 is kept. */
export type Secret = { readonly token: string; readonly sha256: string }

export async function createEnrolmentToken(
  ctx: CommandContext,
  { name, uses, hours, ...scope }: CreateEnrolmentToken,
  secret: Secret,
): Promise<Ack<EnrolmentTokenCreated>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'create an enrolment token')
  if (forbidden) return forbidden
  const id = ctx.newId()
  const expiresAt = Instant.parse(Math.round(ctx.now + hours * 3_600_000))
  return ctx.db.$transaction(async (tx) => {
    const known = await tx.site.findMany({ where: { id: { in: scope.sites } }, select: { id: true } })
    const absent = scope.sites.find((site) => !known.some(({ id }) => id === site))
    if (absent !== undefined)
      return refuse('not-found', `There is no site ${absent}: create it first, or leave it out.`)
    await tx.enrolmentToken.create({
      data: {
        id,
        hash: secret.sha256,
        name: name || `Token of ${ctx.person.name}`,
        ...scope,
        uses,
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
      reason: `${name ? `“${name}” ` : ''}for ${counted(uses, 'device')}`,
      after: scope,
    })
    return accept({ id, token: secret.token, usesLeft: uses, expiresAt })
  })
}
