import type { DeviceState } from '../../server/protocol/device-state.ts'
import { DEVICE_STATE } from './device-state.ts'
import { Pill } from './pill.tsx'

export function DeviceStatePill({ state }: { state: DeviceState }) {
  const { label, glyph, tone } = DEVICE_STATE[state]
  return (
    <Pill tone={tone} glyph={glyph} quiet={state === 'healthy' || state === 'pending'}>
      {label}
    </Pill>
  )
}
