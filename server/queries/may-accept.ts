import { type Reportable, whyNotAccepted } from '../domain/drift/why-not-accepted.ts'
import type { ActPermission } from '../protocol/views/person.ts'

/** A value that can not be taken says so first, whoever asks. */
export function mayAccept(row: Reportable, may: ActPermission): ActPermission {
  const because = whyNotAccepted(row)
  return because === null ? may : { allowed: false, because }
}
