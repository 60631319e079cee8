import type { Role } from '../../protocol/rollout-state.ts'
import type { ActPermission, Person } from '../../protocol/views/person.ts'
import type { Rollout } from './rollout.ts'

const ALLOWED: ActPermission = { allowed: true }
const no = (because: string): ActPermission => ({ allowed: false, because })

/** whoever may stop a rollout may say why it failed, while it stands and after it has ended. */
export function mayRecord(
  { failure }: Pick<Rollout, 'failure'>,
  { role }: Pick<Person, 'role'>,
  failedDevices: number,
): ActPermission {
  if (role === 'viewer') return needs('operator or approver')
  return failure || failedDevices > 0 ? ALLOWED : no('Nothing of it has failed.')
}

const needs = (roles: `${Role} or ${Role}`) => no(`Needs the role ${roles}. Ask one of them.`)
