'use client'

import type { ActPermission } from '../../server/protocol/views/person.ts'
import { useReach } from './live-context.ts'

/** Why an act can not be done now: who may not, or that nothing reaches the server; null when it can. */
export function useRefusal(): (act: ActPermission) => string | null {
  const { unreachable } = useReach()
  return (act) => (act.allowed ? unreachable : act.because)
}
