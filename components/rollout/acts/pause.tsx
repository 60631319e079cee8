'use client'

import { Pause } from 'lucide-react'
import { useState } from 'react'
import type { RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { useAct } from '../../live/use-act.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'

/** One press, no question asked: stopping is easier than starting. It reads Pausing until the server says paused. */
export function PauseButton({ view, refused }: { view: RolloutView; refused: string | null }) {
  const { send, busy } = useAct(api.rolloutAct(view.id, 'pause'))
  const [accepted, setAccepted] = useState(false)
  const pausing = busy || accepted
  return (
    <Button
      refused={refused}
      busy={pausing}
      onClick={async () => {
        const answer = await send({})
        setAccepted(answer.ok)
      }}
    >
      {!pausing && <Pause aria-hidden className="size-4" strokeWidth={1.75} />}
      {pausing ? 'Pausing…' : 'Pause'}
    </Button>
  )
}
