import { Role } from '../../protocol/rollout-state.ts'
import type { Person } from '../../protocol/views/person.ts'
import type { Auth } from './auth.ts'

export type Seated = { readonly person: Person; readonly sessionId: string }

/** Who holds this session cookie, asked of the database each time so that a changed role counts at once; null if nobody. */
export async function sessionPerson(auth: Auth, headers: Headers): Promise<Seated | null> {
  if (!headers.has('cookie')) return null
  const found = await auth.api.getSession({ headers, query: { disableCookieCache: true } })
  if (!found) return null
  const { id, name, email, role } = found.user
  return { person: { id, name, email, role: Role.parse(role) }, sessionId: found.session.id }
}
