'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useAct } from '../../live/use-act.ts'
import { api, page } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'

type Props = {
  asked: object | null
  refused: string | null
  onStale: () => void
  onDone: () => Promise<void>
}

/** Keeps the plan under a number and an address, for others to read before anybody starts it. */
export function SavePlan({ asked, refused, onStale, onDone }: Props) {
  const router = useRouter()
  const [saved, setSaved] = useState(false)
  const { send, busy } = useAct(api.plans())
  return (
    <>
      <Button
        className="mt-3 h-10 w-full pointer-coarse:h-12"
        refused={refused}
        busy={busy || saved}
        onClick={async () => {
          const answer = await send(asked)
          if (!answer.ok) {
            if (answer.refusal.code === 'stale') onStale()
            return
          }
          setSaved(true)
          await onDone()
          const { PlanSaved } = await import('../../../server/protocol/views/plan-view.ts')
          router.push(page.plan(PlanSaved.parse(answer.value).number))
        }}
      >
        Save plan
      </Button>
      <p className="mt-2 text-muted text-secondary">
        A saved plan has a number and an address to send round. Starting it plans again first: any difference is shown,
        and nothing is deployed.
      </p>
    </>
  )
}
