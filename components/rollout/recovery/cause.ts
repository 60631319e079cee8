import type { CauseCategory } from '../../../server/protocol/root-cause.ts'

export const CAUSE = {
  artifact: 'The release itself',
  compatibility: 'It does not fit some of the hardware',
  infrastructure: 'Network, disk or power',
  configuration: 'The configuration',
  other: 'Something else',
} as const satisfies Record<CauseCategory, string>
