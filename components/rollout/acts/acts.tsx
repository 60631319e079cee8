import type { ActPermission } from '../../../server/protocol/views/person.ts'
import type { RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { useReach } from '../../live/live-context.ts'
import { Abort } from './abort.tsx'
import { ExtendSoak } from './extend-soak.tsx'
import { PauseButton } from './pause.tsx'
import { Resume } from './resume.tsx'
import { RollBack } from './roll-back.tsx'

/** By blast radius, stopping first; what sends devices back stands apart from it. */
export function Acts({ view }: { view: RolloutView }) {
  const { unreachable } = useReach()
  const refused = (permission: ActPermission) => (permission.allowed ? unreachable : permission.because)
  const stopped = view.paused !== null || view.state.phase === 'halted' || Boolean(view.queue?.changed)
  return (
    <div className="flex flex-wrap items-center gap-2 max-md:w-full">
      {stopped ? (
        <Resume view={view} refused={refused(view.acts.resume)} />
      ) : (
        <PauseButton view={view} refused={refused(view.acts.pause)} />
      )}
      <ExtendSoak view={view} refused={refused(view.acts.extendSoak)} />
      <span aria-hidden className="mx-1 h-5 w-px bg-border max-md:hidden" />
      <Abort view={view} refused={refused(view.acts.abort)} />
      <RollBack view={view} refused={refused(view.acts.rollBack)} />
    </div>
  )
}
