import type { DeviceState } from '../../server/protocol/device-state.ts'

/**
 * The bytes of the wire, in order. Written again here because the protocol's own list comes with its parser, which the
 * first paint does without; a test pins the two together.
 */
export const STATE_ORDER = [
  'pending',
  'installing',
  'verifying',
  'healthy',
  'degraded',
  'failed',
  'rolling-back',
  'rolled-back',
  'quarantined',
  'skipped',
  'dark',
  'silent',
] as const satisfies readonly DeviceState[]
