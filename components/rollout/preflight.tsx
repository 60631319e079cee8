import type { RolloutView } from '../../server/protocol/views/rollout-view.ts'
import { PreflightList } from '../status/preflight-list.tsx'
import { Card } from '../ui/card.tsx'

/** Shown while it decides something: before the canary, or when an item stopped the rollout there. */
export function Preflight({ view }: { view: RolloutView }) {
  const met = view.preflight.filter((item) => item.met).length
  const before = view.state.phase === 'preparing' || view.state.phase === 'validating'
  if (!before && met === view.preflight.length) return null
  return (
    <Card title="Pre-flight" note={`${met} of ${view.preflight.length} met`} flush>
      <PreflightList items={view.preflight} />
    </Card>
  )
}
