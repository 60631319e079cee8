import type { LayerStatus } from '../../server/protocol/health.ts'
import { cn } from '../ui/cn.ts'
import { LAYER_STATUS, LAYERS } from './layer-status.ts'

const PIP = {
  healthy: 'h-3 bg-ok',
  degraded: 'h-2 bg-warn',
  unhealthy: 'h-1 bg-fail',
  unknown: 'h-3 border border-dashed border-off',
} as const satisfies Record<LayerStatus, string>

/** Four layers in the width of a word; height says the same as colour. */
export function LayerPips({ layers }: { layers: readonly LayerStatus[] }) {
  const text = LAYERS.map(
    (layer, index) => `${layer.label} ${LAYER_STATUS[layers[index] ?? 'unknown'].label.toLowerCase()}`,
  ).join(', ')
  return (
    <span role="img" aria-label={text} title={text} className="mark inline-flex h-3 items-end gap-[3px] align-middle">
      {LAYERS.map((layer, index) => (
        <span key={layer.key} className={cn('fill w-1.5 rounded-[1px]', PIP[layers[index] ?? 'unknown'])} />
      ))}
    </span>
  )
}
