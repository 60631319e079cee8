import type { LayerStatus } from '../../server/protocol/health.ts'
import { LAYER_STATUS } from './layer-status.ts'
import { Pill } from './pill.tsx'

export function LayerPill({ status }: { status: LayerStatus }) {
  const { label, glyph, tone } = LAYER_STATUS[status]
  return (
    <Pill tone={tone} glyph={glyph} quiet={status === 'healthy'}>
      {label}
    </Pill>
  )
}
