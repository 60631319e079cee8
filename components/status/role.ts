import type { Role } from '../../server/protocol/rollout-state.ts'

export const ROLE = {
  viewer: 'On-call, reads everything and may pause',
  operator: 'Operator',
  approver: 'Approver',
  owner: 'Owner',
} as const satisfies Record<Role, string>
