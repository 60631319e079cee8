import { hashPassword } from 'better-auth/crypto'
import type { Role } from '../../protocol/rollout-state.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import { insertPerson } from './people.ts'

export const DEMO_PASSWORD = 'wavegate-demo'

export const DEMO_PEOPLE = [
  { name: 'Olive Operator', email: 'operator@demo.wavegate', role: 'operator' },
  { name: 'Ada Approver', email: 'approver@demo.wavegate', role: 'approver' },
  { name: 'Noor On-call', email: 'oncall@demo.wavegate', role: 'viewer' },
  { name: 'Otto Owner', email: 'owner@demo.wavegate', role: 'owner' },
] as const satisfies readonly { name: string; email: string; role: Role }[]

/** Only a server started as a demo calls this: the password is in the README. Doing it again changes nothing. */
export async function seedDemoPeople(db: PrismaClient): Promise<void> {
  let passwordHash: string | null = null // one for all: it is slow to make by design, and here it hides nothing
  for (const person of DEMO_PEOPLE) {
    if (await db.user.findUnique({ where: { email: person.email } })) continue
    passwordHash ??= await hashPassword(DEMO_PASSWORD)
    const row = { ...person, passwordHash }
    await db.$transaction((tx) => insertPerson(tx, row))
  }
}
