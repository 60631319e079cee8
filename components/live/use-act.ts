'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import type { Refusal } from '../../server/protocol/ack.ts'
import { type ActMethod, act } from './api.ts'
import { useLiveSession } from './live-context.ts'

type Outcome = { ok: true; value: unknown } | { ok: false; refusal: Refusal }

/**
 * Sends one act at a time: busy from the first press, so that it cannot be sent twice. A refusal is said in the server's
 * words; nothing is painted ahead of what the server confirms.
 */
export function useAct(path: string, method: ActMethod = 'POST') {
  const session = useLiveSession()
  const [busy, setBusy] = useState(false)
  const send = async (body: unknown): Promise<Outcome> => {
    setBusy(true)
    try {
      const answer = await act(path, body, method)
      if (answer.ok) return answer
      if (answer.signedOut) session.signedOut(answer.refusal.message)
      else toast.error(answer.refusal.message)
      return answer
    } finally {
      setBusy(false)
    }
  }
  return { send, busy }
}
