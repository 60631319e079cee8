import type { CauseCategory, DegradationCause } from '../../../server/protocol/root-cause.ts'

export const CAUSE = {
  artifact: 'The release itself',
  compatibility: 'It does not fit some of the hardware',
  infrastructure: 'Network, disk or power',
  configuration: 'The configuration',
  other: 'Something else',
} as const satisfies Record<CauseCategory, string>

export const DEGRADATION = {
  none: 'None: it did not go on',
  'memory-leak': 'A memory leak in the new version',
  'resource-contention': 'Contention with background processes',
  'thermal-throttling': 'Thermal throttling under sustained load',
  other: 'Something else',
} as const satisfies Record<DegradationCause, string>
