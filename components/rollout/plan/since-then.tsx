'use client'

import { CircleCheck, GitCompareArrows, OctagonX } from 'lucide-react'
import { useRouter } from 'next/navigation'
import type { PlanNowView, PlanView } from '../../../server/protocol/views/plan-view.ts'
import { Ago } from '../../live/time.tsx'
import { useAct } from '../../live/use-act.ts'
import { useRefusal } from '../../live/use-refusal.ts'
import { api, page } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Strip } from '../../ui/strip.tsx'
import { Changes } from './changes.tsx'

/** What became different since the plan was saved, and the one act that takes it as it is now. */
export function SinceThen({ view, now }: { view: PlanView; now: PlanNowView }) {
  const refusal = useRefusal()
  const router = useRouter()
  const { send, busy } = useAct(api.planAct(view.number, 'revise'))
  if (now.problem)
    return (
      <Strip tone="fail" glyph={OctagonX} title="It cannot be planned any more">
        {now.problem}
      </Strip>
    )
  const holds = now.changes.some((change) => change.holds)
  if (!holds)
    return (
      <Strip tone="ok" glyph={CircleCheck} title="It would come out the same now">
        {now.changes.length > 0 ? (
          <Changes changes={now.changes} />
        ) : (
          <>
            Held against the fleet <Ago at={now.serverTime} />.
          </>
        )}
      </Strip>
    )
  return (
    <Strip
      tone="warn"
      glyph={GitCompareArrows}
      title={`It would come out differently now: plan ${view.number} cannot be started as it is`}
    >
      <Changes changes={now.changes} />
      <Button
        className="mt-3 max-md:w-full"
        tone="primary"
        busy={busy}
        refused={refusal(view.start)}
        onClick={async () => {
          const answer = await send({})
          if (!answer.ok) return
          const { PlanSaved } = await import('../../../server/protocol/views/plan-view.ts')
          router.push(page.plan(PlanSaved.parse(answer.value).number, view.number))
        }}
      >
        Take the changed plan as a revision
      </Button>
    </Strip>
  )
}
