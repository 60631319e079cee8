import type { Role } from '../../server/protocol/rollout-state.ts'

export const ROLE = {
  viewer: 'On-call, reads everything',
  operator: 'Operator',
  approver: 'Approver',
  owner: 'Owner',
} as const satisfies Record<Role, string>
