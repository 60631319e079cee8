import { randomUUID } from 'node:crypto'
import type { Role } from '../../protocol/rollout-state.ts'
import type { Prisma } from '../prisma/generated/client.ts'

export type NewPerson = {
  readonly name: string
  readonly email: string
  readonly passwordHash: string
  readonly role: Role
}

/** Writes a person who can sign in with e-mail and password, in the two rows better-auth reads. Answers the id. */
export async function insertPerson(
  tx: Prisma.TransactionClient,
  { name, email, passwordHash, role }: NewPerson,
): Promise<string> {
  const id = randomUUID()
  await tx.user.create({ data: { id, name, email: email.toLowerCase(), emailVerified: true, role } })
  await tx.account.create({
    data: { id: randomUUID(), userId: id, accountId: id, providerId: 'credential', password: passwordHash },
  })
  return id
}
