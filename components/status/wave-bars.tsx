import type { RolloutRow } from '../../server/protocol/views/rollouts-view.ts'
import { ShareBar } from './share-bar.tsx'

/** A rollout's waves side by side: which have happened and how they stand. */
export function WaveBars({ waves }: { waves: RolloutRow['waves'] }) {
  return (
    <div className="flex w-full min-w-24 gap-1">
      {waves.map((wave) => (
        <div key={wave.label} title={`${wave.label} · ${wave.devices} devices`} className="min-w-3 flex-1">
          <ShareBar counts={wave.counts} label={wave.label} />
        </div>
      ))}
    </div>
  )
}
