import { ListOrdered, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import type { QueueView, RolloutView } from '../../server/protocol/views/rollout-view.ts'
import { Ago } from '../live/time.tsx'
import { page } from '../paths.ts'
import { PHASE } from '../status/phase.ts'
import { plural } from '../ui/numbers.ts'
import { Strip } from '../ui/strip.tsx'
import { Prioritise } from './acts/prioritise.tsx'

/** Who goes before it on devices that both have in their plans, and who waits for it. */
export function Queue({ view }: { view: RolloutView }) {
  return (
    <>
      {view.queue && <Waits view={view} queue={view.queue} />}
      {view.waiting.length > 0 && (
        <Strip
          tone="off"
          glyph={ListOrdered}
          title={`${plural(view.waiting.length, 'rollout')} ${view.waiting.length === 1 ? 'waits' : 'wait'} for this one`}
        >
          <ol className="list-decimal pl-5">
            {view.waiting.map(({ id, name, priority, devices }) => (
              <li key={id}>
                <Link href={page.rollout(id)} className="font-medium underline underline-offset-2">
                  {name}
                </Link>
                , priority {priority}, on {plural(devices, 'device')}
              </li>
            ))}
          </ol>
        </Strip>
      )}
    </>
  )
}

function Waits({ view, queue }: { view: RolloutView; queue: QueueView }) {
  const { changed, ahead, priority, name, reason, since } = queue
  return (
    <Strip
      tone={changed ? 'warn' : 'wait'}
      glyph={changed ? TriangleAlert : ListOrdered}
      title={
        changed ? (
          <>
            Its turn came <Ago at={changed.at} />, but the fleet is not what was planned
          </>
        ) : (
          <>
            Waits for its turn, priority {priority}; asked for <Ago at={since} />
          </>
        )
      }
      act={<Prioritise view={view} queue={queue} />}
    >
      {changed && <p className="break-words">{changed.because}</p>}
      {ahead.length > 0 && (
        <ul aria-label="Ahead of it" className="list-disc pl-5">
          {ahead.map((one) => (
            <li key={one.id}>
              <Link href={page.rollout(one.id)} className="font-medium underline underline-offset-2">
                {one.name}
              </Link>
              {one.priority === null
                ? ` has ${plural(one.devices, 'device')} of it: ${PHASE[one.phase].label.toLowerCase()}`
                : ` goes first on ${plural(one.devices, 'device')}: priority ${one.priority}`}
            </li>
          ))}
        </ul>
      )}
      <p className="text-muted">
        {name}: “{reason}”
      </p>
    </Strip>
  )
}
